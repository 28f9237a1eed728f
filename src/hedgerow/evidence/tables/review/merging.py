"""Take another copy of a review, or another library, in: nothing is lost, and twice is the same as once.

A *copy* began with the same event: its log is joined event by event, and both copies end with the same log.
Another *library* began by itself: its files come in as files, and every other event of it in an envelope that
says who wrote it, where and when. References have the same ids everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from hedgerow.errors import ConflictError, NotFoundError
from hedgerow.evidence.intake import OUTSIDE, enveloped, files_of
from hedgerow.evidence.intake.files import IMPORTED
from hedgerow.evidence.intake.outside import original_id
from hedgerow.evidence.review import Event, EventDraft, holding
from hedgerow.evidence.tables.review.log import ReviewLog, Turn
from hedgerow.store import migrations
from hedgerow.store.database import Database, log
from hedgerow.store.schema import document, reference

_AT_ONCE = 500
COPY, LIBRARY = "copy", "library"


@dataclass(frozen=True)
class Joined:
    """What a merge brought.

    Attributes
    ----------
    way
        ``copy`` when both began as one, ``library`` when each began by itself.
    events, references, documents, files
        How many of each were new here.
    """

    review: str
    name: str
    way: str
    events: int
    references: int
    documents: int
    files: int

    @property
    def changed(self) -> bool:
        """Whether anything was new."""
        return bool(self.events or self.references or self.documents)


def merge_review(mine: ReviewLog, theirs: ReviewLog, *, name: str, actor: str) -> Joined:
    """Take in the review of the same id of another workspace.

    Parameters
    ----------
    theirs
        The review in the other workspace's database, which is only read.
    name
        What the other workspace is called.

    Raises
    ------
    NotFoundError
        When the other workspace has no such review.
    ConflictError
        When it was made by another version of Hedgerow, or its log was changed; nothing is taken in then.
    """
    with theirs.database.reading() as other:
        _refuse_other_version(theirs.database, other, name)
        rows = log.read(other, theirs.review, stored=True)
        if not rows:
            raise NotFoundError(
                f"{name} has no review “{theirs.review}”.",
                cause=f"It has: {', '.join(log.reviews(other)) or 'none'}.",
                remedy="Name another with --review.",
            )
        _refuse_changed_log(other, theirs.review, name)
        with mine.turn(actor) as turn:
            held = {row["id"] for row in log.read(turn.connection, mine.review, stored=True)}
            documents = _copy_documents(turn, other, theirs.review)
            references = _copy_references(turn.connection, other, mine.review, theirs.review)
            if mine.review == theirs.review and (not held or held & {row["id"] for row in rows}):
                events = log.take_in(turn.connection, mine.review, rows)
                joined = Joined(mine.review, name, COPY, events, references, documents, 0)
            else:
                joined = _library(turn, theirs, name, (references, documents))
            if joined.changed:
                turn.writer.note("merge", f"review/{mine.review}", vars(joined))
    return joined


def _library(turn: Turn, theirs: ReviewLog, name: str, counts: tuple[int, int]) -> Joined:
    """Add the files and, in envelopes, every other event of another library."""
    everything = theirs.all_events()
    standing = {event.id for event in holding(everything)}
    ours = turn.everything()
    known = {original_id(event) for event in ours} | {
        str(event.payload.get("from", {}).get("id", event.id)) for event in ours
    }
    held = {file.sha256 for file in files_of(turn.events((IMPORTED,)))}
    drafts: list[EventDraft] = []
    files = 0
    for event in everything:
        came = str(event.payload.get("from", {}).get("id", event.id))
        if came in known or event.type == "library_merged":
            continue
        known.add(came)
        new = event.type == IMPORTED and event.id in standing and event.payload["sha256"] not in held
        if new:
            held.add(event.payload["sha256"])
            files += 1
        drafts.append(_as_file(event, name) if new else enveloped(event, name))
    if drafts:
        said = {"name": name, "events": len(drafts), "references": counts[0], "files": files, "way": LIBRARY}
        turn.append(*drafts, EventDraft("library_merged", (), said, "owner"))
    return Joined(turn.review, name, LIBRARY, len(drafts), *counts, files)


def _as_file(event: Event, name: str) -> EventDraft:
    """Return the import of another library's file as an import of ours that says where it came from."""
    came = event.payload.get("from") or {
        "workspace": name,
        "review": event.review,
        "id": event.id,
        "actor": event.actor,
        "role": event.role,
        "at": event.at,
    }
    return EventDraft(IMPORTED, event.targets, {**event.payload, "from": dict(came)}, "programme")


def _copy_references(mine: Connection, other: Connection, review: str, theirs: str) -> int:
    held = {name for (name,) in mine.execute(select(reference.c.id).where(reference.c.review == review))}
    wanted = select(reference.c.id).where(reference.c.review == theirs).order_by(reference.c.id)
    new = [name for (name,) in other.execute(wanted) if name not in held]
    for start in range(0, len(new), _AT_ONCE):
        some = select(reference).where(
            reference.c.review == theirs, reference.c.id.in_(new[start : start + _AT_ONCE])
        )
        rows = [dict(row) | {"review": review} for row in other.execute(some).mappings()]
        mine.execute(insert(reference), rows)
    return len(new)


def _copy_documents(turn: Turn, other: Connection, theirs: str) -> int:
    """Copy the originals of the other's references, one at a time."""
    files = select(reference.c.file).where(reference.c.review == theirs).distinct()
    held = {name for (name,) in turn.connection.execute(select(document.c.sha256))}
    new = sorted(str(name) for (name,) in other.execute(files) if name not in held)
    copied = 0
    for digest in new:
        row = other.execute(select(document).where(document.c.sha256 == digest)).mappings().first()
        if row is not None:
            turn.writer.rows("document", [dict(row)])
            copied += 1
    return copied


def _refuse_changed_log(other: Connection, review: str, name: str) -> None:
    check = log.verify(other, review)
    if not check.passed:
        raise ConflictError(
            f"The log of {name} cannot be taken in.",
            cause=check.text,
            remedy="Copy the whole workspace again from its owner; nothing was taken in.",
        )


def _refuse_other_version(database: Database, other: Connection, name: str) -> None:
    stands = migrations.at(other)
    if stands not in migrations.heads():
        raise ConflictError(
            f"{name} was last used with another version of Hedgerow.",
            cause=f"Its database {database.name} stands at step {stands or 'none'}.",
            remedy="Open it once with this version (hedgerow doctor PATH), then merge again.",
        )


def sources_of(events: Sequence[Event]) -> tuple[str, ...]:
    """Return the names of the libraries that were taken in."""
    found = (str(event.payload["from"]["workspace"]) for event in events if event.type == OUTSIDE)
    return tuple(dict.fromkeys(found))
