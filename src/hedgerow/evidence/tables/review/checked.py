"""Whether every review of a workspace is whole: its log, its references and the originals of its files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from hedgerow.evidence.intake.files import IMPORTED
from hedgerow.evidence.tables.review.log import ReviewLog
from hedgerow.store.database import Database, log
from hedgerow.store.schema import document, reference


@dataclass(frozen=True)
class ReviewCheck:
    """What the check of one review found; `state` is whole or broken."""

    review: str
    state: str
    events: int
    text: str


def check_reviews(database: Database) -> tuple[ReviewCheck, ...]:
    """Check every review that has a log, or of which the audit chain says that it had one."""
    with database.reading() as connection:
        names = sorted({*log.reviews(connection), *log.audited(connection)})
    return tuple(_checked(ReviewLog(database, name)) for name in names)


def _checked(review: ReviewLog) -> ReviewCheck:
    check = review.verify()
    wrong = [] if check.passed else [check.text]
    with review.database.reading() as connection:
        wrong += _files(connection, review)
    text = " ".join(wrong) or check.text
    return ReviewCheck(review.review, "broken" if wrong else "whole", check.events, text)


def _files(connection: Connection, review: ReviewLog) -> Iterator[str]:
    """Say of which files the original was changed or is gone, or references are missing."""
    counted = select(reference.c.file, func.count()).where(reference.c.review == review.review)
    held = {str(name): int(count) for name, count in connection.execute(counted.group_by(reference.c.file))}
    records = {
        str(event.payload["sha256"]): (str(event.payload["name"]), int(event.payload["records"]))
        for event in review.all_events()
        if event.type == IMPORTED
    }
    for digest, (name, wanted) in records.items():
        content = connection.execute(select(document.c.content).where(document.c.sha256 == digest)).scalar()
        if content is None or hashlib.sha256(content).hexdigest() != digest:
            yield f"The original of {name} is {'gone' if content is None else 'changed'}."
        if held.get(digest, 0) != wanted:
            yield f"{name} gave {wanted:,} references, and {held.get(digest, 0):,} are held."
