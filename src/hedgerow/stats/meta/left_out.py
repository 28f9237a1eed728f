"""What one study does to the answer: leave-one-out, influence, and the answer as it built up.

Viechtbauer & Cheung 2010. Without moderators all k refits run side by side in one k x k array.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError
from hedgerow.stats.meta.likelihood import grid
from hedgerow.stats.meta.pooled import bounds, fit
from hedgerow.stats.meta.studies import Array, Studies, Truth
from hedgerow.stats.meta.tau2 import estimate_tau2
from hedgerow.stats.meta.weighted import at, basis

_BATCHED = ("EE", "DL", "PM", "EB", "HE", "HS", "SJ", "ML", "REML")
_STEPS = 500


@dataclass(frozen=True)
class LeftOut:
    """One value a study: the pooled effect when that study is left out."""

    estimate: Array
    se: Array
    interval: tuple[Array, Array]
    tau2: Array
    q: Array


@dataclass(frozen=True)
class Influence:
    """One value a study: externally studentised residual, DFFITS, Cook's distance and leverage."""

    rstudent: Array
    dffits: Array
    cook: Array
    hat: Array


@dataclass(frozen=True)
class Refits:
    """k refits, each without one study: coefficients (k x p), covariances (k x p x p), tau2, scale, Q."""

    beta: Array
    covariance: Array
    tau2: Array
    scale: Array
    q: Array


def leave_one_out(data: Studies, *, method: str = "REML", test: str = "knha", level: float = 0.95) -> LeftOut:
    """Return the first coefficient of each refit without one study."""
    refits = refit(data, method)
    factor = np.ones(data.k) if test in ("z", "t") else refits.scale
    factor = np.maximum(factor, 1.0) if test == "adhoc" else factor
    se = np.sqrt(refits.covariance[:, 0, 0] * factor)
    df = None if test == "z" else data.df - 1
    return LeftOut(refits.beta[:, 0], se, bounds(refits.beta[:, 0], se, df, level), refits.tau2, refits.q)


def influence(data: Studies, *, method: str = "REML") -> Influence:
    """Return the influence of each study on the fit, with the plain (z) covariance."""
    refits = refit(data, method)
    base = basis(data)
    tau2, _ = estimate_tau2(base, method)
    found = at(base, tau2)
    hat = found.w * np.einsum("ij,jk,ik->i", base.q, found.inverse, base.q)
    beta = np.linalg.solve(base.r, found.gamma)
    information = base.r.T @ np.linalg.inv(found.inverse) @ base.r
    gone = np.einsum("ij,ij->i", data.x, refits.beta)
    doubt = np.einsum("ij,ijk,ik->i", data.x, refits.covariance, data.x)
    moved = beta - refits.beta
    return Influence(
        rstudent=(data.y - gone) / np.sqrt(data.v + refits.tau2 + doubt),
        dffits=(data.x @ beta - gone) / np.sqrt(hat * (data.v + refits.tau2)),
        cook=np.einsum("ij,jk,ik->i", moved, information, moved),
        hat=hat,
    )


def cumulative(
    data: Studies, order: npt.ArrayLike, *, method: str = "REML", test: str = "z", level: float = 0.95
) -> LeftOut:
    """Return the pooled effect after each study, taken in the order of `order` (for example the year).

    The first value is the first study itself; a t-based test starts with the second.
    """
    if data.p != 1:
        raise EstimateError("A cumulative synthesis has no moderators.", remedy="Leave them out.")
    rows = np.argsort(np.asarray(order, float), kind="stable")
    first = float(np.sqrt(data.v[rows[0]])) if test == "z" else float("nan")
    lines = [(float(data.y[rows[0]]), first, 0.0, 0.0, *_ends(float(data.y[rows[0]]), first, level))]
    for count in range(2, data.k + 1):
        part = rows[:count]
        got = fit(Studies(data.y[part], data.v[part], data.x[part]), method=method, test=test, level=level)
        lines.append(
            (
                float(got.beta[0]),
                float(got.se[0]),
                got.tau2,
                got.q,
                float(got.interval[0][0]),
                float(got.interval[1][0]),
            )
        )
    estimate, se, tau2, q, lower, upper = np.array(lines).T
    return LeftOut(estimate, se, (lower, upper), tau2, q)


def _ends(y: float, se: float, level: float) -> tuple[float, float]:
    low, high = bounds(np.array([y]), np.array([se]), None, level)
    return float(low[0]), float(high[0])


def refit(data: Studies, method: str) -> Refits:
    """Refit without each study in turn."""
    if data.df < 2:
        raise EstimateError(
            f"With {data.k} studies and {data.p} coefficients none can be left out.",
            remedy="Report the synthesis as it is.",
        )
    if data.p == 1 and np.all(data.x == 1) and method in _BATCHED:
        return _side_by_side(data, method)
    return _one_by_one(data, method)


def _one_by_one(data: Studies, method: str) -> Refits:
    fits = [fit(data.without(row), method=method, test="z") for row in range(data.k)]
    scale = [float(at(basis(one.data), one.tau2).rss) / one.data.df for one in fits]
    return Refits(
        beta=np.array([one.beta for one in fits]),
        covariance=np.array([one.covariance for one in fits]),
        tau2=np.array([one.tau2 for one in fits]),
        scale=np.array(scale),
        q=np.array([one.q for one in fits]),
    )


def _side_by_side(data: Studies, method: str) -> Refits:
    kept = 1.0 - np.eye(data.k)
    start = _sums(data, kept, np.zeros(data.k))
    df = data.k - 2
    if method == "EE":
        tau2: Array = np.zeros(data.k)
    elif method == "DL":
        tau2 = np.maximum((start["rss"] - df) / start["trace"], 0)
    elif method == "HS":
        tau2 = np.maximum((start["rss"] - (data.k - 1)) / start["total"], 0)
    elif method in ("HE", "SJ"):
        tau2 = _from_spread(data, kept, method)
    else:
        tau2 = _climb(data, kept, method)
    found = _sums(data, kept, tau2)
    return Refits(
        beta=found["mu"][:, None],
        covariance=(1 / found["total"])[:, None, None],
        tau2=tau2,
        scale=found["rss"] / df,
        q=start["rss"],
    )


def _from_spread(data: Studies, kept: Array, method: str) -> Array:
    """Return HE or SJ of each refit: both start from the plain spread of the effects."""
    left, df = data.k - 1, data.k - 2
    mean = kept @ data.y / left
    spread = np.einsum("ij,ij->i", kept, (data.y - mean[:, None]) ** 2)
    if method == "HE":
        return np.asarray(np.maximum((spread - kept @ data.v * df / left) / df, 0))
    first = spread / left
    return np.asarray(first * _sums(data, kept, first)["rss"] / df)


def _climb(data: Studies, kept: Array, method: str) -> Array:
    """Newton steps for all refits at once; rows with several tops, or that do not settle, one by one."""
    tau2: Array = np.zeros(data.k)
    alone = np.zeros(data.k, dtype=bool)
    if method in ("ML", "REML"):
        tau2 = tau2 + estimate_tau2(basis(data), method)[0]
        alone = _several_tops(data, restricted=method == "REML")
    least = data.v.min()
    moved = np.ones(data.k, dtype=bool)
    for _ in range(_STEPS):
        new = np.maximum(tau2 + _step(_sums(data, kept, tau2), method, data.k - 2), 0.0)
        moved = np.abs(new - tau2) > 1e-14 * (new + least)
        tau2 = new
        if not (moved & ~alone).any():
            break
    for row in np.flatnonzero(moved | alone):
        tau2[row] = estimate_tau2(basis(data.without(int(row))), method)[0]
    return tau2


def _several_tops(data: Studies, *, restricted: bool) -> Truth:
    """Say for which refits the slope of the likelihood falls through zero more than once on the grid.

    The sums without a study are the sums of all less its own terms.
    """
    y = data.y - data.y.mean()
    w = 1 / (data.v + grid(basis(data))[:, None])
    terms = (w, w * w, w * y, w * w * y, w * w * y * y)
    s1, s2, first, t1, t2 = (term.sum(axis=1, keepdims=True) - term for term in terms)
    mu = first / s1
    slope = t2 - 2 * mu * t1 + mu * mu * s2 - (s1 - s2 / s1 if restricted else s1)
    falls = ((slope[:-1] > 0) & (slope[1:] <= 0)).sum(axis=0) + (slope[0] <= 0)
    return np.asarray(falls > 1)


def _step(found: dict[str, Array], method: str, df: int) -> Array:
    if method in ("PM", "EB"):
        return np.asarray((found["rss"] - df) / found["ss2"])
    first, second = (
        (found["trace"], found["trace2"]) if method == "REML" else (found["total"], found["total2"])
    )
    observed = found["ss3"] - 0.5 * second
    return np.asarray(
        0.5 * (found["ss2"] - first) / np.where(observed > 0.05 * second, observed, 0.5 * second)
    )


def _sums(data: Studies, kept: Array, tau2: Array) -> dict[str, Array]:
    """Return the sums of `weighted.Sums` for each refit, row by row."""
    w = kept / (data.v + tau2[:, None])
    w2 = w * w
    total, total2 = w.sum(axis=1), w2.sum(axis=1)
    total3 = np.einsum("ij,ij->i", w2, w)
    mu = w @ data.y / total
    resid = data.y - mu[:, None]
    u = w * resid
    cross = np.einsum("ij,ij->i", w, u)
    return {
        "total": total,
        "total2": total2,
        "mu": mu,
        "rss": np.einsum("ij,ij->i", u, resid),
        "trace": total - total2 / total,
        "trace2": total2 - 2 * total3 / total + (total2 / total) ** 2,
        "ss2": np.einsum("ij,ij->i", u, u),
        "ss3": np.einsum("ij,ij,ij->i", w, u, u) - cross**2 / total,
    }
