"""What a table looks like before it is read: its headings, which field each holds, and its first rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hedgerow.errors import RecordError, UsageError
from hedgerow.evidence.readers import TABLES, delimited, format_of, spreadsheet
from hedgerow.evidence.readers.given import Given
from hedgerow.evidence.readers.headings import automatic

_SHOWN = 5
_LONGEST = 300


@dataclass(frozen=True)
class Columns:
    """The columns of a table.

    Attributes
    ----------
    format
        csv or xlsx.
    headings
        In the order of the file.
    mapping
        The heading that each field is read from by its usual spelling; what is not found is not in it.
    rows
        The first five rows, long cells shortened.
    """

    format: str
    headings: tuple[str, ...]
    mapping: Mapping[str, str]
    rows: tuple[tuple[str, ...], ...]


def columns_of(path: Path) -> Columns:
    """Return the columns of a table on disk.

    Raises
    ------
    RecordError
        When the file cannot be opened, or is no table.
    """
    try:
        return columns_of_bytes(path.name, path.read_bytes())
    except OSError as error:
        raise RecordError(
            f"{path} cannot be opened.", cause=f"{error.strerror}.", remedy="Check the path."
        ) from error


def columns_of_bytes(name: str, data: bytes) -> Columns:
    """Return the columns of a table that was uploaded."""
    given = Given(name, data)
    chosen = _format(given)
    headings, rows = _workbook(given) if chosen == "xlsx" else _delimited(given)
    mapping = {field: headings[places[0]] for field, places in automatic(headings).items()}
    return Columns(chosen, tuple(headings), mapping, tuple(rows))


def _format(given: Given) -> str:
    """Return csv or xlsx; a text whose first line has several cells is a table, whatever they are called."""
    try:
        chosen = format_of(given)
    except RecordError:
        if given.packed or len(delimited.headings_of(given)) < 2 or given.text.lstrip()[:1] in set("<{["):
            raise
        return "csv"
    if chosen not in TABLES:
        raise UsageError(
            f"{given.name} is read as {chosen}, which has no columns to choose.",
            remedy="Leave the columns out.",
        )
    return chosen


def _delimited(given: Given) -> tuple[list[str], list[tuple[str, ...]]]:
    headings, rows = delimited.rows_of(given)
    return [heading.strip() for heading in headings], [_short(row.what) for row in rows if not row.fault][
        :_SHOWN
    ]


def _workbook(given: Given) -> tuple[list[str], list[tuple[str, ...]]]:
    sheet, top = spreadsheet.sheet_of(given)
    rows = [_short(row) for row in sheet.rows[top + 1 :] if any(cell.strip() for cell in row)]
    return [cell.strip() for cell in sheet.rows[top]], rows[:_SHOWN]


def _short(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell if len(cell) <= _LONGEST else f"{cell[:_LONGEST]}…" for cell in row)
