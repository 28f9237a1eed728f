"""Whatever is typed into the search box becomes an expression that the engine accepts."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hedgerow.evidence.query import FIELDS, parse_query
from hedgerow.evidence.tables.search import segments


@pytest.mark.parametrize(
    ("text", "every"),
    [
        ("street lighting", '("street" AND "lighting")'),
        ('"hot spots"', '("hot spots")'),
        ("title:cctv", '(title : "cctv")'),
        ("by:braga", '(authors : "braga")'),
        ("burglar*", '("burglar" *)'),
        ("crime -media", '("crime") NOT "media"'),
        ("crime NOT media", '("crime") NOT "media"'),
        ("sport OR mentoring", '(("sport" OR "mentoring"))'),
        ("10:30", '("10:30")'.replace(":", " ")),
        ("-crime", ""),
        ("AND OR NOT", ""),
        ("((( *", ""),
    ],
)
def test_the_ways_to_ask(text: str, every: str) -> None:
    assert parse_query(text).every == every


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab AORNDT\"'*():-^{}+,.;%_\\/é\x02title"), max_size=40))
def test_nothing_that_is_typed_can_fail(text: str) -> None:
    query = parse_query(text)
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE VIRTUAL TABLE e USING fts5({', '.join(FIELDS)}, tokenize='porter')")
        for expression in filter(None, (query.every, query.any)):
            connection.execute("SELECT * FROM e WHERE e MATCH ?", (expression,)).fetchall()


def test_snippets_are_cut_at_their_marks() -> None:
    found = segments("a \x02hot\x03 spot \x02b\x03")
    assert [(piece.text, piece.marked) for piece in found] == [
        ("a ", False),
        ("hot", True),
        (" spot ", False),
        ("b", True),
    ]
