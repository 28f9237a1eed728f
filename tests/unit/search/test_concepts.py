"""Concept blocks become searches in four syntaxes, and a search is tested against what is known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hedgerow.cli.app import app
from hedgerow.errors import UsageError
from hedgerow.evidence.imported import Imported
from hedgerow.evidence.query import START, Concept, parse_query, read_concepts, search_string, search_strings
from hedgerow.evidence.tables.search.hit_test import hit_test

TWO = (Concept("People", ("young people", "wom?n")), Concept("Act", ("police* NEAR/3 school", "patrol*")))
KNOWN = (
    Imported(1, "Gangs and what prevention does", abstract="An intervention."),
    Imported(2, "Organized criminal networks", abstract="Policing of them."),
    Imported(3, "Organised crime in towns"),
    Imported(4, "Knitting", abstract="Wool."),
)


@pytest.mark.parametrize(
    ("syntax", "text"),
    [
        ("hedgerow", '("young people" OR wom?n) AND (police* NEAR/3 school OR patrol*)'),
        ("ovid", "(young people or wom?n).ti,ab,kf. and ((police* adj4 school) or patrol*).ti,ab,kf."),
        ("scopus", 'TITLE-ABS-KEY("young people" OR wom?n) AND TITLE-ABS-KEY(police* W/3 school OR patrol*)'),
        ("web_of_science", 'TS=("young people" OR wom$n) AND TS=(police* NEAR/3 school OR patrol*)'),
    ],
)
def test_each_syntax(syntax: str, text: str) -> None:
    assert search_string(TWO, syntax) == text
    assert {one.syntax: one.text for one in search_strings(TWO)}[syntax] == text


def test_the_starting_block_is_read_back_whole() -> None:
    query = parse_query(search_string(START))
    assert not query.notes
    assert query.reading.count(" OR ") == sum(len(concept.terms) - 1 for concept in START)


@pytest.mark.parametrize(
    ("concepts", "said"),
    [
        ((), "needs a concept"),
        ((Concept("Empty", ()),), "has no word"),
        ((Concept("Bad", ('say "hi"',)),), "cannot be written"),
        ((Concept("Bad", ("a OR b",)),), "cannot be written"),
    ],
)
def test_what_no_syntax_can_hold_is_refused(concepts: tuple[Concept, ...], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        search_strings(concepts)
    with pytest.raises(UsageError, match="scopus"):
        search_string(TWO, "google")


def test_concepts_are_read_from_a_file_or_refused(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text('[[concept]]\nname = "Gangs"\nterms = ["gang*"]\n', "utf-8")
    bad.write_text('[[concept]]\nname = "Gangs"\nterms = "gang*"\n', "utf-8")
    assert read_concepts(good) == (Concept("Gangs", ("gang*",)),)
    for path in (bad, tmp_path / "none.toml"):
        with pytest.raises(UsageError, match=path.name):
            read_concepts(path)


def test_a_missed_record_is_named_with_the_block_that_misses_it() -> None:
    found = hit_test(parse_query(search_string(START)), KNOWN)
    assert (found.known, found.found, found.sensitivity) == (4, 2, 0.5)
    assert [count for _, count in found.blocks] == [3, 2]
    third, fourth = found.missed
    assert (third.title, third.has_abstract, len(third.missed_by)) == ("Organised crime in towns", False, 1)
    assert len(fourth.missed_by) == 2


def test_a_hit_test_never_takes_any_word_instead_of_every_word() -> None:
    assert hit_test(parse_query("gangs knitting"), KNOWN).found == 0
    assert hit_test(parse_query(""), KNOWN).sensitivity == 0


def test_the_command_tests_a_search_on_a_file(tmp_path: Path) -> None:
    ris = tmp_path / "known.ris"
    ris.write_text("TY  - JOUR\nTI  - Gang prevention\nER  - \nTY  - JOUR\nTI  - Wool\nER  - \n", "utf-8")
    done = CliRunner().invoke(app, ["evidence", "search", "gang*", "--known", str(ris), "--json"])
    answer = json.loads(done.stdout)
    assert (answer["known"], answer["found"]) == (2, 1)
    assert answer["missed"][0]["missed_by"] == ["gang*"]
    done = CliRunner().invoke(app, ["evidence", "search-strings", "--known", str(ris), "--json"])
    assert json.loads(done.stdout)["found"] == 1
