"""The resilience triangle: how deep a path fell, and when it was back (Bruneau et al. 2003)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Trough:
    """Column of the lowest ratio of each place (-1 where none is known), and of the highest after it."""

    lowest: Whole
    highest_after: Whole


def trough(ratio: Array) -> Trough:
    """Return where each path is lowest, and where it is highest from there on; NaN is not known."""
    held = ~np.isnan(ratio).all(axis=1)
    low = np.where(held, np.argmin(np.where(np.isnan(ratio), np.inf, ratio), axis=1), -1)
    columns = np.arange(ratio.shape[1])
    later = np.where(np.isnan(ratio) | (columns[None, :] <= low[:, None]), -np.inf, ratio)
    high = np.where(held & np.isfinite(later).any(axis=1), np.argmax(later, axis=1), -1)
    return Trough(low.astype(np.int64), high.astype(np.int64))


def time_to_band(inside: Mask, low: Whole, run: int = 3) -> Whole:
    """Return the column of the first of `run` months in a row inside the band, from the lowest month on.

    Parameters
    ----------
    inside
        n x W months of the shock; a month that is not known is not inside.
    low
        Column of the lowest month, -1 where none is known.

    Returns
    -------
    Columns, -1 where no such run was seen.
    """
    runs = inside.copy()
    for back in range(1, run):
        runs[:, :-back] &= inside[:, back:]
        runs[:, -back:] = False
    found = runs & (np.arange(inside.shape[1])[None, :] >= low[:, None]) & (low >= 0)[:, None]
    return np.where(found.any(axis=1), np.argmax(found, axis=1), -1).astype(np.int64)


def running(values: Array, width: int) -> Array:
    """Return sums over `width` months centred on each; NaN where one of them is not known or out of range."""
    if width == 1:
        return values.copy()
    half = width // 2
    out = np.full(values.shape, np.nan)
    if values.shape[1] >= width:
        views = np.lib.stride_tricks.sliding_window_view(values, width, axis=1)
        out[:, half : half + views.shape[1]] = views.sum(axis=2)
    return out
