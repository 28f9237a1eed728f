"""Subgroups: each pooled by itself, a test between them, and predictions from moderators.

Borenstein et al. 2009, chapter 19: a variance between studies of its own in each subgroup, or one for all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from hedgerow.errors import EstimateError
from hedgerow.stats.meta.pooled import Pooled, bounds, critical, fit
from hedgerow.stats.meta.studies import Array, Studies


@dataclass(frozen=True)
class Subgroups:
    """Subgroups with their fits, and the test between them.

    Attributes
    ----------
    names, fits
        Ascending by name; a subgroup of one study has no fit.
    q_between, df, p_value
        Weighted squares of the subgroups' effects round their mean, chi-squared on one less than subgroups.
    common
        The test with one variance between studies for all subgroups: QM of a model with them as moderators;
        None where a subgroup cannot be told from the rest.
    """

    names: tuple[str, ...]
    fits: tuple[Pooled | None, ...]
    q_between: float
    df: int
    p_value: float
    common: Pooled | None


@dataclass(frozen=True)
class Predicted:
    """The mean effect at given moderators, with its interval and that of a new study there."""

    estimate: Array
    se: Array
    interval: tuple[Array, Array]
    prediction: tuple[Array, Array]


def subgroups(
    data: Studies, groups: npt.ArrayLike, *, method: str = "REML", test: str = "knha", level: float = 0.95
) -> Subgroups:
    """Pool each subgroup and test whether they differ.

    Raises
    ------
    EstimateError
        When fewer than two subgroups hold two studies.
    """
    names = np.asarray(groups)
    found = np.unique(names)
    fits = [_one(data, names == name, method, test, level) for name in found]
    whole = [one for one in fits if one is not None]
    if len(whole) < 2:
        raise EstimateError(
            f"{len(whole)} of {found.size} subgroups holds two studies or more.",
            cause="Subgroups of one study each cannot be compared.",
            remedy="Pool without subgroups, or use fewer.",
        )
    effects = np.array([one.beta[0] for one in whole])
    w = 1 / np.array([one.se[0] for one in whole]) ** 2
    q = float(w @ (effects - w @ effects / w.sum()) ** 2)
    df = len(whole) - 1
    return Subgroups(
        names=tuple(str(name) for name in found),
        fits=tuple(fits),
        q_between=q,
        df=df,
        p_value=float(stats.chi2.sf(q, df)),
        common=_common(data, names, method, test, level),
    )


def predict(fitted: Pooled, moderators: npt.ArrayLike) -> Predicted:
    """Return the mean effect at rows of moderators (without the constant), with both intervals."""
    rows = np.atleast_2d(np.asarray(moderators, dtype=float))
    x = np.column_stack([np.ones(len(rows)), rows]) if fitted.data.intercept else rows
    if x.shape[1] != fitted.data.p:
        raise EstimateError(
            f"{rows.shape[1]} moderators were given, not {fitted.data.p - fitted.data.intercept}.",
            remedy="Give one value for each moderator.",
        )
    estimate = x @ fitted.beta
    doubt = np.einsum("ij,jk,ik->i", x, fitted.covariance, x)
    reach = critical(fitted.df, fitted.level) * np.sqrt(doubt + fitted.tau2)
    return Predicted(
        estimate=estimate,
        se=np.sqrt(doubt),
        interval=bounds(estimate, np.sqrt(doubt), fitted.df, fitted.level),
        prediction=(estimate - reach, estimate + reach),
    )


def _one(data: Studies, rows: npt.NDArray[np.bool_], method: str, test: str, level: float) -> Pooled | None:
    if rows.sum() < 2:
        return None
    part = Studies(data.y[rows], data.v[rows], np.ones((int(rows.sum()), 1)))
    return fit(part, method=method, test=test, level=level)


def _common(
    data: Studies, names: npt.NDArray[np.generic], method: str, test: str, level: float
) -> Pooled | None:
    found = np.unique(names)
    if data.k <= found.size:
        return None
    dummies = np.column_stack([np.ones(data.k), *((names == name).astype(float) for name in found[1:])])
    return fit(Studies(data.y, data.v, dummies), method=method, test=test, level=level)
