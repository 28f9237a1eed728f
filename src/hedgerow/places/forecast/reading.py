"""Read series from a CSV with the columns series, period, value."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from hedgerow.errors import SchemaError, SourceFileError
from hedgerow.places.forecast.periods import form_of
from hedgerow.places.forecast.series import SeriesTable
from hedgerow.provenance import sha256_file
from hedgerow.stats.forecast import Array, Whole

COLUMNS = ("series", "period", "value")
MISSING = frozenset({"", "na", "n/a", "nan", "null", "."})
LONGEST = 6000  # periods between the first and the last of all series


def read_series(path: Path) -> SeriesTable:
    """Read series; a row without a value, and a period without a row, is missing and not zero.

    Raises
    ------
    SourceFileError
        When the file is not there, is empty or is no text.
    SchemaError
        When a column is missing, a cell is no number or no period, or a period comes twice.
    """
    heads, rows = _cells(path)
    places = _places(heads, path.name)
    names, periods, cells = ([row[place].strip() for row in rows] for place in places)
    if "" in names:
        raise SchemaError(
            f"Line {names.index('') + 2} of {path.name} names no series.",
            remedy="Give every row a name in the column “series”.",
        )
    values = _numbers(cells, path.name)
    form, numbers = form_of(periods, path.name)
    at = np.array([numbers[text] for text in periods], dtype=np.int64)
    order = sorted(set(names))
    position = {name: place for place, name in enumerate(order)}
    which = np.array([position[name] for name in names], dtype=np.int64)
    _no_twins(which, at, names, periods, path.name)
    last = np.full(len(order), np.iinfo(np.int64).min)
    np.maximum.at(last, which, at)
    back = last[which] - at
    width = int(back.max()) + 1
    if width > LONGEST:
        raise SchemaError(
            f"The periods of {path.name} reach over {width:,} steps.",
            remedy=f"Check the period column; at most {LONGEST:,} are read.",
        )
    block = np.full((len(order), width), np.nan)
    block[which, width - 1 - back] = values
    return SeriesTable(path.name, sha256_file(path), tuple(order), form, last, _trimmed(block), _gaps(block))


def _cells(path: Path) -> tuple[list[str], list[list[str]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (FileNotFoundError, IsADirectoryError) as error:
        raise SourceFileError(
            f"There is no file {path}.", remedy="Give the path of a CSV with series, period and value."
        ) from error
    except UnicodeDecodeError as error:
        raise SourceFileError(
            f"{path.name} is not UTF-8 text.", remedy="Save it as CSV in UTF-8; a workbook is not read here."
        ) from error
    if "\0" in text:
        raise SourceFileError(f"{path.name} holds zero bytes and is no CSV.", remedy="Save it as CSV.")
    reader = csv.reader(io.StringIO(text, newline=""))
    heads = next(reader, [])
    rows = [row for row in reader if row]
    if not rows:
        raise SourceFileError(f"{path.name} holds no rows.", remedy="Give a header and one row a period.")
    wrong = next((place for place, row in enumerate(rows) if len(row) != len(heads)), None)
    if wrong is not None:
        raise SchemaError(
            f"Row {wrong + 1} of {path.name} has {len(rows[wrong])} cells and the header {len(heads)}.",
            remedy="Put cells that hold a comma in quotation marks.",
        )
    return heads, rows


def _places(heads: Sequence[str], name: str) -> tuple[int, int, int]:
    found = [head.strip().lower() for head in heads]
    for column in COLUMNS:
        if found.count(column) != 1:
            raise SchemaError(
                f"{name} has {'no' if column not in found else 'more than one'} column “{column}”.",
                cause=f"Its columns are: {', '.join(heads)[:300] or 'none'}.",
                remedy="Name the columns series, period, value.",
            )
    return found.index("series"), found.index("period"), found.index("value")


def _numbers(cells: list[str], name: str) -> Array:
    held = ["nan" if cell.lower() in MISSING else cell for cell in cells]
    try:
        values = np.array(held, dtype=np.float64)
    except ValueError:
        wrong = next(place for place, cell in enumerate(held) if not _is_number(cell))
        raise SchemaError(
            f"“{cells[wrong][:40]}” in row {wrong + 1} of {name} is not a number.",
            cause="Column “value” holds numbers without separators of thousands.",
            remedy="Correct the cell; leave it empty where the value is not known.",
        ) from None
    bad = np.flatnonzero((values < 0) | np.isinf(values))
    if len(bad):
        raise SchemaError(
            f"{cells[bad[0]]} in row {bad[0] + 1} of {name} cannot be a count.",
            cause="A count is zero or more.",
            remedy="Correct the cell; leave it empty where the value is not known.",
        )
    return values


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _no_twins(which: Whole, at: Whole, names: list[str], periods: list[str], name: str) -> None:
    order = np.lexsort((at, which))
    same = (np.diff(which[order]) == 0) & (np.diff(at[order]) == 0)
    if same.any():
        row = int(order[int(np.flatnonzero(same)[0]) + 1])
        raise SchemaError(
            f"Series “{names[row][:60]}” has period {periods[row]} twice in {name}.",
            cause="One period of a series has one value.",
            remedy="Add the rows up, or remove the one that does not belong.",
        )


def _trimmed(block: Array) -> Array:
    """Drop leading columns in which no series was observed."""
    seen = ~np.isnan(block).all(axis=0)
    return block[:, int(seen.argmax()) :] if seen.any() else block


def _gaps(block: Array) -> int:
    seen = ~np.isnan(block)
    begun = np.maximum.accumulate(seen, axis=1)
    return int((begun & ~seen).sum())
