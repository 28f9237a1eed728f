"""Fit counts on context with a smooth field; say what an area's surroundings give without its own count."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError
from hedgerow.stats.count_model import CountFit, fit_counts, unexplained
from hedgerow.stats.field.draws import field_variances
from hedgerow.stats.field.mode import Mode, Problem, Spread, State, find_mode, start
from hedgerow.stats.field.search import best_spread, refined, total
from hedgerow.stats.field.structure import Mask, Structure

Array = npt.NDArray[np.float64]
USUAL = 0.2  # alpha from which the search starts where no fit without a field tells better


@dataclass(frozen=True)
class FieldOptions:
    """How the field is fitted.

    Attributes
    ----------
    scale
        phi: variance of an area's own noise over its mean.
    spread
        Where it is known already; otherwise it is estimated.
    gamma
        Own effects as the gamma mixture of NB2, otherwise as normal effects (BYM2 as published).
    sample
        Areas from which the spread is estimated first, where all of them would take too long; all of them
        then correct the smooth part. Each group of them needs a level of its own in the design, such as whole
        forces with an effect of force.
    """

    scale: float = 1.0
    spread: Spread | None = None
    gamma: bool = True
    sample: Mask | None = None


@dataclass(frozen=True)
class FieldFit:
    """A fitted model of n areas, seen or not.

    Attributes
    ----------
    names, coefficients, standard_errors
        Of the context, on the log scale, length k.
    spread, sigma, rho
        The spread beyond context: its parts, the whole on the log scale, and the smooth share.
    scale
        Variance of an area's own noise over its mean, phi.
    field
        The smooth field, length n.
    expected
        Means with the field, own effects left out.
    left_out, left_out_variance
        Log of the mean with the field as the *other* areas give it, and its variance: what the area's own
        count adds to its surroundings is taken out (the cavity of Gaussian message passing), so that the
        field cannot explain a deviant away.
    problem, mode
        What was fitted and the mode, for draws.
    """

    names: tuple[str, ...]
    coefficients: Array
    standard_errors: Array
    spread: Spread
    sigma: float
    rho: float
    scale: float
    field: Array
    expected: Array
    left_out: Array
    left_out_variance: Array
    problem: Problem
    mode: Mode


def fit_field(
    counts: npt.ArrayLike,
    design: npt.ArrayLike,
    offset: npt.ArrayLike,
    *,
    structure: Structure,
    names: tuple[str, ...],
    seen: Mask | None = None,
    first: CountFit | State | None = None,
    options: FieldOptions | None = None,
) -> FieldFit:
    """Fit the field by Laplace's method.

    Parameters
    ----------
    counts, design, offset
        Of the structure's n areas; ignored where not seen.
    seen
        Areas whose counts are known; all by default.
    first
        Where to start: the model without a field, or the state of a like fit.

    Raises
    ------
    EstimateError
        When areas do not fit, values are missing or negative, or the fit does not settle.
    """
    asked = options or FieldOptions()
    y, x = np.asarray(counts, dtype=float), np.asarray(design, dtype=float)
    base, known = np.asarray(offset, dtype=float), _known(seen, structure)
    if not len(y) == len(x) == len(base) == structure.n:
        raise EstimateError("Counts, context, exposure and neighbours do not have the same areas.")
    near = first or fit_counts(y[known], x[known], base[known], names=names, scale=asked.scale)
    problem = Problem(
        counts=np.where(known, y, 0.0) / asked.scale,
        seen=known,
        design=np.where(known[:, None] | np.isfinite(x), x, 0.0),
        offset=np.where(np.isfinite(base), base, 0.0) - np.log(asked.scale),
        structure=structure,
    )
    state = start(problem, near.coefficients) if isinstance(near, CountFit) else near
    spread = asked.spread
    if spread is None:
        alpha = near.alpha if isinstance(near, CountFit) else USUAL
        spread, state = _search(problem, state, alpha, asked)
    mode = find_mode(problem, spread, state)
    return _fitted(problem, spread, mode, names, asked.scale)


def _search(problem: Problem, state: State, alpha: float, asked: FieldOptions) -> tuple[Spread, State]:
    if asked.sample is None:
        return best_spread(problem, state, alpha, gamma=asked.gamma)
    part, begin = part_of(problem, state, asked.sample)
    return refined(problem, best_spread(part, begin, alpha, gamma=asked.gamma)[0], state)


def part_of(problem: Problem, state: State, rows: Mask) -> tuple[Problem, State]:
    """Return the problem of some of the areas; columns that do not vary among them are left out."""
    used = unexplained(problem.design[rows]) > 1e-9
    part = Problem(
        problem.counts[rows],
        problem.seen[rows],
        problem.design[rows][:, used],
        problem.offset[rows],
        problem.structure.part(rows),
    )
    return part, start(part, state.coefficients[used])


def _known(seen: Mask | None, structure: Structure) -> Mask:
    return np.ones(structure.n, dtype=bool) if seen is None else np.asarray(seen, dtype=bool)


def _fitted(problem: Problem, spread: Spread, mode: Mode, names: tuple[str, ...], scale: float) -> FieldFit:
    state = mode.state
    sigma, rho = total(spread)
    inverse: Array = np.asarray(np.linalg.inv(mode.schur), dtype=np.float64)
    line = problem.offset + np.log(scale) + problem.design @ state.coefficients + state.field
    _, variance = left_out(problem, spread, mode, inverse)
    return FieldFit(
        names=names,
        coefficients=state.coefficients,
        standard_errors=np.sqrt(np.diag(inverse)),
        spread=spread,
        sigma=sigma,
        rho=rho,
        scale=scale,
        field=state.field,
        expected=np.exp(line),
        left_out=line - variance * mode.score,
        left_out_variance=variance,
        problem=problem,
        mode=mode,
    )


def left_out(problem: Problem, spread: Spread, mode: Mode, inverse: Array) -> tuple[Array, Array]:
    """Return the posterior variance of each area's line, and the same without the area's own count."""
    lever = problem.design - mode.carried
    inside = field_variances(problem, spread, mode) + np.einsum("ij,jk,ik->i", lever, inverse, lever)
    # An area that leans on nothing but itself keeps its prior: its own weight never takes all that is known.
    lean = np.minimum(mode.weights * inside, 0.999)
    return inside, inside / (1 - lean)
