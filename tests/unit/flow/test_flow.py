"""The flow adds up by construction, whatever happened in the review."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from html import unescape
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.evidence.flow import Arrival, Path, check_flow, count_flow, draw_flow, flow_csv
from hedgerow.evidence.flow.boxes import BOXES
from hedgerow.evidence.flow.count import SIDES
from hedgerow.evidence.flow.csv_file import flow_table, reason_table, source_table
from hedgerow.evidence.flow.diagram import flow_values

ARRIVALS = (
    Arrival("1", "a", "Scopus"),
    Arrival("2", "a", "Ovid"),
    Arrival("3", "b", "Ovid"),
    Arrival("4", "c", "Ovid"),
    Arrival("5", "d", "Ovid"),
    Arrival("6", "e", "Ovid"),
    Arrival("7", "a", "County archive", "organisation"),
    Arrival("8", "f", "County archive", "organisation"),
    Arrival("9", "g", "Reference lists", "citation"),
)
PATHS = {
    "a": Path("passed", "included"),
    "b": Path("excluded"),
    "c": Path("passed", "excluded", "Not young people; adults, only"),
    "d": Path("passed", "not_retrieved"),
    "f": Path("passed", "included", study="a"),
    "g": Path("excluded"),
}


def test_each_record_is_in_one_place_and_copies_are_counted_where_they_came_from() -> None:
    flow = count_flow(ARRIVALS, PATHS, unreadable={("Scopus", "database"): 2}, pooled=["a"])
    assert check_flow(flow) == ()
    left, right = flow.databases, flow.other
    assert (left.identified, left.unreadable, left.duplicates, left.unread) == (8, 2, 1, 1)
    assert (left.excluded, left.sought, left.not_retrieved, left.assessed) == (1, 3, 1, 2)
    assert (left.excluded_reports, left.included) == (1, 1)
    assert (right.identified, right.duplicates, right.excluded, right.included) == (3, 1, 1, 1)
    assert (flow.new_reports, flow.new_studies, flow.pooled_studies) == (2, 1, 1)
    assert [(one.name, one.identified) for one in flow.sources] == [
        ("County archive", 2),
        ("Ovid", 5),
        ("Reference lists", 1),
        ("Scopus", 3),
    ]


def test_what_is_unread_waits_until_reading_stops_and_is_then_excluded_by_automation() -> None:
    going = flow_values(count_flow(ARRIVALS, PATHS))
    assert (going["excluded_automatic"], going["hedgerow_unread"]) == (0, 1)
    left = PATHS | {"e": Path("left")}
    stopped = flow_values(count_flow(ARRIVALS, left, stopped="audit of the unread"))
    assert (stopped["excluded_automatic"], stopped["hedgerow_unread"]) == (1, 0)
    assert going["records_screened"] == stopped["records_screened"] == 4


def test_an_update_counts_what_came_before_as_previous_and_its_copies_as_duplicates() -> None:
    old = [replace(one, known=True) for one in ARRIVALS[:3]]
    new = [Arrival("10", "a", "Ovid 2026"), Arrival("11", "h", "Ovid 2026"), Arrival("12", "i", "Ovid 2026")]
    paths = PATHS | {"h": Path("passed", "included", study="a"), "i": Path("passed", "included")}
    flow = count_flow([*old, *new], paths)
    assert check_flow(flow) == ()
    assert (flow.databases.identified, flow.databases.duplicates, flow.databases.sought) == (3, 1, 2)
    assert (flow.previous_studies, flow.previous_reports) == (1, 1)
    assert (flow.new_studies, flow.new_reports) == (1, 2)  # h reports a study that was held


def test_the_csv_has_the_keys_of_the_published_programs_and_reasons_cannot_break_its_lists() -> None:
    rows = list(csv.DictReader(io.StringIO(flow_csv(count_flow(ARRIVALS, PATHS)))))
    by_key = {row["data"]: row["n"] for row in rows}
    assert len(rows) == 34
    assert by_key["dbr_excluded"] == "Not young people adults only, 1"
    assert by_key["database_specific_results"] == "Ovid, 5; Scopus, 1"
    assert not any(row["data"].startswith("hedgerow") for row in rows)


@pytest.mark.real_data
def test_the_keys_nodes_and_boxes_are_those_of_the_published_template(shared) -> None:  # type: ignore[no-untyped-def]
    text = (shared / "data/evidence/maps/PRISMA2020_template.csv").read_text("utf-8")
    template = list(csv.DictReader(io.StringIO(text)))
    ours = list(csv.DictReader(io.StringIO(flow_csv(count_flow((), {})))))
    assert list(ours[0]) == list(template[0])

    def said(row: dict[str, str]) -> tuple[str, ...]:
        return tuple("" if row[name] == "NA" else row[name] for name in ("data", "node", "box"))

    assert {said(row) for row in ours} == {said(row) for row in template}


def test_the_drawing_is_whole_xml_holds_its_counts_and_escapes_what_people_wrote() -> None:
    arrivals = (*ARRIVALS, Arrival("13", "z", "<script>alert(1)</script> & co"))
    flow = count_flow(arrivals, PATHS)
    text = draw_flow(flow, title='Mentoring "and" <more>')
    root = ElementTree.fromstring(text)
    assert root.get("role") == "img"
    assert "<script" not in text
    data = re.search(r'<metadata id="prisma-2020">(.*?)</metadata>', text)
    assert data
    assert json.loads(unescape(data[1])) == flow_values(flow)


def test_the_tables_say_every_count() -> None:
    flow = count_flow(ARRIVALS, PATHS)
    assert len(flow_table(flow)) == len(BOXES)
    assert sum(int(str(row["identified"])) for row in source_table(flow).records()) == 9
    assert [row["reports"] for row in reason_table(flow).records()] == [1]


def test_an_empty_review_is_all_noughts() -> None:
    flow = count_flow((), {})
    assert check_flow(flow) == ()
    assert set(flow_values(flow).values()) == {0, ""}


paths = st.builds(
    Path,
    title=st.sampled_from(("unread", "left", "waiting", "excluded", "passed")),
    full_text=st.sampled_from(("", "waiting", "not_retrieved", "undecided", "excluded", "included")),
    reason=st.sampled_from(("", "Wrong outcome", "No comparison")),
    study=st.sampled_from(("", "s1", "s2")),
)
arrivals = st.lists(
    st.builds(
        Arrival,
        reference=st.integers(0, 10**9).map(str),
        record=st.sampled_from("abcdefgh"),
        source=st.sampled_from(("Ovid", "Scopus", "Council")),
        kind=st.sampled_from(tuple(SIDES)),
        known=st.booleans(),
    ),
    max_size=25,
    unique_by=lambda one: one.reference,
)


@given(arrivals, st.dictionaries(st.sampled_from("abcdefgh"), paths), st.booleans())
def test_it_adds_up_whatever_happened(came: list[Arrival], went: dict[str, Path], stopped: bool) -> None:
    flow = count_flow(came, went, stopped="rule" if stopped else "", unreadable={("Ovid", "database"): 3})
    assert check_flow(flow) == ()
    assert flow.databases.identified + flow.other.identified == sum(not one.known for one in came) + 3
    assert flow_values(flow) == flow_values(
        count_flow(came[::-1], went, stopped="rule" if stopped else "", unreadable={("Ovid", "database"): 3})
    )


def test_the_check_finds_a_sum_that_does_not_hold() -> None:
    flow = count_flow(ARRIVALS, PATHS)
    broken = replace(flow, databases=replace(flow.databases, duplicates=flow.databases.duplicates + 1))
    assert any("remains after duplicates" in words for words in check_flow(broken))
