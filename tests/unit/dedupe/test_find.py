"""Three tiers: what is merged, what a person is asked about, and what is left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hedgerow.errors import RecordError
from hedgerow.evidence.dedupe import (
    Found,
    Record,
    Settled,
    Settlement,
    agreement,
    find_duplicates,
    merge_fields,
    settle,
)
from hedgerow.evidence.dedupe.record import FIELDS

FIRST = Record(
    id="a",
    title="Focused deterrence and the prevention of gun violence",
    author="Braga, A. and Weisburd, D.",
    year="2012",
    journal="Journal of Research in Crime and Delinquency",
    volume="49",
    number="3",
    pages="323-358",
    doi="10.1177/0022427811419368",
)


def found(*records: Record, settled: Settled | None = None) -> Found:
    return find_duplicates(records, settled or Settled())


def tier(one: Record, other: Record) -> str:
    """Return what becomes of two records: merge, ask or none."""
    links = found(one, other).links
    return links[0].tier if links else "none"


def rule(one: Record, other: Record) -> str:
    return found(one, other).links[0].rule


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"journal": "J Res Crime Delinq", "pages": "323-58", "number": ""},
        {"title": "FOCUSED DETERRENCE AND THE PREVENTION OF GUN VIOLENCE [Review]"},
        {"doi": "", "author": "Braga AA, Weisburd DL"},
        {"doi": "https://doi.org/10.1177/0022427811419368", "volume": "", "pages": ""},
        {"doi": "", "title": "Focused deterrence and prevention of gun violences", "year": "2011"},
        {"doi": "", "pages": "", "number": ""},
    ],
)
def test_copies_are_merged(changes: dict[str, str]) -> None:
    assert tier(FIRST, replace(FIRST, id="b", **changes)) == "merge"


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"title": FIRST.title + " 2", "doi": "", "pages": ""}, "numbers-in-titles-differ"),
        ({"title": "Erratum: Focused deterrence and the prevention of gun violence"}, "related-report"),
        (
            {"journal": "Criminology", "volume": "7", "pages": "12", "doi": "", "number": "1"},
            "same-work-elsewhere",
        ),
        ({"year": "2009", "volume": "46", "pages": "1-20", "doi": "", "number": ""}, None),
        ({"author": "Ковалёв"}, "no-author-in-common"),
    ],
)
def test_doubtful_pairs_are_asked_about(changes: dict[str, str], name: str | None) -> None:
    other = replace(FIRST, id="b", **changes)
    assert tier(FIRST, other) != "merge"
    assert name is None or rule(FIRST, other) == name


def test_parts_of_a_series_are_never_merged() -> None:
    one = replace(FIRST, title="Policing gangs in Nottingham, part I", doi="")
    other = replace(one, id="b", title="Policing gangs in Nottingham, part II")
    assert rule(one, other) == "numbers-in-titles-differ"
    assert tier(one, other) == "ask"


def test_a_heading_needs_the_same_issue_and_page() -> None:
    one = replace(FIRST, title="Editorial", doi="", pages="1-2")
    assert tier(one, replace(one, id="b", number="4")) != "merge"
    assert tier(one, replace(one, id="b", pages="1-2", journal="J Res Crime Delinq")) == "merge"


def test_a_title_used_in_three_years_is_a_heading() -> None:
    columns = [
        replace(
            FIRST, id=str(year), title="Remarks from the people who edit this journal", year=str(year), doi=""
        )
        for year in (2001, 2002, 2003)
    ]
    columns = [replace(record, volume="", number="", pages="") for record in columns]
    assert not [link for link in found(*columns).links if link.tier == "merge"]


def test_a_doi_is_no_proof_when_titles_and_places_differ() -> None:
    other = replace(FIRST, id="b", title="Poster 12", author="Braga, A.", pages="S1", number="")
    assert tier(FIRST, other) == "ask"


def test_two_numbers_of_one_database_are_never_merged() -> None:
    one = replace(FIRST, source="PsycINFO", accession="1")
    assert rule(one, replace(one, id="b", accession="2")) == "other-accession-number"
    assert tier(one, replace(one, id="b", accession="2")) == "ask"
    assert tier(one, replace(one, id="b", source="Scopus", accession="2")) == "merge"


def test_identical_records_always_merge_even_with_hardly_a_field() -> None:
    one = Record(id="a", title="Editorial")
    assert rule(one, replace(one, id="b")) == "identical"


def test_one_vetoed_pair_sends_the_whole_cluster_to_a_person() -> None:
    base = replace(FIRST, title="Policing gangs in Nottingham")
    one, other = (
        replace(base, id=part, title=f"Policing gangs in Nottingham, part {part}") for part in ("I", "II")
    )
    links = found(base, one, other).links
    assert {link.tier for link in links} == {"ask"}
    assert {"numbers-in-titles-differ"} == {link.rule for link in links}


def test_an_issue_number_that_counts_records_is_no_issue_number() -> None:
    many = [
        replace(
            FIRST,
            id=f"{n}-{copy}",
            title=f"{word} of offending in the region",
            doi="",
            number=str(2 * n + copy),
        )
        for n, word in enumerate(f"{chr(97 + k % 26)}{chr(97 + k // 26)}rdvark{k}" for k in range(150))
        for copy in (0, 1)
    ]
    assert found(*many).surplus == 150


def test_records_of_one_group_and_the_merge_tier_are_one() -> None:
    copies = [
        replace(FIRST, id=name, pages=pages) for name, pages in (("a", "323-358"), ("b", "323-58"), ("c", ""))
    ]
    placed = found(*copies, Record(id="d", title="Something else")).placements
    assert [(p.id, p.group, p.tier) for p in placed] == [
        ("a", "a", "merge"),
        ("b", "a", "merge"),
        ("c", "a", "merge"),
        ("d", "d", "none"),
    ]


def test_nothing_comes_of_nothing() -> None:
    assert found() == Found((), ())
    assert found(Record(id="a")).placements[0].tier == "none"


def test_one_id_twice_is_refused_by_name() -> None:
    with pytest.raises(RecordError, match="'a'"):
        found(FIRST, FIRST)


def test_a_settled_pair_is_not_asked_again_and_not_merged() -> None:
    other = replace(FIRST, id="b", pages="323-58")
    apart = settle([Settlement("b", "a", "different")])
    assert found(FIRST, other, settled=apart).links == ()
    assert found(FIRST, replace(FIRST, id="b"), settled=apart).links == ()


def test_an_answer_can_be_taken_back() -> None:
    other = replace(FIRST, id="b", pages="323-58")
    events = [Settlement("a", "b", "different"), Settlement("b", "a", "undone")]
    assert found(FIRST, other, settled=settle(events)).surplus == 1


def test_a_person_merges_what_no_rule_would() -> None:
    one, other = Record(id="a", title="Gangs"), Record(id="b", title="Bandas")
    joined = found(one, other, settled=settle([Settlement("a", "b", "same")]))
    assert [link.rule for link in joined.links] == ["settled-by-a-person"]
    assert joined.surplus == 1


def test_a_person_s_no_holds_through_other_links() -> None:
    copies = [
        replace(FIRST, id=name, pages=pages) for name, pages in (("a", "323-358"), ("b", "323-58"), ("c", ""))
    ]
    links = found(*copies, settled=settle([Settlement("a", "b", "different")])).links
    assert {link.tier for link in links} == {"ask"}
    assert ("a", "b") not in {(link.one, link.other) for link in links}


def test_merging_loses_no_value_and_shows_the_conflicts() -> None:
    other = replace(FIRST, id="b", year="2011", title=FIRST.title.upper(), source="Scopus", accession="9")
    merged = merge_fields([FIRST, other, replace(FIRST, id="c")])
    assert merged.ids == ("a", "b", "c")
    assert merged.fields["year"] == "2012"
    assert dict(merged.values["year"]) == {"2012": ("a", "c"), "2011": ("b",)}
    assert merged.conflicts == ("year",)
    assert merged.sources == (("Scopus", "9"),)


WORDS = st.sampled_from(["gang", "knife", "crime", "Röster", "editorial", "part", "I", "II", "2014", ""])
TEXT = st.lists(WORDS, max_size=5).map(" ".join)
RECORDS = st.lists(
    st.builds(
        Record,
        id=st.just(""),
        title=TEXT,
        author=TEXT,
        year=st.sampled_from(["", "2014", "2015"]),
        volume=st.sampled_from(["", "1", "2"]),
        pages=st.sampled_from(["", "1-9", "7", "x-xi"]),
        doi=st.sampled_from(["", "10.1000/a", "10.1000/b"]),
    ),
    max_size=12,
).map(lambda records: [replace(record, id=str(place)) for place, record in enumerate(records)])


@settings(max_examples=60, deadline=None)
@given(RECORDS)
def test_every_record_has_one_place_and_every_value_survives(records: list[Record]) -> None:
    answer = find_duplicates(records)
    assert [placement.id for placement in answer.placements] == [record.id for record in records]
    groups: dict[str, list[Record]] = {}
    for record, placement in zip(records, answer.placements, strict=True):
        groups.setdefault(placement.group if placement.tier == "merge" else f"alone {record.id}", []).append(
            record
        )
    for members in groups.values():
        merged = merge_fields(members)
        assert merged.ids == tuple(record.id for record in members)
        for name in FIELDS:
            assert {value for record in members if (value := getattr(record, name))} == set(
                merged.values[name]
            )


@settings(max_examples=60, deadline=None)
@given(RECORDS)
def test_the_order_of_the_records_does_not_matter(records: list[Record]) -> None:
    def merged(answer: Found) -> set[frozenset[str]]:
        groups: dict[str, set[str]] = {}
        for placement in answer.placements:
            if placement.tier == "merge":
                groups.setdefault(placement.group, set()).add(placement.id)
        return {frozenset(group) for group in groups.values()}

    assert merged(find_duplicates(records)) == merged(find_duplicates(records[::-1]))


def test_agreement_counts_over_merging_as_pairs() -> None:
    copies = [replace(FIRST, id=name) for name in "abcd"]
    counted = agreement(list("abcd"), found(*copies), [("a", "b")])
    assert (counted.removed, counted.left, counted.lost) == (1, 0, 2)
    assert (counted.true_pairs, counted.false_pairs, counted.gold_pairs) == (1, 5, 1)


def test_records_that_say_nothing_are_not_one_record() -> None:
    assert found(Record(id="a"), Record(id="b"), Record(id="c", year="2012")).links == ()
