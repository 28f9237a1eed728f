"""The log of a review, on SQLite and on PostgreSQL: append-only, undoable, mergeable."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType

import pytest
from sqlalchemy import update

from hedgerow.errors import ConflictError, NotFoundError, UsageError
from hedgerow.evidence.imported import Imported, OutsideDecision
from hedgerow.evidence.review import EventDraft, Protocol, Reference, holding, reference_id
from hedgerow.evidence.tables.review import (
    ReviewLog,
    count_references,
    find_references,
    read_references,
    write_references,
)
from hedgerow.store.database import Database, log
from hedgerow.store.schema import review_event

PROTOCOL = Protocol("Mentoring", "Does mentoring keep young people out of county lines?")


def screened(reference: str, decision: str) -> EventDraft:
    return EventDraft("screened", (reference,), {"stage": "title_abstract", "decision": decision})


def decisions(review: ReviewLog) -> list[str]:
    return [event.payload["decision"] for event in review.events(("screened",))]


def test_a_review_starts_once_and_an_amendment_is_dated_with_its_reason(database: Database) -> None:
    review = ReviewLog(database)
    with pytest.raises(NotFoundError, match="No review"):
        review.protocol()
    review.start(PROTOCOL, actor="Ada")
    with pytest.raises(ConflictError, match="has been started"):
        review.start(PROTOCOL, actor="Ben")
    review.amend(Protocol("Mentoring", "Wider"), reason="the board asked", actor="Ben")
    assert review.protocol().question == "Wider"
    first, second = review.events()
    assert (first.payload["sha256"], second.payload["reason"]) == (PROTOCOL.sha256, "the board asked")
    assert first.at < second.at


def test_an_undo_is_an_event_and_can_be_undone(database: Database) -> None:
    review = ReviewLog(database)
    first, second = review.append(screened("a", "include"), screened("b", "exclude"), actor="Ada")
    undo = review.undo([second], actor="Ada")
    assert decisions(review) == ["include"]
    again = review.undo([undo], actor="Ada")
    assert decisions(review) == ["include", "exclude"]
    review.undo([again, first], actor="Ada")
    assert decisions(review) == []
    assert len(review.all_events()) == 5
    with pytest.raises(NotFoundError, match="no event"):
        review.undo(["0" * 64], actor="Ada")


def test_a_changed_event_is_found(database: Database) -> None:
    review = ReviewLog(database)
    review.append(screened("a", "include"), screened("b", "exclude"), actor="Ada")
    assert review.verify().passed
    with database.writing() as writer:
        writer.connection.execute(
            update(review_event).where(review_event.c.sequence == 2).values(actor="Eve")
        )
    check = review.verify()
    assert not check.passed
    assert check.first_wrong == review.all_events()[1].id


def test_two_copies_of_a_log_merge_by_id_to_one_state(
    opened: Callable[..., Database], tmp_path: Path
) -> None:
    ours, theirs = ReviewLog(opened()), ReviewLog(elsewhere(tmp_path))
    ours.database.migrate()
    ours.start(PROTOCOL, actor="Ada")
    copy(ours, theirs)
    ours.append(screened("a", "include"), actor="Ada")
    theirs.append(screened("a", "exclude"), screened("b", "include"), actor="Ben")
    assert (copy(ours, theirs), copy(theirs, ours), copy(ours, theirs)) == (1, 2, 0)
    assert [event.id for event in ours.all_events()] == [event.id for event in theirs.all_events()]
    assert decisions(ours) == decisions(theirs)
    assert sorted(decisions(ours)) == ["exclude", "include", "include"]
    assert ours.verify().passed
    assert theirs.verify().passed
    theirs.database.close()


def elsewhere(folder: Path) -> Database:
    return Database(f"sqlite:///{folder / 'elsewhere.db'}").migrate()


def copy(source: ReviewLog, target: ReviewLog) -> int:
    with source.database.reading() as connection:
        rows = log.read(connection, source.review, stored=True)
    with target.database.writing("merge") as writer:
        return log.take_in(writer.connection, target.review, rows)


def test_an_event_that_was_changed_or_stands_alone_is_refused(database: Database, tmp_path: Path) -> None:
    review = ReviewLog(database)
    review.append(screened("a", "include"), screened("b", "include"), actor="Ada")
    with database.reading() as connection:
        rows = log.read(connection, "main", stored=True)
    other = elsewhere(tmp_path)
    for wrong in ([rows[1]], [rows[0] | {"actor": "Eve"}]):
        with pytest.raises(ConflictError, match="cannot be taken in"), other.writing() as writer:
            log.take_in(writer.connection, "main", wrong)
    assert ReviewLog(other).all_events() == ()
    other.close()


def test_two_reviewers_at_once_lose_nothing(database: Database) -> None:
    review = ReviewLog(database)

    def read(actor: str) -> None:
        for number in range(10):
            review.append(screened(f"{number}", "include"), actor=actor)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(read, ("Ada", "Ben")))
    assert len(review.events()) == 20
    assert review.verify().passed


def test_events_must_say_what_their_type_needs_and_who_acts(database: Database) -> None:
    review = ReviewLog(database)
    for draft, words in (
        (EventDraft("wished"), "no type of event"),
        (EventDraft("screened", ("a",), {"stage": "full_text"}), "decision"),
        (EventDraft("undone"), "Nothing is named"),
    ):
        with pytest.raises(UsageError, match=words):
            review.append(draft, actor="Ada")
    with pytest.raises(UsageError, match="Nobody is named"):
        review.append(screened("a", "include"), actor=" ")
    with pytest.raises(UsageError, match="not the id of a review"):
        ReviewLog(database, "../x")
    assert review.all_events() == ()


def test_holding_does_not_depend_on_the_order_of_arrival(database: Database) -> None:
    review = ReviewLog(database)
    ids = review.append(*(screened(str(n), "include") for n in range(8)), actor="Ada")
    undo = review.undo(ids[:3], actor="Ada")
    review.undo([undo], actor="Ben")
    review.undo(ids[2:4], actor="Ben")
    events = list(review.all_events())
    expected = holding(events)
    random.Random(1).shuffle(events)
    assert holding(events) == expected
    assert len(expected) == 6


def test_references_are_written_once_and_come_back_whole(database: Database) -> None:
    said = Imported(
        row_number=2,
        title="Mentoring in Skegness",
        authors="Ivanova, A.; Bird, C.",
        year=2021,
        keywords=("mentoring", "coast"),
        pages="1-9",
        decisions=(OutsideDecision("include", prior=True),),
        extra=MappingProxyType({"C1": ("Lincoln",)}),
        raw="TY  - JOUR\x00\nTI  - Mentoring",
        line=14,
    )
    one = Reference(reference_id("f" * 64, 2), "f" * 64, 2, "Ovid", said)
    with database.writing("Ada") as writer:
        assert write_references(writer.connection, "main", [one]) == 1
        assert write_references(writer.connection, "main", [one]) == 0
    with database.reading() as connection:
        assert count_references(connection, "main") == 1
        (light,) = read_references(connection, "main")
        found = find_references(connection, "main", [one.id, "none"])[one.id]
    assert light.said.raw == ""
    assert found.said.raw == "TY  - JOUR\nTI  - Mentoring"
    assert found.said.extra == {"C1": ("Lincoln",)}
    assert (found.said.decisions, found.said.keywords, found.said.line) == (said.decisions, said.keywords, 14)
