"""The forecast of many series: means, quantiles and what rolling origins say of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError, UsageError
from hedgerow.stats.forecast import empirical, negbin
from hedgerow.stats.forecast.combined import combined
from hedgerow.stats.forecast.history import Array, History, recent_mean
from hedgerow.stats.forecast.pairs import Pair
from hedgerow.stats.forecast.rolling import cuts, pairs_at
from hedgerow.stats.forecast.scores import SCORED, Score, naive_error, score

LEVELS = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
SMALL = 100.0  # counts with a mean below this have the distribution of counts
MOST_SCORED = 5000
Spread = negbin.CountSpread | empirical.ErrorSpread


@dataclass(frozen=True)
class Forecast:
    """Forecasts of series of one kind or of several.

    Attributes
    ----------
    mean
        Shape (series, steps).
    quantiles
        Shape (series, steps, levels).
    levels
        The quantiles' levels.
    kinds
        count, positive or real, for each series.
    scores
        What rolling origins say: the combination, seasonal naive and the mean of the last season, over all
        series that could be scored; empty where every series is too short.
    scored, origins
        How many series and origins stand behind the scores.
    behind
        For each series and baseline whether the combination's error was larger; NaN where it was not scored.
    """

    mean: Array
    quantiles: Array
    levels: tuple[float, ...]
    kinds: tuple[str, ...]
    scores: tuple[Score, ...]
    scored: int
    origins: int
    behind: dict[str, Array]


def forecast(history: History, steps: int, *, levels: Sequence[float] = LEVELS) -> Forecast:
    """Forecast every series `steps` periods after its last column.

    Raises
    ------
    UsageError
        When the steps, the season or a level cannot be.
    EstimateError
        When a series has no observation.
    """
    _check(history, steps, levels)
    kinds = kind_of(history.values)
    shape = (len(history.values), steps)
    mean, quantiles = np.empty(shape), np.empty((*shape, len(levels)))
    parts = []
    for kind in sorted(set(kinds)):
        which = np.array([one == kind for one in kinds])
        part = _one_kind(history.rows(which), steps, kind, levels)
        mean[which], quantiles[which] = part.mean, part.quantiles
        parts.append((which, part))
    return Forecast(mean, quantiles, tuple(levels), kinds, *_gathered(parts, len(kinds)))


@dataclass(frozen=True)
class _Part:
    mean: Array
    quantiles: Array
    scores: tuple[Score, ...]
    scored: int
    origins: int
    errors: dict[str, Array]


def kind_of(values: Array) -> tuple[str, ...]:
    """Return each series' kind: small whole numbers are counts; the rest is positive, or real."""
    whole = np.all(np.isnan(values) | ((values >= 0) & (values == np.round(values))), axis=1)
    small = recent_mean(values, values.shape[1]) < SMALL
    positive = np.nanmin(values, axis=1) > 0
    counts = whole.all() & (small | ~positive)
    return tuple("count" if c else "positive" if p else "real" for c, p in zip(counts, positive, strict=True))


def _one_kind(history: History, steps: int, kind: str, levels: Sequence[float]) -> _Part:
    points = combined(history, steps, kind)
    places = cuts(history.seen.sum(axis=1), steps, history.season)
    made = [pairs_at(history, cut, steps, kind) for cut in places]
    made = [(found, rows) for found, rows in made if found]
    spread = _learnt([found["combined"] for found, _ in made], steps, kind)
    quantiles = np.sort(spread.quantiles(points, history.values, levels), axis=2)
    scores, scored = _scored(made, steps, kind, history.season)
    return _Part(points.mean, quantiles, scores, scored, len(made), _errors(made, len(history.values)))


def _learnt(pairs: Sequence[Pair], steps: int, kind: str) -> Spread:
    if kind == "count":
        return negbin.learnt(pairs, steps)
    return empirical.learnt(pairs, steps, logs=kind == "positive")


Made = list[tuple[dict[str, Pair], npt.NDArray[np.int64]]]


def _scored(made: Made, steps: int, kind: str, season: int) -> tuple[tuple[Score, ...], int]:
    """Score the latest origin; the spread is learnt from the earlier ones alone."""
    if not made:
        return (), 0
    scores = []
    for name, pair in made[0][0].items():
        spread = _learnt([found[name] for found, _ in made[1:]], steps, kind)
        every = max(1, -(-len(pair.truth) // MOST_SCORED))
        mean = pair.points.mean[::every]
        values, truth = pair.values[::every], pair.truth[::every]
        points = type(pair.points)(mean, pair.points.scale[::every])
        quantiles = spread.quantiles(points, values, SCORED)
        scores.append(score(name, mean, quantiles, truth, naive_error(values, season)))
    return tuple(scores), len(truth)


def _errors(made: Made, series: int) -> dict[str, Array]:
    """Return each series' summed absolute error over all origins, by method; NaN where it had none."""
    total: dict[str, Array] = {}
    for found, rows in made:
        for name, pair in found.items():
            sums = total.setdefault(name, np.full(series, np.nan))
            here = np.nansum(np.abs(pair.truth - pair.points.mean), axis=1)
            sums[rows] = np.where(np.isnan(sums[rows]), 0.0, sums[rows]) + here
    return total


def _gathered(
    parts: list[tuple[npt.NDArray[np.bool_], _Part]], series: int
) -> tuple[tuple[Score, ...], int, int, dict[str, Array]]:
    """Put the kinds together: scores weighted by the series behind them."""
    scored = sum(part.scored for _, part in parts)
    names = [one.method for part in (p for _, p in parts) for one in part.scores]
    scores = tuple(_mixed(name, parts) for name in dict.fromkeys(names))
    behind = {}
    for name in [one for one in dict.fromkeys(names) if one != "combined"]:
        worse = np.full(series, np.nan)
        for which, part in parts:
            if name in part.errors:
                apart = part.errors["combined"] - part.errors[name]
                worse[which] = np.where(np.isnan(apart), np.nan, apart > 0)
        behind[name] = worse
    return scores, scored, max(part.origins for _, part in parts), behind


def _mixed(name: str, parts: list[tuple[npt.NDArray[np.bool_], _Part]]) -> Score:
    held = [(part.scored, one) for _, part in parts for one in part.scores if one.method == name]

    def middle(field: str) -> float:
        usable = [(n, getattr(one, field)) for n, one in held if not np.isnan(getattr(one, field))]
        weight = sum(n for n, _ in usable)
        return sum(n * value for n, value in usable) / weight if weight else float("nan")

    fields = ("mae", "mase", "crps", "coverage80", "coverage95")
    return Score(name, *(middle(field) for field in fields))


def _check(history: History, steps: int, levels: Sequence[float]) -> None:
    if steps < 1:
        raise UsageError(f"A horizon of {steps} periods is not ahead.", remedy="Give 1 or more.")
    if history.season < 1:
        raise UsageError(f"A season of {history.season} periods cannot be.", remedy="Give 12 for months.")
    wrong = [level for level in levels if not 0 < level < 1]
    if wrong:
        raise UsageError(
            f"A quantile at {wrong[0]:g} is not between 0 and 1.", remedy="Give for example 0.1."
        )
    if not history.seen.any(axis=1).all():
        place = int(np.flatnonzero(~history.seen.any(axis=1))[0])
        raise EstimateError(
            f"Series {place + 1} has no observation.", remedy="Leave it out, or add what was observed."
        )
