"""The three-parameter selection model: results that are not significant may have been published less often.

Vevea & Hedges 1995, with one step at a one-sided p of .025: a study beyond it is published with relative
probability `delta`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats

from hedgerow.errors import EstimateError
from hedgerow.stats.meta.pooled import fit
from hedgerow.stats.meta.studies import Array, Studies, Truth

Loss = Callable[[Array], float]
STEP = 0.025


@dataclass(frozen=True)
class Selected:
    """The corrected effect with its error, tau2, `delta`, and the likelihood-ratio test of delta = 1."""

    estimate: float
    se: float
    tau2: float
    delta: float
    lrt: float
    lrt_p: float
    significant: int


def selection_model(data: Studies, *, positive: bool = True) -> Selected:
    """Fit the model by maximum likelihood; `positive` says on which side significance counts.

    Raises
    ------
    EstimateError
        When all studies, or none, are significant: `delta` then cannot be told.
    """
    if data.p != 1:
        raise EstimateError("The selection model has no moderators.", remedy="Leave them out.")
    y = data.y if positive else -data.y
    error = np.sqrt(data.v)
    cut = error * float(stats.norm.isf(STEP))
    beyond = y < cut
    if beyond.all() or not beyond.any():
        share = "None" if beyond.all() else "All"
        raise EstimateError(
            f"{share} of {data.k} studies are significant at a one-sided p of {STEP:g}.",
            cause="The chance of being published without significance cannot be told.",
            remedy="Report the synthesis without a selection model.",
        )
    null = fit(Studies(y, data.v, data.x), method="ML", test="z")

    def loss(place: Array) -> float:
        return _loss(place, y, data.v, cut, beyond)

    start = np.array([null.beta[0], max(null.tau2, 0.1 * float(data.v.min())), 0.0])
    found = optimize.minimize(loss, start, method="L-BFGS-B", bounds=[(None, None), (0, None), (-12, 12)])
    place = _polished(loss, found.x)
    if abs(place[2]) > 11.5:
        raise EstimateError("The selection model did not settle.", remedy="There are too few studies for it.")
    se = _error(loss, place)
    lrt = max(0.0, 2 * (-loss(place) - null.log_likelihood))
    sign = 1.0 if positive else -1.0
    return Selected(
        estimate=sign * float(place[0]),
        se=se,
        tau2=float(place[1]),
        delta=float(np.exp(place[2])),
        lrt=lrt,
        lrt_p=float(stats.chi2.sf(lrt, 1)),
        significant=int((~beyond).sum()),
    )


def _loss(place: Array, y: Array, v: Array, cut: Array, beyond: Truth) -> float:
    mean, tau2, log_delta = place
    spread = np.sqrt(v + max(tau2, 0.0))
    below = stats.norm.cdf((cut - mean) / spread)
    kept = np.maximum(1 - below + np.exp(log_delta) * below, 1e-300)
    parts = beyond * log_delta - np.log(spread) - 0.5 * ((y - mean) / spread) ** 2 - np.log(kept)
    return float(-(parts.sum() - 0.5 * y.size * np.log(2 * np.pi)))


def _polished(loss: Loss, place: Array) -> Array:
    """Finish with Newton steps on numeric derivatives; a tau2 of zero stays at zero."""
    for _ in range(20):
        free = np.array([True, place[1] > 1e-8, True])
        gradient, curve = _derivatives(loss, place)
        try:
            step = np.linalg.solve(curve[np.ix_(free, free)], gradient[free])
        except np.linalg.LinAlgError:
            return place
        new = place.copy()
        new[free] -= step
        new[1] = max(new[1], 0.0)
        if not np.isfinite(new).all() or loss(new) > loss(place) + 1e-9:
            return place
        if np.abs(new - place).max() < 1e-9:
            return new
        place = new
    return place


def _error(loss: Loss, place: Array) -> float:
    free = np.array([True, place[1] > 1e-8, True])
    _, curve = _derivatives(loss, place)
    return float(np.sqrt(np.linalg.inv(curve[np.ix_(free, free)])[0, 0]))


def _derivatives(loss: Loss, place: Array) -> tuple[Array, Array]:
    """Return gradient and Hessian by central differences."""
    size = np.array([1e-4, max(1e-4 * place[1], 1e-7), 1e-4])
    eye = np.diag(size)
    gradient = np.array(
        [(loss(place + eye[i]) - loss(place - eye[i])) / (2 * size[i]) for i in range(3)], dtype=float
    )
    curve = np.empty((3, 3))
    for i in range(3):
        for j in range(i + 1):
            four = [loss(place + a * eye[i] + b * eye[j]) * a * b for a in (1, -1) for b in (1, -1)]
            curve[i, j] = curve[j, i] = sum(four) / (4 * size[i] * size[j])
    return gradient, curve
