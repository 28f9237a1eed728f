"""Two CSV files: areas with a value, and areas with their neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from hedgerow.errors import InputError, SchemaError, SourceFileError
from hedgerow.places.local.data import Array, LocalData, Mask, Places, named

_MISSING = ("", "na", "n/a", "nan", "null", "none", ".")
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read_local(table: Path, value: str, neighbours: Path, *, outside: bool = False) -> LocalData:
    """Return the areas of `table` with their `value` and the links of `neighbours`.

    Parameters
    ----------
    outside
        Whether links to areas that the table does not have are left out, and counted, instead of refused.

    Raises
    ------
    InputError
        When a file, a column, a number or an area is not what it should be.
    """
    rows = _text(table, ("area", value))
    areas = _codes(rows, "area", table)
    values = _numbers(rows, value, table, areas)
    links = _text(neighbours, ("area", "neighbour"))
    ends = [_codes(links, name, neighbours) for name in ("area", "neighbour")]
    places = [
        pc.index_in(column, value_set=areas).fill_null(-1).to_numpy().astype(np.int64) for column in ends
    ]
    inside, notes = _inside(ends, places, outside, table, neighbours)
    left, right = (column[inside] for column in places)
    return LocalData(tuple(areas.to_pylist()), values, left, right, value, notes)


def _text(path: Path, columns: Sequence[str]) -> pa.Table:
    """Return columns of a CSV file as text."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SourceFileError(
            f"{path} cannot be opened.", cause=f"{error.strerror}.", remedy="Check the path."
        ) from error
    if content.startswith(_WORKBOOKS):
        raise SourceFileError(f"{path.name} is a workbook.", remedy="Save its sheet as CSV.")
    heads = _heads(content, path)
    chosen = {name: _column(name, heads, path) for name in columns}
    try:
        read = csv.read_csv(
            pa.py_buffer(content),
            csv.ReadOptions(column_names=[str(place) for place in range(len(heads))], skip_rows=1),
            csv.ParseOptions(delimiter=_delimiter(content), newlines_in_values=True),
            csv.ConvertOptions(
                include_columns=[str(place) for place in chosen.values()],
                column_types={str(place): pa.string() for place in chosen.values()},
                strings_can_be_null=False,
            ),
        )
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        raise SourceFileError(
            f"{path.name} cannot be read as CSV.", cause=f"{error}", remedy="Save it as CSV in UTF-8."
        ) from error
    if not len(read):
        raise SourceFileError(f"{path.name} has no rows.", remedy="Give one row for each area.")
    return pa.table({name: read.column(str(place)).combine_chunks() for name, place in chosen.items()})


def _delimiter(content: bytes) -> str:
    first = content.partition(b"\n")[0].decode("utf-8", "replace")
    return max(",;\t", key=first.count)


def _heads(content: bytes, path: Path) -> list[str]:
    first = content.partition(b"\n")[0].decode("utf-8-sig", "replace")
    heads = [head.strip().strip('"').strip() for head in first.split(_delimiter(content))]
    if not any(heads):
        raise SourceFileError(f"{path.name} is empty.", remedy="Give a CSV file with a first line of names.")
    return heads


def _column(name: str, heads: Sequence[str], path: Path) -> int:
    found = [place for place, head in enumerate(heads) if head == name]
    found = found or [place for place, head in enumerate(heads) if head.lower() == name.lower()]
    if len(found) == 1:
        return found[0]
    raise SchemaError(
        f"{path.name} has {'two columns' if found else 'no column'} “{name}”.",
        cause=f"Its columns are: {', '.join(heads)[:300]}.",
        remedy="Name a column with --value as it stands in the first line; areas are in a column “area”.",
    )


def _codes(rows: pa.Table, name: str, path: Path) -> pa.Array:
    codes = pc.utf8_trim_whitespace(rows.column(name).combine_chunks())
    empty = pc.index(codes, "").as_py()
    if empty >= 0:
        raise InputError(
            f"Line {empty + 2} of {path.name} has no {name}.",
            remedy="Name the area, or take the line out.",
        )
    return codes if isinstance(codes, pa.Array) else codes.combine_chunks()


def _numbers(rows: pa.Table, name: str, path: Path, areas: pa.Array) -> Array:
    """Return a column of numbers, NaN where there is none."""
    cells = pc.utf8_trim_whitespace(rows.column(name).combine_chunks())
    missing = pc.is_in(pc.utf8_lower(cells), value_set=pa.array(_MISSING))
    known = pc.if_else(missing, pa.scalar(None, pa.string()), cells)
    try:
        return np.asarray(pc.cast(known, pa.float64()).fill_null(np.nan).to_numpy())
    except pa.ArrowInvalid:
        pass
    for place, cell in enumerate(known.to_pylist()):
        if cell is not None and not _is_number(cell):
            raise InputError(
                f"“{cell[:40]}” in line {place + 2} of {path.name} is not a number.",
                cause=f"It is the {name} of {areas[place].as_py()}.",
                remedy="Correct the cell; leave it empty where the number is not known.",
            )
    return np.array([np.nan if cell is None else float(cell) for cell in known.to_pylist()])


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _inside(
    ends: Sequence[pa.Array], places: Sequence[Places], outside: bool, table: Path, neighbours: Path
) -> tuple[Mask, tuple[str, ...]]:
    """Return which links are between areas of the table, and what there is to say of the others."""
    known = [column >= 0 for column in places]
    inside = known[0] & known[1]
    if inside.all():
        return inside, ()
    strange = {
        code
        for end, held in zip(ends, known, strict=True)
        for code in end.filter(pa.array(~held)).to_pylist()
    }
    names = named(sorted(strange))
    if outside and inside.any():
        left = int(np.count_nonzero(~inside))
        return inside, (f"{left:,} links with areas that the table does not have are left out: {names}.",)
    whole = "None of its links is between areas of the table. " if not inside.any() else ""
    raise InputError(
        f"{neighbours.name} names {'an area' if len(strange) == 1 else f'{len(strange):,} areas'} that "
        f"{table.name} does not have: {names}.",
        cause=f"{whole}The two files may be of different years or regions.",
        remedy="Give both files for the same areas and the same year of codes"
        + (", or say --ignore-outside." if inside.any() else "."),
    )
