"""Read lookups and outlines: the wanted columns of the newest file, each row with its number."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Sequence

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from hedgerow.errors import SchemaError, SourceFileError
from hedgerow.places.geography.outlines import Outlines
from hedgerow.places.sources import FoundFile, open_bytes, read_table
from hedgerow.places.sources.headers import canonical

ROW = "row_number"
# Codes of these do not change meaning from one year to the next, so that a lookup of another year will do.
_DATED = re.compile(r"(lad|ward|csp|pfa)(\d\d)_(code|name)")


def read_rows(found: FoundFile, columns: Sequence[str], optional: Sequence[str] = ()) -> pa.Table:
    """Return the wanted columns and ``row_number`` (the first row is 1).

    A wanted ``lad24_code`` is found under the newest year that the file has.

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
    return pa.table({**taken, ROW: pa.array(range(1, len(table) + 1), pa.int64())})


def newest(files: Iterable[FoundFile]) -> tuple[FoundFile, ...]:
    """Return files with the newest first: by the greatest year in their names, then Parquet, then by path."""
    return tuple(sorted(files, key=lambda f: (-_year(f.name), not f.name.endswith(".parquet"), f)))


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
        features = json.loads(open_bytes(found))["features"]
        codes = tuple(
            next(value for name, value in feature["properties"].items() if canonical(name) == code)
            for feature in features
        )
        return Outlines(codes, shapely.from_geojson([json.dumps(f["geometry"]) for f in features]))
    except (ValueError, KeyError, StopIteration, shapely.errors.GEOSException, pa.ArrowInvalid) as error:
        raise SourceFileError(
            f"{found.label} holds no outlines with {code}.",
            cause=f"{type(error).__name__}: {error}.",
            remedy="Get the boundaries again from their publisher.",
        ) from error


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


def _year(name: str) -> int:
    return max((int(year) for year in re.findall(r"(?<!\d)(?:20)?(\d\d)(?!\d)", name)), default=0)


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_large_string(column.type) or pa.types.is_dictionary(column.type):
        return column.cast(pa.string())
    return column
