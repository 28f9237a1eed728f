"""Files of references made by hand, written into a review as its own intake does."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from hedgerow.evidence.imported import Imported
from hedgerow.evidence.review import EventDraft, Reference, reference_id
from hedgerow.evidence.tables.review import ReviewLog, read_references, write_references


def bring_in(
    log: ReviewLog,
    name: str,
    titles: Sequence[str],
    *,
    source: str,
    kind: str = "database",
    unreadable: int = 0,
) -> str:
    """Write a file of titles and the event of its import; return the event's id."""
    sha256 = hashlib.sha256(f"{name}{titles}".encode()).hexdigest()
    references = [
        Reference(reference_id(sha256, n), sha256, n, source, Imported(n, title, year=2020, kind="JOUR"))
        for n, title in enumerate(titles, start=1)
    ]
    payload = {
        "sha256": sha256,
        "name": name,
        "source": source,
        "kind": kind,
        "expected": len(titles) + unreadable,
        "records": len(titles),
        "rejected": unreadable,
    }
    with log.turn("Ada") as turn:
        write_references(turn.connection, log.review, references)
        return turn.append(EventDraft("file_imported", (sha256,), payload, "owner"))[0]


def merge(log: ReviewLog, title: str) -> None:
    """Say that all references of one title are one."""
    with log.database.reading() as connection:
        ids = sorted(one.id for one in read_references(connection, log.review) if one.said.title == title)
    drafts = [EventDraft("link_settled", (ids[0], other), {"answer": "same"}) for other in ids[1:]]
    log.append(*drafts, actor="Ada")
