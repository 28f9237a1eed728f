"""Several ways beside each other by rolling origin; the best of them, with the spread that it showed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from hedgerow.stats.forecast import negbin
from hedgerow.stats.forecast.combined import Points
from hedgerow.stats.forecast.count_scores import CountScore, Scored, count_score, log_chance
from hedgerow.stats.forecast.history import Array, History, Whole
from hedgerow.stats.forecast.negbin import CountSpread, dispersion
from hedgerow.stats.forecast.pairs import Pair
from hedgerow.stats.forecast.ways import COMBINED, WAYS

ORIGINS = 12
FEWEST = 13  # observations that an origin must leave
MOST_SCORED = 1200  # series; of more, every so manyth is scored
FEW, MARGIN = 8, 0.02  # series; of the error: among so few series ways closer than this are level
LEAST = 0.5  # events over all that was observed, round which a distribution lies
SCALES = 2.0 ** np.arange(-6, 3)  # of the spread, tried by likelihood
JUDGED = 2000  # forecasts of one origin on which they are tried
SAME = 0.5  # share of the errors of a year that its months have in common, while little is known
SAME_WEIGHT = 20.0  # origins-series that this belief is worth


@dataclass(frozen=True)
class Compared:
    """Forecasts of the counts of one level, made in the way that rolling origins favour.

    Attributes
    ----------
    mean, alpha
        Means and dispersions (variance = mean + alpha mean²), shape (series, steps).
    method
        The way that was used.
    scores
        Of every way; empty where every series is too short.
    origins, reach
        How many origins, and how many steps ahead the farthest looked.
    spread
        What the errors of the way that was used taught.
    together
        Correlation of the errors of different months of one forecast, beyond those of chance.
    """

    mean: Array
    alpha: Array
    method: str
    scores: tuple[CountScore, ...]
    origins: int
    reach: int
    spread: CountSpread
    together: float


def compare(history: History, steps: int, *, seed: int = 1, most: int = MOST_SCORED) -> Compared:
    """Forecast counts in every way; use the simplest whose error by rolling origin is level with the least.

    Level is within one standard error of the difference over series (the rule of one standard error of
    Breiman and colleagues 1984), or within 2 % where there are fewer than eight series.
    Up to twelve origins lie one to twelve periods before the end, as far as thirteen observations are left
    before each. Beyond the farthest step that they saw the dispersion grows like that of a random walk, in
    proportion to the step, at least.
    """
    made = _made(history, steps, most)
    rng = np.random.default_rng(seed)
    scores = tuple(count_score(name, _crossed(pairs), history.season, rng) for name, pairs in made.items())
    method = _best(scores)
    pairs = [_centred(pair) for pair, _ in made.get(method, [])]
    reach = max((pair.truth.shape[1] for pair in pairs), default=0)
    spread = _stretched(_taught(pairs, steps), reach)
    points = WAYS[method](history, steps)
    alpha = dispersion(centre(points, history.values), history.values)[:, None] * spread.factor[:steps]
    return Compared(points.mean, alpha, method, scores, len(pairs), reach, spread, _together(pairs, spread))


def centre(points: Points, values: Array) -> Points:
    """Return the points that a distribution lies around: none so far is not never.

    They are half an event over all that was observed at least.
    """
    seen = (~np.isnan(values)).sum(axis=1)[:, None]
    return Points(np.maximum(points.mean, LEAST / np.maximum(seen, 1)), points.scale)


Made = list[tuple[Pair, Whole]]


def _made(history: History, steps: int, most: int) -> dict[str, Made]:
    """Return the pairs of every way at every origin, with the numbers of their series."""
    made: dict[str, Made] = {}
    for cut in range(1, ORIGINS + 1):
        sub = history.until(cut) if history.values.shape[1] > cut else None
        if sub is None:
            break
        ahead = min(cut, steps)
        truth = history.values[:, -cut:][:, :ahead]
        enough = (sub.seen.sum(axis=1) >= FEWEST) & ~np.isnan(truth).all(axis=1)
        if not enough.any():
            continue
        sub, truth = sub.rows(enough), truth[enough]
        some = slice(None, None, max(1, -(-len(truth) // most)))
        rows = np.flatnonzero(enough)[some]
        for name, way in WAYS.items():
            points = way(sub, ahead)
            kept = Points(points.mean[some], points.scale[some])
            made.setdefault(name, []).append((Pair(kept, sub.values[some], truth[some]), rows))
    return made


def _crossed(made: Made) -> list[Scored]:
    """Pair each origin with the spread that the other half of the origins taught."""
    pairs = [_centred(pair) for pair, _ in made]
    widest = max((pair.truth.shape[1] for pair in pairs), default=1)
    halves = [_taught(pairs[1 - half :: 2], widest) for half in (0, 1)]
    return [
        Scored(pair, around.points, halves[place % 2], rows)
        for place, ((pair, rows), around) in enumerate(zip(made, pairs, strict=True))
    ]


def _centred(pair: Pair) -> Pair:
    return replace(pair, points=centre(pair.points, pair.values))


def _best(scores: tuple[CountScore, ...]) -> str:
    usable = [score for score in scores if not np.isnan(score.mae)]
    if not usable:
        return COMBINED
    least = min(usable, key=lambda score: score.mae)
    return next(score.method for score in usable if _level(score, least))


def _level(score: CountScore, least: CountScore) -> bool:
    apart = score.by_series - least.by_series
    apart = apart[~np.isnan(apart)]
    if len(apart) < FEW:
        return bool(score.mae <= least.mae * (1 + MARGIN))
    return float(apart.mean()) <= float(apart.std(ddof=1)) / float(np.sqrt(len(apart)))


def _taught(pairs: list[Pair], steps: int) -> CountSpread:
    """Return what errors teach of the spread; how wide it is as a whole by likelihood.

    Moments give its growth with the step, but areas with next to nothing would rule them: one crime where
    hardly any was expected is a large squared error and a small surprise.
    """
    spread = negbin.learnt(pairs, steps)
    if not pairs:
        return spread
    chances = np.zeros(len(SCALES))
    for pair in pairs:
        held = ~np.isnan(pair.truth)
        alpha = dispersion(pair.points, pair.values)[:, None] * spread.factor[: pair.truth.shape[1]]
        y, mean, wide = np.round(pair.truth[held]), pair.points.mean[held], alpha[held]
        every = max(1, len(y) // JUDGED)
        for place, scale in enumerate(SCALES):
            found = log_chance(y[::every], np.maximum(mean[::every], negbin.FLOOR), scale * wide[::every])
            chances[place] += found.mean()
    factor = spread.factor * SCALES[int(chances.argmax())]
    return replace(spread, factor=factor, placed=negbin.placed(pairs, factor))


def _stretched(spread: CountSpread, reach: int) -> CountSpread:
    factor = spread.factor.copy()
    seen = max(reach, 1)
    if len(factor) > seen:
        steps = np.arange(seen + 1, len(factor) + 1)
        factor[seen:] = np.maximum(factor[seen:], factor[seen - 1] * steps / seen)
    return replace(spread, factor=factor)


def _together(pairs: list[Pair], spread: CountSpread) -> float:
    """Return the shared part of the errors of one forecast's months: 0 none, 1 all."""
    above = below = weight = 0.0
    for pair in pairs:
        width = pair.truth.shape[1]
        if width < 2:
            continue
        mean = np.maximum(pair.points.mean, negbin.FLOOR)
        alpha = dispersion(pair.points, pair.values)[:, None] * spread.factor[:width]
        held, size = ~np.isnan(pair.truth), np.sqrt(mean + alpha * mean**2)
        apart = np.where(held, pair.truth - pair.points.mean, 0.0) / size
        most = np.where(held, np.sqrt(alpha) * mean, 0.0) / size  # if all beyond chance went together
        told = (mean / (1 + mean)).mean(axis=1) ** 2  # areas with next to nothing tell next to nothing
        above += float((told * (apart.sum(axis=1) ** 2 - (apart**2).sum(axis=1))).sum())
        below += float((told * (most.sum(axis=1) ** 2 - (most**2).sum(axis=1))).sum())
        weight += float(held.any(axis=1).sum())
    if not below:
        return SAME
    seen = float(np.clip(above / below, 0.0, 1.0))
    return (weight * seen + SAME_WEIGHT * SAME) / (weight + SAME_WEIGHT)
