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

from hedgerow.places.sources.headers import canonical_all

HEAD = 1 << 16
FORMATS = (".csv", ".parquet", ".geojson", ".json", ".xlsx")
_PREAMBLE = 15


def candidates(handle: BinaryIO, name: str) -> Iterator[frozenset[str]]:
    """Yield sets of canonical columns that the file may have: the first row, then rows below a preamble."""
    suffix = "." + name.rsplit(".", 1)[-1].lower()
    if suffix == ".parquet":
        yield from _parquet(handle)
    elif suffix in (".geojson", ".json"):
        yield from _geojson(handle.read(HEAD))
    elif suffix == ".csv":
        yield from _csv(handle.read(HEAD))


def _parquet(handle: BinaryIO) -> Iterator[frozenset[str]]:
    try:
        schema = pq.read_schema(handle)
    except (pa.ArrowInvalid, OSError):
        return
    extra = {"geo"} if schema.metadata and b"geo" in schema.metadata else set()
    yield frozenset(canonical_all(schema.names)) | extra


def _geojson(head: bytes) -> Iterator[frozenset[str]]:
    text = head.decode("utf-8", "replace")
    if not re.search(r'"type"\s*:\s*"FeatureCollection"', text):
        return
    feature = re.search(r'"properties"\s*:\s*(?=\{)', text[text.find('"features"') :])
    if feature is None:
        return
    try:
        properties, _ = json.JSONDecoder().raw_decode(text[text.find('"features"') :], feature.end())
    except json.JSONDecodeError:
        return
    if isinstance(properties, dict):
        yield frozenset(canonical_all(list(properties))) | {"geo"}


def csv_rows(head: bytes) -> list[list[str]]:
    """Return the first rows of a CSV file, blank ones included; the last may be cut."""
    text = head.decode("utf-8-sig", "replace")
    try:
        return list(csv.reader(io.StringIO(text, newline="")))[: _PREAMBLE + 1]
    except csv.Error:
        return []


def _csv(head: bytes) -> Iterator[frozenset[str]]:
    for row in csv_rows(head):
        names = [name for name in canonical_all(row) if name]
        if names:
            yield frozenset(names)
