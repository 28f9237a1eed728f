"""Horizontal bars or dots with intervals, one row for each thing that is compared."""

from __future__ import annotations

import math
from dataclasses import dataclass

from hedgerow.disclosure import Released
from hedgerow.web.charts.scale import SMALL, WIDE, Chart, Tick, axis, number, wrapped

ROW, TOP, RIGHT = 34.0, 30.0, 64.0


@dataclass(frozen=True)
class Bar:
    """One row: where its label, bar, interval and mark of comparison stand; `None` is not drawn."""

    lines: tuple[str, ...]
    middle: float
    start: float
    end: float | None
    low: float | None
    high: float | None
    mark: float | None
    said: str
    said_at: float


@dataclass(frozen=True)
class Drawing:
    """One size of the chart."""

    width: float
    height: float
    left: float
    bottom: float
    ticks: tuple[Tick, ...]
    rows: tuple[Bar, ...]
    reference: float | None = None


@dataclass(frozen=True)
class Bars(Chart):
    """A chart of bars or dots, for a wide and for a narrow window."""

    wide: Drawing | None = None
    small: Drawing | None = None
    dots: bool = False
    unit: str = ""


@dataclass(frozen=True)
class Columns:
    """Which columns of the table play which part."""

    label: str
    value: str
    low: str = ""
    high: str = ""
    mark: str = ""


@dataclass(frozen=True)
class _Row:
    label: str
    value: float | None
    low: float | None
    high: float | None
    mark: float | None
    said: str


def bars(
    table: Released,
    columns: Columns,
    *,
    label: str,
    said: tuple[str, ...],
    ends: tuple[float, float] | None = None,
    reference: float | None = None,
    key: tuple[tuple[str, str], ...] = (),
    ranked: bool = False,
) -> Bars:
    """Return the chart of a table; `said` holds the printed value of each row, `ends` fixes the axis.

    With `reference` the rows are dots beside a line at that value, for ratios and scores. With `ranked` the
    highest row is on top; the table keeps its own order.
    """
    rows = [
        _Row(
            str(record[columns.label]),
            _float(record.get(columns.value)),
            _float(record.get(columns.low)),
            _float(record.get(columns.high)),
            _float(record.get(columns.mark)),
            text,
        )
        for record, text in zip(table.records(), said, strict=True)
    ]
    if ranked:
        rows.sort(key=lambda row: -math.inf if row.value is None else row.value, reverse=True)
    dots = ends is not None or reference is not None
    draw = [_drawing(rows, width, ends, reference) for width in (WIDE, SMALL)]
    unit = next((c.unit for c in table.columns if c.name == columns.value), "")
    return Bars("bars", label, key, draw[0], draw[1], dots, unit)


def _float(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _drawing(
    rows: list[_Row], width: float, ends: tuple[float, float] | None, reference: float | None
) -> Drawing:
    left = 260.0 if width == WIDE else 120.0
    values = [v for row in rows for v in (row.value, row.low, row.high, row.mark) if v is not None]
    low, high = ends or (min([0.0, *values]), max([0.0, *values, reference or 0.0]))
    start, stop, steps = axis(low, high if high > low else low + 1, 5 if width == WIDE else 3)
    scale = (width - left - RIGHT) / (stop - start)

    def place(value: float) -> float:
        return round(left + (min(max(value, start), stop) - start) * scale, 1)

    def drawn(value: float | None) -> float | None:
        return None if value is None else place(value)

    def bar(index: int, row: _Row) -> Bar:
        end, least, most, mark = (drawn(v) for v in (row.value, row.low, row.high, row.mark))
        furthest = max([left, *(x for x in (end, least, most, mark) if x is not None)])
        lines = wrapped(row.label, 30 if width == WIDE else 16)[:2]
        middle = TOP + ROW * index + ROW / 2
        return Bar(lines, middle, place(max(start, 0.0)), end, least, most, mark, row.said, furthest + 8)

    bottom = TOP + ROW * len(rows) + 4
    ticks = tuple(Tick(place(step), number(step)) for step in steps)
    made = tuple(bar(index, row) for index, row in enumerate(rows))
    return Drawing(width, bottom + 8, left, bottom, ticks, made, drawn(reference))
