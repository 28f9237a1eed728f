"""What a file would give, before anything of it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hedgerow.errors import HedgerowError
from hedgerow.evidence.imported import Imported, Rejected
from hedgerow.evidence.readers import TABLES, read_bytes
from hedgerow.evidence.readers.preview import columns_of_bytes

SHOWN = 3


@dataclass(frozen=True)
class Preview:
    """What was seen of a file.

    Attributes
    ----------
    expected, kept, rejected, first
        The account, and the first records; nothing of them where `error` says why the file cannot be read.
    headings, mapping
        For a table: its headings, and which of them each field is read from.
    """

    name: str
    sha256: str
    format: str = ""
    encoding: str = ""
    source: str = ""
    note: str = ""
    expected: int = 0
    kept: int = 0
    rejected: tuple[Rejected, ...] = ()
    first: tuple[Imported, ...] = ()
    headings: tuple[str, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    error: HedgerowError | None = None


def preview(path: Path, sha256: str, columns: Mapping[str, str]) -> Preview:
    """Read a file and return what it would give; a file that cannot be read says why."""
    data = path.read_bytes()
    headings, usual = _columns(path.name, data)
    mapping = {**usual, **columns}
    try:
        found = read_bytes(path.name, data, chosen_columns(usual, columns) if headings else None)
    except HedgerowError as error:
        return Preview(path.name, sha256, headings=headings, mapping=mapping, error=error)
    return Preview(
        path.name,
        sha256,
        found.format,
        found.encoding,
        found.source,
        found.note,
        found.expected,
        len(found.records),
        found.rejected,
        found.records[:SHOWN],
        headings if found.format in TABLES else (),
        mapping,
    )


def usual_columns(path: Path) -> dict[str, str]:
    """Return the heading of each field of a table by its usual spelling; nothing for any other file."""
    return _columns(path.name, path.read_bytes())[1]


def chosen_columns(usual: Mapping[str, str], chosen: Mapping[str, str]) -> dict[str, str] | None:
    """Return what a person chose otherwise than the usual spellings say; `None` for nothing."""
    return {name: heading for name, heading in chosen.items() if heading != usual.get(name, "")} or None


def _columns(name: str, data: bytes) -> tuple[tuple[str, ...], dict[str, str]]:
    try:
        columns = columns_of_bytes(name, data)
    except HedgerowError:
        return (), {}
    return tuple(dict.fromkeys(heading for heading in columns.headings if heading)), dict(columns.mapping)
