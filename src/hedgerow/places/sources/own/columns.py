"""Which column holds the area codes and which hold numbers: found by the values, never by the names."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from hedgerow.errors import SchemaError
from hedgerow.places.sources.own.cells import Cell, Row
from hedgerow.places.sources.own.codes import KINDS, kind_of

# What publishers write where a value is missing or withheld: never a number, never zero.
MARKERS = frozenset(
    {"", "-", "–", "*", "**", ".", "..", "...", ":", "c", "x", "z", "n/a", "na", "nan", "null"}
)
MARKERS = MARKERS | {"none", "missing", "suppressed", "[c]", "[x]", "[z]", "#n/a"}
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
_SHARE = 0.8  # of the filled cells of a column must be codes of one kind


@dataclass(frozen=True)
class Shape:
    """Where things stand: the row of the header, the code column and its kind, the measures."""

    header: int
    names: tuple[str, ...]
    area_column: int
    kind: str
    measures: tuple[int, ...]


def number(cell: Cell) -> float | None:
    """Return a cell as a number; None when it is missing or withheld.

    Raises
    ------
    ValueError
        When it is something else.
    """
    if cell is None or isinstance(cell, float):
        return None if cell is None or math.isnan(cell) else cell
    if cell.lower() in MARKERS:
        return None
    plain = cell.replace(",", "") if _GROUPED.fullmatch(cell) else cell
    value = float(plain.removesuffix("%"))
    if not math.isfinite(value) or "_" in plain:
        raise ValueError(cell)
    return value


def find_shape(rows: Sequence[Row], name: str, area_column: str = "", measures: Sequence[str] = ()) -> Shape:
    """Find the header, the code column and the measures of a table called `name`.

    The header is the last filled row above the first row that holds an area code.

    Raises
    ------
    SchemaError
        When no column holds area codes, several may, or none holds numbers.
    """
    header = _header(rows, name)
    names = tuple(str(cell) if cell is not None else "" for cell in rows[header])
    body = rows[header + 1 :]
    column, kind = _area_column(names, body, name, area_column)
    chosen = _chosen(names, measures, name) or tuple(
        position
        for position in range(len(names))
        if position != column and names[position] and _holds_numbers(body, position)
    )
    if not chosen:
        raise SchemaError(
            f"{name} has no column of numbers.",
            cause=f"Its columns are: {', '.join(filter(None, names))}.",
            remedy="A table needs one column of area codes and at least one of numbers.",
        )
    return Shape(header, names, column, kind, chosen)


def _header(rows: Sequence[Row], name: str) -> int:
    for position, row in enumerate(rows):
        if any(kind_of(cell) for cell in row):
            above = [p for p in range(position) if any(cell is not None for cell in rows[p])]
            if above:
                return above[-1]
            break
    raise SchemaError(
        f"{name} holds no codes of LSOAs, MSOAs, wards or districts below a header.",
        remedy="Add a column of ONS codes such as E01026122, with its name in the row above.",
    )


def _area_column(names: tuple[str, ...], body: Sequence[Row], name: str, wanted: str) -> tuple[int, str]:
    found: dict[str, list[int]] = {kind: [] for kind in KINDS}
    for position in range(len(names)):
        kind = _code_kind(body, position)
        if kind and (not wanted or names[position] == wanted):
            found[kind].append(position)
    for kind in KINDS:
        if len(found[kind]) == 1:
            return found[kind][0], kind
        if found[kind]:
            listed = " and ".join(names[position] or f"column {position + 1}" for position in found[kind])
            raise SchemaError(
                f"{name} has {len(found[kind])} columns of {kind.upper()} codes: {listed}.",
                remedy='Say which in the note beside it: area_column = "…".',
            )
    raise SchemaError(
        f"{name} has no column of which most cells are area codes{f' called {wanted}' if wanted else ''}.",
        cause=f"Its columns are: {', '.join(filter(None, names))}.",
        remedy="Correct the codes, or area_column in the note beside it.",
    )


def _code_kind(body: Sequence[Row], position: int) -> str | None:
    cells = [row[position] for row in body if position < len(row) and row[position] is not None]
    for kind in KINDS:
        if cells and sum(kind_of(cell) == kind for cell in cells) >= _SHARE * len(cells):
            return kind
    return None


def _holds_numbers(body: Sequence[Row], position: int) -> bool:
    good = wrong = 0
    for row in body:
        try:
            good += position < len(row) and number(row[position]) is not None
        except ValueError:
            wrong += 1
    return good > wrong


def _chosen(names: tuple[str, ...], measures: Sequence[str], name: str) -> tuple[int, ...]:
    missing = [measure for measure in measures if measure not in names]
    if missing:
        raise SchemaError(
            f"{name} has no column {missing[0]}, which its note names as a measure.",
            cause=f"Its columns are: {', '.join(filter(None, names))}.",
        )
    return tuple(names.index(measure) for measure in measures)
