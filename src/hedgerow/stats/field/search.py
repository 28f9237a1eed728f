"""How much of the spread is smooth: sigma and rho by the Laplace marginal likelihood, weakly penalised."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy.special import polygamma

from hedgerow.stats.field.mode import Problem, Spread, State, find_mode

Array = npt.NDArray[np.float64]
# Sigma above one is improbable: P(sigma > 1) = .01 (penalised complexity: Simpson et al. 2017).
RATE = float(-np.log(0.01))
LOOSE = 0.05  # of the log posterior: the step after one that adds so little adds far less
ROUNDS = 40
REFINE = 0.08  # step of the logarithm of the field's standard deviation
LIMITS = (-6.0, 2.0)  # of the logarithm of each standard deviation


def total(spread: Spread) -> tuple[float, float]:
    """Return sigma and rho: the whole spread on the log scale and the share of the smooth field.

    The gamma mixture of NB2 counts with the variance of its logarithm, trigamma(1/alpha).
    """
    own = spread.own**2 + (float(polygamma(1, 1 / spread.alpha)) if spread.alpha > 0 else 0.0)
    whole = spread.field**2 + own
    return float(np.sqrt(whole)), float(spread.field**2 / whole)


def best_spread(problem: Problem, state: State, alpha: float, *, gamma: bool) -> tuple[Spread, State]:
    """Maximise the penalised marginal likelihood; `alpha` is what a model without a field finds."""
    from scipy.optimize import minimize  # slow to import, and most commands fit nothing

    held = {"state": state}

    def loss(point: Array) -> float:
        spread = _spread(point, gamma)
        mode = find_mode(problem, spread, held["state"], LOOSE)
        held["state"] = mode.state
        return -(mode.log_marginal + _penalty(spread))

    half = 0.5 * np.log(np.clip(alpha, 1e-3, 10) / 2)
    first = np.array([half, half])
    found = minimize(
        loss,
        first,
        method="Nelder-Mead",
        bounds=[LIMITS, LIMITS],
        options={
            "initial_simplex": first + np.array([[0.0, 0.0], [0.3, 0.0], [0.0, -0.3]]),
            "xatol": 0.05,
            "fatol": 0.05,
            "maxfev": ROUNDS,
        },
    )
    return _spread(found.x, gamma), held["state"]


def _spread(point: Array, gamma: bool) -> Spread:
    field, own = (float(np.exp(value)) for value in np.clip(point, *LIMITS))
    return Spread(own**2, field) if gamma else Spread(0.0, field, own)


def _penalty(spread: Spread) -> float:
    sigma, rho = total(spread)
    return float(-RATE * sigma + np.log(sigma) + np.log(rho) + np.log1p(-rho))


def refined(problem: Problem, spread: Spread, state: State) -> tuple[Spread, State]:
    """Move the smooth part, found on a sample, to the top of a parabola through three points on all areas."""
    steps, heights = np.array([-REFINE, 0.0, REFINE]), np.empty(3)
    for number, step in enumerate(steps):
        near = replace(spread, field=spread.field * float(np.exp(step)))
        mode = find_mode(problem, near, state, LOOSE)
        state, heights[number] = mode.state, mode.log_marginal + _penalty(near)
    bend, slope, _ = np.polyfit(steps, heights, 2)
    best = float(np.clip(-slope / (2 * bend), -2 * REFINE, 2 * REFINE)) if bend < 0 else 0.0
    return replace(spread, field=spread.field * float(np.exp(best))), state
