"""The mode of context, field and own effects: Newton with one sparse factorisation a step.

log mean = offset + X b + f + e, f = sigma sqrt(rho/s) u, e = sigma sqrt(1 - rho) v (Riebler et al. 2016).
The own effects e have a diagonal block and are eliminated by hand, the field by the sparse factorisation,
and b by its Schur complement. Alternatively e is left out and the gamma mixture of NB2 takes its part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError
from hedgerow.stats.field.likelihood import log_density, slopes
from hedgerow.stats.field.solving import Solver, factorise
from hedgerow.stats.field.structure import Mask, Structure

Array = npt.NDArray[np.float64]
STEPS = 60
GAIN = 1e-5  # of the log posterior: a step that adds less is the last
SMALLEST = 1e-4  # share of a Newton step below which halving gives up


@dataclass(frozen=True)
class Spread:
    """How far areas differ beyond context.

    Attributes
    ----------
    alpha
        Variance of the gamma mixture of NB2; nought for Poisson.
    field
        Standard deviation of the smooth field, sigma sqrt(rho).
    own
        Standard deviation of the own effects, sigma sqrt(1 - rho); nought where alpha takes their part.
    """

    alpha: float
    field: float
    own: float = 0.0


@dataclass(frozen=True)
class Problem:
    """Counts of n areas (over phi), which of them are seen, n x k design, offset and neighbourhood."""

    counts: Array
    seen: Mask
    design: Array
    offset: Array
    structure: Structure


@dataclass(frozen=True)
class State:
    """Coefficients (k), field (n) and own effects (n)."""

    coefficients: Array
    field: Array
    own: Array


@dataclass(frozen=True)
class Mode:
    """The mode with what was factorised there.

    Attributes
    ----------
    weights, score
        Of each area as the field sees it, own effects eliminated.
    carried
        The field's answer to each column of the weighted design, n x k.
    schur
        Precision of the coefficients, k x k.
    log_marginal
        Laplace approximation of the log of the marginal likelihood, up to a constant.
    """

    state: State
    weights: Array
    score: Array
    solver: Solver
    carried: Array
    schur: Array
    log_marginal: float
    steps: int


def start(problem: Problem, coefficients: Array) -> State:
    """Return the state without any field."""
    n = problem.structure.n
    return State(coefficients, np.zeros(n), np.zeros(n))


def find_mode(problem: Problem, spread: Spread, state: State, gain: float = GAIN) -> Mode:
    """Climb to the mode from a state.

    Raises
    ------
    EstimateError
        When it does not settle.
    """
    precision = problem.structure.precision() / spread.field**2
    value = _objective(problem, spread, state)
    for turn in range(1, STEPS + 1):
        parts = _linearise(problem, spread, state, precision)
        step = _newton(problem, spread, state, parts)
        state, now = _climb(problem, spread, (state, step), value)
        if now - value < gain:
            return _finish(problem, spread, state, parts, now, turn)
        value = now
    raise EstimateError(
        f"The spatial model of expected counts did not settle in {STEPS} steps.",
        remedy="Leave out a context variable that hardly varies, or pool more months.",
    )


@dataclass(frozen=True)
class _Parts:
    score: Array
    own_score: Array
    own_weight: Array
    weights: Array
    right: Array
    solver: Solver
    carried: Array
    schur: Array


def _mean(problem: Problem, state: State) -> Array:
    with np.errstate(over="ignore"):
        return np.asarray(
            np.exp(problem.offset + problem.design @ state.coefficients + state.field + state.own)
        )


def _objective(problem: Problem, spread: Spread, state: State) -> float:
    seen = problem.seen
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        density = log_density(problem.counts[seen], _mean(problem, state)[seen], spread.alpha).sum()
    value = float(density - problem.structure.roughness(state.field) / (2 * spread.field**2))
    if spread.own > 0:
        value -= float(np.sum(state.own**2) / (2 * spread.own**2))
    return value if np.isfinite(value) else -np.inf


def _linearise(problem: Problem, spread: Spread, state: State, precision: Any) -> _Parts:
    from scipy.sparse import csc_matrix, diags_array

    g, w = slopes(problem.counts, _mean(problem, state), spread.alpha)
    g, w = np.where(problem.seen, g, 0.0), np.where(problem.seen, w, 0.0)
    shrink = 1 + spread.own**2 * w
    weights, score = w / shrink, (g + w * state.own) / shrink
    solver = factorise(
        csc_matrix(precision + diags_array(weights)), problem.structure.group, problem.structure.groups
    )
    weighted = problem.design * weights[:, None]
    carried = solver.solve(weighted)
    schur = problem.design.T @ weighted - weighted.T @ carried
    right = score - np.asarray(precision @ state.field)
    return _Parts(score, g, w, weights, right, solver, carried, schur)


def _newton(problem: Problem, spread: Spread, state: State, parts: _Parts) -> State:
    """Return the Newton step."""
    raw = parts.solver.solve(parts.right)
    weighted = problem.design * parts.weights[:, None]
    right = problem.design.T @ parts.score - weighted.T @ raw
    change = np.asarray(np.linalg.solve(parts.schur, right), dtype=np.float64)
    field = np.asarray(raw - parts.carried @ change, dtype=np.float64)
    if spread.own == 0:
        return State(change, field, np.zeros_like(field))
    c2, w = spread.own**2, parts.own_weight
    moved = field + problem.design @ change
    own = (c2 * parts.own_score - state.own - c2 * w * moved) / (1 + c2 * w)
    return State(change, field, own)


def _climb(problem: Problem, spread: Spread, pair: tuple[State, State], value: float) -> tuple[State, float]:
    """Take the step, halved until it does not lead down."""
    state, step = pair
    size = 1.0
    while True:
        trial = State(
            state.coefficients + size * step.coefficients,
            state.field + size * step.field,
            state.own + size * step.own,
        )
        now = _objective(problem, spread, trial)
        if now >= value - 1e-12 * abs(value):
            return trial, max(now, value)
        if size < SMALLEST:
            return state, value
        size /= 2


def _finish(problem: Problem, spread: Spread, state: State, parts: _Parts, value: float, turn: int) -> Mode:
    inside = np.linalg.slogdet(parts.schur)[1]
    marginal = (
        value
        - problem.structure.rank * np.log(spread.field)
        - 0.5 * np.log1p(spread.own**2 * parts.own_weight).sum()
        - 0.5 * (parts.solver.log_determinant + inside)
    )
    g, w = slopes(problem.counts, _mean(problem, state), spread.alpha)
    shrink = 1 + spread.own**2 * w
    score = np.where(problem.seen, (g + w * state.own) / shrink, 0.0)
    return Mode(state, parts.weights, score, parts.solver, parts.carried, parts.schur, float(marginal), turn)
