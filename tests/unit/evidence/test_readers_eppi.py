"""EPPI-Reviewer's JSON and EPPI-Mapper's pages: trees, codes, outcomes; nothing of a page is executed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hedgerow.errors import RecordError
from hedgerow.evidence.imported import ReadFile
from hedgerow.evidence.readers import read_bytes, read_file
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


SETS = [
    {
        "SetName": "Screening",
        "SetId": 7,
        "SetType": {"SetTypeName": "Screening"},
        "Attributes": {
            "AttributesList": [
                {
                    "AttributeId": 9007199254740995,
                    "AttributeName": "Include",
                    "AttributeType": "include",
                    "AttributeTypeId": 10,
                },
                {"AttributeId": -4, "AttributeName": "Exclude on place", "AttributeType": "EXCLUDE"},
            ]
        },
    },
    {
        "SetName": "Coding",
        "SetId": 8,
        "SetDescription": "what",
        "Attributes": {
            "AttributesList": [
                {
                    "AttributeId": 1,
                    "AttributeName": "Outcomes",
                    "AttributeTypeId": 1,
                    "Attributes": {
                        "AttributesList": [
                            {"AttributeId": 2, "AttributeName": "Crime", "AttributeTypeId": 2},
                            {"AttributeId": 3, "AttributeName": "Number", "AttributeType": "Numeric"},
                        ]
                    },
                },
                {"AttributeId": 4, "AttributeName": "Kind", "AttributeTypeId": 3},
                {"AttributeName": "without a number"},
                {"AttributeId": 5, "AttributeType": "Outcome classification code", "AttributeTypeId": 9},
            ]
        },
    },
]
OUTCOME = {
    "OutcomeId": 70,
    "OutcomeTypeId": 1,
    "OutcomeTypeName": "Continuous: Ns, means and SD",
    "Title": "Reoffending",
    "Data1": 100,
    "Data2": 90,
    "Data3": 1.5,
    "Data5": 0,
    "ItemAttributeIdOutcome": 2,
    "ItemAttributeIdControl": 0,
    "grp1ArmName": "treated",
    "TimepointDisplayValue": "12 months",
}


def read(whole: object) -> ReadFile:
    found = read_bytes("export.json", ("\ufeff" + json.dumps(whole, indent=1)).encode())
    assert found.format == "eppi-json"
    assert found.expected == len(found.records) + len(found.rejected)
    return found


def test_code_sets_and_references_together() -> None:
    codes = [
        {"AttributeId": 9007199254740995},
        {"AttributeId": -4, "AdditionalText": "abroad"},
        {"AttributeId": 2},
    ]
    found = read({"CodeSets": SETS, "References": [{**REFERENCE, "Codes": codes, "Outcomes": [OUTCOME]}, {}]})
    record = found.records[0]
    assert [(said.decision, said.note) for said in record.decisions] == [
        ("include", "Include"),
        ("exclude", "Exclude on place: abroad"),
    ]
    assert [code.code for code in record.codes] == ["9007199254740995", "-4", "2"]
    outcome = record.outcomes[0]
    assert dict(outcome.values) == {"n1": 100, "n2": 90, "mean1": 1.5, "sd1": 0}
    assert (outcome.outcome, outcome.control, outcome.arms, outcome.timepoint) == (
        "2",
        None,
        ("treated",),
        "12 months",
    )
    assert json.loads(record.extra["Outcomes"][0]) == [OUTCOME]
    assert json.loads(record.raw)["ItemId"] == REFERENCE["ItemId"]
    assert found.rejected[0].reason == "no field has a value"
    assert record.line is not None and found.rejected[0].line is not None
    assert found.rejected[0].line > record.line > 1


def test_code_sets_are_trees_with_their_kinds() -> None:
    screening, coding = read({"CodeSets": SETS, "References": [REFERENCE]}).trees
    assert (screening.kind, screening.id, screening.name) == ("screening", "7", "Screening")
    assert [code.kind for code in screening.codes] == ["include", "exclude"]
    assert [(depth, code.id, code.kind) for depth, code in coding.walk()] == [
        (0, "1", "heading"),
        (1, "2", "tick"),
        (1, "3", "number"),
        (0, "4", "choice"),
        (0, "5", "outcome"),
    ]
    assert screening.codes[0].eppi_attribute_id == "9007199254740995"


def test_a_code_set_by_itself_has_no_records_and_is_no_error() -> None:
    found = read(SETS[1])
    assert (found.records, [tree.name for tree in found.trees]) == ((), ["Coding"])


def test_a_file_cut_short_keeps_the_references_before_the_cut() -> None:
    whole = json.dumps({"CodeSets": SETS, "References": [REFERENCE] * 5}, indent=1)
    found = read_bytes("export.json", whole[: whole.rindex('"ItemId"') + 12].encode())
    assert (len(found.records), len(found.trees)) == (4, 2)
    assert "the list is broken" in found.rejected[0].reason
    assert found.rejected[0].line is not None


@pytest.mark.parametrize(
    ("printed", "kept"),
    [("03/04/2024", "2024-04-03"), ("31/12/2023 10:11", "2023-12-31"), ("40/40/2024", "40/40/2024")],
)
def test_dates_are_day_first(printed: str, kept: str) -> None:
    assert read({"References": [{**REFERENCE, "DateEdited": printed}]}).records[0].extra["DateEdited"] == (
        kept,
    )


@pytest.mark.parametrize("text", ['{"SetName": "x", "Attributes": ', '{"SetName": ' + "[" * 50_000])
def test_a_broken_code_set_is_refused(text: str) -> None:
    with pytest.raises(RecordError, match="cannot be parsed as JSON"):
        read_bytes("x.json", text.encode())


def test_a_tree_without_end_is_walked_without_recursion() -> None:
    inner: dict[str, object] = {"AttributeId": 0, "AttributeName": "last"}
    for number in range(1, 150):
        inner = {"AttributeId": number, "Attributes": {"AttributesList": [inner]}}
    found = read({"SetName": "deep", "SetId": 1, "Attributes": {"AttributesList": [inner]}})
    assert len(found.trees[0].codes) == 150


@pytest.mark.real_data
def test_real_files_of_eppi_reviewer(shared: Path) -> None:
    maps = shared / "data" / "evidence" / "maps"
    sizes = {
        name: read_file(maps / "eppi_codesets" / name).trees[0] for name in ("384814.json", "96392.json")
    }
    assert {name: len(tree.codes) for name, tree in sizes.items()} == {"384814.json": 22, "96392.json": 372}
    assert max(depth for depth, _ in sizes["96392.json"].walk()) == 3
    found = read_file(maps / "eppi_report.json")
    assert (found.format, len(found.records), len(found.trees)) == ("eppi-json", 4, 1)


def test_a_map_of_3ie() -> None:
    whole = {
        "interventions": [
            {"_title": "Police", "map_layout_group_id": 1, "sub_levels": [{"_title": "Patrol", "id": 2}]},
        ],
        "interventions_outcomes": {
            "2": {"9": {"bubbles": [{"records": [{"id": 70}]}, {"records": [{"id": 71}]}]}}
        },
        "project_records": {
            "70": {
                "id": 70,
                "title": "Gangs",
                "authors": ["Ng, B", "Smith, A"],
                "publication_year": 2019,
                "sector": "x",
            },
            "71": {"title": "Two", "url": "https://e.org/2"},
            "72": 5,
        },
    }
    found = read_bytes("map.json", json.dumps(whole).encode())
    first, second = found.records
    assert (found.format, found.source, found.expected) == ("3ie-json", "3ie", 3)
    assert (first.title, first.authors, first.year, first.extra) == (
        "Gangs",
        "Ng, B; Smith, A",
        2019,
        {"publication_year": ("2019",), "sector": ("x",)},
    )
    assert ([code.code for code in first.codes], second.link) == (["2", "9"], "https://e.org/2")
    assert [(depth, code.name) for depth, code in found.trees[0].walk()] == [(0, "Police"), (1, "Patrol")]
    assert "attribution" in found.note
    with pytest.raises(RecordError, match="no table project_records"):
        read_bytes("map.json", b'{"interventions_outcomes": 1, "project_records": []}')


def test_lists_that_stand_by_themselves() -> None:
    found = read_bytes("x", json.dumps(SETS).encode())
    assert (found.format, found.records, [tree.id for tree in found.trees]) == ("eppi-json", (), ["7", "8"])
    found = read_bytes("x", json.dumps([REFERENCE, REFERENCE]).encode())
    assert (found.format, len(found.records), found.trees) == ("eppi-json", 2, ())
