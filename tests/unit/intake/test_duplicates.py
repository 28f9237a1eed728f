"""Duplicates in a review: found, settled, undone; nothing that is settled is asked again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hedgerow.errors import ConflictError, NotFoundError
from hedgerow.evidence.tables.review import (
    ReviewLog,
    Standing,
    find_units,
    search_duplicates,
    settle_pair,
    standing,
    take_back,
    take_in_file,
    take_out,
)

Write = Callable[..., Path]
ONE = {
    "TI": "Focused deterrence and violence in three northern cities",
    "AU": "Braga, A.",
    "PY": "2019",
    "JO": "Criminology",
    "VL": "12",
    "SP": "101",
    "EP": "120",
    "DO": "10.1000/one",
}
AGAIN = {**ONE, "TI": "FOCUSED DETERRENCE AND VIOLENCE IN THREE NORTHERN CITIES", "AB": "We tested it."}
NEAR = {
    "TI": "Focused deterrence and violence in three northern city",
    "AU": "Braga, A.",
    "PY": "2020",
    "JO": "Policing and Society",
    "VL": "3",
}
OTHER = {
    "TI": "Youth work and knife carrying: a trial",
    "AU": "Okafor, N.",
    "PY": "2021",
    "DO": "10.1000/two",
}


def start(review: ReviewLog, ris: Write) -> Standing:
    take_in_file(review, ris("scopus.ris", ONE, NEAR), source="Scopus", actor="Ana")
    take_in_file(review, ris("wos.ris", AGAIN, OTHER), source="Web of Science", actor="Ana")
    return search_duplicates(review, actor="Ana").standing


def test_copies_are_merged_nearly_alike_is_asked_and_nothing_is_lost(review: ReviewLog, ris: Write) -> None:
    now = start(review, ris)
    assert (now.references, now.units, len(now.groups.members), len(now.groups.asked)) == (4, 3, 1, 1)
    [unit] = now.groups.members
    with review.database.reading() as connection:
        found = find_units(connection, now, [unit])[unit]
    assert found.id == min(one.id for one in found.references)
    assert found.sources in {("Scopus", "Web of Science"), ("Web of Science", "Scopus")}
    assert found.said.abstract == AGAIN["AB"]
    assert set(found.merged.values["title"]) == {ONE["TI"], AGAIN["TI"]}


def test_a_second_run_that_finds_the_same_writes_nothing(review: ReviewLog, ris: Write) -> None:
    start(review, ris)
    before = review.arrived()
    assert search_duplicates(review, actor="Ben").event == ""
    assert review.arrived() == before


def test_a_merge_that_is_undone_never_comes_back(review: ReviewLog, ris: Write) -> None:
    now = start(review, ris)
    [(one, other)] = now.groups.members.values()
    settle_pair(review, one, other, "different", reason="An edition of its own", actor="Ana")
    take_in_file(review, ris("third.ris", {**OTHER, "PY": "2022"}), source="Zetoc", actor="Ana")
    now = search_duplicates(review, actor="Ana").standing
    assert one not in now.groups.unit_of or now.groups.unit(one) != now.groups.unit(other)
    assert (one, other) not in {(link.one, link.other) for link in now.groups.asked}


def test_a_settled_pair_is_not_asked_again_even_after_new_files(review: ReviewLog, ris: Write) -> None:
    now = start(review, ris)
    for link in now.groups.asked:
        settle_pair(review, link.one, link.other, "related", actor="Ana")
    take_in_file(review, ris("third.ris", {**OTHER, "AB": "New."}), source="Zetoc", actor="Ana")
    now = search_duplicates(review, actor="Ana").standing
    assert now.groups.asked == ()
    assert now.units == 3


def test_an_answer_can_be_taken_back_and_the_state_before_it_returns(review: ReviewLog, ris: Write) -> None:
    now = start(review, ris)
    link = now.groups.asked[0]
    event = settle_pair(review, link.one, link.other, "same", actor="Ana")
    joined = standing(review)
    assert joined.units == 2
    assert len(joined.groups.of(joined.groups.unit(link.one))) == 3
    take_back(review, event, actor="Ana")
    assert standing(review).groups == now.groups
    with pytest.raises(NotFoundError, match="no answer"):
        take_back(review, event, actor="Ana")


def test_an_undone_different_merges_again(review: ReviewLog, ris: Write) -> None:
    now = start(review, ris)
    [(one, other)] = now.groups.members.values()
    event = settle_pair(review, one, other, "different", actor="Ana")
    search_duplicates(review, actor="Ana")
    take_back(review, event, actor="Ana")
    assert standing(review).groups == now.groups


def test_answers_that_contradict_each_other_are_refused(review: ReviewLog, ris: Write) -> None:
    take_in_file(review, ris("a.ris", ONE, NEAR, OTHER), actor="Ana")
    now = standing(review)
    a, b, c = now.file_of
    settle_pair(review, a, b, "same", actor="Ana")
    settle_pair(review, b, c, "same", actor="Ana")
    with pytest.raises(ConflictError, match="contradicts"):
        settle_pair(review, a, c, "different", actor="Ben")
    assert standing(review).units == 1


def test_one_is_taken_out_of_a_group_of_three_and_the_others_stay_one(review: ReviewLog, ris: Write) -> None:
    for name, record in (("a.ris", ONE), ("b.ris", AGAIN), ("c.ris", {**ONE, "AB": "Third."})):
        take_in_file(review, ris(name, record), source=name, actor="Ana")
    now = search_duplicates(review, actor="Ana").standing
    [members] = now.groups.members.values()
    assert len(members) == 3
    take_out(review, members[1], actor="Ana")
    now = search_duplicates(review, actor="Ana").standing
    assert now.units == 2
    assert now.groups.unit(members[1]) == members[1]
    assert not set(now.groups.of(members[1])) - {members[1]}


def test_a_reference_that_is_not_held_is_refused_by_name(review: ReviewLog, ris: Write) -> None:
    now = start(review, ris)
    with pytest.raises(NotFoundError, match="nobody"):
        settle_pair(review, next(iter(now.file_of)), "nobody", "same", actor="Ana")


def test_an_empty_review_says_what_to_do_first(review: ReviewLog) -> None:
    with pytest.raises(NotFoundError, match="holds no reference"):
        search_duplicates(review, actor="Ana")


def test_two_copies_that_were_searched_apart_keep_what_either_found(review: ReviewLog, ris: Write) -> None:
    """A run that did not look at a file says nothing of its references."""
    now = start(review, ris)
    take_in_file(review, ris("third.ris", {**OTHER, "AB": "New."}), source="Zetoc", actor="Ana")
    assert standing(review).groups == now.groups
    assert [file.name for file in standing(review).unsearched] == ["third.ris"]


def test_a_group_is_asked_about_once_and_one_answer_speaks_for_its_copies(
    review: ReviewLog, ris: Write
) -> None:
    now = start(review, ris)
    [link] = now.groups.asked
    settle_pair(review, link.one, link.other, "different", actor="Ana")
    now = search_duplicates(review, actor="Ana").standing
    assert (now.groups.asked, now.units) == ((), 3)
