"""Any of the three formats as rows of cells: text, numbers or nothing."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from python_calamine import CalamineError, CalamineWorkbook

from hedgerow.errors import SourceFileError

Cell = str | float | None
Row = Sequence[Cell]
MAX_BYTES = 200 << 20


def read_cells(path: Path) -> list[Row]:
    """Return all rows of the table at `path`, what stands above its header included.

    Raises
    ------
    SourceFileError
        When the file is empty, damaged, too large or of another format.
    """
    readers = {".csv": _csv, ".xlsx": _xlsx, ".parquet": _parquet}
    if path.suffix.lower() not in readers:
        raise SourceFileError(f"{path.name} is not CSV, XLSX or Parquet.", remedy="Save it as one of them.")
    if path.stat().st_size > MAX_BYTES:
        raise SourceFileError(
            f"{path.name} has {path.stat().st_size:,} bytes.", remedy="Keep the rows that you need."
        )
    rows = readers[path.suffix.lower()](path)
    if not any(any(cell not in (None, "") for cell in row) for row in rows):
        raise SourceFileError(f"{path.name} is empty.", remedy="Save it again.")
    return rows


def _csv(path: Path) -> list[Row]:
    data = path.read_bytes()
    text = _decoded(data, path.name)
    delimiter = max(",;\t", key=text[:20_000].count)
    try:
        return [
            [cell.strip() or None for cell in row]
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error as error:
        raise SourceFileError(f"{path.name} cannot be read as CSV.", cause=f"{error}.") from error


def _decoded(data: bytes, name: str) -> str:
    if b"\0" in data[:4096]:
        raise SourceFileError(f"{name} is not text in UTF-8.", remedy="Save it as “CSV UTF-8”.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")  # what older office programs write


def _xlsx(path: Path) -> list[Row]:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
        if unpacked > MAX_BYTES:
            raise SourceFileError(
                f"{path.name} would unpack to {unpacked:,} bytes.", remedy="Keep the rows that you need."
            )
        sheets = CalamineWorkbook.from_path(str(path))
        rows = sheets.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (zipfile.BadZipFile, CalamineError, OSError, IndexError) as error:
        raise SourceFileError(f"{path.name} is not a whole XLSX file.", cause=f"{error}.") from error
    return [[_cell(value) for value in row] for row in rows]


def _parquet(path: Path) -> list[Row]:
    try:
        table = pq.read_table(path, partitioning=None)
    except (pa.ArrowInvalid, OSError) as error:
        raise SourceFileError(f"{path.name} is not whole Parquet.", cause=f"{error}") from error
    columns = [[_cell(value) for value in column.to_pylist()] for column in table.columns]
    return [list(table.column_names), *(list(row) for row in zip(*columns, strict=True))]


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, bool):
        return None if value is None else float(value)
    if isinstance(value, int | float):
        return float(value)
    return str(value).strip() or None
