"""Hold every period from the first one asked for against the past of its own series."""

from __future__ import annotations

import datetime as dt

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError, NotFoundError, SchemaError
from hedgerow.places.forecast.series import SeriesTable
from hedgerow.places.surveillance.answers import answer
from hedgerow.places.surveillance.plan import Plan, Task
from hedgerow.places.surveillance.result import Surveillance

Array = npt.NDArray[np.float64]


def survey(table: SeriesTable, plan: Plan | None = None) -> Surveillance:
    """Return what the method says of each series and period.

    Raises
    ------
    SchemaError
        When a value is not a whole number.
    NotFoundError
        When the first period to test is not among those of the file.
    EstimateError
        When the series are too short for the method's past.
    """
    asked = plan or Plan()
    counts, numbers = _side_by_side(table)
    periods = tuple(table.form.text(int(number)) for number in numbers)
    _whole(table, counts, periods)
    first = _first(table, asked, periods)
    task = Task(asked, tuple(range(first, len(periods))), _dates(table, numbers))
    return Surveillance(
        plan=asked,
        source={"name": table.name, "sha256": table.sha256},
        names=table.names,
        periods=periods[first:],
        history=periods[:first],
        observed=counts[:, first:],
        answers=answer(counts, task),
    )


def _side_by_side(table: SeriesTable) -> tuple[Array, npt.NDArray[np.int64]]:
    """Put all series on one calendar; outside its own periods a series is missing."""
    back = int(table.last.max()) - table.last
    width = table.values.shape[1]
    block = np.full((len(table.names), width + int(back.max())), np.nan)
    for row, late in enumerate(back.tolist()):
        block[row, block.shape[1] - late - width : block.shape[1] - late] = table.values[row]
    seen = ~np.isnan(block).all(axis=0)
    block = block[:, int(seen.argmax()) :]
    return block, np.arange(block.shape[1]) + int(table.last.max()) - block.shape[1] + 1


def _whole(table: SeriesTable, counts: Array, periods: tuple[str, ...]) -> None:
    wrong = np.argwhere(np.isfinite(counts) & (counts != np.floor(counts)))
    if len(wrong):
        row, column = (int(place) for place in wrong[0])
        raise SchemaError(
            f"Series “{table.names[row]}” has {counts[row, column]:g} in {periods[column]} of {table.name}.",
            cause="Surveillance counts events: whole numbers of 0 or more.",
            remedy="Give counts, not rates; leave the cell empty where the count is not known.",
        )


def _first(table: SeriesTable, plan: Plan, periods: tuple[str, ...]) -> int:
    """Return the place of the first period to test."""
    need = plan.reach
    if len(periods) <= need:
        raise EstimateError(
            f"{table.name} holds {len(periods)} periods; {plan.name} needs {need} before the one it tests.",
            remedy=_shorter(plan, len(periods)),
        )
    if not plan.start:
        return need
    if plan.start not in periods:
        raise NotFoundError(
            f"The period {plan.start} is not among those of {table.name}.",
            remedy=f"They are {periods[0]} to {periods[-1]}; testing can begin with {periods[need]}.",
        )
    place = periods.index(plan.start)
    if place < need:
        raise EstimateError(
            f"{plan.start} has {place} periods before it; {plan.name} needs {need}.",
            remedy=f"The first period that can be tested is {periods[need]}. {_shorter(plan, place + 1)}",
        )
    return place


def _shorter(plan: Plan, held: int) -> str:
    """Say what a shorter past would need."""
    years = (held - 1 - plan.window.half_window) // plan.season
    if plan.chosen.baseline or years < 1:
        return "Give a longer series."
    return f"Give a longer series, or --years-back {years}."


def _dates(table: SeriesTable, numbers: npt.NDArray[np.int64]) -> tuple[dt.date, ...] | None:
    """Return the first days of weeks: their anniversaries are found by date, not by counting 52."""
    if table.form.name != "weeks":
        return None
    texts = (table.form.text(int(number)) for number in numbers)
    return tuple(dt.date.fromisoformat(f"{text}-1" if "W" in text else text) for text in texts)
