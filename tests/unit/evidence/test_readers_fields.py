"""The other formats keep every field too: nbib, Web of Science, BibTeX, EndNote XML and CSL-JSON."""

from __future__ import annotations

import json
import time

import pytest

from hedgerow.evidence.imported import Imported, ReadFile
from hedgerow.evidence.readers import read_bytes


def read(text: str) -> ReadFile:
    found = read_bytes("given", text.encode())
    assert found.expected == len(found.records) + len(found.rejected)
    return found


def numbers(record: Imported) -> tuple[str | None, ...]:
    return (record.volume, record.issue, record.pages, record.standard_number, record.accession)


def test_nbib() -> None:
    found = read(
        "PMID- 123\nVI  - 12\nIP  - 3\nPG  - 45-67\nIS  - 1234-567X (Electronic)\nIS  - 0306-4530 (Linking)\n"
        "LA  - eng\nPL  - England\nTI  - A title: it\n      goes on\nLID - 10.1234/ABC [doi]\n"
        "LID - S1 [pii]\n"
        "FAU - Smith, Ann\nAU  - Smith A\nAD  - Leeds,\n      England\nMH  - *Crime/prevention\nOWN - NLM\n\n"
        "PMID- 124\nTI  - Two\n"
    )
    record = found.records[0]
    assert (found.format, found.source, record.title) == ("nbib", "PubMed", "A title: it goes on")
    assert numbers(record) == ("12", "3", "45-67", "1234-567X; 0306-4530", "123")
    assert (record.language, record.place, record.doi) == ("eng", "England", "10.1234/abc")
    assert dict(record.extra) == {
        "PubMed LID": ("S1 [pii]",),
        "PubMed AU": ("Smith A",),
        "PubMed AD": ("Leeds, England",),
        "PubMed OWN": ("NLM",),
    }
    assert [record.line for record in found.records] == [1, 20]


def test_web_of_science() -> None:
    found = read(
        "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Smith, A\n   Jones, B\nTI Gangs\n   again\n"
        "SO JOURNAL OF CRIME\nVL 12\nIS 3\nBP 45\nEP 67\nSN 0306-4530\nEI 1234-567X\nLA English\nPU WILEY\n"
        "PI HOBOKEN\nUT WOS:000082252000006\nID FEAR; PLACE\nC1 Leeds\n   York\nZZ of no kind\nER\n\nEF\n"
    )
    record = found.records[0]
    assert (found.source, found.note, record.authors) == ("Web of Science", "", "Smith, A; Jones, B")
    assert numbers(record) == ("12", "3", "45-67", "0306-4530; 1234-567X", "WOS:000082252000006")
    assert (record.publisher, record.place, record.language, record.title) == (
        "WILEY",
        "HOBOKEN",
        "English",
        "Gangs again",
    )
    assert dict(record.extra) == {
        "Web of Science ID": ("FEAR; PLACE",),
        "Web of Science C1": ("Leeds", "York"),
        "Web of Science ZZ": ("of no kind",),
    }
    assert "cut short" in read("FN x\nVR 1.0\nPT J\nTI A\nER\n").note


BIB = r"""
@string{joc = "Journal of Crime"}
@article{one,
  title = "A {"}quoted{"} title", journal = joc # { and Place}, volume = 12, number = {3}, pages = {45--67},
  author = {M{\"u}ller, J{\'e}r{\^o}me and {Home Office} and {\O}re, {\AA}se}, year = 2019, month = may,
  note = {50\% of \emph{all} \textendash{} see $x^2$; ASReview_relevant}, issn = {0306-4530}, custom = {kept}
}
@article{one, title = {The same key}, title = {twice}, date = {2020-05-01}}
@comment{nothing}
@book(two, title = {In round brackets}, publisher = {P}, address = {Leeds})
@misc{three, title = {never closed,
@misc{four, title = {Four}}
@misc{five title = {no comma}}
"""


def test_bibtex() -> None:
    found = read(BIB)
    record, same, book, four = found.records
    assert (record.title, record.journal) == ('A "quoted" title', "Journal of Crime and Place")
    assert numbers(record) == ("12", "3", "45-67", "0306-4530", None)
    assert record.authors == "Müller, Jérôme; Home Office; Øre, Åse"
    assert dict(record.extra) == {
        "month": ("may",),
        "note": ("50% of all – see $x^2$; ASReview_relevant",),
        "custom": ("kept",),
        "key": ("one",),
    }
    assert [said.decision for said in record.decisions] == ["include"]
    assert (same.title, same.extra["title"], same.year) == ("The same key", ("twice",), 2020)
    assert (book.kind, book.publisher, book.place, four.title) == ("book", "P", "Leeds", "Four")
    assert [(bad.row_number, bad.line) for bad in found.rejected] == [(4, 11), (6, 13)]
    assert "not closed" in found.rejected[0].reason
    assert (record.line, record.raw.splitlines()[0]) == (3, "@article{one,")


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (r"{\alpha} and \ldots", "α and …"),
        (r"Stra{\ss}e \& na{\"\i}ve \c{c}a {\v{S}}koda", "Straße & naïve ça Škoda"),
        (r"100% kept, \textbf{bold} too", "100% kept, bold too"),
        ("\\" * 50, None),
        ("{" * 300 + r"\emph{x}" + "}" * 300, "x"),
    ],
)
def test_letters_of_latex(written: str, read_as: str | None) -> None:
    from hedgerow.evidence.readers.latex import plain

    found = plain(written)
    assert found is not None and (read_as is None or read_as in found)


XML = """<?xml version="1.0"?><xml><records><record><rec-number>5</rec-number><foreign-keys><key>5</key>
</foreign-keys><ref-type name="Journal Article">17</ref-type><titles><title>Gangs</title><short-title>G
</short-title></titles><pages>45-67</pages><volume><style>12</style></volume><number>3</number>
<isbn>0306-4530 (Print)</isbn><accession-num>31234567</accession-num><language>eng</language>
<pub-location>Leeds</pub-location><publisher>P</publisher><caption>Duplicate</caption>
<urls><related-urls><url>https://e.org/1</url><url>https://e.org/2</url></related-urls></urls>
<notes>ASReview_irrelevant</notes><custom1>kept</custom1></record>
<record><titles><title>Two</title></titles></record></records></xml>"""


def test_endnote_xml() -> None:
    found = read(XML)
    record = found.records[0]
    assert numbers(record) == ("12", "3", "45-67", "0306-4530", "31234567")
    assert (record.language, record.place, record.publisher, record.link) == (
        "eng",
        "Leeds",
        "P",
        "https://e.org/1",
    )
    assert {
        name: record.extra[name] for name in ("caption", "custom1", "urls/url", "titles/short-title")
    } == {
        "caption": ("Duplicate",),
        "custom1": ("kept",),
        "urls/url": ("https://e.org/2",),
        "titles/short-title": ("G",),
    }
    assert [said.decision for said in record.decisions] == ["exclude"]
    assert [(one.line, one.raw.startswith("<record>")) for one in found.records] == [(1, True), (8, True)]


def test_csl_json() -> None:
    item = {
        "title": "Gangs",
        "volume": 12,
        "issue": "3",
        "page": "45-67",
        "ISSN": "0306-4530",
        "PMID": "31234567",
        "language": "en",
        "publisher-place": "Leeds",
        "issued": {"date-parts": [["2019", 5, 1]]},
        "custom": {"kept": [1, 2]},
    }
    text = json.dumps([item, item], indent=1)
    found = read(text)
    record = found.records[0]
    assert numbers(record) == ("12", "3", "45-67", "0306-4530", "31234567")
    assert (record.language, record.place, record.year) == ("en", "Leeds", 2019)
    assert json.loads(record.extra["custom"][0]) == {"kept": [1, 2]}
    assert [text.split("\n")[(one.line or 0) - 1] for one in found.records] == [" {", " {"]
    assert found.records[0].line != found.records[1].line
    assert json.loads(record.raw) == item


def test_a_broken_list_keeps_what_stands_before_the_fault() -> None:
    found = read('[{"title": "One"},\n {"title": "Two"},\n {"title": "Thr')
    assert [record.title for record in found.records] == ["One", "Two"]
    assert [(bad.row_number, bad.line) for bad in found.rejected] == [(3, 3)]
    assert "no more is read" in found.rejected[0].reason


def test_ten_thousand_entries_of_bibtex_take_seconds() -> None:
    one = "@article{{k{n},\n title = {{Gangs in {{N}}ottingham {n}}}, author = {{M{{\\'u}}ller, J}},\n"
    text = "".join(
        f"{one.format(n=n)} year = 2019, abstract = {{{'Words and more. ' * 40}}}}}\n" for n in range(2_000)
    )
    start = time.process_time()
    assert len(read(text).records) == 2_000
    assert time.process_time() - start < 2


def test_bibtex_below_comments_of_any_kind() -> None:
    assert read("% Exported, by a program\nand more, of it\n@article{a, title = {One}}\n").format == "bibtex"
    assert read("title,handle\nA,x\n@somebody{,y\n").format == "csv"
