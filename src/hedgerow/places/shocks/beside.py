"""Places beside places alike: who fell more, who fell less, window by window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.places.shocks.counterfactual import Counterfactual
from hedgerow.places.shocks.specification import ShockOptions
from hedgerow.stats.discovery import benjamini_hochberg
from hedgerow.stats.recovery import Ratio, ratio_test, shrink_ratio, spread_of

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class WindowResult:
    """One window at m places of one level.

    Attributes
    ----------
    first, last
        Its months.
    state
        measured, partly_seen, not_known or cannot_tell.
    recorded, expected
        Crimes in its known months.
    ratio
        Shrunken, with limits (3 x m).
    beside
        The comparison with places alike; missing for levels that have none.
    """

    first: str
    last: str
    state: npt.NDArray[np.str_]
    recorded: Array
    expected: Array
    ratio: Array
    beside: Beside


@dataclass(frozen=True)
class Beside:
    """Each place's ratio over that of places alike.

    `twins` counts them, `kind` says whose they are, `ratio` is theirs together, `own` is the place's over
    theirs with limits (3 x m), `q` the false-discovery q-value, `words` what may be said.
    """

    twins: Whole
    kind: npt.NDArray[np.str_]
    ratio: Array
    own: Array
    q: Array
    words: npt.NDArray[np.str_]


def window(
    paths: Counterfactual, span: tuple[str, str], alike: dict[str, Whole], options: ShockOptions
) -> WindowResult:
    """Measure one window; `alike` holds pairs of rows of `paths`, by kind."""
    months = np.array([span[0] <= month <= span[1] for month in paths.design.months])
    used = np.broadcast_to(months, paths.expected.shape)
    recorded, expected, noise = paths.totals(used)
    seen = (~np.isnan(paths.recorded[:, months])).sum(axis=1)
    full = paths.expected[:, months].sum(axis=1) / max(int(months.sum()), 1)
    enough = full * max(int(months.sum()), 1) >= options.least_expected
    state = np.where(seen == months.sum(), "measured", "partly_seen")
    state = np.where(enough, state, "cannot_tell")
    state = np.where(seen == 0, "not_known", state)
    ratio = paths.ratio(months)
    told = (state == "measured") | (state == "partly_seen")
    three = np.where(told, np.vstack([ratio.ratio, *ratio.interval(options.z_band)]), np.nan)
    own = np.where(told, recorded, np.nan)
    beside = _beside(own, expected, noise, alike, options)
    return WindowResult(span[0], span[1], state, recorded, expected, three, beside)


def _beside(
    recorded: Array, expected: Array, noise: Array, alike: dict[str, Whole], options: ShockOptions
) -> Beside:
    """Compare each place with the places alike that know as much; the contrast's twins come first."""
    m = len(recorded)
    count, kind = np.zeros(m, dtype=np.int64), np.full(m, "none", dtype="<U8")
    theirs, widening = np.full(m, np.nan), np.zeros(m)
    for name in ("context", "contrast"):
        pairs = alike.get(name, np.empty((0, 2), dtype=np.int64))
        pairs = pairs[~np.isnan(recorded[pairs[:, 1]])]
        number = np.bincount(pairs[:, 0], minlength=m)
        y, mu = (np.bincount(pairs[:, 0], v[pairs[:, 1]], minlength=m) for v in (recorded, expected))
        square = np.bincount(pairs[:, 0], (noise * expected**2)[pairs[:, 1]], minlength=m)
        take = (number >= options.least_twins) & ~np.isnan(recorded) & (y > 0)
        count, kind = np.where(take, number, count), np.where(take, name, kind)
        theirs = np.where(take, y / np.maximum(mu, 1e-9), theirs)
        wider = 1 / np.maximum(y, 1) + square / np.maximum(mu, 1e-9) ** 2
        widening = np.where(take, wider, widening)
    return _compared(recorded, expected * theirs, noise + widening, options, (count, kind, theirs))


def _compared(
    recorded: Array,
    expected: Array,
    noise: Array,
    options: ShockOptions,
    twins: tuple[Whole, npt.NDArray[np.str_], Array],
) -> Beside:
    held = ~np.isnan(recorded) & ~np.isnan(expected)
    flat = np.zeros(len(recorded))
    own = Ratio(flat * np.nan, flat, flat)
    p = np.where(held, np.nan, np.nan)
    if held.any():
        tau2 = spread_of(recorded, expected, noise)
        own = shrink_ratio(recorded, expected, noise, Ratio(flat + 1, flat, flat), tau2)
        p[held] = ratio_test(recorded[held], expected[held], noise[held])
    q = benjamini_hochberg(p)
    with np.errstate(invalid="ignore"):
        differs = q <= options.q
    words = np.where(differs, np.where(own.ratio < 1, "fell_more", "fell_less"), "like_twins")
    three = np.where(held, np.vstack([own.ratio, *own.interval(options.z_band)]), np.nan)
    return Beside(*twins[:2], twins[2], three, q, np.where(held, words, "cannot_tell"))
