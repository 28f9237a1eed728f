"""The account of files: every file read, and every row that was not kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from hedgerow.places.sources import SOURCES, FoundFile
from hedgerow.places.sources.police import Reject
from hedgerow.store import catalogue
from hedgerow.store.lake import Lake


@dataclass(frozen=True)
class Entry:
    """One file in the account."""

    found: FoundFile
    file_id: str
    sha256: str
    vintage: str
    size: int
    rows_in: int
    rows_kept: int
    rejects: tuple[Reject, ...] = ()
    note: str = ""
    title: str = ""
    owner: str = ""
    licence: str = ""

    def noting(self, text: str) -> Entry:
        """Return the entry with one more remark."""
        return replace(self, note="; ".join(part for part in (self.note, text) if part))


def write_account(lake: Lake, entries: Sequence[Entry], part: str) -> None:
    """Write one part of source_file and of rejected_row: rows in = kept + rejected for each file."""
    lake.write("source_file", _files(entries), part=part)
    lake.write("rejected_row", _rejected(entries), part=part)


def _files(entries: Sequence[Entry]) -> pa.Table:
    rows = [
        {
            "file_id": entry.file_id,
            "sha256": entry.sha256,
            "path": entry.found.label,
            "source": entry.found.source,
            "title": entry.title or SOURCES[entry.found.source].title,
            "publisher": entry.owner or SOURCES[entry.found.source].publisher,
            "licence": entry.licence or SOURCES[entry.found.source].licence,
            "vintage": entry.vintage or SOURCES[entry.found.source].vintage,
            "bytes": entry.size,
            "rows_in": entry.rows_in,
            "rows_kept": entry.rows_kept,
            "rows_rejected": entry.rows_in - entry.rows_kept,
            "note": entry.note or None,
        }
        for entry in entries
    ]
    return pa.Table.from_pylist(rows, schema=catalogue.spec("source_file").schema)


def _rejected(entries: Sequence[Entry]) -> pa.Table:
    pairs = [(entry.file_id, reject) for entry in entries for reject in entry.rejects]
    return pa.table(
        {
            "file_id": [file_id for file_id, _ in pairs],
            "row_number": [reject.row_number for _, reject in pairs],
            "reason": [reject.reason for _, reject in pairs],
            "column": [reject.column for _, reject in pairs],
            "value": [reject.value for _, reject in pairs],
        },
        schema=catalogue.spec("rejected_row").schema,
    )
