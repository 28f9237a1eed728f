"""False-discovery control: how many of the flagged are flagged by chance."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


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
