"""The columns of a file, from as few of its bytes as will do."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from hedgerow.places.sources import workbook
from hedgerow.places.sources.headers import canonical_all

HEAD = 1 << 16
FORMATS = (".csv", ".parquet", ".geojson", ".json", ".xlsx")
_PREAMBLE = 15
_LONGEST_OUTLINE = 1 << 26  # a first outline that is longer than this is not looked past
_FEATURE = re.compile(r'"properties"\s*:\s*(?=\{)')


def candidates(handle: BinaryIO, name: str) -> Iterator[frozenset[str]]:
    """Yield sets of canonical columns that the file may have: the first row, then rows below a preamble."""
    suffix = "." + name.rsplit(".", 1)[-1].lower()
    if suffix == ".parquet":
        yield from _parquet(handle)
    elif suffix in (".geojson", ".json"):
        yield from _geojson(handle)
    elif suffix == ".csv":
        yield from _csv(handle.read(HEAD))
    elif suffix == ".xlsx":
        for sheet in workbook.first_rows(handle, _PREAMBLE + 1):
            yield from _named_rows(sheet)


def _parquet(handle: BinaryIO) -> Iterator[frozenset[str]]:
    try:
        schema = pq.read_schema(handle)
    except (pa.ArrowInvalid, OSError):
        return
    extra = {"geo"} if schema.metadata and b"geo" in schema.metadata else set()
    yield frozenset(canonical_all(schema.names)) | extra


def _geojson(handle: BinaryIO) -> Iterator[frozenset[str]]:
    """Yield the properties of the first outline, which may stand behind its coordinates."""
    text = handle.read(HEAD).decode("utf-8", "replace")
    if not re.search(r'"type"\s*:\s*"FeatureCollection"', text):
        return
    start = text.find('"features"')
    while start >= 0 and len(text) < _LONGEST_OUTLINE:
        feature = _FEATURE.search(text, start)
        properties = _object(text, feature.end()) if feature else None
        if properties is not None:
            yield frozenset(canonical_all(list(properties))) | {"geo"}
            return
        more = handle.read(len(text)).decode("utf-8", "replace")
        if not more:
            return
        text += more


def _object(text: str, start: int) -> dict[str, object] | None:
    try:
        found, _ = json.JSONDecoder().raw_decode(text, start)
    except json.JSONDecodeError:
        return None
    return found if isinstance(found, dict) else None


def csv_rows(head: bytes) -> list[list[str]]:
    """Return the first rows of a CSV file, blank ones included; the last may be cut."""
    text = head.decode("utf-8-sig", "replace")
    try:
        return list(csv.reader(io.StringIO(text, newline="")))[: _PREAMBLE + 1]
    except csv.Error:
        return []


def _csv(head: bytes) -> Iterator[frozenset[str]]:
    yield from _named_rows(csv_rows(head))


def _named_rows(rows: list[list[str]]) -> Iterator[frozenset[str]]:
    for row in rows:
        names = [name for name in canonical_all(row) if name]
        if names:
            yield frozenset(names)
