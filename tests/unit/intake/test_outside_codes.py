"""Codes and code trees that a file carries: kept, named, and never counted as a reviewer's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hedgerow.evidence.coding import coding_state, shelf_of
from hedgerow.evidence.intake import told
from hedgerow.evidence.tables.review import ReviewLog, take_in_file
from hedgerow.evidence.tables.review.listing import reference_view
from hedgerow.evidence.tables.review.references import read_references

SET = {
    "SetName": "Screening of the partners",
    "SetId": 7,
    "Attributes": {
        "AttributesList": [
            {
                "AttributeId": 70,
                "AttributeName": "Setting",
                "AttributeType": "Not selectable (no checkbox)",
                "Attributes": {"AttributesList": [{"AttributeId": 71, "AttributeName": "School"}]},
            }
        ]
    },
}
REFERENCE = {
    "ItemId": 1,
    "Title": "A trial in schools",
    "Codes": [{"AttributeId": 71, "AdditionalText": "two of them"}, {"AttributeId": 99}],
}


@pytest.fixture
def coded(tmp_path: Path) -> Path:
    path = tmp_path / "partners.json"
    path.write_text(json.dumps({"CodeSets": [SET], "References": [REFERENCE]}), encoding="utf-8")
    return path


def test_the_codes_of_a_file_stand_on_the_reference_by_their_names(review: ReviewLog, coded: Path) -> None:
    take_in_file(review, coded, source="Partners", actor="Ana")
    with review.database.reading() as connection:
        [one] = read_references(connection, review.review)
    codes = reference_view(review, one.id).codes
    assert codes.title == "Codes of Partners"
    assert [(row["code"], row["tree"], row["note"]) for row in codes.records()] == [
        ("Setting: School", "Screening of the partners", "two of them"),
        ("99", None, None),
    ]
    assert "not by a reviewer here" in codes.notes[0]
    assert "1 of them" in codes.notes[1]


def test_the_codes_of_a_file_are_no_coding(review: ReviewLog, coded: Path) -> None:
    take_in_file(review, coded, actor="Ana")
    coding = coding_state(told(review.events()), lambda name: name)
    with review.database.reading() as connection:
        [one] = read_references(connection, review.review)
    assert not coding.final(one.id)
    assert not review.events(("coded",))


def test_a_code_set_by_itself_goes_on_the_shelf(review: ReviewLog, tmp_path: Path) -> None:
    path = tmp_path / "set.json"
    path.write_text(json.dumps(SET), encoding="utf-8")
    taken = take_in_file(review, path, actor="Ana")
    assert (taken.expected, taken.records, taken.new) == (0, 0, 0)
    assert taken.note == "1 code sets with 2 codes"
    assert shelf_of(review.events(("tree_added",))).name("71") == "Setting: School"


@pytest.mark.real_data
def test_the_code_sets_of_others_go_on_the_shelf_whole(review: ReviewLog, shared: Path) -> None:
    folder = shared / "data" / "evidence" / "maps" / "eppi_codesets"
    for name in ("384814.json", "96392.json"):
        take_in_file(review, folder / name, actor="Ana")
    events = review.events(("tree_added",))
    assert [len(event.payload["tree"]["codes"]) for event in events] == [22, 372]
