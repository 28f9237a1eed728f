"""The path that would have been without the shock, for the places of one level that can be known."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from hedgerow.places.shocks.data import Level, ShockData
from hedgerow.places.shocks.specification import ShockOptions
from hedgerow.stats.recovery import (
    MonthDesign,
    Ratio,
    band,
    expected_paths,
    fit_paths,
    month_design,
    running,
    shrink_ratio,
    spread_of,
)

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Counterfactual:
    """What would have been at m places of one level.

    Attributes
    ----------
    level, rows
        The level, and which of its places can be known.
    above
        The counterfactual of the area above, if there is one, and its row for each place.
    expected, own_variance, alpha
        Expected counts (m x T), variance of their logarithm beside the area above, noise of months.
    covariance, design, drift, ahead
        To find the variance of a window.
    tau2
        Spread of ratios between places, where it is not to be found from the places at hand.
    """

    level: Level
    rows: Whole
    above: Counterfactual | None
    above_row: Whole
    expected: Array
    own_variance: Array
    alpha: float
    covariance: Array
    design: MonthDesign
    drift: float
    ahead: Array
    tau2: float | None = None

    @property
    def recorded(self) -> Array:
        """Counts (m x T), NaN where not known."""
        return np.asarray(self.level.counts[self.rows])

    @property
    def variance(self) -> Array:
        """Variance of the log of expected, that of the areas above with it."""
        if self.above is None:
            return self.own_variance
        return np.asarray(self.own_variance + self.above.variance[self.above_row])

    def band(self, z: float) -> tuple[Array, Array]:
        """Band in which a month without a shock would lie."""
        return band(self.expected, self.variance, self.alpha, z)

    def totals(self, used: Mask) -> tuple[Array, Array, Array]:
        """Return recorded and expected in the months `used` (m x T) that are known, and the noise of both."""
        held = used & ~np.isnan(self.recorded)
        count = held.sum(axis=1).astype(float)
        recorded, expected = (
            np.where(count > 0, np.sum(np.where(held, v, 0.0), axis=1), np.nan)
            for v in (self.recorded, self.expected)
        )
        return recorded, expected, self.alpha / np.maximum(count, 1.0) + self.window_variance(held)

    def ratio(self, months: Mask) -> Ratio:
        """Return recorded over expected in the same months (length T) everywhere, shrunken."""
        return self.ratio_by_place(np.broadcast_to(months, self.expected.shape))

    def ratio_by_place(self, used: Mask) -> Ratio:
        """Return recorded over expected in the months `used` (m x T), shrunken towards the area above.

        Where places within one area use other months, the area above is taken over each place's own.
        """
        recorded, expected, noise = self.totals(used)
        return self._shrunk(recorded, expected, noise, self._ratio_above(used))

    def window_variance(self, held: Mask) -> Array:
        """Variance of the log of expected over the months `held`, beside the area above."""
        months = np.maximum(held.sum(axis=1, keepdims=True), 1)
        mean = held.astype(float) @ self.design.values / months
        terms = np.einsum("nj,njk,nk->n", mean, self.covariance, mean)
        late = np.sum(np.where(held, np.maximum(self.ahead, 0), 0.0), axis=1) / months[:, 0]
        return np.asarray(terms + self.drift**2 * late)

    def _ratio_above(self, used: Mask) -> Ratio:
        flat = np.zeros(len(self.rows))
        if self.above is None:
            return Ratio(flat + 1, flat, flat)
        # One row for each area above and each set of months that its places use: few, whatever the places.
        key = np.unique(
            np.column_stack([self.above_row, np.packbits(used, axis=1)]), axis=0, return_inverse=True
        )
        row = np.asarray(key[1]).reshape(-1)
        first = np.unique(row, return_index=True)[1]
        found = self.above.taken(self.above_row[first]).ratio_by_place(used[first])
        return Ratio(found.ratio[row], found.own_variance[row], found.variance[row])

    def taken(self, rows: Whole) -> Counterfactual:
        """Return the same for the places `rows`, which may come more than once."""
        return replace(
            self,
            tau2=self._spread(*self.totals(self._shock()), self._ratio_above(self._shock()).ratio),
            rows=self.rows[rows],
            above_row=self.above_row[rows],
            expected=self.expected[rows],
            own_variance=self.own_variance[rows],
            covariance=self.covariance[rows],
            ahead=self.ahead[rows],
        )

    def _shock(self) -> Mask:
        """Mark every month of the shock."""
        marks = np.arange(self.expected.shape[1]) >= self.design.start
        return np.broadcast_to(marks, self.expected.shape)

    def _spread(self, recorded: Array, expected: Array, noise: Array, above: Array) -> float:
        if self.above is None:
            return 1.0
        return spread_of(recorded, expected * above, noise) if self.tau2 is None else self.tau2

    def _shrunk(self, recorded: Array, expected: Array, noise: Array, above: Ratio) -> Ratio:
        tau2 = self._spread(recorded, expected, noise, above.ratio)
        return shrink_ratio(recorded, expected, noise, above, tau2)

    def path(self, width: int) -> Ratio:
        """Return the shrunken ratio of every month of the shock (m x W), `width` months taken together."""
        start = self.design.start
        recorded, expected = (running(v[:, start:], width) for v in (self.recorded, self.expected))
        noise = self.alpha / width + self.own_variance[:, start:]
        if self.above is None:
            flat = np.zeros(recorded.shape)
            above = Ratio(flat + 1, flat, flat)
        else:
            held, row = self.above.path(width), self.above_row
            above = Ratio(held.ratio[row], held.own_variance[row], held.variance[row])
        return self._shrunk(recorded, expected, noise, above)


def counterfactual(
    data: ShockData, kind: str, above: Counterfactual | None, options: ShockOptions
) -> Counterfactual:
    """Fit the months before the shock at the places of one level that can be known."""
    level, start = data.levels[kind], data.start
    design = month_design(data.months, data.shock.first)
    rows, above_row = _able(level, start, above, options)
    counts, prior = level.counts[rows], options.prior(kind, data.family)
    offset = _offset(level, rows, above, above_row, design)
    share = np.ones((1, 1))
    if above is not None and above.level.kind == "pfa" and data.placed_share is not None:
        share = data.placed_share[above.rows]
        offset = offset + np.log(share[above_row])
    known = ~np.isnan(counts[:, :start])
    last = start - 1 - np.argmax(known[:, ::-1], axis=1)
    ahead = (np.arange(len(data.months))[None, :] - last[:, None]) / 12
    enough = (~np.isnan(level.counts[:, :start])).sum(axis=1) >= options.least_before
    before = (counts[:, :start], design.values[:start], offset[:, :start])
    fitted = fit_paths(*before, prior, age=-ahead[:, :start])
    paths = expected_paths(fitted, design.values, offset, prior, ahead)
    return Counterfactual(
        level,
        rows,
        above,
        above_row,
        paths.expected * _adding_up(paths.expected, level, (above, above_row, share), enough),
        paths.own_variance,
        fitted.alpha,
        fitted.covariance,
        design,
        prior.drift,
        ahead,
    )


def _adding_up(
    expected: Array, level: Level, above: tuple[Counterfactual | None, Whole, Array], enough: Mask
) -> Array:
    """Return by what each path is multiplied so that the places within an area add up to its own path.

    Each place learns its trend from its own months and would carry on what the area above has damped: the
    whole decides how much there would have been, its places decide where. Places of which too few months are
    known take their part by residents.
    """
    whole, row, placed = above
    if whole is None:
        return np.ones((1, 1))
    n, place = len(whole.rows), np.full(len(whole.level.codes), len(whole.rows), dtype=np.int64)
    place[whole.rows] = np.arange(n)
    people = np.nan_to_num(level.residents)
    told, every = (np.bincount(place[level.above], people * w, n + 1)[:n] for w in (enough, 1.0))
    part = np.where(every > 0, told / np.maximum(every, 1.0), 1.0)
    total = np.zeros_like(whole.expected)
    np.add.at(total, row, expected)
    target = whole.expected * placed * part[:, None]
    return np.asarray((np.where(total > 0, target, 1.0) / np.where(total > 0, total, 1.0))[row])


def _able(
    level: Level, start: int, above: Counterfactual | None, options: ShockOptions
) -> tuple[Whole, Whole]:
    """Return the places with enough months before the shock, one in it, and an area above that is known."""
    known = ~np.isnan(level.counts)
    enough = known[:, :start].sum(axis=1) >= options.least_before
    able = enough & known[:, start:].any(axis=1) & (np.nansum(level.counts[:, :start], axis=1) > 0)
    if above is None:
        rows = np.flatnonzero(able)
        return rows, np.full(len(rows), -1, dtype=np.int64)
    place = np.full(len(above.level.codes) + 1, -1, dtype=np.int64)
    place[above.rows] = np.arange(len(above.rows))
    held = place[level.above]
    rows = np.flatnonzero(able & (held >= 0))
    return rows, held[rows]


def _offset(
    level: Level, rows: Whole, above: Counterfactual | None, above_row: Whole, design: MonthDesign
) -> Array:
    """Return the path of the area above, by the share of its residents; at the top the days of the month."""
    if above is None:
        return np.broadcast_to(design.log_days, (len(rows), len(design.log_days))).copy()
    own, top = level.residents[rows], above.level.residents[above.rows][above_row]
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.log(own / top)
    held = np.isfinite(share)
    share = np.where(held, share, share[held].mean() if held.any() else 0.0)
    return np.asarray(np.log(above.expected[above_row]) + share[:, None])
