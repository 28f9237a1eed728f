"""Read lookups and outlines: the wanted columns of the newest file, each row with its number."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from pyproj.exceptions import ProjError

from hedgerow.errors import SchemaError, SourceFileError
from hedgerow.places.geography.outlines import Outlines
from hedgerow.places.sources import SOURCES, FoundFile, columns_of, open_bytes, read_table, rows_in
from hedgerow.places.sources.form import ROWS_IN
from hedgerow.places.sources.headers import canonical

ROW = "row_number"
_NO_YEAR = 50
_NATIONAL_GRID = "27700"
_FURTHEST_DEGREE = 180.0
_FAULTS = (ValueError, KeyError, StopIteration, shapely.errors.GEOSException, ProjError, pa.ArrowInvalid)
# Codes of these do not change meaning from one year to the next, so that a lookup of another year will do.
_DATED = re.compile(r"(lad|ward|csp|pfa)(\d\d)_(code|name)")


def read_rows(found: FoundFile, columns: Sequence[str], optional: Sequence[str] = ()) -> pa.Table:
    """Return the wanted columns and ``row_number`` (the first row of the file is 1).

    A wanted ``lad24_code`` is found under the newest year that the file has. `sources.rows_in` of the answer
    is how many rows the file had.

    Raises
    ------
    SchemaError
        When one of `columns` is missing.
    """
    table = read_table(found)
    taken: dict[str, pa.ChunkedArray] = {}
    for name in (*columns, *optional):
        held = _held(name, table.column_names)
        if held is not None:
            taken[name] = _plain(table.column(held))
        elif name in columns:
            raise SchemaError(
                f"{found.label} has no column {name}.",
                cause=f"Its columns are: {', '.join(table.column_names[:12])}.",
                remedy=f"Get the {found.source} file as its publisher gives it.",
            )
    numbers = (
        table.column(ROW) if ROW in table.column_names else pa.array(range(1, len(table) + 1), pa.int64())
    )
    return pa.table({**taken, ROW: numbers}).replace_schema_metadata({ROWS_IN: str(rows_in(table)).encode()})


def newest(files: Iterable[FoundFile]) -> tuple[FoundFile, ...]:
    """Return files with the newest first: by year of codes or of the name, then Parquet, then by path."""
    held = list(files)
    years = {found: _vintage(found) if len(held) > 1 else 0 for found in held}
    return tuple(sorted(held, key=lambda f: (-years[f], not f.name.endswith(".parquet"), f)))


def read_outlines(found: FoundFile, code: str) -> Outlines:
    """Return the codes and outlines (EPSG:4326) of a boundary file.

    Raises
    ------
    SourceFileError
        When the file has no such codes or no outlines.
    """
    try:
        if found.name.lower().endswith(".parquet"):
            return _geoparquet(found, code)
        collection = json.loads(open_bytes(found))
        features = collection["features"]
        codes = tuple(
            next(value for name, value in feature["properties"].items() if canonical(name) == code)
            for feature in features
        )
        shapes = shapely.from_geojson([json.dumps(f["geometry"]) for f in features])
        return Outlines(codes, _in_degrees(shapes, collection.get("crs")))
    except _FAULTS as error:
        raise SourceFileError(
            f"{found.label} holds no outlines with {code}.",
            cause=f"{type(error).__name__}: {error}.",
            remedy="Get the boundaries again from their publisher.",
        ) from error


def _in_degrees(shapes: NDArray[np.object_], crs: object) -> NDArray[np.object_]:
    """Return outlines in degrees: from what the file says, or from the grid where they cannot be degrees."""
    named = re.search(r"EPSG:{1,2}(\d+)", json.dumps(crs)) if crs else None
    code = named.group(1) if named else "4326"
    if named is None and np.nanmax(np.abs(shapely.bounds(shapes)), initial=0.0) > _FURTHEST_DEGREE:
        code = _NATIONAL_GRID
    if code == "4326":
        return shapes
    turn = Transformer.from_crs(f"EPSG:{code}", "EPSG:4326", always_xy=True)
    return np.asarray(
        shapely.transform(shapes, lambda xy: np.column_stack(turn.transform(xy[:, 0], xy[:, 1]))),
        dtype=object,
    )


def _geoparquet(found: FoundFile, code: str) -> Outlines:
    table = pq.read_table(io.BytesIO(open_bytes(found)))
    named = next(name for name in table.column_names if canonical(name) == code)
    return Outlines(
        tuple(table.column(named).to_pylist()), shapely.from_wkb(table.column("geometry").to_pylist())
    )


def _held(name: str, columns: Sequence[str]) -> str | None:
    """Return the column that holds `name`, under whichever year."""
    wanted = _DATED.fullmatch(name)
    if name in columns or wanted is None:
        return name if name in columns else None
    years = [m for m in map(_DATED.fullmatch, columns) if m and m.group(1, 3) == wanted.group(1, 3)]
    return max(years, key=lambda match: match.group(2)).group(0) if years else None


def _vintage(found: FoundFile) -> int:
    """Return the newest year of the codes, for a source whose codes change by the year, else of the name."""
    if any("\\d\\d" in pattern for pattern in SOURCES[found.source].columns):
        years = [match.group(2) for match in map(_DATED.fullmatch, columns_of(found)) if match]
        if years:
            return max(map(int, years))
    return _year(found.name)


def _year(name: str) -> int:
    """Return the newest year in a name; a number like “65plus” is none."""
    found = (int(year) for year in re.findall(r"(?<!\d)(?:20)?(\d\d)(?!\d)", name))
    return max((year for year in found if year < _NO_YEAR), default=0)


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_large_string(column.type) or pa.types.is_dictionary(column.type):
        return column.cast(pa.string())
    return column
