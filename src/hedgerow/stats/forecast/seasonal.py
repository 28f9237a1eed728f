"""The season of many series: moving means, indices, and how far each is to be believed.

Classical decomposition by centred moving means. The indices of a series are shrunken (James and Stein 1961,
as Miller and Williams 2003 use it for seasonal factors) towards those that all series share, which are
themselves shrunken towards no season. A series of fewer than three seasons has the shared ones alone.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hedgerow.stats.forecast.history import Array, History

FEWEST_SEASONS = 3
_HELD = 0.75  # the share of a moving mean's weight that must be observed


def moving_mean(values: Array, season: int) -> Array:
    """Return the centred moving mean over one season; NaN where less than three quarters is observed."""
    series, periods = values.shape
    width = season + 1 if season % 2 == 0 else season
    weights = np.ones(width)
    if season % 2 == 0:
        weights[[0, -1]] = 0.5
    smooth = np.full((series, periods), np.nan)
    if periods < width:
        return smooth
    seen = ~np.isnan(values)
    windows = np.lib.stride_tricks.sliding_window_view
    total = windows(np.where(seen, values, 0.0), width, axis=1) @ weights
    held = windows(seen.astype(float), width, axis=1) @ weights
    half = width // 2
    enough = held >= _HELD * weights.sum()
    smooth[:, half : periods - half] = np.where(enough, total / np.maximum(held, 1e-12), np.nan)
    return smooth


def is_seasonal(values: Array, season: int, z: float) -> npt.NDArray[np.bool_]:
    """Return whether the autocorrelation at one season is beyond z standard errors (Bartlett's)."""
    seen = ~np.isnan(values)
    count = np.maximum(seen.sum(axis=1), 1)
    centred = np.where(seen, values - (np.nansum(values, axis=1) / count)[:, None], 0.0)
    power = np.maximum((centred**2).sum(axis=1), 1e-300)
    lags = range(1, min(season, values.shape[1] - 1) + 1)
    r = np.stack([(centred[:, k:] * centred[:, :-k]).sum(axis=1) / power for k in lags], axis=1)
    limit = z * np.sqrt((1 + 2 * (r[:, :-1] ** 2).sum(axis=1)) / count)
    return np.asarray((r.shape[1] == season) & (np.abs(r[:, -1]) > limit))


def season_of(history: History, *, multiplicative: bool, gate: float) -> Array:
    """Return the indices of each series by place in the season, shape (series, season).

    Parameters
    ----------
    history
        The series.
    multiplicative
        Factors around 1; otherwise amounts around 0.
    gate
        Standard errors that the autocorrelation at one season must reach for a series to have a season of
        its own; 0 leaves all to the shrinkage.
    """
    rest = 1.0 if multiplicative else 0.0
    season = history.season
    none = np.full((len(history.values), season), rest)
    if season < 2 or history.values.shape[1] <= season:
        return none
    index, variance, held = _own(history, multiplicative, rest)
    own = held & (history.seen.sum(axis=1) >= FEWEST_SEASONS * season)
    shared = _shared(history, index[own], multiplicative, rest)
    if gate > 0:
        own &= is_seasonal(history.values, season, gate)
        shared = np.full(season, rest) if own.any() else shared
    mixed = np.where(own[:, None], _shrunken(index, variance, shared), shared[None, :])
    return _centred(mixed, multiplicative)


def _own(history: History, multiplicative: bool, rest: float) -> tuple[Array, Array, npt.NDArray[np.bool_]]:
    """Return indices, their sampling variance (series,) and whether every place has two values or more."""
    smooth = moving_mean(history.values, history.season)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = history.values / smooth if multiplicative else history.values - smooth
    apart[~np.isfinite(apart)] = np.nan
    index = np.empty((len(apart), history.season))
    variance, counts = np.empty_like(index), np.empty_like(index)
    slots = history.slots()
    for place in range(history.season):
        here = (slots == place) & ~np.isnan(apart)
        n = here.sum(axis=1)
        mean = np.where(here, apart, 0.0).sum(axis=1) / np.maximum(n, 1)
        square = np.where(here, (apart - mean[:, None]) ** 2, 0.0).sum(axis=1)
        index[:, place], counts[:, place] = np.where(n > 0, mean, rest), n
        variance[:, place] = square / np.maximum(n - 1, 1) / np.maximum(n, 1)
    held: npt.NDArray[np.bool_] = np.all(counts >= 2, axis=1)
    return _centred(index, multiplicative), np.asarray(variance.mean(axis=1)), held


def _shared(history: History, index: Array, multiplicative: bool, rest: float) -> Array:
    """Return the season that the series share; from the last season's totals where all are short."""
    if len(index):
        middle = index.mean(axis=0)
        noise = np.asarray(index.var(axis=0, ddof=1).mean() / len(index)) if len(index) > 1 else np.inf
        return np.asarray(rest + _kept(noise, middle - rest) * (middle - rest))
    if not multiplicative:
        return np.full(history.season, rest)
    last, slots = history.values[:, -history.season :], history.slots()[:, -history.season :]
    scale = np.nansum(last, axis=1, keepdims=True)
    known = ~np.isnan(last).any(axis=1) & (scale[:, 0] > 0)
    totals = np.bincount(slots[known].ravel(), weights=last[known].ravel(), minlength=history.season)
    return np.asarray(totals / totals.mean()) if known.any() else np.full(history.season, rest)


def _shrunken(index: Array, variance: Array, shared: Array) -> Array:
    apart = index - shared
    keep = 1 - np.clip((index.shape[1] - 3) * variance / np.maximum((apart**2).sum(axis=1), 1e-300), 0.0, 1.0)
    return np.asarray(shared + keep[:, None] * apart)


def _kept(variance: npt.NDArray[np.float64] | float, apart: Array) -> float:
    squares = float((apart**2).sum())
    return 1 - min(max((apart.size - 3) * float(variance) / max(squares, 1e-300), 0.0), 1.0)


def _centred(index: Array, multiplicative: bool) -> Array:
    middle = index.mean(axis=1, keepdims=True)
    if multiplicative:
        safe = np.where(middle > 0, middle, 1.0)
        return np.asarray(np.maximum(index / safe, 1e-3))
    return np.asarray(index - middle)
