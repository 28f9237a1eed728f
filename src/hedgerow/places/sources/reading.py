"""Read any recognised table whole, with canonical column names and its row numbers kept."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from hedgerow.errors import SchemaError, SourceFileError
from hedgerow.places.sources import peek, workbook
from hedgerow.places.sources.found import FoundFile, open_bytes
from hedgerow.places.sources.headers import canonical_all
from hedgerow.places.sources.peek import csv_rows
from hedgerow.places.sources.registry import source

_LOOKED_AT = 16  # rows of a sheet in which its header is looked for


def read_table(found: FoundFile, columns: Sequence[str] | None = None) -> pa.Table:
    """Return a file's rows under canonical column names (`headers.canonical`), in the file's order.

    The columns of CSV and XLSX are all text: casting is the caller's work. A preamble above the header and
    blank rows below the table are passed over. GeoJSON gives its properties, without the outlines. A form
    that is not the tidy one is brought to it; then ``row_number`` says which row of the file each is.

    Raises
    ------
    SourceFileError
        When the file cannot be read as what it claims to be.
    SchemaError
        When one of `columns` is not there.
    """
    suffix = "." + found.name.rsplit(".", 1)[-1].lower()
    readers = {".parquet": _parquet, ".csv": _csv, ".geojson": _geojson, ".json": _geojson}
    readers[".xlsx"] = _xlsx
    if suffix not in readers:
        raise SourceFileError(
            f"{found.label} is not a table that can be read.", remedy="Give CSV, XLSX, GeoJSON or Parquet."
        )
    table = readers[suffix](found)
    names = canonical_all(table.column_names)
    table = table.rename_columns(_distinct(names))
    form = source(found.source).form(_all_columns(found, names), found.name)
    table = form.tidied(table) if form else table
    if columns is None:
        return table
    wanting = [column for column in columns if column not in table.column_names]
    if wanting:
        raise SchemaError(
            f"{found.label} has no column {', '.join(wanting)}.",
            cause=f"Its columns are: {', '.join(table.column_names[:20])}.",
            remedy="The publisher may have renamed a column: add the new name to sources/headers.toml.",
        )
    return table.select(list(columns))


def columns_of(found: FoundFile) -> frozenset[str]:
    """Return the canonical columns of the header of a recognised file, read from as few bytes as will do."""
    wanted = source(found.source)
    try:
        if found.member is None:
            with found.path.open("rb") as handle:
                sets = list(peek.candidates(handle, found.name))
        else:
            sets = list(peek.candidates(io.BytesIO(open_bytes(found)), found.name))
    except OSError:
        return frozenset()
    return next((columns for columns in sets if wanted.fits(columns, found.name)), frozenset())


def _all_columns(found: FoundFile, names: Sequence[str]) -> frozenset[str]:
    outlines = {"geo"} if source(found.source).kind == "boundaries" else set()
    return frozenset(name for name in names if name) | outlines


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
    number = _header(found, csv_rows(head))
    if number is None:
        raise _no_header(found)
    return number


def _header(found: FoundFile, rows: Sequence[Sequence[str]]) -> int | None:
    wanted = source(found.source)
    fitting = (
        number
        for number, row in enumerate(rows)
        if wanted.fits(frozenset(name for name in canonical_all(row) if name), found.name)
    )
    return next(fitting, None)


def _no_header(found: FoundFile) -> SourceFileError:
    return SourceFileError(
        f"{found.label} has no header row of the source {found.source}.", remedy="Fetch it again."
    )


def _xlsx(found: FoundFile) -> pa.Table:
    """Return the first sheet that has a header of the source."""
    try:
        for rows in _sheets(found):
            header = _header(found, rows[:_LOOKED_AT])
            if header is not None:
                names = _distinct(rows[header])
                body = [row for row in rows[header + 1 :] if any(row)]
                columns = {
                    name: pa.array([row[place] or None for row in body], pa.string())
                    for place, name in enumerate(names)
                }
                return pa.table(columns)
    except workbook.FAULTS as error:
        raise SourceFileError(
            f"{found.label} cannot be read as XLSX.", cause=f"{error}.", remedy="Fetch it again."
        ) from error
    raise _no_header(found)


def _sheets(found: FoundFile) -> Iterator[list[list[str]]]:
    return workbook.all_rows(open_bytes(found))


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
