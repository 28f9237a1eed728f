"""What other reasonable choices would have said, for every unit, and which choice matters.

Each run draws one alternative of every choice that varies. The matrices of values on one scale are made once
for all runs that share them; a run is then a product, a mean and a sort.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from hedgerow.errors import EstimateError, HedgerowError
from hedgerow.places.composite.choices import Choice, Factor, factors_of
from hedgerow.places.composite.pipeline import Pipeline
from hedgerow.places.composite.spec import Spec
from hedgerow.places.composite.weights import means_of, weights_of
from hedgerow.stats.composite import Scaled, Sobol, evaluate, root_scores, sobol_design, sobol_indices

Array = npt.NDArray[np.float64]
Ranks = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Uncertain:
    """Over the runs: score and rank intervals, P(worst decile) of each unit, and the sensitivity.

    Attributes
    ----------
    score
        The stated method's score at either end of the rank interval: scales do not compare.
    rank_changes
        Mean absolute rank change of each run, which the sensitivity is of; none where no rank moves.
    """

    score: tuple[Array, Array]
    rank: tuple[Array, Array]
    mean_rank: Array
    median_rank: Array
    p_worst: Array
    rank_changes: Array
    factors: tuple[Factor, ...]
    sensitivity: Sobol | None
    level: float
    runs: int

    def summary(self) -> str:
        """Say how many runs there were and what matters most."""
        text = f"{100 * self.level:g} % intervals over {self.runs} runs of {len(self.factors)} choices."
        if self.sensitivity is not None:
            most = int(np.argmax(self.sensitivity.total))
            share = self.sensitivity.total[most]
            text += f" {self.factors[most].name} matters most (total sensitivity {share:.2f})."
        return text


def uncertain(spec: Spec, pipeline: Pipeline, scores: Array) -> Uncertain:
    """Run the index under other choices.

    Raises
    ------
    SettingsError, EstimateError
        When a choice cannot be varied, or a combination of choices cannot be computed.
    """
    ask = spec.uncertainty
    factors = factors_of(spec, pipeline)
    design = (
        sobol_design(ask.samples, len(factors), ask.seed)
        if ask.sensitivity
        else np.random.default_rng(ask.seed).random((ask.samples, len(factors)))
    )
    known = np.flatnonzero(~np.isnan(scores))
    base = ranks_of(scores[known])
    ranks = _run_all(spec, pipeline, factors, design, known)
    changes = np.abs(ranks - base[None, :]).mean(axis=1)
    sensitivity = None
    if ask.sensitivity and np.ptp(changes[: 2 * ask.samples]) > 0:  # nothing moves: nothing to share out
        sensitivity = sobol_indices(
            changes,
            len(factors),
            estimator=ask.estimator,
            bootstrap=ask.bootstrap,
            level=ask.level,
            seed=ask.seed,
        )
    return _gather(spec, scores, known, base, ranks, changes, factors, sensitivity)


def _run_all(
    spec: Spec, pipeline: Pipeline, factors: tuple[Factor, ...], design: Array, known: npt.NDArray[np.intp]
) -> Ranks:
    choices = [Choice.drawn(spec, factors, row) for row in design]
    order = sorted(range(len(choices)), key=lambda run: choices[run].matrix_order)
    out = np.empty((len(choices), len(known)), dtype=np.int32)
    runner = _Runner(spec, pipeline)
    with threadpool_limits(1):  # the products are small: threads that wait for each other cost more
        for run in order:
            scores = runner.scores(choices[run])[known]
            out[run] = ranks_of(np.where(np.isnan(scores), -np.inf, scores))
    return out


class _Runner:
    """Scores of one choice after another; what two choices in a row share is not made again."""

    def __init__(self, spec: Spec, pipeline: Pipeline) -> None:
        self.spec, self.pipeline, self.tree = spec, pipeline, spec.tree
        self.key: object = None
        self.scaled = Scaled(np.empty((0, 0)))
        self.whole = True
        self.weights: dict[object, Array] = {}

    def scores(self, choice: Choice) -> Array:
        try:
            return self._scores(choice)
        except HedgerowError as error:
            raise EstimateError(
                f"The uncertainty analysis stops at {choice.said}: {error.message}",
                cause=error.cause,
                remedy=error.remedy,
            ) from error

    def _scores(self, choice: Choice) -> Array:
        if choice.matrix_key != self.key:
            values = self.pipeline.scaled(
                choice.impute, choice.treat, choice.normalise, choice.draw, self.spec.uncertainty.seed
            )
            self.scaled, self.whole, self.key = Scaled(values), not np.isnan(values).any(), choice.matrix_key
            self.weights = {}
        key = (choice.weight, choice.aggregate)
        if key not in self.weights:
            self.weights[key] = weights_of(self.spec, self.scaled.values, choice.aggregate, choice.weight)
        weights = self.weights[key] * choice.noise
        means = means_of(self.spec, choice.aggregate, choice.weight)
        if self.whole:
            return root_scores(self.tree, self.scaled, weights, means)
        return evaluate(self.tree, self.scaled.values, weights, means, choice.aggregate.least_share)[:, -1]


def ranks_of(scores: Array) -> Ranks:
    """Rank 1 is the highest; equals share the better rank; one sort."""
    order = np.argsort(-scores)
    ordered = scores[order]
    start = np.zeros(len(scores), dtype=np.int32)
    start[1:] = np.where(ordered[1:] != ordered[:-1], np.arange(1, len(scores), dtype=np.int32), 0)
    out = np.empty(len(scores), dtype=np.int32)
    out[order] = np.maximum.accumulate(start) + 1
    return out


def _gather(
    spec: Spec,
    scores: Array,
    known: npt.NDArray[np.intp],
    base: Ranks,
    ranks: Ranks,
    changes: Array,
    factors: tuple[Factor, ...],
    sensitivity: Sobol | None,
) -> Uncertain:
    n, runs, level = len(known), len(ranks), spec.uncertainty.level
    ordered = np.sort(np.ascontiguousarray(ranks.T), axis=1)
    tail = (1 - level) / 2
    lower = np.minimum(ordered[:, round(tail * (runs - 1))], base)
    upper = np.maximum(ordered[:, round((1 - tail) * (runs - 1))], base)
    held = -np.sort(-scores[known])
    worst = np.count_nonzero(
        ordered <= n / 10 if spec.worst == "high" else ordered > n - np.floor(n / 10), axis=1
    )
    whole: Callable[[npt.ArrayLike], Array] = lambda part: _spread(part, known, len(scores))  # noqa: E731
    return Uncertain(
        score=(
            whole(np.minimum(held[upper - 1], scores[known])),
            whole(np.maximum(held[lower - 1], scores[known])),
        ),
        rank=(whole(lower), whole(upper)),
        mean_rank=whole(ordered.mean(axis=1)),
        median_rank=whole((ordered[:, (runs - 1) // 2] + ordered[:, runs // 2]) / 2),
        p_worst=whole(worst / runs),
        rank_changes=changes,
        factors=factors,
        sensitivity=sensitivity,
        level=level,
        runs=runs,
    )


def _spread(part: npt.ArrayLike, known: Sequence[int] | npt.NDArray[np.intp], n: int) -> Array:
    out = np.full(n, np.nan)
    out[known] = part
    return out
