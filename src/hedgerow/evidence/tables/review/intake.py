"""Take a file of references in: the original, its references and one event, all of it or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hedgerow.errors import RecordError, UsageError
from hedgerow.evidence.coding import tree_values
from hedgerow.evidence.imported import ReadFile, Rejected
from hedgerow.evidence.intake.files import IMPORTED, ImportedFile, draft_of, files_of
from hedgerow.evidence.intake.values import storable
from hedgerow.evidence.readers import read_bytes
from hedgerow.evidence.review import EventDraft, Protocol, Reference, protocol_of, reference_id
from hedgerow.evidence.tables.review.log import ReviewLog, Turn
from hedgerow.evidence.tables.review.references import write_references

STARTED = ("review_started", "protocol_amended")
KINDS = ("database", "register", "website", "organisation", "citation")


@dataclass(frozen=True)
class TakenIn:
    """What became of one file.

    Attributes
    ----------
    already
        Whether the same bytes were there before, so that nothing was done.
    new
        References that were not held before.
    """

    name: str
    sha256: str
    review: str
    source: str
    format: str
    encoding: str
    expected: int
    records: int
    new: int
    already: bool
    rejected: tuple[Rejected, ...] = ()
    note: str = ""


def take_in_file(
    review: ReviewLog,
    path: Path,
    *,
    actor: str,
    source: str = "",
    kind: str = "database",
    columns: Mapping[str, str] | None = None,
) -> TakenIn:
    """Read a file and keep it whole; a file that is held already changes nothing.

    Parameters
    ----------
    source, kind
        The database or organisation that it came from, and what that is (one of `KINDS`); what the file says
        of itself, else its name, where no source is given.
    columns
        For tables: the heading of each field.

    Raises
    ------
    RecordError
        When it cannot be read or yields nothing; nothing is kept then.
    """
    _check_kind(kind)
    data = _bytes(path)
    digest = hashlib.sha256(data).hexdigest()
    if held := _held(files_of(review.events((IMPORTED,))), digest):
        return _as_before(held, review.review, path.name)
    found = read_bytes(path.name, data, columns)
    source = storable(source.strip() or found.source or path.name)
    with review.turn(actor) as turn:
        if held := _held(files_of(turn.events((IMPORTED,))), digest):
            return _as_before(held, review.review, path.name)
        start_where_needed(turn)
        document = {"sha256": digest, "media": found.format, "bytes": len(data), "content": data}
        turn.writer.once("document", "sha256", document)
        new = write_references(turn.connection, review.review, references_of(found, digest, source))
        size = len(data)
        turn.append(
            draft_of(
                found, sha256=digest, name=path.name, source=source, size=size, kind=kind, columns=columns
            ),
            *(EventDraft("tree_added", (digest,), {"tree": tree_values(tree)}) for tree in found.trees),
        )
    return TakenIn(
        path.name,
        digest,
        review.review,
        source,
        found.format,
        found.encoding,
        found.expected,
        len(found.records),
        new,
        already=False,
        rejected=found.rejected,
        note=found.note,
    )


def references_of(found: ReadFile, digest: str, source: str) -> list[Reference]:
    """Return the records of a file as references."""
    return [
        Reference(reference_id(digest, one.row_number), digest, one.row_number, source, one)
        for one in found.records
    ]


def start_where_needed(turn: Turn) -> None:
    """Start the review with a protocol that says nothing yet, where nobody has started it."""
    if protocol_of(turn.events(STARTED)) is None:
        protocol = Protocol(title=f"Review “{turn.review}”")
        said = {"protocol": protocol.as_dict(), "sha256": protocol.sha256}
        turn.append(EventDraft("review_started", (), said, "owner"))


def _check_kind(kind: str) -> None:
    if kind not in KINDS:
        raise UsageError(f"“{kind}” is no kind of source.", remedy=f"There are: {', '.join(KINDS)}.")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RecordError(
            f"{path} cannot be opened.", cause=f"{error.strerror}.", remedy="Check the path."
        ) from error


def _held(files: tuple[ImportedFile, ...], digest: str) -> ImportedFile | None:
    return next((file for file in files if file.sha256 == digest), None)


def _as_before(held: ImportedFile, review: str, name: str) -> TakenIn:
    return TakenIn(
        name,
        held.sha256,
        review,
        held.source,
        held.format,
        held.encoding,
        held.expected,
        held.records,
        0,
        already=True,
        rejected=held.rejected,
        note=f"The same bytes were imported as {held.name} on {held.at[:10]} by {held.actor}; "
        "nothing was changed.",
    )
