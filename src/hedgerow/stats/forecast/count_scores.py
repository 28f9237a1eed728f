"""How good forecasts of counts are: errors, CRPS, log score, coverage and the randomised transform.

The randomised probability integral transform of Czado, Gneiting and Held (2009) is uniform where the
distribution is right; `pit_distance` is its largest distance from uniform.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, gammaln

from hedgerow.stats.forecast.combined import Points
from hedgerow.stats.forecast.history import Array, Whole
from hedgerow.stats.forecast.negbin import CountSpread, dispersion
from hedgerow.stats.forecast.pairs import Pair
from hedgerow.stats.forecast.scores import naive_error, pinball

SCORED: tuple[float, ...] = (0.025, 0.1, 0.3, 0.5, 0.7, 0.9, 0.975)
_MIDDLE = slice(1, 6)


@dataclass(frozen=True)
class CountScore:
    """Scores of one way of forecasting counts, means over series, origins and steps.

    Attributes
    ----------
    method
        Name of the way.
    pairs
        Forecasts that were held against what came.
    mae, mase, rmsse
        Mean absolute error; the same over the in-sample error of seasonal naive; root mean squared error
        over that of seasonal naive.
    crps, log_score
        Continuous ranked probability score, from five quantiles; mean of - log probability of what came.
    coverage80, coverage95
        Shares of what came inside the central intervals.
    pit_distance
        Largest distance of the randomised probability transform from uniform.
    by_series
        Mean absolute error of each series, NaN where it was not scored.
    """

    method: str
    pairs: int
    mae: float
    mase: float
    rmsse: float
    crps: float
    log_score: float
    coverage80: float
    coverage95: float
    pit_distance: float
    by_series: Array


@dataclass(frozen=True)
class Scored:
    """Forecasts of one origin, what their distributions lie around, their spread and the series' numbers."""

    pair: Pair
    around: Points
    spread: CountSpread
    rows: Whole


@dataclass
class _Sums:
    loss: list[Array]
    series: list[Array]
    apart: list[Array]
    chance: list[Array]
    inside80: list[Array]
    inside95: list[Array]
    pit: list[Array]
    size: list[Array]
    scaled: list[Array]
    squared: list[Array]


def count_score(method: str, parts: Sequence[Scored], season: int, rng: np.random.Generator) -> CountScore:
    """Score the forecasts of several origins, each with a spread that was learnt from other origins."""
    sums = _Sums([], [], [], [], [], [], [], [], [], [])
    for part in parts:
        _add(sums, part, season, rng)
    flat = {name: np.concatenate(values) if values else np.empty(0) for name, values in vars(sums).items()}
    return CountScore(
        method,
        len(flat["loss"]),
        _mean(flat["size"]),
        _mean(flat["scaled"]),
        _mean(np.sqrt(flat["squared"])),
        2 * _mean(flat["loss"]),
        _mean(flat["chance"]),
        _mean(flat["inside80"]),
        _mean(flat["inside95"]),
        _distance(flat["pit"]),
        _by_series(flat["apart"], flat["series"]),
    )


def _add(sums: _Sums, part: Scored, season: int, rng: np.random.Generator) -> None:
    pair, spread = part.pair, part.spread
    truth, held = pair.truth, ~np.isnan(pair.truth)
    sums.series.append(np.broadcast_to(part.rows[:, None], truth.shape)[held].astype(float))
    sums.apart.append(np.abs(truth - pair.points.mean)[held])
    quantiles = np.sort(spread.quantiles(part.around, pair.values, SCORED), axis=2)
    sums.loss.append(pinball(quantiles[:, :, _MIDDLE], truth, SCORED[_MIDDLE])[held])
    sums.inside80.append(_within(quantiles[:, :, 1], quantiles[:, :, 5], truth)[held])
    sums.inside95.append(_within(quantiles[:, :, 0], quantiles[:, :, 6], truth)[held])
    alpha = dispersion(part.around, pair.values)[:, None] * spread.factor[: truth.shape[1]]
    y, mean = np.round(truth[held]), part.around.mean[held]
    alpha = np.broadcast_to(alpha, truth.shape)[held]
    sums.chance.append(-log_chance(y, mean, alpha))
    low, high = _cdf(y - 1, mean, alpha), _cdf(y, mean, alpha)
    sums.pit.append(low + rng.random(len(y)) * (high - low))
    _errors(sums, pair, held, season)


def _errors(sums: _Sums, pair: Pair, held: np.typing.NDArray[np.bool_], season: int) -> None:
    apart = np.where(held, pair.truth - pair.points.mean, 0.0)
    n, known = np.maximum(held.sum(axis=1), 1), held.any(axis=1)
    size, square = np.abs(apart).sum(axis=1) / n, (apart**2).sum(axis=1) / n
    naive, power = naive_error(pair.values, season), _naive_square(pair.values, season)
    sums.size.append(size[known])
    usable = known & (naive > 0)
    sums.scaled.append(size[usable] / naive[usable])
    usable = known & (power > 0)
    sums.squared.append(square[usable] / power[usable])


def log_chance(y: Array, mean: Array, alpha: Array) -> Array:
    """Return the logarithm of the negative binomial probability of whole numbers `y`."""
    size = 1 / np.maximum(alpha, 1e-9)
    chance = np.log(size / (size + mean))
    other = np.log(mean / (size + mean))
    return np.asarray(gammaln(y + size) - gammaln(size) - gammaln(y + 1) + size * chance + y * other)


def _cdf(y: Array, mean: Array, alpha: Array) -> Array:
    size = 1 / np.maximum(alpha, 1e-9)
    found = betainc(size, np.maximum(y, 0.0) + 1, size / (size + mean))
    return np.where(y < 0, 0.0, found)


def _naive_square(values: Array, season: int) -> Array:
    if values.shape[1] <= season:
        return np.full(len(values), np.nan)
    apart = (values[:, season:] - values[:, :-season]) ** 2
    held = (~np.isnan(apart)).sum(axis=1)
    return np.where(held > 0, np.nansum(apart, axis=1) / np.maximum(held, 1), np.nan)


def _within(low: Array, high: Array, truth: Array) -> Array:
    return ((truth >= low) & (truth <= high)).astype(float)


def _by_series(loss: Array, series: Array) -> Array:
    rows = series.astype(np.int64)
    n = np.bincount(rows)
    return np.where(n > 0, np.bincount(rows, weights=loss) / np.maximum(n, 1), np.nan)


def _distance(pit: Array) -> float:
    if not len(pit):
        return float("nan")
    ordered, n = np.sort(pit), len(pit)
    return float(max((np.arange(1, n + 1) / n - ordered).max(), (ordered - np.arange(n) / n).max()))


def _mean(values: Array) -> float:
    return float(values.mean()) if values.size else float("nan")
