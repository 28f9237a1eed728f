"""Weighted least squares of effects on a design: the sums that every estimator of tau2 is made of.

The design is first made orthonormal, so that raw years or minutes do not cost digits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hedgerow.stats.meta.studies import Array, Studies


@dataclass(frozen=True)
class Basis:
    """An orthonormal basis `q` of the design x = q r."""

    y: Array
    v: Array
    q: Array
    r: Array

    @property
    def df(self) -> int:
        """Residual degrees of freedom."""
        return int(self.q.shape[0] - self.q.shape[1])


def basis(data: Studies) -> Basis:
    """Return the orthonormal basis of the studies' design."""
    q, r = np.linalg.qr(data.x)
    return Basis(data.y, data.v, q, r)


@dataclass(frozen=True)
class Sums:
    """Traces and quadratic forms of P = W - W X (X'WX)^-1 X'W.

    `rss` is y'Py, `ss2` is y'PPy, `ss3` is y'PPPy; `gamma` and `inverse` belong to the orthonormal basis.
    """

    w: Array
    gamma: Array
    inverse: Array
    u: Array
    rss: float
    trace: float
    trace2: float
    ss2: float
    ss3: float


def sums(base: Basis, w: Array) -> Sums:
    """Return the sums for weights `w` (length k)."""
    q = base.q
    wq = w[:, None] * q
    inverse = np.linalg.inv(q.T @ wq)
    gamma = inverse @ (wq.T @ base.y)
    resid = base.y - q @ gamma
    u = w * resid
    second, third = wq.T @ wq, wq.T @ (w[:, None] * wq)
    cross = wq.T @ u
    both = inverse @ second
    return Sums(
        w=w,
        gamma=gamma,
        inverse=inverse,
        u=u,
        rss=float(u @ resid),
        trace=float(w.sum() - np.trace(both)),
        trace2=float(w @ w - 2 * np.trace(inverse @ third) + np.trace(both @ both)),
        ss2=float(u @ u),
        ss3=float(u @ (w * u) - cross @ inverse @ cross),
    )


def at(base: Basis, tau2: float) -> Sums:
    """Return the sums for the weights 1 / (v + tau2)."""
    return sums(base, 1.0 / (base.v + tau2))


def log_likelihood(base: Basis, tau2: float, *, restricted: bool) -> float:
    """Return the log-likelihood at `tau2` (Viechtbauer 2005, equations 6 and 8)."""
    found = at(base, tau2)
    n = base.df if restricted else base.y.size
    value = -0.5 * (n * np.log(2 * np.pi) - np.log(found.w).sum() + found.rss)
    if restricted:
        value += 0.5 * np.linalg.slogdet(found.inverse)[1]
    return float(value)
