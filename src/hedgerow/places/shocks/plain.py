"""Plain figures of a shock, without a model: what anyone can count in the files."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.stats.interval import poisson_interval

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
YEAR, WINTER = 12, 3


@dataclass(frozen=True)
class Plain:
    """Plain figures of n places; NaN or -1 where the months are not known.

    Attributes
    ----------
    year_before, year_after
        Mean a month of the last twelve known months before the shock, and of the shock.
    winter_before
        Mean of the last three months before the shock, where all are known.
    low, low_column
        Lowest month of the shock.
    back_column
        First month after the low at or above `winter_before`.
    """

    year_before: Array
    year_after: Array
    winter_before: Array
    low: Array
    low_column: Whole
    back_column: Whole


@dataclass(frozen=True)
class Change:
    """One mean a month over another, per cent, with the interval of chance alone."""

    before: float
    after: float
    percent: float
    lower: float
    upper: float


def plain_figures(counts: Array, start: int) -> Plain:
    """Return the plain figures of counts (n x T), the shock from column `start`."""
    before, after = counts[:, :start], counts[:, start:]
    last = before[:, -WINTER:]
    full = last.shape[1] == WINTER
    winter = last.mean(axis=1) if full else np.full(len(counts), np.nan)
    held = ~np.isnan(after).all(axis=1)
    low = np.where(held, np.argmin(np.where(np.isnan(after), np.inf, after), axis=1), 0)
    value = np.where(held, after[np.arange(len(after)), low], np.nan)
    columns = np.arange(after.shape[1])
    reached = (columns[None, :] > low[:, None]) & (after >= winter[:, None])
    back = np.where(reached.any(axis=1), np.argmax(reached, axis=1) + start, -1)
    return Plain(
        _last_known(before, YEAR),
        _last_known(after, YEAR),
        winter,
        value,
        np.where(held, low + start, -1).astype(np.int64),
        back.astype(np.int64),
    )


def plain_change(before: npt.ArrayLike, after: npt.ArrayLike, level: float = 0.95) -> Change:
    """Return the change of a mean a month, with an interval that holds chance and nothing else.

    The interval takes the months before as known and the months after as Poisson: it is a comparison of what
    was recorded, not the effect of anything.
    """
    one, other = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    one, other = one[~np.isnan(one)], other[~np.isnan(other)]
    base, mean = float(one.mean()), float(other.mean())
    low, high = poisson_interval(np.array([other.sum()]), level)
    share = [float(limit[0]) / len(other) / base for limit in (low, high)]
    return Change(base, mean, 100 * (mean / base - 1), 100 * (share[0] - 1), 100 * (share[1] - 1))


def _last_known(counts: Array, months: int) -> Array:
    """Return the mean of the last known months; NaN where fewer are known."""
    known = ~np.isnan(counts)
    rank = np.cumsum(known[:, ::-1], axis=1)[:, ::-1]
    used = known & (rank <= months)
    enough = used.sum(axis=1) == months
    return np.where(enough, np.sum(np.where(used, counts, 0.0), axis=1) / months, np.nan)
