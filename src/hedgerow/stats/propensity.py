"""Propensity scores, nearest pairs by them, and the balance of what is matched.

Rosenbaum and Rubin 1983 (the score); Rubin 1973 (nearest pairs without replacement); Stuart 2010 (balance).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.bool_]
ROUNDS = 100
SEPARATED = 20.0  # a linear predictor beyond this says 0 or 1 for sure


@dataclass(frozen=True)
class Propensity:
    """A fitted logistic model: coefficients, the linear predictor and the score of every row."""

    coefficients: Array
    linear: Array
    score: Array
    rounds: int


def propensity(treated: npt.ArrayLike, covariates: npt.ArrayLike, *, ridge: float = 0.0) -> Propensity:
    """Fit P(treated | covariates) by maximum likelihood; a constant is added.

    Parameters
    ----------
    treated
        Length n, true or false.
    covariates
        n x k, nothing missing.
    ridge
        Weight of half the sum of squared coefficients of the standardised covariates. 0 is plain maximum
        likelihood; 1 keeps the scores inside 0 and 1 where the groups can be told apart completely.

    Raises
    ------
    EstimateError
        When one group is empty, a value is missing, or without a ridge the groups separate.
    """
    y, x = np.asarray(treated, dtype=float), np.asarray(covariates, dtype=float)
    if x.ndim != 2 or len(x) != len(y) or np.isnan(x).any():
        raise EstimateError("A propensity score needs one row of known covariates for each unit.")
    if not 0 < y.sum() < len(y):
        raise EstimateError(
            "A propensity score needs units of both groups.", cause=f"{int(y.sum())} of {len(y)} are treated."
        )
    spread = x.std(axis=0)
    design = np.column_stack([np.ones(len(x)), (x - x.mean(axis=0)) / np.where(spread > 0, spread, 1)])
    held = np.r_[True, spread > 0]
    penalty = np.full(design.shape[1], ridge)
    penalty[0] = 0.0
    beta, rounds = _newton(y, design[:, held], penalty[held])
    linear = design[:, held] @ beta
    if ridge == 0 and np.abs(linear).min() > SEPARATED:
        raise EstimateError(
            "The two groups can be told apart completely by their covariates.",
            remedy="Give a ridge, or leave out the covariate that tells them apart.",
        )
    return Propensity(beta, linear, 1 / (1 + np.exp(-linear)), rounds)


def _newton(y: Array, design: Array, penalty: Array) -> tuple[Array, int]:
    beta = np.zeros(design.shape[1])
    beta[0] = np.log(y.mean() / (1 - y.mean()))
    turn = 0
    while turn < ROUNDS:
        turn += 1
        score = 1 / (1 + np.exp(-np.clip(design @ beta, -500, 500)))
        slope = design.T @ (y - score) - penalty * beta
        weight = np.maximum(score * (1 - score), 1e-12)
        bend = (design * weight[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.lstsq(bend, slope, rcond=None)[0]
        size = float(np.abs(step).max())
        beta = beta + step * min(1.0, 5.0 / max(size, 1e-300))
        if size < 1e-12 or np.abs(design @ beta).max() > 100 * SEPARATED:
            break
    return beta, turn


def nearest_pairs(
    score: npt.ArrayLike, treated: npt.ArrayLike, *, side: Literal["either", "below"] = "either"
) -> tuple[npt.NDArray[np.int64], Array]:
    """Match each treated unit with the nearest untreated one that is still free.

    Treated units choose in the order of their scores, the largest first, then in the order of their rows. Of
    controls that are equally near the earlier row is taken: with tied scores another rule gives other pairs,
    so an outcome's difference may move while the balance of the score does not.

    Parameters
    ----------
    side
        ``either`` takes the nearest control; ``below`` the nearest whose score is not above the treated
        unit's, and one above only when none is left below: MatchIt 4.5.1 pairs so (`validation/matching`).

    Returns
    -------
    pairs, distance
        m x 2 row numbers (treated, control), in the order of choice, and the distances. Treated units are
        left over only when the controls run out.
    """
    value, group = np.asarray(score, dtype=float), np.asarray(treated, dtype=bool)
    left, right = np.flatnonzero(group), np.flatnonzero(~group)
    order = left[np.argsort(-value[left], kind="stable")]
    free = np.ones(len(right), dtype=bool)
    pairs: list[tuple[int, int]] = []
    for row in order[: len(right)]:
        gap = value[right] - value[row]
        distance = np.where(free, np.abs(gap), np.inf)
        if side == "below" and (free & (gap <= 0)).any():
            distance = np.where(gap <= 0, distance, np.inf)
        best = int(np.argmin(distance))
        free[best] = False
        pairs.append((int(row), int(right[best])))
    made = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return made, np.abs(value[made[:, 0]] - value[made[:, 1]])


@dataclass(frozen=True)
class Balance:
    """How alike two groups are in one covariate.

    Attributes
    ----------
    treated, control
        Means.
    difference
        Difference of means over the standard deviation of all treated units.
    variance_ratio
        Variance of the treated over that of the controls.
    ecdf_mean, ecdf_max
        Mean and largest distance of the two empirical distributions, over all values, kept or not; of a
        share both are the distance of the means.
    """

    treated: float
    control: float
    difference: float
    variance_ratio: float
    ecdf_mean: float
    ecdf_max: float


def balance_of(
    values: npt.ArrayLike, treated: npt.ArrayLike, *, kept: npt.ArrayLike | None = None
) -> Balance:
    """Return the balance of one covariate over the rows that are kept (all by default).

    The standard deviation is that of all treated units, kept or not, so that leaving units out cannot look
    like balance; of a share (values 0 and 1) it is sqrt(p (1 - p)).
    """
    x, group = np.asarray(values, dtype=float), np.asarray(treated, dtype=bool)
    chosen = np.ones(len(x), dtype=bool) if kept is None else np.asarray(kept, dtype=bool)
    one, two = x[group & chosen], x[~group & chosen]
    if len(one) < 2 or len(two) < 2:
        raise EstimateError("Balance needs at least two units in each group.")
    points = np.unique(x)
    gap = np.abs(_ecdf(one, points) - _ecdf(two, points))
    spread = _spread(x[group])
    variance = float(two.var(ddof=1))
    return Balance(
        treated=float(one.mean()),
        control=float(two.mean()),
        difference=float((one.mean() - two.mean()) / spread) if spread > 0 else np.nan,
        variance_ratio=float(one.var(ddof=1) / variance) if variance > 0 else np.nan,
        ecdf_mean=float(gap.max() if _is_share(x) else gap.mean()),
        ecdf_max=float(gap.max()),
    )


def _spread(values: Array) -> float:
    return float(values.std(ddof=0 if _is_share(values) else 1))


def _is_share(values: Array) -> bool:
    return bool(np.isin(values, (0.0, 1.0)).all())


def _ecdf(values: Array, points: Array) -> Array:
    return np.asarray(np.searchsorted(np.sort(values), points, side="right") / len(values))
