"""Cells as they were written: a text of separated values, or a sheet of a workbook, with numbers of lines."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from hedgerow.errors import RecordError
from hedgerow.evidence.readers.given import Given
from hedgerow.evidence.readers.spreadsheet import sheets_of
from hedgerow.evidence.synthesis.columns import recognised

LARGEST_TABLE = 20_000
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_TOP = 25
_COMMA = re.compile(r"[-\u2212+]?\d+,\d+(?:[eE][-+]?\d+)?")
_POINT = re.compile(r"[-\u2212+]?\d*\.\d+(?:[eE][-+]?\d+)?")
_THOUSANDS = re.compile(r"[-\u2212+]?[1-9]\d{0,2},\d{3}")


@dataclass(frozen=True)
class Written:
    """A row of heads, the rows below it, and the number that each has in the file."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    lines: Sequence[int]


def in_text(name: str, text: str) -> Written:
    """Return the cells of a text whose cells are separated by commas, semicolons or tabs.

    Where commas do not separate cells they may mark decimals, if no number has a point.
    """
    top = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=top.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows, lines, before = [], [], 0
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(row)
                lines.append(before + 1)
            before = reader.line_num
    except csv.Error as error:
        raise RecordError(
            f"{name} cannot be read as CSV at line {reader.line_num}.",
            cause=f"{error}.",
            remedy="Look for a quotation mark that is not closed.",
        ) from error
    if delimiter != ",":
        rows = _points(rows)
    return _checked(name, Written(rows[0] if rows else [], rows[1:], lines[1:]))


def in_workbook(name: str, content: bytes) -> Written:
    """Return the cells of the first sheet whose heads are recognised as effects, else of the first sheet."""
    sheets = [sheet for sheet in sheets_of(Given(name, content)) if any(map(any, sheet.rows))]
    if not sheets:
        raise RecordError(f"{name} has no row in any sheet.", remedy="Check the workbook.")
    for sheet in sheets:
        for top, row in enumerate(sheet.rows[:_TOP]):
            if recognised([cell for cell in row if cell.strip()]):
                return _below(name, sheet.rows, top)
    rows = sheets[0].rows
    return _below(name, rows, next(at for at, row in enumerate(rows) if any(cell.strip() for cell in row)))


def _below(name: str, rows: Sequence[Sequence[str]], top: int) -> Written:
    kept = [at for at in range(top + 1, len(rows)) if any(cell.strip() for cell in rows[at])]
    return _checked(name, Written(rows[top], [rows[at] for at in kept], [at + 1 for at in kept]))


def _points(rows: list[list[str]]) -> list[list[str]]:
    """Return rows with decimal commas as points, where no cell has a point and one cannot be thousands."""
    cells = [cell.strip() for row in rows[1:] for cell in row]
    commas = [cell for cell in cells if _COMMA.fullmatch(cell)]
    if any(_POINT.fullmatch(cell) for cell in cells) or all(_THOUSANDS.fullmatch(cell) for cell in commas):
        return rows
    return [
        rows[0],
        *([c.replace(",", ".") if _COMMA.fullmatch(c.strip()) else c for c in row] for row in rows[1:]),
    ]


def _checked(name: str, found: Written) -> Written:
    """Return the cells without empty columns; refuse heads that stand twice, and lines of another length."""
    width = len(found.heads)
    ragged = [line for line, row in zip(found.lines, found.rows, strict=True) if len(row) != width]
    if ragged:
        raise RecordError(
            f"{name} has another number of cells in line {ragged[0]}.", remedy="Export the table again."
        )
    kept = [
        at
        for at, head in enumerate(found.heads)
        if head.strip() or any(row[at].strip() for row in found.rows)
    ]
    heads = [found.heads[at].strip() for at in kept]
    twice = {head for head in heads if heads.count(head) > 1}
    if twice:
        raise RecordError(f"{name} has two columns “{min(twice)}”.", remedy="Export the table again.")
    if len(found.rows) > LARGEST_TABLE:
        raise RecordError(
            f"{name} has {len(found.rows):,} lines; a synthesis takes {LARGEST_TABLE:,}.",
            remedy="Keep one line an effect.",
        )
    return Written(heads, [[row[at] for at in kept] for row in found.rows], found.lines)
