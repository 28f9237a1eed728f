"""What each area's own past leads one to expect, with how uncertain that is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.places.panel import month_number
from hedgerow.places.signals.panel import CountPanel
from hedgerow.places.signals.path import Paths, design, fit_paths
from hedgerow.places.signals.share import fit_shares
from hedgerow.places.signals.window import Window

Array = npt.NDArray[np.float64]
TRIMMED = 0.98  # share of the misses from which the drift is learnt
KEPT_SHARE = 0.87  # of a variance that is left when its largest 2 % are trimmed (normal misses)
PRIOR_SHARE = 0.5
MOST_DRIFT = 0.25
LEAST_NOISE = 1e-6


@dataclass(frozen=True)
class Expectation:
    """Expected counts of the recent months of k types in n areas.

    Attributes
    ----------
    mean
        Shape (k, n, r): the last column is the current month.
    dispersion
        Shape (k, n): variance over mean of a single month.
    relative
        Shape (k, n): variance of the logarithm of the expected count.
    """

    mean: Array
    dispersion: Array
    relative: Array

    def variance(self, mean: Array) -> Array:
        """Variance of a count, or of a sum of months, whose expected value is `mean`."""
        return np.asarray(self.dispersion * mean + self.relative * mean**2)


def expect(panel: CountPanel, window: Window, *, fitted: bool = False) -> Expectation:
    """Return what is expected: small areas share their district's path, larger ones have their own.

    Large areas: quasi-Poisson regression on their own months. LSOAs: level by their own months, steadied by
    their district, on the district's path, so that a sparse series still has a trend and a time of year.
    With `fitted`, the months of the baseline come too, before the recent ones.
    """
    columns = list(window.used)
    x = design(np.array([month_number(panel.months[c]) for c in columns], dtype=float), window.season)
    chain = _chain(panel, window)
    found = [
        _one_type(panel, number, chain, x, window, first=0 if fitted else len(window.baseline))
        for number in range(len(panel.types))
    ]
    said = Expectation(
        np.stack([one.mean for one in found]),
        np.stack([one.dispersion for one in found]),
        np.stack([one.relative for one in found]),
    )
    told = np.asarray(panel.known[:, list(window.baseline)].any(axis=1))
    kept = Expectation(np.where(told[:, None], said.mean, 0.0), said.dispersion, said.relative)
    return kept if fitted else with_drift(panel, window, kept)


@dataclass(frozen=True)
class _One:
    mean: Array
    dispersion: Array
    relative: Array


@dataclass(frozen=True)
class _Level:
    """One level of the chain: its panel, and the row of its parent for each of its rows."""

    panel: CountPanel
    parent: npt.NDArray[np.int64]


def _chain(panel: CountPanel, window: Window) -> tuple[_Level, ...]:
    """Region, forces and, for LSOAs, districts; each row knows its parent."""
    forces = panel.grouped("pfa", panel.force, panel.force)
    whole = forces.known[:, list(window.used)].all(axis=1)
    region = forces.grouped("region", np.where(whole, "region", ""), np.full(len(forces.areas), "region"))
    levels = [_Level(region, np.zeros(len(region.areas), dtype=np.int64))]
    above = (
        np.zeros(len(forces.areas), dtype=np.int64) if len(region.areas) else np.full(len(forces.areas), -1)
    )
    levels.append(_Level(forces, above))
    below = panel
    if panel.kind == "lsoa":
        below = panel.grouped("lad", panel.district, panel.force)
    levels.append(_Level(below, np.searchsorted(np.array(forces.areas), below.force)))
    return tuple(levels)


def _one_type(
    panel: CountPanel, number: int, chain: tuple[_Level, ...], x: Array, window: Window, *, first: int
) -> _One:
    paths = _paths(chain, number, x, window)
    if panel.kind != "lsoa":
        return _One(
            paths.mean[:, first:], paths.dispersion, paths.variance[:, len(window.baseline) :].max(axis=1)
        )
    row = np.searchsorted(np.array(chain[-1].panel.areas), panel.district)
    columns = list(window.baseline)
    usual = paths.mean[row]
    shares = fit_shares(
        panel.of(number)[:, columns],
        usual[:, : len(columns)],
        row,
        np.count_nonzero(panel.known[:, columns], axis=1),
    )
    return _One(
        shares.share[:, None] * usual[:, first:],
        shares.dispersion,
        shares.relative + paths.variance[row, len(window.baseline) :].max(axis=1),
    )


def _paths(chain: tuple[_Level, ...], number: int, x: Array, window: Window) -> Paths:
    """Fit the chain from the region down; each level leans on the one above."""
    columns = list(window.used)
    above = np.zeros((1, len(columns)))
    paths = Paths(above, above, np.ones(1))
    for level in chain:
        if not len(level.panel.areas):
            continue
        weight = level.panel.known[:, columns].astype(float)
        weight[:, len(window.baseline) :] = 0
        usual = paths.log - paths.log[:, :1]
        above = np.where((level.parent >= 0)[:, None], usual[np.maximum(level.parent, 0)], 0.0)
        paths = fit_paths(level.panel.counts[number][:, columns].astype(float), x, weight, above)
    return paths


def with_drift(panel: CountPanel, window: Window, said: Expectation) -> Expectation:
    """Widen what is expected by how far the months left out really lay from it.

    A regression believes its trend; levels drift, and the further from the baseline the further (a random
    walk). The months between baseline and current month were not fitted, so they tell: the squared misses
    beyond what was expected, trimmed so that outbreaks do not widen the limits, are a variance of the
    logarithm that grows with each month and is carried on to the current one. What all areas of a level share
    in a month is in it. Each type has its own, drawn towards that of all types.
    """
    columns = list(window.recent[:-1])
    if not columns:
        return said
    beyond, weight = np.zeros(len(panel.types)), np.zeros(len(panel.types))
    near = np.arange(1, len(columns) + 1) / (len(columns) + 1)  # the current month is 1
    for number in range(len(panel.types)):
        y, mean = panel.of(number)[:, columns], said.mean[number][:, :-1]
        noise = said.dispersion[number][:, None] * mean + said.relative[number][:, None] * mean**2
        keep = np.isfinite(y) & (noise > LEAST_NOISE)
        ahead = np.broadcast_to(near, y.shape)[keep]
        miss, mean, noise = ((y - mean) ** 2)[keep], mean[keep], noise[keep]
        calm = miss / noise <= np.quantile(miss / noise, TRIMMED) if len(miss) else keep[keep]
        trust = ahead[calm] * mean[calm] ** 2 / noise[calm]
        beyond[number] = (trust * (miss[calm] / noise[calm] / KEPT_SHARE - 1)).sum()
        weight[number] = (trust**2).sum()
    pooled = max(beyond.sum() / max(weight.sum(), 1e-9), 0.0)
    prior = PRIOR_SHARE * weight.sum() / max(len(weight), 1)
    drift = np.maximum((beyond + prior * pooled) / np.maximum(weight + prior, 1e-9), 0.0)
    return Expectation(said.mean, said.dispersion, said.relative + np.minimum(drift, MOST_DRIFT)[:, None])
