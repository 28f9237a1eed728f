"""False-discovery control: how many of the flagged are flagged by chance."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
LEAST = 100  # z-values without which no density is fitted
REACH, BINS, DEGREE = 6.0, 72, 6


def benjamini_hochberg(p_values: npt.ArrayLike) -> Array:
    """Return q-values of p-values (Benjamini and Hochberg 1995); missing ones stay missing."""
    p = np.asarray(p_values, dtype=float)
    known = np.flatnonzero(~np.isnan(p))
    q = np.full(len(p), np.nan)
    if len(known):
        order = known[np.argsort(p[known], kind="stable")]
        raw = p[order] * len(order) / np.arange(1, len(order) + 1)
        q[order] = np.minimum(np.minimum.accumulate(raw[::-1])[::-1], 1.0)
    return q


def posterior_q(probability: npt.ArrayLike) -> Array:
    """Return q-values of posterior probabilities of being a discovery.

    The q-value of a place is the mean of 1 - P over all places at least as probable: the expected share of
    false ones among them (Newton et al. 2004; Efron 2016). Missing ones stay missing.
    """
    p = np.asarray(probability, dtype=float)
    known = np.flatnonzero(~np.isnan(p))
    q = np.full(len(p), np.nan)
    if len(known):
        order = known[np.argsort(-p[known], kind="stable")]
        mean = np.cumsum(1 - p[order]) / np.arange(1, len(order) + 1)
        values = p[order]
        last = np.searchsorted(-values, -values, side="right") - 1  # equal probabilities share one q
        q[order] = mean[last]
    return q


def benjamini_yekutieli(p_values: npt.ArrayLike) -> Array:
    """Return q-values that hold however the tests hang together (Benjamini and Yekutieli 2001)."""
    p = np.asarray(p_values, dtype=float)
    known = int(np.count_nonzero(~np.isnan(p)))
    harmonic = float((1 / np.arange(1, known + 1)).sum())
    return np.asarray(np.minimum(benjamini_hochberg(p) * harmonic, 1.0))


def local_rate(z_values: npt.ArrayLike) -> Array:
    """Return the local false-discovery rate of z-values whose null is standard normal; missing stays missing.

    The density of all z-values is a log-polynomial fitted to their histogram by Poisson regression (Lindsey's
    method: Efron 2010, section 5.2), the null takes the share of the middle half. From the middle outwards
    the rate never rises. Fewer than `LEAST` values tell nothing: all missing.
    """
    z = np.asarray(z_values, dtype=float)
    known = ~np.isnan(z)
    out = np.full(len(z), np.nan)
    if known.sum() < LEAST:
        return out
    inside = np.clip(z[known], -REACH, REACH)
    edges = np.linspace(-REACH, REACH, BINS + 1)
    middle = (edges[1:] + edges[:-1]) / 2
    count = np.histogram(inside, edges)[0].astype(float)
    density = _log_polynomial(middle, count)
    normal = np.exp(-(middle**2) / 2) / np.sqrt(2 * np.pi) * len(inside) * (edges[1] - edges[0])
    half = np.abs(inside) < 0.6744897501960817
    ordinary = min(1.0, 2 * float(half.mean()))
    rate = np.minimum(ordinary * normal / density, 1.0)
    centre = BINS // 2
    rate[centre:] = np.minimum.accumulate(rate[centre:])
    rate[:centre] = np.minimum.accumulate(rate[:centre][::-1])[::-1]
    out[known] = np.interp(inside, middle, rate)
    return out


def _log_polynomial(at: Array, count: Array) -> Array:
    """Fit the mean of histogram counts as the exponential of a polynomial."""
    columns = np.polynomial.chebyshev.chebvander(at / REACH, DEGREE)
    beta = np.linalg.lstsq(columns, np.log(count + 0.1), rcond=None)[0]
    for _ in range(50):
        mean = np.exp(np.clip(columns @ beta, -30, 30))
        information = (columns * mean[:, None]).T @ columns + 1e-9 * np.eye(DEGREE + 1)
        step = np.linalg.solve(information, columns.T @ (count - mean))
        beta = beta + step * min(1.0, 2 / max(float(np.abs(step).max()), 1e-12))
        if np.abs(step).max() < 1e-8:
            break
    return np.asarray(np.exp(np.clip(columns @ beta, -30, 30)))
