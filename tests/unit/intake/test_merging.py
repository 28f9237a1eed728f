"""Two copies of a review, two libraries of two organisations: nothing lost, twice as once, in any order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hedgerow.errors import ConflictError, NotFoundError
from hedgerow.evidence.intake import outside_events
from hedgerow.evidence.review import EventDraft, holding
from hedgerow.evidence.tables.review import (
    ReviewLog,
    read_held,
    search_duplicates,
    settle_pair,
    standing,
    take_in_file,
)
from hedgerow.evidence.tables.review.conflicts import conflicts
from hedgerow.evidence.tables.review.correcting import correct_field
from hedgerow.evidence.tables.review.merging import merge_review
from hedgerow.store.database import Database, log

Write = Callable[..., Path]
ONE = {
    "TI": "Focused deterrence and gun violence in a city",
    "AU": "Braga, A.",
    "PY": "2019",
    "DO": "10.1000/a",
}
NEAR = {"TI": "Focused deterrence and gun violence in cities", "AU": "Braga, A.", "PY": "2020", "JO": "Crime"}
TWO = {"TI": "Youth work and knives, a controlled trial", "AU": "Okafor, N.", "PY": "2021", "DO": "10.1000/b"}


@pytest.fixture
def other(tmp_path: Path) -> Iterator[ReviewLog]:
    """The review `main` of a second workspace."""
    with Database(f"sqlite:///{tmp_path / 'other.db'}") as opened:
        yield ReviewLog(opened)


def decide(review: ReviewLog, name: str, decision: str, actor: str) -> str:
    said = {"stage": "title_abstract", "decision": decision}
    return review.append(EventDraft("screened", (name,), said), actor=actor)[0]


def ids(review: ReviewLog) -> set[str]:
    return {event.id for event in review.all_events()}


def said_by(review: ReviewLog) -> set[tuple[str, str, str]]:
    """Every decision that is held, by id, decision and time, whoever's it is."""
    events = review.all_events()
    every = [event for event in (*events, *outside_events(events)) if event.type == "screened"]
    return {(event.id, str(event.payload["decision"]), event.at) for event in every}


def test_two_copies_end_with_one_log_whoever_takes_in_first(
    review: ReviewLog, other: ReviewLog, ris: Write
) -> None:
    take_in_file(review, ris("a.ris", ONE, TWO), actor="Ana")
    merge_review(other, review, name="north", actor="Ben")
    first, second = standing(review).file_of
    decide(review, first, "include", "Ana")
    decide(other, second, "exclude", "Ben")
    take_in_file(other, ris("b.ris", NEAR), actor="Ben")
    joined = merge_review(review, other, name="south", actor="Ana")
    assert (joined.way, joined.references, joined.documents) == ("copy", 1, 1)
    merge_review(other, review, name="north", actor="Ben")
    assert ids(review) == ids(other)
    assert standing(review).file_of == standing(other).file_of
    with review.database.reading() as connection:
        assert log.verify(connection, "main").passed


def test_a_copy_that_is_taken_in_twice_changes_nothing(
    review: ReviewLog, other: ReviewLog, ris: Write
) -> None:
    take_in_file(other, ris("a.ris", ONE), actor="Ben")
    assert merge_review(review, other, name="south", actor="Ana").changed
    before = review.arrived()
    assert not merge_review(review, other, name="south", actor="Ana").changed
    assert review.arrived() == before


def libraries(review: ReviewLog, other: ReviewLog, ris: Write) -> tuple[str, str]:
    """Two libraries that hold one file of their own each and one that both hold."""
    both = ris("both.ris", ONE, TWO)
    take_in_file(review, both, source="Scopus", actor="Ana")
    take_in_file(other, both, source="Our archive", actor="Ben")
    take_in_file(other, ris("theirs.ris", NEAR), source="Zetoc", actor="Ben")
    one, two = standing(review).file_of
    return one, two


def test_another_library_comes_in_whole_and_says_where_it_came_from(
    review: ReviewLog, other: ReviewLog, ris: Write
) -> None:
    one, two = libraries(review, other, ris)
    mine, theirs = decide(review, one, "include", "Ana"), decide(other, two, "exclude", "Ben")
    joined = merge_review(review, other, name="south", actor="Ana")
    assert (joined.way, joined.references, joined.files, joined.documents) == ("library", 1, 1, 1)
    now = standing(review)
    assert [(file.name, file.library) for file in now.files] == [("both.ris", ""), ("theirs.ris", "south")]
    assert {name for name, _, _ in said_by(review)} == {mine, theirs}
    assert [event.actor for event in review.events(("screened",))] == ["Ana"]
    [event] = [event for event in outside_events(review.all_events()) if event.id == theirs]
    assert (event.actor, event.at) == (
        "Ben (south)",
        next(e.at for e in other.all_events() if e.id == theirs),
    )


def test_merging_twice_or_there_and_back_changes_nothing(
    review: ReviewLog, other: ReviewLog, ris: Write
) -> None:
    one, two = libraries(review, other, ris)
    decide(review, one, "include", "Ana")
    decide(other, two, "exclude", "Ben")
    merge_review(review, other, name="south", actor="Ana")
    before = review.arrived()
    assert not merge_review(review, other, name="south", actor="Ana").changed
    merge_review(other, review, name="north", actor="Ben")
    assert not merge_review(review, other, name="south", actor="Ana").changed
    assert review.arrived() == before
    assert said_by(review) == said_by(other)


def test_the_state_is_the_same_whichever_takes_in_the_other(
    review: ReviewLog, other: ReviewLog, ris: Write
) -> None:
    one, two = libraries(review, other, ris)
    settle_pair(review, one, two, "related", actor="Ana")
    settle_pair(other, one, two, "different", actor="Ben")
    correct_field(other, one, "year", "2018", actor="Ben")
    correct_field(review, one, "year", "2017", actor="Ana")
    merge_review(review, other, name="south", actor="Ana")
    merge_review(other, review, name="north", actor="Ben")
    for each in (review, other):
        search_duplicates(each, actor="Ana")
    here, there = standing(review), standing(other)
    assert here.groups == there.groups
    assert set(here.file_of) == set(there.file_of)
    for each in (review, other):
        now = standing(each)
        with each.database.reading() as connection:
            years = {r.id: r.said.year for r in read_held(connection, now)}
        assert years[one] == 2017
        assert now.answers[min(one, two), max(one, two)][-1].answer == "different"


def test_what_two_libraries_say_differently_is_shown_until_somebody_settles_it(
    review: ReviewLog, other: ReviewLog, ris: Write
) -> None:
    one, two = libraries(review, other, ris)
    settle_pair(review, one, two, "related", actor="Ana")
    settle_pair(other, one, two, "different", actor="Ben")
    correct_field(review, one, "year", "2017", actor="Ana")
    correct_field(other, one, "year", "2018", actor="Ben")
    decide(review, two, "include", "Ana")
    decide(other, two, "exclude", "Ben")
    merge_review(review, other, name="south", actor="Ana")
    found = {one.kind: one for one in conflicts(review).conflicts}
    assert set(found) == {"pair", "field", "decision", "source"}
    assert {(side.value, side.library) for side in found["decision"].said} == {
        ("include", ""),
        ("exclude", "south"),
    }
    assert {side.value for side in found["field"].said} == {"2017", "2018"}
    assert {side.value for side in found["source"].said} == {"Scopus", "Our archive"}
    settle_pair(review, one, two, "different", actor="Ana", role="resolver")
    correct_field(review, one, "year", "2018", actor="Ana", role="resolver")
    left = {one.kind for one in conflicts(review).conflicts}
    assert left == {"decision", "source"}


def test_what_was_undone_there_stays_undone_here(review: ReviewLog, other: ReviewLog, ris: Write) -> None:
    one, two = libraries(review, other, ris)
    event = settle_pair(other, one, two, "same", actor="Ben")
    other.undo([event], actor="Ben")
    taken = decide(other, one, "include", "Ben")
    other.undo([taken], actor="Ben")
    merge_review(review, other, name="south", actor="Ana")
    assert standing(review).answers == {}
    theirs = outside_events(review.all_events())
    assert taken in {event.id for event in theirs}
    assert taken not in {event.id for event in holding(theirs)}


def test_a_third_library_comes_through_a_second_under_its_own_name(
    review: ReviewLog, other: ReviewLog, ris: Write, tmp_path: Path
) -> None:
    with Database(f"sqlite:///{tmp_path / 'third.db'}") as opened:
        third = ReviewLog(opened)
        take_in_file(third, ris("third.ris", TWO), source="Archive", actor="Cy")
        name = decide(third, next(iter(standing(third).file_of)), "maybe", "Cy")
        take_in_file(other, ris("b.ris", NEAR), actor="Ben")
        merge_review(other, third, name="west", actor="Ben")
        take_in_file(review, ris("a.ris", ONE), actor="Ana")
        merge_review(review, other, name="south", actor="Ana")
        before = review.arrived()
        assert not merge_review(review, third, name="west", actor="Ana").changed
    assert review.arrived() == before
    assert {file.library for file in standing(review).files} == {"", "south", "west"}
    [event] = [event for event in outside_events(review.all_events()) if event.id == name]
    assert event.actor == "Cy (west)"


def test_a_log_that_was_changed_is_refused_and_nothing_is_taken_in(
    review: ReviewLog, other: ReviewLog, ris: Write
) -> None:
    from sqlalchemy import update

    from hedgerow.store.schema import review_event

    take_in_file(other, ris("b.ris", NEAR), actor="Ben")
    with other.database.writing("Ben") as writer:
        writer.connection.execute(update(review_event).values(actor="Somebody else"))
    with pytest.raises(ConflictError, match="cannot be taken in"):
        merge_review(review, other, name="south", actor="Ana")
    assert review.arrived() == 0
    assert review.database.rows("document") == []


def test_a_workspace_without_the_review_says_which_it_has(
    review: ReviewLog, other: ReviewLog, ris: Write
) -> None:
    take_in_file(ReviewLog(other.database, "knives"), ris("b.ris", NEAR), actor="Ben")
    with pytest.raises(NotFoundError, match="knives"):
        merge_review(review, other, name="south", actor="Ana")
