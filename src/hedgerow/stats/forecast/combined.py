"""The point forecast: the plain mean of several models, and one-step errors for its spread.

Equal weights: estimated ones seldom pay (Claeskens and colleagues 2016). Which models are combined for which
kind of series was decided by rolling origin inside the training parts of the reference sets.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hedgerow.stats.forecast.damped import damped_trend
from hedgerow.stats.forecast.history import Array, History, recent_mean
from hedgerow.stats.forecast.seasonal import season_of
from hedgerow.stats.forecast.theta import theta

KINDS = ("count", "positive", "real")
GATE = 1.0
SHARED_BY = 20
SHORT = {"count": 3, "positive": 2, "real": 2}  # seasons
LONG = 2  # seasons of the long mean


@dataclass(frozen=True)
class Points:
    """Point forecasts, shape (series, steps), and the scale of each series' errors, shape (series,).

    For counts the scale is that of one-step errors. For others it lies half way, on logarithms, between that
    and the size of changes over a season, and is itself one of logarithms where all values are positive.
    """

    mean: Array
    scale: Array


def combined(history: History, steps: int, kind: str) -> Points:
    """Return the combination for one kind of series: count, positive or real.

    Series that are too short have one of their own: a trend and a season cannot be told apart in them.
    """
    whole = {"count": _counts, "positive": _positive, "real": _real}[kind]
    short = history.seen.sum(axis=1) < SHORT[kind] * history.season
    if history.season < 2 or not short.any():
        return whole(history, steps)
    mean, scale = np.empty((len(short), steps)), np.empty(len(short))
    for which, model in ((short, _short), (~short, whole)):
        if which.any():
            part = (
                model(history.rows(which), steps)
                if model is whole
                else _short(history.rows(which), steps, kind)
            )
            mean[which], scale[which] = part.mean, part.scale
    return Points(mean, scale)


def _short(history: History, steps: int, kind: str) -> Points:
    """The season that all share times the mean of the last; for counts with smoothing and the mean of all."""
    season = season_of(history, multiplicative=kind != "real", gate=0.0)
    past, ahead = _laid_out(season, history, steps)
    flat = history.values - past if kind == "real" else history.values / past
    few = len(flat) < SHARED_BY  # a season that few share fits each of them too well
    base = history.values if few else flat
    scale = np.sqrt(theta(np.log(base) if kind == "positive" else base, steps, weight=0.0).mse)
    level = np.repeat(recent_mean(history.values, history.season)[:, None], steps, axis=1)
    if kind == "count":
        long = np.repeat(recent_mean(flat, LONG * history.season)[:, None], steps, axis=1)
        level = np.mean([theta(flat, steps, weight=0.0).ahead, level, long], axis=0)
    mean = level + ahead if kind == "real" else level * ahead
    return Points(np.maximum(mean, 0.0) if kind != "real" else mean, scale)


def _counts(history: History, steps: int) -> Points:
    """Season by factors, always and shrunken; theta, smoothing, damped trend and the long mean."""
    season = season_of(history, multiplicative=True, gate=0.0)
    past, ahead = _laid_out(season, history, steps)
    flat = history.values / past
    smooth = theta(flat, steps, weight=0.0)
    long = recent_mean(flat, LONG * history.season)
    models = (
        theta(flat, steps).ahead,
        smooth.ahead,
        damped_trend(flat, steps).ahead,
        np.repeat(long[:, None], steps, axis=1),
    )
    mean = np.maximum(np.mean([np.maximum(model, 0.0) for model in models], axis=0), 0.0)
    return Points(mean * ahead, np.sqrt(smooth.mse))


def _positive(history: History, steps: int) -> Points:
    """Season by factors; theta as it is and in logarithms, theta 2 and the damped trend in logarithms."""
    season = season_of(history, multiplicative=True, gate=GATE)
    past, ahead = _laid_out(season, history, steps)
    flat = history.values / past
    logs = np.log(flat)
    free = theta(logs, steps)
    line = theta(flat, steps).ahead
    bent = [
        np.exp(m) for m in (free.ahead, theta(logs, steps, weight=0.5).ahead, damped_trend(logs, steps).ahead)
    ]
    lowest = 0.05 * np.nanmin(flat, axis=1, keepdims=True)
    mean = np.mean([np.maximum(line, lowest), *bent], axis=0)
    return Points(mean * ahead, _between(free.mse, change_scale(history, "positive")))


def _real(history: History, steps: int) -> Points:
    """Season by amounts; theta, theta 2 and the damped trend; not below zero where it never was."""
    season = season_of(history, multiplicative=False, gate=GATE)
    past, ahead = _laid_out(season, history, steps)
    flat = history.values - past
    free = theta(flat, steps)
    models = (free.ahead, theta(flat, steps, weight=0.5).ahead, damped_trend(flat, steps).ahead)
    mean = np.mean(models, axis=0) + ahead
    floor = np.where(np.nanmin(history.values, axis=1) >= 0, 0.0, -np.inf)
    scale = _between(free.mse, change_scale(history, "real"))
    return Points(np.maximum(mean, floor[:, None]), scale)


def _laid_out(season: Array, history: History, steps: int) -> tuple[Array, Array]:
    return (
        np.take_along_axis(season, history.slots(), axis=1),
        np.take_along_axis(season, history.slots(steps), axis=1),
    )


def _between(mse: Array, change: Array) -> Array:
    return np.asarray(np.sqrt(np.sqrt(mse) * change))


def change_scale(history: History, kind: str) -> Array:
    """Return the size of changes over a season, or of all values about their mean where there are few."""
    values = np.log(history.values) if kind == "positive" else history.values
    season = history.season
    apart = values[:, season:] - values[:, :-season] if values.shape[1] > season else values[:, :0]
    held = ~np.isnan(apart)
    middle = np.nansum(values, axis=1) / np.maximum((~np.isnan(values)).sum(axis=1), 1)
    spread = np.sqrt(np.nansum((values - middle[:, None]) ** 2, axis=1) / (~np.isnan(values)).sum(axis=1))
    changes = np.sqrt((np.where(held, apart, 0.0) ** 2).sum(axis=1) / np.maximum(held.sum(axis=1), 1))
    return np.asarray(np.where(held.sum(axis=1) >= season, changes, spread))
