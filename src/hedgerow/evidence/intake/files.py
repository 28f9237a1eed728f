"""Which files were imported: a fold of the events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hedgerow.evidence.imported import ReadFile, Rejected
from hedgerow.evidence.intake.values import storable
from hedgerow.evidence.review import Event, EventDraft

IMPORTED = "file_imported"


@dataclass(frozen=True)
class ImportedFile:
    """One file of references as it was taken in: ``expected == records + len(rejected)``.

    Attributes
    ----------
    sha256, name, source, kind
        The original, what it was called, the database or organisation that it came from, and what that is:
        database, register, website, organisation or citation.
    format, encoding, note
        How it was read.
    expected, records, rejected, bytes
        Size; records counted before parsing, those kept, and those rejected with reason and line.
    event, at, actor
        The event that took it in; undoing it takes the references out of every list.
    library
        The library that it was merged from; empty for a file that was imported here.
    """

    sha256: str
    name: str
    source: str
    format: str
    encoding: str
    note: str
    expected: int
    records: int
    rejected: tuple[Rejected, ...]
    event: str
    at: str
    actor: str
    kind: str = "database"
    bytes: int = 0
    library: str = ""


def draft_of(
    found: ReadFile,
    *,
    sha256: str,
    name: str,
    source: str,
    size: int,
    kind: str = "database",
    columns: Mapping[str, str] | None = None,
) -> EventDraft:
    """Return the event that takes a file in."""
    payload: dict[str, Any] = {
        "sha256": sha256,
        "name": storable(name),
        "source": storable(source),
        "kind": kind,
        "bytes": size,
        "format": found.format,
        "encoding": found.encoding,
        "note": found.note,
        "expected": found.expected,
        "records": len(found.records),
        "rejected": len(found.rejected),
        "rejections": [
            {
                "record": one.row_number,
                "line": one.line,
                "reason": storable(one.reason),
                "column": one.column,
                "value": storable(one.value or "") or None,
            }
            for one in found.rejected
        ],
    }
    if columns:
        payload["columns"] = dict(columns)
    return EventDraft(IMPORTED, (sha256,), payload, "owner")


def files_of(events: Iterable[Event]) -> tuple[ImportedFile, ...]:
    """Return the files of the events that hold, each once, in the order in which they came."""
    found: dict[str, ImportedFile] = {}
    for event in events:
        if event.type == IMPORTED:
            file = _file(event)
            found.setdefault(file.sha256, file)
    return tuple(found.values())


def _file(event: Event) -> ImportedFile:
    said = event.payload
    return ImportedFile(
        sha256=str(said["sha256"]),
        name=str(said["name"]),
        source=str(said["source"]),
        format=str(said.get("format", "")),
        encoding=str(said.get("encoding", "")),
        note=str(said.get("note", "")),
        expected=int(said.get("expected", said["records"])),
        records=int(said["records"]),
        rejected=tuple(
            Rejected(one["record"], one["reason"], one.get("column"), one.get("value"), one.get("line"))
            for one in said.get("rejections", ())
        ),
        event=event.id,
        at=event.at,
        actor=event.actor,
        kind=str(said.get("kind", "database")),
        bytes=int(said.get("bytes", 0)),
        library=str(said.get("from", {}).get("workspace", "")),
    )
