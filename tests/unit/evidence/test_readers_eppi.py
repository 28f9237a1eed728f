"""EPPI-Reviewer's JSON and EPPI-Mapper's pages: trees, codes, outcomes; nothing of a page is executed."""

from __future__ import annotations

import json

import pytest

from hedgerow.errors import RecordError
from hedgerow.evidence.readers.eppi_mapper import decode_map_page

CELLS = [
    [
        {"id": 1, "title": "Outcomes", "isColumn": True},
        {"id": 11, "title": "Crime &amp; harm", "parentId": 1, "isColumn": True},
    ],
    [{"id": 2, "title": "Interventions", "isColumn": False}, {"id": 21, "title": "Mentoring", "parentId": 2}],
    [{"id": 211, "title": "One to one", "parentId": 21}, {"id": 11, "title": "again", "parentId": 1}],
    [{"id": 9, "title": "Astray", "parentId": 77}],
]
REFERENCE = {
    "ItemId": 9007199254740993,
    "Title": "Gangs in the region",
    "ParentTitle": "Journal of Crime",
    "Authors": "Smith Ann; Jones Bo;",
    "Year": "2019",
    "Volume": "12",
    "Issue": "3",
    "Pages": "45-67",
    "StandardNumber": "0964-6906 (Print)0964-6906",
    "DOI": "https://doi.org/10.1234/ABC.",
    "Abstract": "An abstract.",
    "TypeName": "Journal, Article",
    "DateCreated": "03/04/2024",
    "Comments": "read twice",
    "Keywords": "gang; knife",
    "Codes": [
        {"AttributeId": 11, "AdditionalText": "see table 2", "ArmId": 0, "ArmTitle": ""},
        {
            "AttributeId": 211,
            "ArmId": 5,
            "ArmTitle": "treated",
            "ItemAttributeFullTextDetails": [{"Text": "a quotation"}],
        },
    ],
}


def page(cells: object = CELLS, references: object = (REFERENCE, 7), before: str = "") -> str:
    return (
        "<!DOCTYPE html><html><head><title>A map of &quot;gangs&quot;</title>"
        '<meta content="The Owners" name="author"></head><body>' + before + "<script>\n"
        f"const csvData = {json.dumps({'rows': cells})};\n"
        f"const referenceData = {json.dumps(references)};\nstart();</script></body></html>"
    )


def test_a_published_map() -> None:
    found = decode_map_page(page())
    assert (found.title, found.owner) == ('A map of "gangs"', "The Owners")
    assert [(axis.title, axis.is_column) for axis in found.axes] == [
        ("Outcomes", True),
        ("Interventions", False),
    ]
    assert [(depth, code.id, code.name) for depth, code in found.axes[1].codes.walk()] == [
        (0, "21", "Mentoring"),
        (1, "211", "One to one"),
    ]
    assert [code.name for code in found.axes[0].codes.codes] == ["Crime & harm"]
    assert [code.id for code in found.loose] == ["9"]
    assert (found.expected, len(found.references), [row.row_number for row in found.rejected]) == (2, 1, [2])


def test_a_reference_keeps_its_codes_and_every_field() -> None:
    record = decode_map_page(page()).references[0]
    assert (record.title, record.authors, record.year) == ("Gangs in the region", "Smith Ann; Jones Bo", 2019)
    assert (record.volume, record.issue, record.pages) == ("12", "3", "45-67")
    assert (record.accession, record.standard_number, record.doi) == (
        "9007199254740993",
        "0964-6906",
        "10.1234/abc",
    )
    assert (record.keywords, record.kind) == (("gang", "knife"), "Journal, Article")
    assert dict(record.extra) == {"DateCreated": ("2024-04-03",), "Comments": ("read twice",)}
    assert [(code.code, code.note, code.arm, code.quotes) for code in record.codes] == [
        ("11", "see table 2", None, ()),
        ("211", None, "treated", ("a quotation",)),
    ]
    assert json.loads(record.raw) == REFERENCE


def test_a_constant_named_in_the_text_does_not_mislead() -> None:
    found = decode_map_page(page(before="<p>const csvData = {not json}; const referenceData = [1,</p>"))
    assert len(found.references) == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<html></html>", "no constant csvData"),
        (page().replace("const referenceData", "const other"), "no constant referenceData"),
        (page()[:600], "cannot be decoded"),
        ("const csvData = " + "[" * 100_000, "cannot be decoded"),
        ("const csvData = []", "not a table"),
    ],
)
def test_a_page_that_is_no_whole_map_is_refused(text: str, says: str) -> None:
    with pytest.raises(RecordError, match=says):
        decode_map_page(text)
