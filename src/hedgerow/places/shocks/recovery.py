"""Depth, loss, time to the band, rebound and new level of the places of one level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.places.shocks.counterfactual import Counterfactual
from hedgerow.places.shocks.specification import ShockOptions
from hedgerow.stats.recovery import RankInterval, Ratio, rank_interval, time_to_band, trough

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Recovery:
    """The triangle of m places; NaN where it is not known, -1 for a month that was not seen.

    Attributes
    ----------
    state, path
        What may be said, in the words of the promised table.
    depth, low
        Ratio at the trough with its limits (3 x m), and its column.
    rank
        Of the deepest first.
    loss, loss_months
        Crimes; months of expected crime with limits (3 x m).
    back
        Column of the first of three months inside the band, from the trough on.
    rebound
        Highest ratio after the trough, less one; zero when none is above.
    level, level_months
        New level with limits (3 x m), and the months that it rests on.
    """

    state: npt.NDArray[np.str_]
    path: npt.NDArray[np.str_]
    depth: Array
    low: Whole
    rank: RankInterval
    loss: Array
    loss_months: Array
    back: Whole
    rebound: Array
    level: Array
    level_months: Whole


def recovery(paths: Counterfactual, first_window: Mask, options: ShockOptions) -> Recovery:
    """Measure the triangle; `first_window` marks the months of the first wave, length T."""
    start, m = paths.design.start, len(paths.rows)
    state = _state(paths, first_window, options)
    told = state == "measured"
    monthly = paths.path(options.width[paths.level.kind])
    found = trough(np.where(told[:, None], monthly.ratio, np.nan))
    row, low = np.arange(m), np.maximum(found.lowest, 0)
    at = Ratio(monthly.ratio[row, low], monthly.own_variance[row, low], monthly.variance[row, low])
    known = told & (found.lowest >= 0)
    back = _back(paths, np.where(known, found.lowest, -1), options)
    bent = known & (at.interval(options.z_bent)[1] < 1)
    loss, loss_months = _loss(paths, np.where(bent & (back >= 0), back, paths.recorded.shape[1]), options)
    level, level_months = _level(paths, options)
    rebound, rose = _rebound(monthly, found.highest_after, options)
    path = np.where(
        bent,
        np.where(back >= 0, "bent_and_back", "bent_not_back"),
        np.where(rose | (level[1] > 1), "rose", "steady"),
    )
    return Recovery(
        state=state,
        path=np.where(known, path, ""),
        depth=_three(at, known, options.z_band),
        low=np.where(known, low + start, -1).astype(np.int64),
        rank=rank_interval(np.where(known, np.log(at.ratio), np.nan), np.sqrt(at.own_variance), options.seed),
        loss=np.where(known, loss, np.nan),
        loss_months=np.where(known, loss_months, np.nan),
        back=np.where(bent, back, -1).astype(np.int64),
        rebound=np.where(known, rebound, np.nan),
        level=np.where(state == "cannot_tell", np.nan, level),
        level_months=level_months,
    )


def _state(paths: Counterfactual, first_window: Mask, options: ShockOptions) -> npt.NDArray[np.str_]:
    """Say of each place whether its trough can be told."""
    enough = paths.expected[:, first_window].sum(axis=1) >= options.least_expected
    seen = ~np.isnan(paths.recorded[:, first_window]).any(axis=1)
    return np.where(~enough, "cannot_tell", np.where(seen, "measured", "trough_not_seen"))


def _three(ratio: Ratio, known: Mask, z: float) -> Array:
    """Return ratio, lower and upper limit as three rows."""
    lower, upper = ratio.interval(z)
    return np.where(known, np.vstack([ratio.ratio, lower, upper]), np.nan)


def _back(paths: Counterfactual, low: Whole, options: ShockOptions) -> Whole:
    """Return the column of the return to the band, from the trough on."""
    start = paths.design.start
    lower, upper = paths.band(options.z_band)
    recorded = paths.recorded
    with np.errstate(invalid="ignore"):
        inside = (recorded >= lower) & (recorded <= upper)  # a month that is not known is not inside
    found = time_to_band(inside[:, start:], low)
    return np.where(found >= 0, found + start, -1).astype(np.int64)


def _loss(paths: Counterfactual, end: Whole, options: ShockOptions) -> tuple[Array, Array]:
    """Return the area between the paths from the start to `end`: crimes, and months of expected crime."""
    columns = np.arange(paths.recorded.shape[1])
    span = (columns[None, :] >= paths.design.start) & (columns[None, :] < end[:, None])
    held = span & ~np.isnan(paths.recorded)
    crimes = np.sum(np.where(held, paths.expected - paths.recorded, 0.0), axis=1)
    # The span differs from place to place: each is held against the area above in its own months.
    ratio = paths.ratio_by_place(held)
    lower, upper = ratio.interval(options.z_band)
    months = held.sum(axis=1)
    return crimes, np.vstack([(1 - ratio.ratio) * months, (1 - upper) * months, (1 - lower) * months])


def _level(paths: Counterfactual, options: ShockOptions) -> tuple[Array, Whole]:
    """Return the ratio of the last known months of the shock."""
    known = ~np.isnan(paths.recorded)
    known[:, : paths.design.start] = False
    rank = np.cumsum(known[:, ::-1], axis=1)[:, ::-1]
    used = known & (rank <= options.last_year)
    months = used.sum(axis=1)
    ratio = paths.ratio_by_place(used)
    return _three(ratio, months >= options.least_last, options.z_band), months.astype(np.int64)


def _rebound(monthly: Ratio, high: Whole, options: ShockOptions) -> tuple[Array, Mask]:
    """Return the highest ratio after the trough less one, and whether any month stands out above."""
    row = np.arange(len(high))
    top = np.where(high >= 0, monthly.ratio[row, np.maximum(high, 0)], 1.0)
    with np.errstate(invalid="ignore"):
        above = monthly.interval(options.z_bent)[0] > 1
    return np.maximum(top - 1, 0.0), np.asarray(above.any(axis=1))
