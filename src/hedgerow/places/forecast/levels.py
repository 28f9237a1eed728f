"""Counts of one kind forecast at every level at once, so that every level is the sum of its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError, UsageError
from hedgerow.places.forecast.ladder import Ladder, Rung, added, stacked
from hedgerow.stats.forecast import Array, History
from hedgerow.stats.forecast.compared import Compared, compare
from hedgerow.stats.forecast.negbin import mid_quantiles
from hedgerow.stats.reconcile import reconcile

FEWEST = 13  # observed months that a forecast needs
SEASON = 12
LONGEST = 120
WIDTH = 1e-9
LEVELS: tuple[float, ...] = (0.025, 0.1, 0.5, 0.9, 0.975)


@dataclass(frozen=True)
class Level:
    """The forecast of one level.

    Attributes
    ----------
    rung
        Its areas.
    mean, alpha
        Reconciled means and dispersions (variance = mean + alpha mean²), shape (areas, months).
    known
        Monthly counts, NaN where not known, shape (areas, months of the past).
    compared
        What rolling origins say; `None` where no area could be forecast by itself.
    own
        Which areas had a forecast of their own; the others are sums of their parts alone.
    """

    rung: Rung
    mean: Array
    alpha: Array
    known: Array
    compared: Compared | None
    own: npt.NDArray[np.bool_]

    def quantiles(self, levels: tuple[float, ...] = LEVELS) -> Array:
        """Return quantiles of the months' counts, shape (areas, months, levels), never below zero."""
        seen = np.maximum((~np.isnan(self.known)).sum(axis=1), 1)[:, None]
        around, asked = np.maximum(self.mean, 0.5 / seen), np.asarray(levels)
        if self.compared is not None and len(self.compared.spread.placed):
            spread = self.compared.spread
            asked = spread.belief * np.quantile(spread.placed, asked) + (1 - spread.belief) * asked
        return np.sort(mid_quantiles(around, self.alpha, asked), axis=2)


@dataclass(frozen=True)
class Levels:
    """The forecast of every level of a ladder, and the foot areas that had too few months."""

    ladder: Ladder
    levels: Mapping[str, Level]
    without: npt.NDArray[np.bool_]
    horizon: int


def forecast_levels(
    counts: Array, ladder: Ladder, horizon: int, *, slot: int, seed: int = 1, most: int = 1200
) -> Levels:
    """Forecast the foot areas and every level above, and reconcile them exactly.

    Parameters
    ----------
    counts
        Shape (foot areas, months), NaN where a month is not known.
    ladder
        The levels; the last rung is the foot.
    slot
        Place in the year of the last month, 0 to 11.
    most
        How many areas of a level are scored at most.

    Raises
    ------
    UsageError
        When the horizon cannot be.
    EstimateError
        When no area has thirteen known months.
    """
    if not 1 <= horizon <= LONGEST:
        raise UsageError(
            f"A horizon of {horizon} months cannot be.", remedy=f"Give 1 to {LONGEST}; 48 for four years."
        )
    usable = (~np.isnan(counts)).sum(axis=1) >= FEWEST
    if not usable.any():
        raise EstimateError(
            f"No area has {FEWEST} known months.",
            cause="A forecast needs more than a year, and a month that is missing is not zero.",
            remedy="Add months to the workspace, then build again.",
        )
    part, known = ladder.only(usable), counts[usable]
    base = [_base(one, added(one, known), horizon, slot, seed, most) for one in part.rungs]
    return Levels(part, {one.rung.kind: one for one in _agreed(base)}, ~usable, horizon)


def _base(rung: Rung, known: Array, horizon: int, slot: int, seed: int, most: int) -> Level:
    """Return the forecasts of one level by itself; NaN for areas that have too few months."""
    own = (~np.isnan(known)).sum(axis=1) >= FEWEST
    mean, alpha = np.full((len(known), horizon), np.nan), np.full((len(known), horizon), np.nan)
    if not own.any():
        return Level(rung, mean, alpha, known, None, own)
    history = History(known[own], np.full(int(own.sum()), slot), SEASON)
    found = compare(history, horizon, seed=seed, most=most)
    mean[own], alpha[own] = found.mean, found.alpha
    return Level(rung, mean, alpha, known, found, own)


def _agreed(base: list[Level]) -> list[Level]:
    """Make the levels agree: the foot takes from every level in proportion to how sure each is."""
    foot, above = base[-1], base[:-1]
    spread = (foot.mean + foot.alpha * foot.mean**2).mean(axis=1)
    bottom_variance = np.maximum(spread, WIDTH)
    rows = [(level, level.own) for level in above if level.own.any()]
    bottom = foot.mean
    if rows:
        adds = stacked([level.rung for level, _ in rows])
        held = np.concatenate([own for _, own in rows])
        means = np.concatenate([level.mean for level, _ in rows])[held]
        wide = np.concatenate([level.alpha for level, _ in rows])[held]
        variance = np.maximum((means + wide * means**2).mean(axis=1), WIDTH)
        bottom = reconcile(
            foot.mean, means, adds[held], bottom_variance=bottom_variance, aggregate_variance=variance
        ).bottom
    return [_level(one, bottom, foot) for one in above] + [_foot(foot, bottom)]


def _foot(foot: Level, bottom: Array) -> Level:
    return Level(foot.rung, bottom, foot.alpha, foot.known, foot.compared, foot.own)


def _level(level: Level, bottom: Array, foot: Level) -> Level:
    """Return a level as sums; where it had no forecast its own the parts' errors are taken to go together."""
    mean = level.rung.adds @ bottom
    together = (level.rung.adds @ (bottom * np.sqrt(foot.alpha))) ** 2 / np.maximum(mean, WIDTH) ** 2
    alpha = np.where(level.own[:, None], level.alpha, together)
    return Level(level.rung, mean, alpha, level.known, level.compared, level.own)


def scaled(parts: Mapping[str, Levels], whole: Levels) -> dict[str, Levels]:
    """Return the forecasts of types scaled in each foot area, so that they add up to those of all types."""
    total = sum((part.levels[_last(part)].mean for part in parts.values()), np.zeros(1))
    wanted = whole.levels[_last(whole)].mean
    factor = np.where(total > 0, wanted / np.where(total > 0, total, 1.0), 1.0)
    return {name: _times(part, factor) for name, part in parts.items()}


def _times(part: Levels, factor: Array) -> Levels:
    bottom = part.levels[_last(part)].mean * factor
    levels = {
        kind: Level(one.rung, one.rung.adds @ bottom, one.alpha, one.known, one.compared, one.own)
        for kind, one in part.levels.items()
    }
    return Levels(part.ladder, levels, part.without, part.horizon)


def _last(part: Levels) -> str:
    return part.ladder.rungs[-1].kind
