"""Readers of reference files: content decides, every record is accounted for, nothing is lost in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hedgerow.errors import RecordError
from hedgerow.evidence import read_file
from hedgerow.evidence.readers.given import Given
from hedgerow.evidence.readers.ris import read_ris
from hedgerow.evidence.readers.text import decode, find_doi, find_year

RIS = """1.
TY  - JOUR
A1  - Smith, Ann
A1  - Jones, Bo
T1  - Lighting and crime
Y1  - 2019//
JF  - Journal of Places
N2  - An abstract.
KW  - light
crime
UR  - https://doi.org/10.1234/ABC.5.
ER  - and more text
C1  - after the end

TY  - RPRT
TI  - <p>A report</p>
PY  - 10 15
ER  -
"""


def write(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_ris_of_an_older_dialect(tmp_path: Path) -> None:
    found = read_file(write(tmp_path, "anything.txt", RIS))
    assert (found.format, found.expected, len(found.records), found.rejected) == ("ris", 2, 2, ())
    first, second = found.records
    assert (first.title, first.authors, first.year) == ("Lighting and crime", "Smith, Ann; Jones, Bo", 2019)
    assert (first.doi, first.journal, first.abstract) == (
        "10.1234/abc.5",
        "Journal of Places",
        "An abstract.",
    )
    assert (second.title, second.year, second.doi) == ("A report", None, None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_are_found(tmp_path: Path, encoding: str) -> None:
    text = RIS.replace("Lighting", "Café – lighting").replace("\n", "\r\n")
    found = read_file(write(tmp_path, "x.ris", text.encode(encoding)))
    assert found.records[0].title == "Café – lighting and crime"


def test_a_record_of_nothing_but_its_type_is_a_hit_and_is_kept(tmp_path: Path) -> None:
    found = read_file(write(tmp_path, "x.ris", RIS + "\nTY  - GEN\nER  - \n"))
    assert (found.expected, len(found.records), found.rejected) == (3, 3, ())
    assert found.note == "with nothing but their type, kept and counted: 1 (line 20)"


def test_a_file_of_nothing_but_types_yields_nothing(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="yields no record"):
        read_file(write(tmp_path, "x.ris", "TY  - GEN\nER  - \n\nTY  - JOUR\nER  - \n"))


def test_a_record_without_an_end_is_still_one_record() -> None:
    found = read_ris(Given.of_text("TY  - JOUR\nTI  - One\nTY  - JOUR\nTI  - Two\n"))
    assert [record.title for record in found.records] == ["One", "Two"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_tables_by_any_delimiter(tmp_path: Path, delimiter: str) -> None:
    rows = [
        ["Title ", "Author Names", "Publication Year", "DOI"],
        ["Cameras", "Ng", "May 2020", "doi:10.5555/x"],
    ]
    text = "\n".join(delimiter.join(row) for row in rows)
    record = read_file(write(tmp_path, "x.dat", text)).records[0]
    assert (record.title, record.authors, record.year, record.doi) == ("Cameras", "Ng", 2020, "10.5555/x")


def test_a_table_accounts_for_every_row(tmp_path: Path) -> None:
    text = 'title,abstract\n"Two\nlines",a\n,\nx,y,z\n,only an abstract\n\n'
    found = read_file(write(tmp_path, "x.csv", text))
    assert found.expected == 4 == len(found.records) + len(found.rejected)
    assert [bad.reason for bad in found.rejected] == [
        "no title, abstract, DOI or other field that tells what it is",
        "3 cells for 2 headings",
    ]
    assert found.records[1].title == "[no title in the file]"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"  \n ", "is empty"),
        (b"FN Clarivate\nVR 1.0\nEF\n", "Web of Science"),
        (b"<xml/>", "XML"),
        (b"PK\x03\x04", "zip"),
        (b"%PDF-1.7", "PDF"),
        (b"a,b\n1,2\n", "no column of titles"),
        (b"TY  - GEN\nER  - \n", "yields no record"),
        (b"title,abstract\n,\n", "yields no record"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(tmp_path: Path, data: bytes, says: str) -> None:
    with pytest.raises(RecordError, match=says):
        read_file(write(tmp_path, "given.ris", data))


def test_a_file_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="cannot be opened"):
        read_file(tmp_path / "none.ris")


def test_identifiers_and_years() -> None:
    assert find_doi(None, "see https://doi.org/10.1000/AbC.1;") == "10.1000/abc.1"
    assert find_doi("(see doi:10.1000/a(b)c).") == "10.1000/a(b)c"
    assert (find_year("2019/05/11"), find_year("19 May", "c1998"), find_year("20193")) == (2019, 1998, None)
    assert decode("é".encode("latin-1"))[0] == "é"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="TYERI -\n\r:abc1é", max_size=60), min_size=1, max_size=6))
def test_any_text_between_the_records_is_accounted_for(pieces: list[str]) -> None:
    text = "".join(f"\nTY  - JOUR\nTI  - a title\n{piece.replace('TY', 'tY')}\nER  - \n" for piece in pieces)
    found = read_ris(Given.of_text(text))
    assert found.expected == len(pieces) == len(found.records) + len(found.rejected)


@pytest.mark.parametrize("start", ["TY - JOUR", "  TY  - JOUR", "TY  -JOUR", "\tTY  - JOUR"])
def test_the_start_of_a_record_is_known_in_its_loose_spellings(start: str) -> None:
    found = read_ris(Given.of_text(f"TY  - JOUR\nTI  - One\nER  -\n{start}\nTI  - Two\nER  -\n"))
    assert (found.expected, [record.title for record in found.records]) == (2, ["One", "Two"])
    assert all((record.kind or "").strip() == "JOUR" for record in found.records)
