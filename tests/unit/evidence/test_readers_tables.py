"""Tables of references: any delimiter, any workbook, a person's own headings, and no row lost."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from hedgerow.errors import RecordError, UsageError
from hedgerow.evidence.readers import read_bytes, read_file
from hedgerow.evidence.readers.preview import columns_of, columns_of_bytes


def workbook(sheets: dict[str, Sequence[Sequence[Any]]]) -> bytes:
    whole = io.BytesIO()
    with xlsxwriter.Workbook(whole, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return whole.getvalue()


ROWS = [
    ["Paper name", "Writers", "When", "Vol", "Number", "Seen"],
    ["Gangs in the region", "Ng, Bo", 2019, 12, 3, "yes"],
    ["", "", "", "", "", ""],
    ["Cameras", "Ng, Bo", datetime.date(2020, 5, 1), 13, "", ""],
]
WANTED = {"title": "Paper name", "authors": "writers ", "year": "When", "label": "Seen"}


def test_a_workbook_with_a_persons_own_headings() -> None:
    found = read_bytes(
        "mine.xlsx", workbook({"Notes": [["nothing here"]], "Refs": [["A heading"], *ROWS]}), WANTED
    )
    assert (found.format, found.note, found.expected) == ("xlsx", "sheet Refs", 2)
    first, second = found.records
    assert (first.title, first.authors, first.year) == ("Gangs in the region", "Ng, Bo", 2019)
    assert (first.volume, first.issue, first.line) == ("12", "3", 3)
    assert [said.decision for said in first.decisions] == ["include"]
    assert (second.year, second.extra["When"]) == (2020, ("2020-05-01",))


def test_a_csv_with_a_persons_own_headings(tmp_path: Path) -> None:
    text = "\n".join(";".join(str(cell) for cell in row) for row in ROWS)
    path = tmp_path / "mine.csv"
    path.write_text(text, "utf-8")
    found = read_file(path, columns=WANTED)
    assert [record.title for record in found.records] == ["Gangs in the region", "Cameras"]
    assert [bad.line for bad in found.rejected] == [3]


@pytest.mark.parametrize(
    ("columns", "error", "says"),
    [
        ({"title": "Papers"}, RecordError, "no column 'Papers'.*Its columns are: Paper name"),
        ({"titel": "Paper name"}, UsageError, "'titel' is not a field.*Allowed: title"),
        ({"authors": "Writers"}, RecordError, "no column of titles"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_by_name(
    columns: dict[str, str], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        read_bytes("mine.xlsx", workbook({"Refs": ROWS}), columns)


def test_columns_are_for_tables_only() -> None:
    with pytest.raises(UsageError, match="read as ris, which has no columns"):
        read_bytes("x", b"TY  - JOUR\nTI  - One\nER  - \n", {"title": "TI"})


def test_a_mapped_column_serves_one_field_only() -> None:
    found = read_bytes("x", b"title,abstract,journal\nCode 7,The real title,J\n", {"title": "abstract"})
    assert (found.records[0].title, found.records[0].abstract) == ("The real title", None)
    assert found.records[0].extra == {"title": ("Code 7",)}
    assert read_bytes("x", b"title,source\nA,Scopus\n", {"journal": ""}).records[0].journal is None


def test_a_page_can_offer_the_mapping(tmp_path: Path) -> None:
    found = columns_of_bytes("mine.xlsx", workbook({"Refs": ROWS}))
    assert (found.format, found.headings[:2], found.mapping) == (
        "xlsx",
        ("Paper name", "Writers"),
        {"volume": "Vol", "issue": "Number"},
    )
    assert found.rows[0][0] == "Gangs in the region"
    path = tmp_path / "mine.txt"
    path.write_text("Title,Source\n" + "A,B\n" * 9, "utf-8")
    again = columns_of(path)
    assert (again.mapping, len(again.rows)) == ({"title": "Title", "journal": "Source"}, 5)
    with pytest.raises(UsageError, match="read as ris"):
        columns_of_bytes("x", b"TY  - JOUR\nTI  - One, two\nER  - \n")


def test_what_no_field_takes_is_kept_under_its_heading() -> None:
    text = b"Title,Year,Region,Region,\nA,2019,East Midlands,Leicester,loose\n"
    record = read_bytes("x", text).records[0]
    assert record.extra == {"Region": ("East Midlands", "Leicester"), "column 5": ("loose",)}
    assert (record.raw, record.line) == ("A,2019,East Midlands,Leicester,loose", 2)


@pytest.mark.parametrize(
    "heading",
    [
        "asreview_label",
        "included",
        "label",
        "final_included",
        "label_included",
        "included_label",
        "included_final",
        "included_flag",
        "Include ",
    ],
)
def test_label_columns_are_decisions_and_a_blank_is_none(heading: str) -> None:
    found = read_bytes("x", f"title,{heading}\nA,1\nB,0\nC,\nD,-1\nE,perhaps\n".encode())
    said = [[one.decision for one in record.decisions] for record in found.records]
    assert said == [["include"], ["exclude"], [], [], []]
    assert found.records[4].extra == {heading.strip(): ("perhaps",)}


def test_an_export_of_asreview_says_when_why_and_what_was_known() -> None:
    text = b"title,asreview_label,asreview_prior,asreview_time,asreview_note\nA,1,1,1700000000.5,fits\n"
    said = read_bytes("x", text).records[0].decisions[0]
    assert (said.decision, said.prior, said.actor, said.note) == ("include", True, "ASReview", "fits")
    assert said.at == "2023-11-14T22:13:20+00:00"


def test_lists_as_python_prints_them() -> None:
    text = "title,authors,keywords\nA,\"['Marx, Karl', 'Lindgren, Astrid']\",\"['gang', 'knife']\"\n"
    record = read_bytes("x", text.encode()).records[0]
    assert (record.authors, record.keywords) == ("Marx, Karl; Lindgren, Astrid", ("gang", "knife"))


def test_pages_in_two_columns_and_numbers_as_a_spreadsheet_writes_them() -> None:
    record = read_bytes(
        "x", b"title,volume,page start,page end,issn,eissn\nA,12.0,45,67,0306-4530,1234-567X\n"
    ).records[0]
    assert (record.volume, record.pages, record.standard_number) == ("12", "45-67", "0306-4530; 1234-567X")


def test_an_unclosed_quotation_mark_costs_its_own_line_only() -> None:
    text = 'title,abstract\nOne,a\n"Two,b\nThree,c\n"Four\nover lines",d\nFive,e\n'
    found = read_bytes("x", text.encode())
    assert [record.title for record in found.records] == ["One", '"Two', "Three", "Four over lines", "Five"]
    text = text.replace('"Two,b', '"Two,b,and a comma')
    found = read_bytes("x", text.encode())
    assert [record.title for record in found.records] == ["One", "Three", "Four over lines", "Five"]
    assert [(bad.line, bad.reason) for bad in found.rejected] == [(3, "a quotation mark is not closed")]


def test_quotation_marks_of_a_title_do_not_join_rows() -> None:
    text = 'Title\tAuthors\n"Hot spots\tNg\nB\tNg\n"C\tNg\n"Hot" spots\tNg\n'
    found = read_bytes("x", text.encode())
    assert [record.title for record in found.records] == ['"Hot spots', "B", '"C', "Hot spots"]
    many = "Title\tAuthors\n" + '"Hot spots\tNg\nB\tNg\n' * 200
    assert len(read_bytes("x", many.encode()).records) == 400


def test_a_mark_never_closed_to_the_end_of_the_file() -> None:
    text = "title,abstract\nOne,a\n" + '"Two,b,c\n' + "".join(f"T{n},c\n" for n in range(500))
    found = read_bytes("x", text.encode())
    assert (found.expected, len(found.records), len(found.rejected)) == (502, 501, 1)


def test_marks_that_are_not_doubled_leave_a_cell_of_several_lines_whole() -> None:
    text = "title,abstract\n" + '"A "sloppy" title","line one\nline two"\n' * 60
    found = read_bytes("x", text.encode())
    assert (len(found.records), found.records[59].abstract) == (60, "line one line two")


def test_empty_cells_after_the_last_heading_are_no_fault() -> None:
    assert len(read_bytes("x", b"title,abstract\nA,b,,\n").records) == 1


def test_a_table_that_quotes_ris_is_a_table() -> None:
    text = b'title,abstract\n"A","As exported:\nTY  - JOUR\nTI  - x\nER  - "\nB,c\n'
    found = read_bytes("x", text)
    assert (found.format, [record.title for record in found.records]) == ("csv", ["A", "B"])


def test_a_workbook_without_references_names_what_it_has() -> None:
    with pytest.raises(RecordError, match="Its columns are: Force, Count"):
        read_bytes("x.xlsx", workbook({"One": [["Force", "Count"], ["a", 1]]}))
    with pytest.raises(RecordError, match="no row in any sheet"):
        read_bytes("x.xlsx", workbook({"One": []}))


def test_lines_about_the_export_may_stand_above_the_headings() -> None:
    text = b'"About the data: exported on 1 May, all of it"\n\nTitle,Abstract,Year\nA,b,2019\n'
    found = read_bytes("x", text)
    assert [(record.title, record.line) for record in found.records] == [("A", 4)]
    spreadsheet = read_bytes("x", b"sep=;\nPaper name;Seen\nA;1\n", {"title": "Paper name", "label": "Seen"})
    assert (spreadsheet.note, [record.title for record in spreadsheet.records]) == ("delimiter ;", ["A"])
    assert columns_of_bytes("x", b"sep=;\nPaper name;Seen\nA;1\n").headings == ("Paper name", "Seen")


@pytest.mark.parametrize(
    "headings",
    [
        "Title,Authors,Abstract,Published Year,Journal,Volume,Issue,Pages,Accession Number,DOI",
        "PMID,Title,Authors,Citation,Journal/Book,Publication Year,DOI",
        "Key,Item Type,Publication Year,Author,Title,Publication Title,ISSN,DOI,Url,Abstract Note,Date",
        "Authors,Author full names,Title,Year,Source title,Volume,Issue,Art. No.,Page start,Source,EID",
        "Publication Type,Authors,Author Full Names,Article Title,Source Title,Publication Year,UT",
        "key,title,year,month,journal,issn,volume,issue,pages,authors,url,language,location,abstract,notes",
        "Lens ID,Title,Date Published,Publication Year,Source Title,Author/s,Abstract,Issue Number",
        "Publication ID,DOI,Title,Abstract,Source title,PubYear,Volume,Pagination,Authors,Dimensions URL",
    ],
)
def test_headings_of_the_databases_and_programs(headings: str) -> None:
    found = columns_of_bytes("x", f"{headings}\n{',' * headings.count(',')}\n".encode())
    assert {"title", "authors", "year", "journal"} <= set(found.mapping)
