"""Lines to columns of text: declared columns only, nothing detected, nothing dropped unseen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pcsv

from hedgerow.places.sources.headers import canonical_all
from hedgerow.places.sources.police.lines import Lines
from hedgerow.places.sources.police.result import CUT, FileFault, Reject

_BLOCK = 1 << 26
TEXT = pa.string()
WORD = pa.dictionary(pa.int32(), pa.string())  # few different values: checked once each


@dataclass(frozen=True)
class Parsed:
    """The rows that have the right shape, as text, with their row numbers and the rows that have not."""

    columns: dict[str, pa.Array]
    row_numbers: npt.NDArray[np.int64]
    rejects: tuple[Reject, ...]
    extra: tuple[str, ...]


def parse(lines: Lines, columns: Mapping[str, pa.DataType], known: Sequence[str] = ()) -> Parsed:
    """Return the declared `columns` of the rows that have the shape of the header.

    `known` names further columns that the publisher writes and we do not keep.

    Raises
    ------
    FileFault
        When a declared column is missing, or when the parser and the count of lines disagree.
    """
    names = canonical_all(lines.header)
    _require(names, tuple(columns), lines.rows)
    invalid: list[pcsv.InvalidRow] = []

    def keep_note(row: pcsv.InvalidRow) -> str:
        invalid.append(row)
        return "skip"

    try:
        table = pcsv.read_csv(
            pa.BufferReader(lines.data),
            read_options=pcsv.ReadOptions(column_names=list(names), use_threads=False, block_size=_BLOCK),
            parse_options=pcsv.ParseOptions(ignore_empty_lines=False, invalid_row_handler=keep_note),
            convert_options=pcsv.ConvertOptions(
                column_types=dict(columns),
                include_columns=list(columns),
                strings_can_be_null=True,
                null_values=[""],
            ),
        )
    except pa.ArrowInvalid as error:
        raise FileFault(f"It cannot be read as CSV ({error}): fetch it again.", lines.rows) from error
    if table.num_rows + len(invalid) != lines.rows:
        reason = f"It has {lines.rows} lines, but {table.num_rows + len(invalid)} rows were found."
        raise FileFault(f"{reason} Fetch it again.", lines.rows)
    rejects = tuple(_shape_reject(row, lines) for row in invalid)
    numbers = np.delete(
        np.arange(1, lines.rows + 1), np.array([r.row_number - 1 for r in rejects], dtype=np.int64)
    )
    arrays = {name: _one_array(table.column(name)) for name in columns}
    extra = tuple(name for name in names if name and name not in columns and name not in known)
    return Parsed(arrays, numbers, rejects, extra)


def _require(names: Sequence[str], wanted: Sequence[str], rows: int) -> None:
    missing = [name for name in wanted if name not in names]
    if missing:
        had = ", ".join(name for name in names[:12] if name) or "none"
        raise FileFault(
            f"It has no column {', '.join(missing)} (its columns: {had}). Fetch it again; if the publisher "
            "renamed a column, add the new name to sources/headers.toml.",
            rows,
        )
    if len(set(names)) != len(names):
        raise FileFault("Two of its columns have the same name: fetch it again.", rows)


def _shape_reject(row: pcsv.InvalidRow, lines: Lines) -> Reject:
    number = int(row.number)
    reason = lines.unfit.get(number)
    if reason is None:
        reason = f"It has {row.actual_columns} values where the header has {row.expected_columns}."
        if lines.cut and number == lines.rows:
            reason += " It is the last line and is cut short: fetch the file again."
    return Reject(number, reason, None, row.text[:CUT])


def _one_array(column: pa.ChunkedArray) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    combined = column.combine_chunks()
    return combined.chunk(0) if isinstance(combined, pa.ChunkedArray) else combined


def text_of(column: pa.Array, position: int) -> str | None:
    """Return one value as it was read, cut to a printable length."""
    value = column[position].as_py()
    return None if value is None else str(value)[:CUT]
