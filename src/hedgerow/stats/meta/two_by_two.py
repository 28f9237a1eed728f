"""Pool two-by-two tables from their counts: Mantel-Haenszel and Peto, where single tables are too sparse.

Robins, Breslow & Greenland 1986 (odds ratio); Greenland & Robins 1985 (risk ratio); Sato, Greenland & Robins
1989 (risk difference); Yusuf et al. 1985 (Peto).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from hedgerow.errors import EstimateError, UsageError
from hedgerow.stats.meta.effect_sizes import counts, hypergeometric, two_by_two
from hedgerow.stats.meta.pooled import check_level, critical
from hedgerow.stats.meta.studies import Array


@dataclass(frozen=True)
class PooledTables:
    """A pooled effect of k tables; ratios are on the log scale. `q` has k - 1 degrees of freedom."""

    measure: str
    k: int
    estimate: float
    se: float
    interval: tuple[float, float]
    p_value: float
    q: float
    q_p: float
    i2: float


def mantel_haenszel(
    a: npt.ArrayLike,
    b: npt.ArrayLike,
    c: npt.ArrayLike,
    d: npt.ArrayLike,
    *,
    measure: str = "OR",
    level: float = 0.95,
) -> PooledTables:
    """Pool treated (a events, b not) against control (c, d) as OR, RR or RD, from the raw counts."""
    ways = {"OR": _odds_ratio, "RR": _risk_ratio, "RD": _risk_difference}
    if measure not in ways:
        raise UsageError(f"Mantel-Haenszel has no “{measure}”.", remedy=f"Use one of {', '.join(ways)}.")
    cells = counts(a, b, c, d)
    return _finished(measure, cells, ways[measure], level)


def peto(
    a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike, *, level: float = 0.95
) -> PooledTables:
    """Pool log odds ratios by Peto's one-step method, for rare events in arms of like size."""
    return _finished("PETO", counts(a, b, c, d), _peto, level)


def _finished(
    measure: str, cells: Array, way: Callable[[Array], tuple[float, float]], level: float
) -> PooledTables:
    check_level(level)
    with np.errstate(divide="ignore", invalid="ignore"):
        estimate, se = way(cells)
    if not (np.isfinite(estimate) and np.isfinite(se) and se > 0):
        raise EstimateError(
            f"The {cells.shape[1]} tables hold too few events to pool.",
            cause="One arm has no events, or only events, in all of them.",
            remedy="Report the counts.",
        )
    reach = critical(None, level) * se
    q, df = _heterogeneity(measure, cells, estimate)
    return PooledTables(
        measure=measure,
        k=int(cells.shape[1]),
        estimate=estimate,
        se=se,
        interval=(estimate - reach, estimate + reach),
        p_value=float(2 * stats.norm.sf(abs(estimate / se))),
        q=q,
        q_p=float(stats.chi2.sf(q, df)) if df else float("nan"),
        i2=max(0.0, 100 * (1 - df / q)) if q > 0 else 0.0,
    )


def _heterogeneity(measure: str, cells: Array, estimate: float) -> tuple[float, int]:
    single = two_by_two(*cells, measure=measure)
    known = np.isfinite(single.y) & np.isfinite(single.v)
    q = float(np.sum((single.y[known] - estimate) ** 2 / single.v[known]))
    return q, int(known.sum()) - 1


def _odds_ratio(cells: Array) -> tuple[float, float]:
    a, b, c, d = cells
    n = a + b + c + d
    p, q, r, s = (a + d) / n, (b + c) / n, a * d / n, b * c / n
    top, foot = r.sum(), s.sum()
    variance = (
        (p * r).sum() / (2 * top**2)
        + (p * s + q * r).sum() / (2 * top * foot)
        + (q * s).sum() / (2 * foot**2)
    )
    return float(np.log(top / foot)), float(np.sqrt(variance))


def _risk_ratio(cells: Array) -> tuple[float, float]:
    a, b, c, d = cells
    n1, n2 = a + b, c + d
    n = n1 + n2
    top, foot = (a * n2 / n).sum(), (c * n1 / n).sum()
    variance = ((n1 * n2 * (a + c) - a * c * n) / n**2).sum() / (top * foot)
    return float(np.log(top / foot)), float(np.sqrt(variance))


def _risk_difference(cells: Array) -> tuple[float, float]:
    a, b, c, d = cells
    n1, n2 = a + b, c + d
    n = n1 + n2
    weight = (n1 * n2 / n).sum()
    gap = ((a * n2 - c * n1) / n).sum() / weight
    first = (c * (n1 / n) ** 2 - a * (n2 / n) ** 2 + (n1 / n) * (n2 / n) * (n2 - n1) / 2).sum()
    second = (a * (n2 - c) / n + c * (n1 - a) / n).sum() / 2
    return float(gap), float(np.sqrt((gap * first + second) / weight**2))


def _peto(cells: Array) -> tuple[float, float]:
    excess, v = hypergeometric(cells)
    return float(excess.sum() / v.sum()), float(1 / np.sqrt(v.sum()))
