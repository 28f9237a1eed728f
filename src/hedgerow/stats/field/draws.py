"""Draws from the posterior by perturbing and solving, and the variances that follow.

With z ~ N(0, H) the solution of H x = z has covariance H⁻¹ (Papandreou and Yuille 2010): one solve a draw.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hedgerow.stats.field.mode import Mode, Problem, Spread

Array = npt.NDArray[np.float64]
EXACT = 4_000  # areas up to which every variance is computed
DRAWS = 64
SEED = 7


def posterior_draws(
    problem: Problem, spread: Spread, mode: Mode, *, draws: int, seed: int
) -> tuple[Array, Array]:
    """Return draws of the field (n x draws) and of the coefficients (k x draws) around the mode."""
    right, shake = _perturbed(problem, spread, mode, draws, np.random.default_rng(seed))
    design = problem.design
    weighted = design * mode.weights[:, None]
    raw = mode.solver.solve(right)
    moved = np.linalg.solve(mode.schur, design.T @ shake - weighted.T @ raw)
    return (
        mode.state.field[:, None] + raw - mode.carried @ moved,
        mode.state.coefficients[:, None] + moved,
    )


def field_variances(problem: Problem, spread: Spread, mode: Mode) -> Array:
    """Return the variance of each area's field, coefficients held.

    Exact in small regions. In large ones from draws, of which only the part that neighbours determine is
    simulated: Var(f_i) = 1/H_ii + Var(E(f_i | the others)) (Sidén et al. 2018).
    """
    n = problem.structure.n
    if n <= EXACT:
        return mode.solver.variances(np.arange(n))
    prior = problem.structure.precision() / spread.field**2
    own = np.asarray(prior.diagonal())
    whole = own + mode.weights
    right, _ = _perturbed(problem, spread, mode, DRAWS, np.random.default_rng(SEED))
    field = mode.solver.solve(right)
    told = (own[:, None] * field - np.asarray(prior @ field)) / whole[:, None]
    return np.asarray(1 / whole + np.mean(told**2, axis=1))


def _perturbed(
    problem: Problem, spread: Spread, mode: Mode, draws: int, rng: np.random.Generator
) -> tuple[Array, Array]:
    """Return right-hand sides of the joint precision: of the field, and the part that the counts give."""
    n = problem.structure.n
    shake = np.empty((n, draws), order="F")
    right = np.empty((n, draws), order="F")
    for number in range(draws):
        shake[:, number] = np.sqrt(mode.weights) * rng.standard_normal(n)
        right[:, number] = problem.structure.noise(rng) / spread.field + shake[:, number]
    return right, shake
