"""Signs that small studies differ from large ones, as they do when dull results stay unpublished.

Egger et al. 1997 (both forms); Begg & Mazumdar 1994; Duval & Tweedie 2000; Rosenthal 1979.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from hedgerow.errors import EstimateError
from hedgerow.stats.meta.pooled import Pooled, fit
from hedgerow.stats.meta.studies import Array, Studies

_ROUNDS = 100


@dataclass(frozen=True)
class Asymmetry:
    """A test of asymmetry: statistic, degrees of freedom (None for a normal), p, effect at zero error."""

    form: str
    statistic: float
    df: int | None
    p_value: float
    limit: float


@dataclass(frozen=True)
class RankTest:
    """Kendall's tau between standardised effects and variances, with its p."""

    tau: float
    p_value: float


@dataclass(frozen=True)
class Filled:
    """Trim and fill: how many studies were added on which side, and the pooled effect with them."""

    added: int
    side: str
    y: Array
    v: Array
    pooled: Pooled


def egger(data: Studies, *, form: str = "random", method: str = "REML") -> Asymmetry:
    """Regress effects on their standard errors.

    `form` is “random” (a random-effects model, z) or “lm” (the first form: weighted least squares with its
    own residual error, t on k - 2).
    """
    if data.k < 3:
        raise EstimateError(f"{data.k} studies show no asymmetry.", remedy="Ten are advised.")
    error = np.sqrt(data.v)
    x = np.column_stack([np.ones(data.k), error])
    if np.ptp(error) == 0:
        raise EstimateError(
            "All studies have one standard error.",
            cause="Small and large studies cannot be compared where there are none.",
            remedy="Leave out the test of asymmetry.",
        )
    pair = Studies(data.y, data.v, x)
    got = fit(pair, method="EE" if form == "lm" else method, test="knha" if form == "lm" else "z")
    return Asymmetry(form, float(got.statistic[1]), got.df, float(got.p_value[1]), float(got.beta[0]))


def rank_test(data: Studies) -> RankTest:
    """Return Begg and Mazumdar's rank correlation; exact where no two studies tie."""
    w = 1 / data.v
    mean = float(w @ data.y / w.sum())
    standardised = (data.y - mean) / np.sqrt(data.v - 1 / w.sum())
    ties = np.unique(standardised).size < data.k or np.unique(data.v).size < data.k
    found = stats.kendalltau(standardised, data.v, method="asymptotic" if ties else "exact")
    return RankTest(float(found.statistic), float(found.pvalue))


def fail_safe_n(data: Studies, alpha: float = 0.05) -> int:
    """Return Rosenthal's number of null studies that would undo significance; a weak figure."""
    total = float(np.sum(data.y / np.sqrt(data.v)))
    return max(0, int(np.ceil((total / stats.norm.isf(alpha)) ** 2 - data.k)))


def trim_and_fill(data: Studies, *, method: str = "REML", test: str = "z", level: float = 0.95) -> Filled:
    """Add mirror images of studies that seem missing (estimator L0), on the side that Egger's test names."""
    if data.p != 1:
        raise EstimateError("Trim and fill has no moderators.", remedy="Leave them out.")
    slope = egger(data, method=method).statistic
    sign = -1.0 if slope < 0 else 1.0
    order = np.argsort(sign * data.y, kind="stable")
    y, v = sign * data.y[order], data.v[order]
    missing = _missing(y, v, method)
    centre = _centre(y[: y.size - missing], v[: y.size - missing], method)
    mirrored = 2 * centre - y[y.size - missing :]
    full_y = sign * np.concatenate([y, mirrored])
    full_v = np.concatenate([v, v[v.size - missing :]])
    full = Studies(full_y, full_v, np.ones((full_y.size, 1)))
    pooled = fit(full, method=method, test=test, level=level)
    return Filled(missing, "right" if sign < 0 else "left", full_y, full_v, pooled)


def _centre(y: Array, v: Array, method: str) -> float:
    return float(fit(Studies(y, v, np.ones((y.size, 1))), method=method, test="z").beta[0])


def _missing(y: Array, v: Array, method: str) -> int:
    """Trim the largest effects of an ascending row until the number that L0 gives stands still."""
    k, trimmed, before = y.size, 0, -1
    for _ in range(_ROUNDS):
        if trimmed == before:
            break
        before = trimmed
        gap = y - _centre(y[: k - trimmed], v[: k - trimmed], method)
        ranks = stats.rankdata(np.abs(gap), method="ordinal")
        above = float(ranks[gap > 0].sum())
        trimmed = min(max(0, round((4 * above - k * (k + 1)) / (2 * k - 1))), k - 2)
    return trimmed


@dataclass(frozen=True)
class PetPeese:
    """The effect that studies without sampling error would show, by regression on error (PET) or variance.

    `chosen` is PEESE where PET's effect differs from nought at a one-sided p of .05, as its authors advise.
    """

    pet: float
    pet_se: float
    pet_p: float
    peese: float
    peese_se: float
    chosen: str

    @property
    def estimate(self) -> float:
        """The chosen effect."""
        return self.peese if self.chosen == "PEESE" else self.pet


def pet_peese(data: Studies) -> PetPeese:
    """Regress effects on errors and on variances by weighted least squares (Stanley & Doucouliagos 2014)."""
    if data.k < 3:
        raise EstimateError(f"{data.k} studies show no trend.", remedy="Ten are advised.")
    error = np.sqrt(data.v)
    if np.ptp(error) == 0:
        raise EstimateError("All studies have one standard error.", remedy="Leave out PET-PEESE.")
    ones = np.ones(data.k)
    pet = fit(Studies(data.y, data.v, np.column_stack([ones, error])), method="EE", test="knha")
    peese = fit(Studies(data.y, data.v, np.column_stack([ones, data.v])), method="EE", test="knha")
    clear = float(pet.p_value[0]) < 0.10
    return PetPeese(
        pet=float(pet.beta[0]),
        pet_se=float(pet.se[0]),
        pet_p=float(pet.p_value[0]),
        peese=float(peese.beta[0]),
        peese_se=float(peese.se[0]),
        chosen="PEESE" if clear else "PET",
    )
