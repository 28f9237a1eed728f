"""What leaves for another program comes back whole."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from hedgerow.errors import NotFoundError
from hedgerow.evidence.coding import Code, CodeTree
from hedgerow.evidence.imported import AppliedCode, Imported
from hedgerow.evidence.readers import read_file
from hedgerow.evidence.writers import SUFFIXES, Outgoing, write
from hedgerow.evidence.writers.kinds import csl_type, eppi_type, kind_of, ris_type

SAID = Imported(
    row_number=1,
    title="Mentoring on the coast: a trial",
    authors="Ivanova, Anna; Bird, Cal; County Council",
    year=2021,
    journal="Journal of Places",
    doi="10.1000/abc.1",
    link="https://example.org/a",
    abstract="Background.\nER  - a line that would end a record.\nResults.",
    keywords=("mentoring", "county lines"),
    kind="JOUR",
    volume="12",
    issue="3",
    pages="101-119",
    publisher="Hedge Press",
    standard_number="1234-5678",
    language="en",
    place="Lincoln",
    accession="ERIC-77",
    extra=MappingProxyType({"C1": ("East Midlands",), "my column": ("x",)}),
)
OUT = Outgoing("ref-1", SAID, ("ref-1", "ref-2"), "include", sources=("Scopus", "Ovid"))
SPARSE = Outgoing(
    "ref-3", Imported(row_number=2, title="Only a title"), ("ref-3",), "exclude", reason="No outcome"
)
BOTH = {"title", "year", "journal", "doi", "volume", "issue", "pages", "keywords"}
HELD = {
    "ris": BOTH | {"link", "publisher", "standard_number", "language", "place", "accession", "authors"},
    "csv": BOTH | {"link", "publisher", "standard_number", "language", "place", "accession", "authors"},
    "csl-json": BOTH | {"link", "publisher", "standard_number", "language", "place", "authors"},
    "eppi-json": BOTH | {"link", "publisher", "standard_number", "place"},
}


@pytest.mark.parametrize("name", sorted(HELD))
def test_a_round_trip_loses_no_field_that_the_format_has(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"out{SUFFIXES[name]}"
    path.write_text(write(name, [OUT, SPARSE]), "utf-8")
    first, second = read_file(path).records
    for field in HELD[name]:
        assert getattr(first, field) == getattr(SAID, field), field
    assert " ".join((first.abstract or "").split()) == " ".join(str(SAID.abstract).split())
    assert (second.title, second.authors, second.year, second.abstract) == ("Only a title", None, None, None)


def test_decisions_go_out_as_labels_and_come_back_as_anothers_decisions(tmp_path: Path) -> None:
    for name in ("ris", "csv"):
        path = tmp_path / f"labels{SUFFIXES[name]}"
        path.write_text(write(name, [OUT, SPARSE, replace(OUT, decision="")]), "utf-8")
        found = [[one.decision for one in record.decisions] for record in read_file(path).records]
        assert found == [["include"], ["exclude"], []], name


def test_own_tags_of_ris_go_back_under_them_and_no_line_can_end_a_record(tmp_path: Path) -> None:
    text = write("ris", [OUT])
    assert "C1  - East Midlands" in text
    assert sum(line.startswith("ER  -") for line in text.splitlines()) == 1


def test_a_formula_in_a_title_is_guarded_in_csv() -> None:
    evil = replace(OUT, said=replace(SAID, title='=HYPERLINK("http://x")'), reason="+1", id="@id")
    (row,) = csv.DictReader(io.StringIO(write("csv", [evil])))
    assert (row["title"][0], row["reason"], row["id"]) == ("'", "'+1", "'@id")


TREE = CodeTree(
    "strands",
    "Four strands",
    codes=(
        Code("prevent", "Prevent", kind="heading"),
        Code("schools", "Schools", parent="prevent"),
        Code("old", "From EPPI", eppi_attribute_id="9007199254740993"),
    ),
)


def test_eppi_json_carries_the_tree_and_the_codes_under_numbers_that_stay() -> None:
    coded = replace(
        OUT,
        said=replace(SAID, codes=(AppliedCode("schools", "p. 4", None, ("we went",)), AppliedCode("old"))),
    )
    whole = json.loads(write("eppi-json", [coded], [TREE]))
    top = whole["CodeSets"][0]["Attributes"]["AttributesList"]
    schools = top[0]["Attributes"]["AttributesList"][0]
    assert (schools["AttributeName"], schools["AttributeTypeId"]) == ("Schools", 2)
    assert schools["AttributeId"] < 0
    codes = whole["References"][0]["Codes"]
    assert [code["AttributeId"] for code in codes] == [schools["AttributeId"], 9007199254740993]
    assert codes[0]["ItemAttributeFullTextDetails"][0]["Text"] == "we went"
    assert json.loads(write("eppi-json", [coded], [TREE])) == whole
    assert whole["References"][0]["Outcomes"] == []


def test_eppi_json_comes_back_with_its_tree_and_codes(tmp_path: Path) -> None:
    coded = replace(OUT, said=replace(SAID, codes=(AppliedCode("schools", "p. 4"), AppliedCode("old"))))
    path = tmp_path / "out.json"
    path.write_text(write("eppi-json", [coded], [TREE]), "utf-8")
    back = read_file(path)
    assert [(code.name, bool(code.parent)) for code in back.trees[0].codes] == [
        ("Prevent", False),
        ("Schools", True),
        ("From EPPI", False),
    ]
    names = {code.id: code.name for code in back.trees[0].codes}
    assert [names[code.code] for code in back.records[0].codes] == ["Schools", "From EPPI"]
    assert back.records[0].codes[0].note == "p. 4"


def test_an_unknown_format_is_refused_by_name() -> None:
    with pytest.raises(NotFoundError, match="docx"):
        write("docx", [OUT])


@pytest.mark.parametrize(
    ("said", "kind", "types"),
    [
        ("JOUR", "journal", ("JOUR", "article-journal", "Journal, Article")),
        ("Randomized Controlled Trial", "journal", ("JOUR", "article-journal", "Journal, Article")),
        ("phdthesis", "thesis", ("THES", "thesis", "Dissertation")),
        ("Book, Chapter", "chapter", ("CHAP", "chapter", "Book, Chapter")),
        ("techreport", "report", ("RPRT", "report", "Report")),
        ("RPRT", "report", ("RPRT", "report", "Report")),
        ("paper-conference", "conference", ("CPAPER", "paper-conference", "Conference Proceedings")),
        ("EJOUR", "journal", ("EJOUR", "article-journal", "Journal, Article")),
        (None, "generic", ("GEN", "document", "Generic")),
    ],
)
def test_kinds_are_told_in_each_formats_own_word(said: str | None, kind: str, types: tuple[str, ...]) -> None:
    assert kind_of(said) == kind
    assert (ris_type(said), csl_type(said), eppi_type(said)) == types


@pytest.mark.parametrize(
    "text",
    [
        "PMID- 1\nTI  - Gangs\nDP  - 2011 Jan\nRN  - 0 (Water)\nCN  - A group\nOWN - NLM\n",
        "FN Clarivate\nVR 1.0\nPT J\nTI Gangs\nID FEAR\nDA 2024-01-01\nDB A name\nER\n\nEF\n",
    ],
)
def test_tags_of_other_formats_do_not_become_tags_of_ris(text: str, tmp_path: Path) -> None:
    path = tmp_path / "given"
    path.write_text(text, "utf-8")
    first = read_file(path).records[0]
    path.write_text(write("ris", [Outgoing("ref-1", first, ("ref-1",))]), "utf-8")
    again = read_file(path)
    assert again.source == ""
    assert (again.records[0].title, again.records[0].abstract) == ("Gangs", None)
    assert again.records[0].year == first.year
    assert again.records[0].extra["ID"] == ("ref-1",)
