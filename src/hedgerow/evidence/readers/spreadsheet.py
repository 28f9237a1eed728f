"""Workbooks (XLSX, ODS and the older XLS): the first sheet that has a row of headings for references."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from hedgerow.errors import RecordError
from hedgerow.evidence.imported import ReadFile
from hedgerow.evidence.readers import archive
from hedgerow.evidence.readers.given import Given
from hedgerow.evidence.readers.headings import automatic, mapped, normal, usable
from hedgerow.evidence.readers.table import Table, read_table, rows_from

# The row of headings is looked for in this many rows of a sheet.
_TOP = 25
_OLD = b"\xd0\xcf\x11\xe0"
_PARTS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")


@dataclass(frozen=True)
class Sheet:
    """One sheet as text: its name, and every row with all its cells."""

    name: str
    rows: Sequence[Sequence[str]]


def looks_workbook(given: Given) -> bool:
    """Whether the bytes are a workbook, old or new."""
    if given.data.startswith(_OLD):
        return True
    if not given.packed:
        return False
    with archive.opened(given.name, given.data) as found:
        return bool(set(_PARTS) & set(found.namelist()))


def read_workbook(given: Given) -> ReadFile:
    """Read the references of the first sheet that has their headings."""
    sheet, table = table_of(given)
    found = read_table("xlsx", given.encoding, table)
    return replace(found, note=f"sheet {sheet}")


def table_of(given: Given) -> tuple[str, Table]:
    """Return the name of the sheet that fits, and its table; see `mapped` for what it refuses."""
    sheet, top = sheet_of(given)
    headings = sheet.rows[top]
    places = mapped(f"{given.name}, sheet {sheet.name},", headings, given.columns)
    return sheet.name, Table(headings, places, rows_from(sheet.rows[top + 1 :], top + 2))


def sheet_of(given: Given) -> tuple[Sheet, int]:
    """Return the sheet that fits and its row of headings; the first sheet where none fits.

    Raises
    ------
    RecordError
        When the workbook cannot be opened or is empty.
    """
    sheets = [sheet for sheet in sheets_of(given) if any(any(row) for row in sheet.rows)]
    if not sheets:
        raise RecordError(f"{given.name} has no row in any sheet.", remedy="Check the workbook.")
    wanted = {normal(heading) for heading in given.columns.values() if heading}
    for sheet in sheets:
        top = _headings_at(sheet.rows, wanted)
        if top is not None:
            return sheet, top
    return sheets[0], _first_row(sheets[0].rows)


def sheets_of(given: Given) -> Iterator[Sheet]:
    """Yield every sheet of the workbook as text."""
    if given.packed and not given.data.startswith(_OLD):
        with archive.opened(given.name, given.data) as found:
            archive.check_sizes(given.name, found)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(given.data))
        for name in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield Sheet(name, [[_text(cell) for cell in row] for row in rows])
    except (CalamineError, ValueError, OSError) as error:
        raise _broken(given, error) from error
    except BaseException as error:
        # The parser is written in Rust, and what it did not foresee comes as an exception outside Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise _broken(given, error) from error


def _broken(given: Given, error: BaseException) -> RecordError:
    return RecordError(
        f"{given.name} cannot be opened as a workbook.",
        cause=f"{str(error)[:120]}.",
        remedy="Save it again as XLSX, without a password, or as CSV.",
    )


def _headings_at(rows: Sequence[Sequence[str]], wanted: set[str]) -> int | None:
    """Return which row holds the headings: all that are wanted, or by their usual spellings one of titles."""
    for at, row in enumerate(rows[:_TOP]):
        held = {normal(cell) for cell in row}
        if (wanted and wanted <= held) or (not wanted and usable(automatic(row))):
            return at
    return None


def _first_row(rows: Sequence[Sequence[str]]) -> int:
    return next((at for at, row in enumerate(rows) if any(cell.strip() for cell in row)), 0)


def _text(cell: Any) -> str:
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return "" if cell is None else str(cell)
