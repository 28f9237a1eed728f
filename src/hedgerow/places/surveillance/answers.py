"""One shape for the answers of every method."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri

from hedgerow.places.surveillance.plan import Task
from hedgerow.stats.surveillance import (
    FALL,
    RISE,
    Alarms,
    Limits,
    Rules,
    Steady,
    Waves,
    bayes_limits,
    cusum_rossi,
    ears,
    expect,
    farrington_flexible,
    farrington_original,
    hedgerow,
    rki_limits,
    shifts,
)
from hedgerow.stats.surveillance.bounds import score

Array = npt.NDArray[np.float64]
FULL = 2.26  # the sum at which CUSUM gives an alarm


@dataclass(frozen=True)
class Answers:
    """Of shape (series, periods tested): NaN where the method gives no such number.

    `alarm` is 1 above, -1 below, 0 within; `reason` says why there is no answer, or `known`.
    """

    expected: Array
    lower: Array
    upper: Array
    p: Array
    score: Array
    alarm: npt.NDArray[np.int8]
    reason: npt.NDArray[np.str_]


def answer(counts: Array, task: Task) -> Answers:
    """Return what the method of the plan says of each period."""
    family = task.plan.name.split("_c")[0] if task.plan.name.startswith("ears") else task.plan.name
    return _FAMILIES[family](counts, task)


def _two_sided(counts: Array, task: Task) -> Answers:
    plan, name = task.plan, task.plan.name
    common = {"now": np.array(task.now), "window": plan.window, "alpha": plan.level}
    trend = plan.trend
    found: Alarms
    if name == "hedgerow":
        found = hedgerow(counts, **common, rules=Steady(trend=trend))  # type: ignore[arg-type]
    elif name == "farrington":
        found = farrington_flexible(counts, **common, rules=Rules(trend=trend), dates=task.dates)  # type: ignore[arg-type]
    else:
        rules = Rules(trend=trend, threshold=1.0)  # type: ignore[arg-type]
        found = farrington_original(counts, **common, rules=rules, dates=task.dates)  # type: ignore[arg-type]
    return Answers(
        found.expected, found.lower, found.upper, found.p_upper, found.score, found.exceeds, found.words()
    )


def _ears(counts: Array, task: Task) -> Answers:
    kind = task.plan.name[-2:].upper()
    found = ears(counts, kind, now=np.array(task.now), alpha=task.plan.level)  # type: ignore[arg-type]
    edge = float(ndtri(1 - (task.plan.level or 0.5)))
    p = np.full(found.statistic.shape, np.nan) if kind == "C3" else ndtr(-found.statistic)
    return _of_limits(counts, task, found, p=p, way=found.statistic / edge)


def _bayes(counts: Array, task: Task) -> Answers:
    found = bayes_limits(
        counts, now=np.array(task.now), window=task.plan.window, alpha=task.plan.level or 0.01
    )
    return _of_limits(counts, task, found, p=found.statistic)


def _rki(counts: Array, task: Task) -> Answers:
    return _of_limits(counts, task, rki_limits(counts, now=np.array(task.now), window=task.plan.window))


def _cusum(counts: Array, task: Task) -> Answers:
    mean = expect(counts, task.now[0], waves=Waves(period=task.plan.season)).mean
    found = cusum_rossi(_taught(counts, task), mean, now=np.array(task.now), h=FULL)
    return _of_limits(counts, task, found, way=found.statistic / FULL)


def _glr(counts: Array, task: Task) -> Answers:
    waves = Waves(period=task.plan.season, trend=task.plan.trend != "never")
    fit = expect(counts, task.now[0], waves=waves, negative_binomial=True)
    places = np.array(task.now)
    taught = _taught(counts, task)
    up, down = (shifts(taught, fit.mean, alpha=fit.alpha, now=places, rules=rules) for rules in (RISE, FALL))
    seen = ~np.isnan(taught[:, places])
    nothing = np.full(up.statistic.shape, np.nan)
    return Answers(
        np.where(seen, fit.mean[:, places], np.nan),
        nothing,
        nothing,
        nothing,
        np.maximum(up.statistic, down.statistic) / RISE.threshold,
        np.where(up.alarm, 1, np.where(down.alarm, -1, 0)).astype(np.int8),
        _reasons(counts, task, seen),
    )


def _taught(counts: Array, task: Task) -> Array:
    """Blank the series with too little before the first period to learn from: twice as many as terms."""
    least = 2 * (3 + (task.plan.trend != "never"))
    held = np.count_nonzero(~np.isnan(counts[:, : task.now[0]]), axis=1)
    return np.where(held[:, None] >= least, counts, np.nan)


def _of_limits(
    counts: Array, task: Task, found: Limits, *, p: Array | None = None, way: Array | None = None
) -> Answers:
    nothing = np.full(found.upper.shape, np.nan)
    expected = nothing if found.expected is None else found.expected
    seen = counts[:, list(task.now)]
    return Answers(
        expected,
        nothing,
        found.upper,
        nothing if p is None else p,
        score(seen, expected, found.upper) if way is None else way,
        found.alarm.astype(np.int8),
        _reasons(counts, task, ~np.isnan(found.upper)),
    )


def _reasons(counts: Array, task: Task, known: npt.NDArray[np.bool_]) -> npt.NDArray[np.str_]:
    missing = np.isnan(counts[:, list(task.now)])
    return np.where(known, "known", np.where(missing, "missing_now", "too_short"))


_FAMILIES: dict[str, Callable[[Array, Task], Answers]] = {
    "farrington": _two_sided,
    "farrington_1996": _two_sided,
    "hedgerow": _two_sided,
    "ears": _ears,
    "bayes": _bayes,
    "rki": _rki,
    "cusum": _cusum,
    "glr": _glr,
}
