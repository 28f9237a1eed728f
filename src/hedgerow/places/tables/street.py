"""Build the row-for-row tables of data.police.uk: street, outcome and stop_search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hedgerow.errors import SourceFileError
from hedgerow.places.sources import FoundFile, digest, read_table
from hedgerow.places.sources.found import digest_bytes, each_content
from hedgerow.places.sources.police import (
    WHOLE_FILE,
    FileRead,
    Reject,
    Vintages,
    read_outcomes,
    read_stop_search,
    read_street,
)
from hedgerow.places.tables.account import Entry, write_account
from hedgerow.places.tables.parts import PartWriter
from hedgerow.store.lake import Lake

Progress = Callable[[int, int, str], None]
Reader = Callable[[str, bytes, str, Vintages], FileRead]

READERS: dict[str, tuple[str, Reader]] = {
    "police-street": ("street", read_street),
    "police-outcomes": ("outcome", read_outcomes),
    "police-stop-and-search": ("stop_search", read_stop_search),
}


@dataclass(frozen=True)
class Edition:
    """One published state of a force's month; a month given twice with other bytes has two."""

    force: str
    month: str
    file_id: str
    path: str
    rows: int


def build_street(lake: Lake, files: Sequence[FoundFile], progress: Progress) -> None:
    """Read every police file among `files` and write street, outcome, stop_search and their account.

    A file that cannot be used is listed with its reason (row 0 of rejected_row) and the others are read.
    The same bytes are read once. Two editions of a month are both kept, each row under its file.
    """
    wanted = sorted(
        (found for found in files if found.source in READERS),
        key=lambda found: (found.path.name, str(found.path), found.member or ""),
    )
    vintages = _vintages(lake, files)
    writers = {table: PartWriter(lake, table) for table, _ in READERS.values()}
    account: dict[str, Entry] = {}
    for done, (found, content) in enumerate(each_content(wanted)):
        progress(done, len(wanted), found.label)
        _read_one(found, content, vintages, writers, account)
    for writer in writers.values():
        writer.close()
    write_account(lake, _with_editions(list(account.values())), "street")
    refused = sum(entry.note.startswith("REFUSED: ") for entry in account.values())
    aloud = f", {refused} REFUSED: see hedgerow doctor" if refused else ""
    progress(len(wanted), len(wanted), f"{len(wanted)} police files read{aloud}")


def _read_one(
    found: FoundFile,
    content: bytes | SourceFileError,
    vintages: Vintages,
    writers: dict[str, PartWriter],
    account: dict[str, Entry],
) -> None:
    if isinstance(content, SourceFileError):
        entry = _unreadable(found, content)
        account[entry.file_id] = entry
        return
    sha256 = digest_bytes(content)
    if sha256[:16] in account:
        account[sha256[:16]] = account[sha256[:16]].noting(f"the same bytes also at {found.label}")
        return
    table, reader = READERS[found.source]
    read = reader(found.name, content, sha256, vintages)
    if read.table is not None:
        writers[table].add(read.table)
    account[read.file_id] = Entry(
        found=found,
        file_id=read.file_id,
        sha256=sha256,
        vintage=found.name[:7],
        size=len(content),
        rows_in=read.rows_in,
        rows_kept=read.rows_kept,
        rejects=read.rejects,
        note=read.note,
    )


def _unreadable(found: FoundFile, error: SourceFileError) -> Entry:
    reason = " ".join(part for part in (error.message, error.cause, error.remedy) if part)
    sha256 = digest_bytes(f"{digest(found.path) if found.path.is_file() else ''}!{found.member}".encode())
    return Entry(
        found=found,
        file_id=sha256[:16],
        sha256=sha256,
        vintage=found.name[:7],
        size=0,
        rows_in=0,
        rows_kept=0,
        rejects=(Reject(WHOLE_FILE, reason),),
        note=f"REFUSED: {reason}",
    )


def _vintages(lake: Lake, files: Sequence[FoundFile]) -> Vintages:
    """Take the codes of both editions from the lookup among the files, else from the lake, else none."""
    for found in sorted(found for found in files if found.source == "lookup-lsoa11-lsoa21"):
        return Vintages.of(read_table(found, ["lsoa11_code", "lsoa21_code"]))
    if lake.has("lsoa11_to_lsoa21"):
        table = lake.read("lsoa11_to_lsoa21", ["lsoa11", "lsoa21"])
        return Vintages.of(table.rename_columns(["lsoa11_code", "lsoa21_code"]))
    return Vintages()


def _with_editions(entries: list[Entry]) -> list[Entry]:
    groups: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.rows_kept:
            groups[entry.found.source, entry.found.name.lower()].append(entry)
    answer = []
    for entry in entries:
        others = [
            o for o in groups[entry.found.source, entry.found.name.lower()] if o.file_id != entry.file_id
        ]
        if others and entry.rows_kept:
            listed = ", ".join(f"{other.found.label} ({other.file_id})" for other in others)
            answer.append(entry.noting(f"one of {len(others) + 1} editions of this month; also {listed}"))
        else:
            answer.append(entry)
    return answer


def editions(lake: Lake) -> tuple[Edition, ...]:
    """Return every edition of every force's month of street files, in order of force, month and file."""
    rows = lake.query(
        """
        SELECT s.force, s.month, s.file_id, f.path, count(*) AS n
        FROM street AS s JOIN source_file AS f USING (file_id)
        GROUP BY ALL ORDER BY s.force, s.month, f.path, s.file_id
        """
    ).to_pylist()
    return tuple(Edition(r["force"], r["month"], r["file_id"], r["path"], int(r["n"])) for r in rows)
