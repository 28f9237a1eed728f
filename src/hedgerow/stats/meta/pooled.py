"""Pool effects: common and random effects, moderators, tests and intervals.

Knapp & Hartung 2003 for the t-based test; Viechtbauer 2007 for the Q-profile interval of tau2; Higgins,
Thompson & Spiegelhalter 2009 for the prediction interval; Higgins & Thompson 2002 for I2 and H2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from hedgerow.errors import UsageError
from hedgerow.stats.meta.studies import Array, Studies, studies
from hedgerow.stats.meta.tau2 import estimate_tau2, generalised_q_root
from hedgerow.stats.meta.weighted import Basis, Sums, at, basis, log_likelihood

TESTS = ("z", "t", "knha", "adhoc")


@dataclass(frozen=True)
class Pooled:
    """A fitted model of k effects and p coefficients.

    Attributes
    ----------
    beta, se, statistic, p_value
        One value a coefficient; `df` is None where the normal distribution is used.
    covariance
        p x p, of the coefficients.
    interval
        Lower and upper bounds of the coefficients at `level`.
    tau2, tau2_se
        Variance between studies.
    typical_variance
        Of the sampling variances, as Higgins and Thompson define it.
    q, q_p
        Cochran's Q of the residuals and its p on k - p degrees of freedom.
    i2, h2
        Per cent and ratio, from tau2; from Q for the common effect. `i2_q` is always from Q.
    qm, qm_df, qm_p
        Test of all moderators (of the constant where there are none).
    r2
        Per cent of tau2 that the moderators account for; None without moderators.
    """

    data: Studies
    method: str
    test: str
    level: float
    beta: Array
    se: Array
    statistic: Array
    p_value: Array
    df: int | None
    covariance: Array
    interval: tuple[Array, Array]
    tau2: float
    tau2_se: float
    typical_variance: float
    q: float
    q_p: float
    i2: float
    i2_q: float
    h2: float
    qm: float
    qm_df: int
    qm_p: float
    r2: float | None
    log_likelihood: float

    @property
    def k(self) -> int:
        """Number of studies."""
        return self.data.k


def pool(
    yi: npt.ArrayLike,
    vi: npt.ArrayLike,
    mods: npt.ArrayLike | None = None,
    *,
    method: str = "REML",
    test: str = "knha",
    level: float = 0.95,
    intercept: bool = True,
    search: str = "standard",
) -> Pooled:
    """Pool k effects with their sampling variances.

    Parameters
    ----------
    mods
        k x m moderators, without the constant.
    method
        EE, DL, PM, EB, HE, HS, SJ, ML or REML.
    test
        z; t (the same error on k - p degrees of freedom); knha (Knapp & Hartung); adhoc (the same,
        never narrower).
    search
        Which top of a likelihood with several is taken: standard or highest; see `estimate_tau2`.
    """
    data = studies(yi, vi, mods, intercept=intercept)
    return fit(data, method=method, test=test, level=level, search=search)


def fit(
    data: Studies, *, method: str = "REML", test: str = "knha", level: float = 0.95, search: str = "standard"
) -> Pooled:
    """Fit the model to checked studies; see `pool`."""
    check_level(level)
    if test not in TESTS:
        raise UsageError(f"There is no test “{test}”.", remedy=f"Use one of {', '.join(TESTS)}.")
    base = basis(data)
    tau2, tau2_se = estimate_tau2(base, method, search)
    found = at(base, tau2)
    back = np.linalg.inv(base.r)
    beta = back @ found.gamma
    covariance = _factor(found, base, test) * (back @ found.inverse @ back.T)
    se = np.sqrt(np.diag(covariance))
    df = None if test == "z" else data.df
    lower, upper = bounds(beta, se, df, level)
    q, within = typical(base)
    qm, qm_df, qm_p = omnibus(data, beta, covariance, df)
    h2 = q / data.df if method == "EE" else tau2 / within + 1
    return Pooled(
        data=data,
        method=method,
        test=test,
        level=level,
        beta=beta,
        se=se,
        statistic=_ratio(beta, se),
        p_value=two_sided(_ratio(beta, se), df),
        df=df,
        covariance=covariance,
        interval=(lower, upper),
        tau2=tau2,
        tau2_se=tau2_se,
        typical_variance=within,
        q=q,
        q_p=float(stats.chi2.sf(q, data.df)),
        i2=_share(h2),
        i2_q=_share(q / data.df),
        h2=h2,
        qm=qm,
        qm_df=qm_df,
        qm_p=qm_p,
        r2=_explained(data, tau2, method, search),
        log_likelihood=log_likelihood(base, tau2, restricted=method == "REML"),
    )


def check_level(level: float) -> None:
    """Refuse a level that is not between nought and one."""
    if not 0 < level < 1:
        raise UsageError(f"The level {level:g} is not between 0 and 1.", remedy="Give for example 0.95.")


def critical(df: float | None, level: float) -> float:
    """Return the two-sided critical value of t, or of the normal where `df` is None."""
    half = 1 - (1 - level) / 2
    return float(stats.norm.ppf(half) if df is None else stats.t.ppf(half, df))


def bounds(beta: Array, se: Array, df: float | None, level: float) -> tuple[Array, Array]:
    """Return lower and upper bounds."""
    reach = critical(df, level) * se
    return beta - reach, beta + reach


def two_sided(statistic: Array, df: float | None) -> Array:
    """Return two-sided p values."""
    size = np.abs(statistic)
    return np.asarray(2 * (stats.norm.sf(size) if df is None else stats.t.sf(size, df)), dtype=float)


def prediction_interval(fitted: Pooled, *, higgins: bool = False) -> tuple[float, float]:
    """Return where the true effect of a new study like these is expected, at the level of the fit.

    `higgins` uses t on k - 2 degrees of freedom whatever the test of the fit; it needs three studies.
    """
    df = fitted.k - 2 if higgins else fitted.df
    if df is not None and df < 1:
        return (float("nan"), float("nan"))
    reach = critical(df, fitted.level) * float(np.sqrt(fitted.covariance[0, 0] + fitted.tau2))
    return float(fitted.beta[0]) - reach, float(fitted.beta[0]) + reach


def tau2_interval(data: Studies, level: float = 0.95) -> tuple[float, float]:
    """Return the Q-profile interval of tau2; (0, 0) where Q is too small for any tau2 above zero."""
    base, tail = basis(data), (1 - level) / 2
    low, high = (float(stats.chi2.ppf(share, data.df)) for share in (1 - tail, tail))
    return generalised_q_root(base, low), generalised_q_root(base, high)


def _ratio(beta: Array, se: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(beta / se, dtype=float)


def _factor(found: Sums, base: Basis, test: str) -> float:
    if test in ("z", "t"):
        return 1.0
    scale = found.rss / base.df
    return max(1.0, scale) if test == "adhoc" else scale


def typical(base: Basis) -> tuple[float, float]:
    """Return Cochran's Q and the typical variance within studies."""
    found = at(base, 0.0)
    return found.rss, base.df / found.trace


def _share(h2: float) -> float:
    return max(0.0, 100 * (1 - 1 / h2)) if h2 > 0 else 0.0


def omnibus(data: Studies, beta: Array, covariance: Array, df: int | None) -> tuple[float, int, float]:
    """Return the joint test of the moderators with its degrees of freedom and p: chi-squared, or F on df."""
    tested = slice(1, None) if data.intercept and data.p > 1 else slice(None)
    part = beta[tested]
    m = int(part.size)
    block = covariance[tested, tested]
    if not np.any(block):
        return float("nan"), m, float("nan")
    value = float(part @ np.linalg.solve(block, part))
    if df is None:
        return value, m, float(stats.chi2.sf(value, m))
    return value / m, m, float(stats.f.sf(value / m, m, df))


def _explained(data: Studies, tau2: float, method: str, search: str) -> float | None:
    if not data.intercept or data.p == 1 or method == "EE":
        return None
    alone, _ = estimate_tau2(basis(Studies(data.y, data.v, np.ones((data.k, 1)))), method, search)
    return max(0.0, 100 * (alone - tau2) / alone) if alone > 0 else None
