"""Whether the model of expected counts may be trusted: blocks it has not seen, uniform transforms, zeros."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError
from hedgerow.places.contrast.data import Labels
from hedgerow.places.contrast.expected import Expected
from hedgerow.places.contrast.noise import Noise
from hedgerow.stats.count_model import fit_counts, likelihood_of_line, log_likelihood, unexplained
from hedgerow.stats.dispersion import widened
from hedgerow.stats.field.fit import part_of
from hedgerow.stats.field.held_out import TOLD, held_out
from hedgerow.stats.field.mode import Problem, Spread, State

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.bool_]
FOLDS = 4
LEAST = 8  # districts without which blocks mean nothing


@dataclass(frozen=True)
class Assessment:
    """Figures of the fit, NaN where they could not be computed.

    Attributes
    ----------
    plain, context, field
        Mean log score of places in districts that the model has not seen: residents alone, with context, and
        with context and the smooth field. Higher is better.
    blocks
        Districts that were held out in turn.
    beside_context, beside_field
        Mean log score of places among neighbours that are seen, their own counts left out of the field.
    pit
        Largest distance of the randomised probability transforms from uniform (Dunn and Smyth 1996).
    zeros, zeros_expected, zeros_error
        Places that record nothing, how many the model expects, and the standard error.
    """

    plain: float
    context: float
    field: float
    blocks: int
    beside_context: float
    beside_field: float
    pit: float
    zeros: int
    zeros_expected: float
    zeros_error: float


def assess(model: Expected, counts: Array, rows: Rows, district: Labels, seed: int) -> Assessment:
    """Assess a fitted model on the places that it was fitted to."""
    pit = transform_distance(model, counts, rows, seed)
    noise = _by_model(model, rows)
    nothing = noise.lower(np.zeros(int(rows.sum())), model.around[rows])
    found = int(np.count_nonzero(counts[rows] == 0))
    error = float(np.sqrt(np.sum(nothing * (1 - nothing))))
    scores, blocks = _scores(model, district)
    return Assessment(*scores, blocks, *_beside(model, counts, rows), pit, found, float(nothing.sum()), error)


def _beside(model: Expected, counts: Array, rows: Rows) -> tuple[float, float]:
    """Score each place from context alone, and with the field as the other places give it."""
    scale, n = model.fit.scale, max(int(rows.sum()), 1)
    y, alone = counts[rows] / scale, model.mean[rows] / scale
    context = log_likelihood(y, alone, model.fit.alpha) / n
    wide = widened(model.alpha, model.unknown[rows])
    return context, log_likelihood(y, model.around[rows] / scale, wide) / n


def transform_distance(model: Expected, counts: Array, rows: Rows, seed: int) -> float:
    """Return the Kolmogorov distance of randomised transforms from uniform; each place's own count is out."""
    noise, y, mean = _by_model(model, rows), counts[rows], model.around[rows]
    upto = noise.lower(y, mean)
    before = 1 - noise.upper(y, mean)
    chance = np.random.default_rng(seed).random(len(y))
    transform = np.sort(before + chance * np.maximum(upto - before, 0))
    n = len(transform)
    steps = np.arange(1, n + 1) / n
    return float(np.max(np.maximum(steps - transform, transform - steps + 1 / n), initial=0.0))


def _by_model(model: Expected, rows: Rows) -> Noise:
    """Return the noise that the model finds for all places, deviants among them."""
    return replace(model.noise.of(rows), like_alpha=model.alpha)


def _scores(model: Expected, district: Labels) -> tuple[tuple[float, float, float], int]:
    """Score whole districts that the model has not seen, three ways; of large regions, the sample's."""
    nothing = (np.nan, np.nan, np.nan)
    if model.field is None:
        return nothing, 0
    problem, state, names = model.field.problem, model.field.mode.state, district
    if model.sample is not None:
        problem, state = part_of(problem, state, model.sample)
        names = district[model.sample]
    blocks = np.unique(names[problem.seen])
    if len(blocks) < LEAST:
        return nothing, len(blocks)
    fold = (np.searchsorted(blocks, names) % FOLDS).astype(np.int64)
    ones = np.ones((len(fold), 1))
    plain, context = (_score_context(problem, design, fold) for design in (ones, problem.design))
    return (plain, context, _score_field(problem, model.field.spread, state, fold)), len(blocks)


def _score_context(problem: Problem, design: Array, fold: npt.NDArray[np.int64]) -> float:
    total = 0.0
    for number in np.unique(fold[problem.seen]):
        out, into = problem.seen & (fold == number), problem.seen & (fold != number)
        x = design[:, unexplained(design[into]) > TOLD]
        names = tuple(str(column) for column in range(x.shape[1]))
        try:
            fit = fit_counts(problem.counts[into], x[into], problem.offset[into], names=names)
        except EstimateError:
            return float("nan")
        line = problem.offset[out] + x[out] @ fit.coefficients
        total += likelihood_of_line(problem.counts[out], line, fit.alpha)
    return total / max(int(problem.seen.sum()), 1)


def _score_field(problem: Problem, spread: Spread, state: State, fold: npt.NDArray[np.int64]) -> float:
    center, unknown = held_out(problem, spread, state, fold)
    seen = problem.seen
    line, alpha = center[seen] + unknown[seen] / 2, widened(spread.alpha, unknown[seen])
    return likelihood_of_line(problem.counts[seen], line, alpha) / max(int(seen.sum()), 1)
