"""Whatever is typed into the search box becomes a tree, and says how it was read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hedgerow.evidence.query import Fact, Near, Term, parse_query
from hedgerow.evidence.query.spelling import british, folded, spellings
from hedgerow.evidence.tables.search import segments


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("street lighting", "street AND lighting"),
        ('"hot spots"', '"hot spots"'),
        ("“hot spots”", '"hot spots"'),
        ("title:cctv", "title:cctv"),
        ("by:braga", "authors:braga"),
        ("title:(cctv OR cameras)", "title:cctv OR title:cameras"),
        ("burglar*", "burglar*"),
        ("organi?ed crim*", "organi?ed AND crim*"),
        ('"crim* network*"', '"crim* network*"'),
        ("crime -media", "crime AND NOT media"),
        ("crime NOT media", "crime AND NOT media"),
        ("sport OR mentoring", "sport OR mentoring"),
        ("youth sport OR mentoring", "youth AND (sport OR mentoring)"),
        ("(youth AND sport) OR mentoring", "(youth AND sport) OR mentoring"),
        ("police NEAR/3 school", "(police NEAR/3 school)"),
        ('"police school"~4', "(police NEAR/4 school)"),
        ("gang* ADJ5 (crime OR drugs)", "(gang* NEAR/5 crime) OR (gang* NEAR/5 drugs)"),
        ("year:2015-2020", "year:2015-2020"),
        ("year:2019", "year:2019-2019"),
        ("year:2015-", "year:2015-"),
        ("kind:RCT", "kind:rct"),
        ("intervention:hot_spots_policing", "intervention:hot_spots_policing"),
        ("intervention:nonsense", "words:nonsense"),
        ("10:30", '"10 30"'),
        ("does it work?", "does AND it AND work"),
        ("-crime", ""),
        ("NOT (crime OR media)", ""),
        ("AND OR NOT", ""),
        ("((( *", ""),
    ],
)
def test_the_ways_to_ask(text: str, reading: str) -> None:
    assert parse_query(text).reading == reading


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("(crime OR drugs", "not closed"),
        ("crime) drugs", "without an opening"),
        ("-crime", "not only leave something out"),
        ("year:soon", "not; it was looked for as words"),
        ("kind:rct NEAR/3 school", "read as AND"),
        ("a" * 5000, "first 4,000"),
        ("(" * 60 + "crime" + ")" * 60, "Brackets deeper"),
    ],
)
def test_what_is_not_read_as_it_stands_is_said(text: str, note: str) -> None:
    assert any(note in said for said in parse_query(text).notes)


def test_words_a_person_joined_herself_are_never_loosened() -> None:
    assert parse_query("lighting zzzzz").loose is not None
    assert parse_query("lighting AND zzzzz").loose is None
    assert parse_query("(lighting zzzzz)").loose is None


def test_facts_and_left_out_words_hold_in_the_loose_search_too() -> None:
    assert "kind:rct" in str(parse_query("kind:rct lighting zzzzz").loose).replace(
        "name='kind', value='", "kind:"
    )
    assert parse_query("year:2019").node == Fact("year", "2019-2019")
    assert parse_query('"a b"~2').node == Near((Term(("a",)), Term(("b",))), 2)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    query = parse_query(text)
    assert parse_query(query.reading).node is None or query.node is not None


@pytest.mark.parametrize(
    ("american", "other"),
    [
        ("organized", "organised"),
        ("organizations", "organisations"),
        ("behavior", "behaviour"),
        ("neighborhoods", "neighbourhoods"),
        ("center", "centre"),
        ("program", "programme"),
        ("defense", "defence"),
        ("analyze", "analyse"),
        ("counseling", "counselling"),
        ("colored", "coloured"),
    ],
)
def test_both_spellings_are_one_word(american: str, other: str) -> None:
    assert british(american) == other
    assert set(spellings(american)) == set(spellings(other)) == {american, other}


@pytest.mark.parametrize("word", ["size", "prize", "seize", "hour", "four", "police", "programming", "wise"])
def test_words_that_are_spelt_alike_stay(word: str) -> None:
    assert british(word) == word


def test_words_are_folded_as_the_index_does() -> None:
    assert folded("Éducation") == "education"


def test_snippets_are_cut_at_their_marks() -> None:
    found = segments("a \x02hot\x03 spot \x02b\x03")
    assert [(piece.text, piece.marked) for piece in found] == [
        ("a ", False),
        ("hot", True),
        (" spot ", False),
        ("b", True),
    ]
