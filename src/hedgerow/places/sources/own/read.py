"""Read a person's own table: each row is kept with its values, or listed with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from hedgerow.places.sources.own.cells import Row, read_cells
from hedgerow.places.sources.own.codes import UNKNOWN, Codes, kind_of
from hedgerow.places.sources.own.columns import Shape, find_shape, number
from hedgerow.places.sources.own.note import Note
from hedgerow.places.sources.police.result import CUT, Reject


class OwnValue(NamedTuple):
    """One number of one row."""

    row_number: int
    area_code: str
    area_kind: str
    area_vintage: str
    measure: str
    value: float | None


@dataclass(frozen=True)
class OwnTable:
    """What a table gave; rows in = rows kept + rows rejected."""

    values: tuple[OwnValue, ...]
    rejects: tuple[Reject, ...]
    rows_in: int
    rows_kept: int
    remark: str


def read_own(path: Path, note: Note, codes: Codes) -> OwnTable:
    """Read the table at `path`.

    Raises
    ------
    SourceFileError
        When the file cannot be read.
    SchemaError
        When its code column or its measures cannot be told.
    """
    rows = read_cells(path)
    shape = find_shape(rows, path.name, note.area_column, note.measures)
    body = _without_empty_end(rows[shape.header + 1 :])
    values: list[OwnValue] = []
    rejects: list[Reject] = []
    for row_number, row in enumerate(body, 1):
        answer = _read_row(row_number, row, shape, codes)
        if isinstance(answer, Reject):
            rejects.append(answer)
        else:
            values.extend(answer)
    return OwnTable(
        tuple(values), tuple(rejects), len(body), len(body) - len(rejects), _remark(values, rejects, shape)
    )


def _read_row(row_number: int, row: Row, shape: Shape, codes: Codes) -> list[OwnValue] | Reject:
    cell = row[shape.area_column] if shape.area_column < len(row) else None
    column = shape.names[shape.area_column]
    text = None if cell is None else str(cell)[:CUT]
    if kind_of(cell) != shape.kind:
        reason = (
            "There is no area code." if cell is None else f"It is not the code of a {shape.kind.upper()}."
        )
        return Reject(row_number, reason, column, text)
    code = str(cell)
    vintage = codes.vintage(shape.kind, code)
    if vintage is None:
        return Reject(row_number, f"No {shape.kind.upper()} has this code.", column, text)
    found = []
    for position in shape.measures:
        value = row[position] if position < len(row) else None
        try:
            found.append(
                OwnValue(row_number, code, shape.kind, vintage, shape.names[position], number(value))
            )
        except ValueError:
            return Reject(row_number, "It is not a number.", shape.names[position], str(value)[:CUT])
    return found


def _without_empty_end(rows: Sequence[Row]) -> Sequence[Row]:
    end = len(rows)
    while end and all(cell is None for cell in rows[end - 1]):
        end -= 1
    return rows[:end]


def _remark(values: Sequence[OwnValue], rejects: Sequence[Reject], shape: Shape) -> str:
    vintages = Counter({value.area_code: value.area_vintage for value in values}.values())
    parts = [f"{shape.kind.upper()} codes in {shape.names[shape.area_column]}"]
    parts += [f"{count} of {vintage}" for vintage, count in sorted(vintages.items()) if vintage != UNKNOWN]
    if UNKNOWN in vintages:
        parts.append("codes not checked: no lookup is at hand")
    strange = [reject.value for reject in rejects if reject.reason.endswith("has this code.")]
    if strange:
        parts.append(f"{len(strange)} unknown codes: {', '.join(str(code) for code in strange[:5])}")
    return "; ".join(parts)
