"""Read any recognised table whole, with canonical column names and its row numbers kept."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from hedgerow.errors import SchemaError, SourceFileError
from hedgerow.places.sources.found import FoundFile, open_bytes
from hedgerow.places.sources.headers import canonical_all
from hedgerow.places.sources.peek import csv_rows
from hedgerow.places.sources.registry import source


def read_table(found: FoundFile, columns: Sequence[str] | None = None) -> pa.Table:
    """Return a file's rows under canonical column names (`headers.canonical`), in the file's order.

    A CSV file's columns are all text: casting is the caller's work. A preamble above the header and blank
    rows below the table are passed over. GeoJSON gives its properties, without the outlines.

    Raises
    ------
    SourceFileError
        When the file cannot be read as what it claims to be.
    SchemaError
        When one of `columns` is not there.
    """
    suffix = "." + found.name.rsplit(".", 1)[-1].lower()
    readers = {".parquet": _parquet, ".csv": _csv, ".geojson": _geojson, ".json": _geojson}
    if suffix not in readers:
        raise SourceFileError(
            f"{found.label} is not a table that can be read.", remedy="Give CSV or Parquet."
        )
    table = readers[suffix](found)
    names = canonical_all(table.column_names)
    table = table.rename_columns(_distinct(names))
    if columns is None:
        return table
    wanting = [column for column in columns if column not in table.column_names]
    if wanting:
        raise SchemaError(
            f"{found.label} has no column {', '.join(wanting)}.",
            cause=f"Its columns are: {', '.join(table.column_names[:20])}.",
            remedy="The publisher may have renamed a column: add the new name to sources/headers.py.",
        )
    return table.select(list(columns))


def _distinct(names: Sequence[str]) -> list[str]:
    seen: dict[str, int] = {}
    answer = []
    for position, name in enumerate(names):
        seen[name] = seen.get(name, 0) + 1
        answer.append(name if seen[name] == 1 and name else f"{name or 'column'}_{position + 1}")
    return answer


def _parquet(found: FoundFile) -> pa.Table:
    try:
        if found.member is None:
            return pq.read_table(found.path, partitioning=None)
        return pq.read_table(pa.BufferReader(open_bytes(found)))
    except (pa.ArrowInvalid, OSError) as error:
        raise SourceFileError(
            f"{found.label} is not whole Parquet.", cause=f"{error}", remedy="Fetch it again."
        ) from error


def header_row(found: FoundFile, head: bytes) -> int:
    """Return which row of a CSV file is its header, counting from 0.

    Raises
    ------
    SourceFileError
        When none of the first rows is.
    """
    wanted = source(found.source)
    for number, row in enumerate(csv_rows(head)):
        if wanted.fits(frozenset(name for name in canonical_all(row) if name), found.name):
            return number
    raise SourceFileError(
        f"{found.label} has no header row of the source {found.source}.", remedy="Fetch it again."
    )


def _csv(found: FoundFile) -> pa.Table:
    data = open_bytes(found).removeprefix(b"\xef\xbb\xbf")
    skip = header_row(found, data[: 1 << 16])
    header = csv_rows(data[: 1 << 16])[skip]
    names = _distinct(header)
    short: list[pcsv.InvalidRow] = []
    try:
        table = pcsv.read_csv(
            pa.BufferReader(data),
            read_options=pcsv.ReadOptions(column_names=names, skip_rows=skip + 1, use_threads=False),
            parse_options=pcsv.ParseOptions(invalid_row_handler=lambda row: _keep_note(short, row)),
            convert_options=pcsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
            ),
        )
    except pa.ArrowInvalid as error:
        raise SourceFileError(
            f"{found.label} cannot be read as CSV.", cause=f"{error}", remedy="Fetch it again."
        ) from error
    lost = [row for row in short if row.text.strip(", \r\n")]
    whole = [row for row in lost if row.actual_columns > 1]
    if whole:
        raise SourceFileError(
            f"{found.label} has {len(whole)} rows with another number of columns than its header.",
            cause=f"The first reads: {whole[0].text[:60]}",
            remedy="It may be cut short or edited: fetch it again.",
        )
    return table


def _keep_note(kept: list[pcsv.InvalidRow], row: pcsv.InvalidRow) -> str:
    kept.append(row)
    return "skip"


def _geojson(found: FoundFile) -> pa.Table:
    try:
        features = json.loads(open_bytes(found))["features"]
        return pa.Table.from_pylist([feature["properties"] for feature in features])
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError, pa.ArrowInvalid) as error:
        raise SourceFileError(
            f"{found.label} is not GeoJSON that can be read.", cause=f"{error}", remedy="Fetch it again."
        ) from error


def count_rows(text: str) -> int:
    """Count the records of a CSV text with the standard library: independent of the fast parser."""
    return sum(1 for row in csv.reader(io.StringIO(text, newline="")) if any(cell.strip() for cell in row))
