"""A released table as rows of text, the one form that every renderer prints."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hedgerow.commissioning.profile.model import ChartBlock
from hedgerow.disclosure import SHORT_REASONS, Released, missing_notes, shown

_NUMBER = re.compile(r"[+-]?\d{1,3}(,\d{3})*(\.\d+)?")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Grid:
    """A table as printed; `numeric` says which columns are set to the right, `weights` how wide each is."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    weights: tuple[float, ...]
    notes: tuple[str, ...]


def grid(table: Released) -> Grid:
    """Return a released table as text; a column that says the same in every row becomes part of no row."""
    rows = tuple(
        tuple(shown(table, row, column) for column in table.columns) for row in range(len(table.rows))
    )
    numeric = tuple(
        any(_is_number(row[place]) for row in rows)
        and all(_is_number(row[place]) or row[place] in SHORT_REASONS.values() for row in rows)
        for place in range(len(table.columns))
    )
    header = tuple(f"{column.label}{f' ({column.unit})' if column.unit else ''}" for column in table.columns)
    sources = tuple(f"Source: {note.name}." for note in table.sources[:1])
    return Grid(
        table.title,
        header,
        rows,
        numeric,
        _weights(header, rows),
        (*missing_notes(table), *table.notes, *sources),
    )


def month_grid(chart: ChartBlock) -> Grid:
    """Return a chart’s monthly table as years by months, so that it stays readable in print."""
    columns = {column.name: column for column in chart.table.columns}
    place = [column.name for column in chart.table.columns].index(chart.label)
    cells: dict[tuple[str, str], str] = {}
    for row, values in enumerate(chart.table.rows):
        month = str(values[place])
        for name in chart.values:
            cells[f"{month[:4]} {columns[name].label}", month[5:]] = shown(chart.table, row, columns[name])
    years = sorted({key for key, _ in cells}, key=lambda key: (key[5:], key[:4]))
    rows = tuple((key, *(cells.get((key, f"{n:02d}"), "") for n in range(1, 13))) for key in years)
    notes = (
        *missing_notes(chart.table),
        *chart.table.notes,
        "An empty cell is outside the period of the data.",
    )
    return Grid(
        chart.title, ("Year and group", *MONTHS), rows, (False, *(True,) * 12), (2.4, *(1.0,) * 12), notes
    )


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def _weights(header: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> tuple[float, ...]:
    """Return relative widths: room for the longest word, and more for columns that hold sentences."""
    weights = []
    for place, title in enumerate(header):
        cells = [row[place] for row in rows]
        word = max((len(word) for text in (title, *cells) for word in text.split()), default=1)
        longest = max((len(text) for text in cells), default=0)
        weights.append(float(round(max(min(word, 16) + 1.5, min(longest, 90) ** 0.75), 2)))
    return tuple(weights)
