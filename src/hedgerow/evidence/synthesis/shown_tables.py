"""A synthesis as tables that may be shown: effects, answers under other choices, looks, checks."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.disclosure.released import Value
from hedgerow.evidence.synthesis.pooling import Pooling
from hedgerow.evidence.synthesis.sensitivity import Line, every_estimator, looks, without_each
from hedgerow.stats.meta.pooled import critical

_MARKS = {True: "holds", False: "look", None: "not made"}


def scaled(found: Pooling, value: float) -> float | None:
    """Return an effect as it is read, a ratio where it is the logarithm of one; `None` for none."""
    if not math.isfinite(value):
        return None
    return math.exp(min(value, 700.0)) if found.synthesis.ratio else value


def effect_word(found: Pooling) -> str:
    """Return the name of what is pooled, with a capital."""
    title = found.measure.title if found.measure else "effect"
    return title[0].upper() + title[1:]


def bounds_of(found: Pooling) -> tuple[np.ndarray, np.ndarray]:
    """Return the interval of each study by the normal distribution, at the level of the synthesis."""
    reach = critical(None, found.synthesis.level) * np.sqrt(found.v)
    return found.y - reach, found.y + reach


def effects_table(
    found: Pooling,
    risks: Sequence[tuple[str, Sequence[str]]] = (),
    *,
    groups: Sequence[str] = (),
    sums: Sequence[tuple[str, float, float, float]] = (),
) -> Released:
    """Return each study with its effect, interval and weight, the lines of subgroups, and the pooled line."""
    low, high = bounds_of(found)
    weights = found.weights if found.weights.size else np.full(found.y.size, np.nan)
    rows: list[tuple[Value, ...]] = []
    for place, name in enumerate(found.studies):
        numbers = [scaled(found, float(one[place])) for one in (found.y, low, high)]
        beside = (*(words[place] for _, words in risks), *groups[place : place + 1])
        rows.append((name, *numbers, _known(weights[place]), *beside))
    blank = tuple("" for _ in (*risks, *groups[:1]))
    rows += [(name, *(scaled(found, part) for part in ends), None, *blank) for name, *ends in sums]
    one = found.synthesis
    if len(one.names) == 1:
        ends = [scaled(found, float(part[0])) for part in (one.estimate, *one.interval)]
        rows.append(("Pooled", *ends, 100.0 if found.weights.size else None, *blank))
        if one.prediction_interval is not None:
            first, last = (scaled(found, end) for end in one.prediction_interval)
            rows.append(("Expected in a new study", None, first, last, None, *blank))
    columns = (
        ReleasedColumn("study", "Study"),
        *_numbers(effect_word(found), f"{100 * one.level:g} %"),
        ReleasedColumn("weight", "Weight", "%", decimals=1, missing="not_applicable"),
        *(ReleasedColumn(f"risk_{number}", title) for number, (title, _) in enumerate(risks, start=1)),
        *(ReleasedColumn("group", "Subgroup") for _ in groups[:1]),
    )
    return _released("effects", "Effects of the studies", columns, rows, _notes(found))


def lines_table(found: Pooling, name: str, title: str, head: str, lines: Iterable[Line]) -> Released:
    """Return answers under other choices."""
    rows = [
        (
            line.name,
            *(scaled(found, value) for value in (line.estimate, line.low, line.high)),
            _known(line.tau2),
            _known(line.p_value),
        )
        for line in lines
    ]
    columns = (
        ReleasedColumn("name", head),
        *_numbers(effect_word(found), f"{100 * found.synthesis.level:g} %"),
        ReleasedColumn("tau2", "tau2", decimals=4, missing="not_applicable"),
        ReleasedColumn("p_value", "p", decimals=4, missing="not_applicable"),
    )
    if all(row[-1] is None for row in rows):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    return _released(name, title, columns, rows)


def coefficients_table(found: Pooling) -> Released:
    """Return each coefficient, with its robust error where there are clusters."""
    one = found.synthesis
    rows: list[tuple[Value, ...]] = []
    for place, name in enumerate(one.names):
        numbers = (one.estimate, one.se, *one.interval, one.p_value)
        robust = (one.robust.se[place], one.robust.p_value[place]) if one.robust else (None, None)
        rows.append((name, *(_known(float(part[place])) for part in numbers), *map(_known, robust)))
    columns: tuple[ReleasedColumn, ...] = (
        ReleasedColumn("name", "Coefficient"),
        ReleasedColumn("estimate", "Value (log scale)" if one.ratio else "Value", decimals=4),
        ReleasedColumn("se", "Standard error", decimals=4),
        ReleasedColumn("ci_low", "from", decimals=4),
        ReleasedColumn("ci_high", "to", decimals=4),
        ReleasedColumn("p_value", "p", decimals=4),
        ReleasedColumn("robust_se", "Robust error (CR2)", decimals=4, missing="not_applicable"),
        ReleasedColumn("robust_p_value", "Robust p", decimals=4, missing="not_applicable"),
    )
    if one.robust is None:
        columns, rows = columns[:-2], [row[:-2] for row in rows]
    return _released("coefficients", "Coefficients", columns, rows, _notes(found))


def estimators_table(found: Pooling) -> Released:
    """Return the answer of every method."""
    return lines_table(found, "estimators", "The answer by every method", "Method", every_estimator(found))


def left_out_table(found: Pooling) -> Released:
    """Return the answer without each study."""
    return lines_table(found, "left_out", "The answer without each study", "Without", without_each(found))


def looks_table(found: Pooling) -> Released:
    """Return the looks for small-study effects, each with its caution."""
    rows = [(look.said, look.caution or "None beyond its assumptions.") for look in looks(found)]
    columns = (ReleasedColumn("said", "What it says"), ReleasedColumn("caution", "How far to trust it"))
    return _released("small_studies", "Do small studies differ from large ones?", columns, rows)


def checks_table(found: Pooling) -> Released:
    """Return the checks of the synthesis."""
    rows = [(_MARKS[check.passed], check.text) for check in found.synthesis.checks]
    columns = (ReleasedColumn("holds", "Holds"), ReleasedColumn("text", "What was checked"))
    return _released("checks", "What speaks for and against it", columns, rows)


def pooled_table(found: Pooling) -> Released:
    """Return the answer's figures, one row."""
    one = found.synthesis
    ends = one.prediction_interval or (float("nan"), float("nan"))
    values: tuple[Value, ...] = (
        *(scaled(found, float(part[0])) for part in (one.estimate, *one.interval)),
        *(scaled(found, end) for end in ends),
        _known(float(one.p_value[0])),
        None if found.from_counts or one.method == "EE" else one.tau2,
        one.i2,
        one.q,
        one.k,
    )
    columns = (
        *_numbers(effect_word(found), f"{100 * one.level:g} %"),
        ReleasedColumn("prediction_low", "New study, from", decimals=3, missing="not_applicable"),
        ReleasedColumn("prediction_high", "New study, to", decimals=3, missing="not_applicable"),
        ReleasedColumn("p_value", "p", decimals=4, missing="not_applicable"),
        ReleasedColumn("tau2", "tau2", decimals=4, missing="not_applicable"),
        ReleasedColumn("i2", "I2", "%", decimals=1),
        ReleasedColumn("q", "Q", decimals=2),
        ReleasedColumn("k", "Studies"),
    )
    return _released("pooled", "The pooled effect", columns, [values], _notes(found))


def _numbers(title: str, level: str) -> tuple[ReleasedColumn, ...]:
    return (
        ReleasedColumn("estimate", title, decimals=3, missing="not_applicable"),
        ReleasedColumn("ci_low", f"{level} from", decimals=3, missing="not_applicable"),
        ReleasedColumn("ci_high", f"{level} to", decimals=3, missing="not_applicable"),
    )


def _notes(found: Pooling) -> tuple[str, ...]:
    one = found.synthesis
    sign = (f"Above {1 if one.ratio else 0} means {one.positive_means}.",) if one.positive_means else ()
    return (*sign, *one.notes)


def _known(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)


def _released(
    name: str,
    title: str,
    columns: tuple[ReleasedColumn, ...],
    rows: Sequence[tuple[Value, ...]],
    notes: tuple[str, ...] = (),
) -> Released:
    return release(Draft(name, title, columns, tuple(rows), notes=notes))
