"""What a search finds, against a slow reading of every record."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hedgerow.evidence import shipped
from hedgerow.evidence.query import And, Fact, Near, Node, Not, Or, Term, parse_query
from hedgerow.evidence.tables import EvidenceQuery, evidence_list, search
from hedgerow.store.lake import Lake
from unit.search.shelf import lake_of, reference

TITLES = (
    "Organised crime networks in coastal towns",
    "Organized criminal networks and the police",
    "A network of organisations against gang violence",
    "Preventing gang violence: a prevention programme",
    "Program evaluation of policing initiatives",
    "Hot spots policing; hot weather and other spots",
    "The police work with a school near the town",
    "Neighbourhood watch, neighbors and behaviour",
    "Behavior of women's groups",
    "Woman and child: an initiative",
    "Évaluation of clans",
    "",
)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    folder = tmp_path_factory.mktemp("matching")
    rows = [
        reference(n, title=title, year=2010 + n if n % 4 else None, origin=f"file{n % 2}.ris")
        for n, title in enumerate(TITLES)
    ]
    rows[3]["abstract"] = "Written by the police about hot spots."
    return lake_of(folder, rows)


def found(lake: Lake, text: str) -> set[int]:
    view = search(lake, text, size=1000)
    return {int(str(row["id"]).removeprefix("import-")) for row in view.results.records()}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("organised", {0, 1, 2}),
        ("organized", {0, 1, 2}),
        ("networks", {0, 1, 2}),
        ('"organized crime"', {0}),
        ('"organised criminal"', {1}),
        ("program", {3, 4}),
        ("behaviour", {7, 8}),
        ("neighbor", {7}),
        ("evaluation", {4, 10}),
        ("preventi*", {3}),
        ("initiati*", {4, 9}),
        ("organi?ation*", {2}),
        ("organi?ed crim*", {0, 1}),
        ("wom?n", {8, 9}),
        ("*eighbo*", {7}),
        ('"crim* network*"', {0, 1}),
        ('"hot spots"', {3, 5}),
        ("hot AND spots", {3, 5}),
        ('title:"hot spots"', {5}),
        ("hot NEAR/0 spots", {3, 5}),
        ('"police school"~3', {6}),
        ('"school police"~3', {6}),
        ('"police school"~2', set()),
        ("polic* NEAR/1 initiat*", {4}),
        ("(hot OR gang) police", {3, 5}),
        ("gang NOT programme", {2}),
        ("gang -title:program*", {2}),
        ("year:2011-2013", {1, 2, 3}),
        ("year:2013", {3}),
        ("polic* year:2015-", {5, 6}),
        ("origin:file1.ris gang", {3}),
        ("kind:not_coded clans", {10}),
        ("kind:rct clans", set()),
        ("title:zzz OR gang", {2, 3}),
    ],
)
def test_what_is_found(lake: Lake, text: str, numbers: set[int]) -> None:
    view = evidence_list(lake, EvidenceQuery(text=text, size=1000))
    mode = view.mode
    assert (found(lake, text), mode) == (numbers, "every")


def test_words_that_no_record_holds_together_are_loosened_and_said(lake: Lake) -> None:
    view = search(lake, "clans women")
    assert (view.mode, view.total) == ("any", 2)
    assert search(lake, "clans AND women").total == 0


def test_a_fact_that_no_record_has_names_those_that_are_held(lake: Lake) -> None:
    view = search(lake, "kind:nonsense clans")
    assert view.total == 0
    assert view.notes == ("No record has kind:nonsense; held are: not_coded.",)


def test_the_title_weighs_most_and_the_page_marks_the_words(lake: Lake) -> None:
    view = search(lake, "hot spots")
    assert [row["id"] for row in view.results.records()] == ["import-0005", "import-0003"]
    for text in ("hot spots", "preventi*", '"crim* network*"', "polic* NEAR/1 initiat*", "organized"):
        view = search(lake, text)
        assert view.snippets.keys() == {row["id"] for row in view.results.records()}, text
        assert all(any(piece.marked for piece in pieces) for pieces in view.snippets.values()), text


def test_an_open_word_of_very_many_words_says_what_was_left_out(tmp_path: Path) -> None:
    rows = [reference(n, title=f"ab{n}xy common") for n in range(450)]
    many = lake_of(tmp_path, rows)
    assert search(many, "ab*").total == 450
    view = search(many, "*xy")
    assert view.total == 400 and any("450 words" in note for note in view.notes)


WORDS = st.sampled_from(
    ["crime", "gang", "polic*", "organized", '"hot spots"', "title:police", "zzz", "year:2012-2015"]
)
QUERIES = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} AND {pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} OR {pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} NOT {pair[1]})"),
    ),
    max_leaves=6,
)


def slowly(node: Node, lake: Lake) -> set[int]:
    """Return what a tree finds by joining what its leaves find, one set at a time."""
    if isinstance(node, Term | Near | Fact):
        return found(lake, parse_query(f"({_typed(node)})").reading)
    if isinstance(node, Not):
        return set(range(len(TITLES))) - slowly(node.part, lake)
    sets = [slowly(part, lake) for part in node.parts]
    return set.intersection(*sets) if isinstance(node, And) else set.union(*sets)


def _typed(node: Term | Near | Fact) -> str:
    from hedgerow.evidence.query import said

    return said(node)


@settings(max_examples=60, deadline=None)
@given(QUERIES)
def test_and_or_not_and_brackets_are_those_of_sets(lake: Lake, text: str) -> None:
    query = parse_query(text)
    assert query.node is not None
    expected = slowly(query.node, lake)
    assert found(lake, text) == expected
    assert isinstance(query.node, And | Or | Not | Term | Fact | Near)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(alphabet=st.sampled_from("ab AORNDT\"'*?():-^{}+,.;%_\\/é\x02\x00title~59"), max_size=40),
        st.text(max_size=30),
    )
)
def test_nothing_that_is_typed_can_fail(lake: Lake, text: str) -> None:
    view = evidence_list(lake, EvidenceQuery(text=text))
    assert 0 <= view.total <= len(TITLES)
    assert view.mode in {"all", "every", "any", "nothing"}


def test_a_word_is_what_the_slow_reading_of_a_title_says(lake: Lake) -> None:
    for word in ("police", "town", "groups", "violence"):
        stem = word.rstrip("s")
        slow = {n for n, title in enumerate(TITLES) if re.search(rf"\b{stem}", title.lower())}
        slow |= {3} if word == "police" else set()
        assert found(lake, f"{word}") >= {n for n in slow if "policing" not in TITLES[n].lower()}


def test_frequent_words_rank_as_rare_ones_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from hedgerow.evidence.tables.search import frequent

    rows = [*shipped.record_rows(), *(reference(n, title=title) for n, title in enumerate(TITLES))]
    usual = lake_of(tmp_path / "usual", rows)
    monkeypatch.setattr(frequent, "FEW", 5)
    kept = lake_of(tmp_path / "kept", rows)
    for text in ("crime police", "polic*", "organised OR violence", "young people"):
        one, other = search(usual, text, size=500), search(kept, text, size=500)
        assert [row["id"] for row in one.results.records()] == [row["id"] for row in other.results.records()]
        assert one.total > 5
