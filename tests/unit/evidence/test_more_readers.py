"""BibTeX, PubMed, EndNote XML, Web of Science and CSL-JSON: counted before parsing, one bad record alone."""

from __future__ import annotations

import contextlib
import gzip
import time
from pathlib import Path

import pytest

from hedgerow.errors import RecordError
from hedgerow.evidence import read_file
from hedgerow.evidence.imported import Imported

BIBTEX = r"""% a comment
@string{joc = "Journal of Crime"}
@article{one,
  title = {Gangs in {N}ottingham},
  author = {M{\"u}ller, J{\'e}r{\^o}me and Smith, Ann},
  journal = joc # { and Place},
  year = 2019, doi = {https://doi.org/10.1234/ABC},
  abstract = "An {abstract} with \& signs",
  keywords = {gang, knife}
}
@book{two, title = {not closed
@misc{three, title={Three}}
"""
PUBMED = """PMID- 123
TI  - Gangs in the
      region.
FAU - Smith, Ann
AU  - Smith A
FAU - Jones, Bo
DP  - 2019 May
JT  - Journal of Crime
LID - 10.1234/abc [doi]
AB  - An abstract
      on two lines.
OT  - gang
PT  - Journal Article

PMID- 124
OWN - NLM
"""
WOS = """FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Smith, A
   Jones, B
AF Smith, Ann
   Jones, Bo
TI Gangs in the
   region
SO JOURNAL OF CRIME
DT Article
DE gang; knife
PY 2019
DI 10.1234/abc
AB An abstract
ER

PT J
ER
EF
"""
XML = """<?xml version="1.0"?><xml><records><record><ref-type name="Journal Article">17</ref-type>
<contributors><authors><author><style>Smith, Ann</style></author>
<author>Jones, Bo</author></authors></contributors>
<titles><title><style>Gangs in </style><style>the region</style></title></titles>
<periodical><full-title>Journal of Crime</full-title></periodical><dates><year>2019</year></dates>
<electronic-resource-num>10.1234/abc</electronic-resource-num></record>
<record><titles><title>Broken</titles></record>
<record><titles><title>Last</title></titles></record></records></xml>"""
CSL = """[{"type": "article-journal", "title": "Gangs in the region", "DOI": "10.1234/ABC",
"author": [{"family": "Smith", "given": "Ann"}, {"literal": "Home Office"}],
"issued": {"date-parts": [[2019, 5]]}, "container-title": "Journal of Crime"}, 7, {"id": "x"}]"""


def read(folder: Path, text: str) -> tuple[tuple[Imported, ...], list[tuple[int, str]]]:
    path = folder / "anything.txt"
    path.write_text(text, "utf-8")
    found = read_file(path)
    assert found.expected == len(found.records) + len(found.rejected)
    return found.records, [(row.row_number, row.reason) for row in found.rejected]


def test_bibtex(tmp_path: Path) -> None:
    records, rejected = read(tmp_path, BIBTEX)
    first = records[0]
    assert (first.title, first.authors) == ("Gangs in Nottingham", "Müller, Jérôme; Smith, Ann")
    assert (first.journal, first.year, first.doi) == ("Journal of Crime and Place", 2019, "10.1234/abc")
    assert (first.abstract, first.keywords) == ("An abstract with & signs", ("gang", "knife"))
    assert [record.title for record in records] == ["Gangs in Nottingham", "Three"]
    assert rejected == [(2, "a brace or a quotation mark is not closed")]


def test_pubmed(tmp_path: Path) -> None:
    records, rejected = read(tmp_path, PUBMED)
    first = records[0]
    assert (first.title, first.authors) == ("Gangs in the region.", "Smith, Ann; Jones, Bo")
    assert (first.year, first.doi, first.abstract) == (2019, "10.1234/abc", "An abstract on two lines.")
    assert first.link == "https://pubmed.ncbi.nlm.nih.gov/123/"
    assert (records[1].accession, rejected) == ("124", [])


def test_web_of_science(tmp_path: Path) -> None:
    records, rejected = read(tmp_path, WOS)
    first = records[0]
    assert (first.title, first.authors) == ("Gangs in the region", "Smith, Ann; Jones, Bo")
    assert (first.journal, first.doi, first.keywords) == (
        "JOURNAL OF CRIME",
        "10.1234/abc",
        ("gang", "knife"),
    )
    assert rejected == [(2, "no field has a value")]


def test_endnote_xml(tmp_path: Path) -> None:
    records, rejected = read(tmp_path, XML)
    first = records[0]
    assert (first.title, first.authors) == ("Gangs in the region", "Smith, Ann; Jones, Bo")
    assert (first.year, first.doi, first.kind) == (2019, "10.1234/abc", "Journal Article")
    assert [record.title for record in records] == ["Gangs in the region", "Last"]
    assert [row for row, _ in rejected] == [2]


def test_csl_json(tmp_path: Path) -> None:
    records, rejected = read(tmp_path, CSL)
    assert (records[0].authors, records[0].year) == ("Smith, Ann; Home Office", 2019)
    assert rejected == [(2, "the item is not an object"), (3, "no field has a value")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]><xml><record>&a;</record></xml>', "document type or an entity"),
        ("[" + "{}," * 3 + "{}]", "yields no record"),
        ('[{"a":' * 100_000, "nested too deep"),
    ],
)
def test_hostile_and_broken_files_are_refused_in_words(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(RecordError, match=says):
        read(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        "@a{k, t = " + "# " * 200_000,
        "@a{k, t" + " " * 400_000,
        "@a{k, author = {" + " " * 400_000 + "}}",
        "@a{k, t = {" + "{" * 400_000,
        "<xml>" + "<record" * 100_000,
        "PMID- 1\n" + "TI  - x\n" * 50_000 + "      y\n" * 50_000,
        "PT J\nAU a\n" + "   b\n" * 100_000,
    ],
)
def test_no_file_makes_a_reader_hang(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x"
    path.write_text(text, "utf-8")
    start = time.process_time()
    with contextlib.suppress(RecordError):
        read_file(path)
    assert time.process_time() - start < 5


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "count"),
    [("Haematology", 1415), ("Stroke", 1292), ("Respiratory", 1988), ("Cytology_screening", 1856)],
)
def test_endnote_files_give_their_true_counts(shared: Path, tmp_path: Path, name: str, count: int) -> None:
    path = tmp_path / "file.xml"
    path.write_bytes(gzip.decompress((shared / f"data/evidence/dedup/{name}.xml.gz").read_bytes()))
    found = read_file(path)
    assert (found.format, found.expected) == ("endnote-xml", count)
    assert len(found.records) >= count - 2


@pytest.mark.real_data
def test_a_real_file_of_web_of_science(shared: Path) -> None:
    found = read_file(shared / "data/evidence/parsers/rispy_example_wos.ris")
    assert (found.format, len(found.records)) == ("wos", 2)
