"""RIS as databases and reference managers really write it: one trap a test."""

from __future__ import annotations

import time

import pytest

from hedgerow.evidence.imported import NO_TITLE, Imported, ReadFile
from hedgerow.evidence.readers import read_bytes


def ris(text: str) -> ReadFile:
    found = read_bytes("given", text.encode())
    assert found.format == "ris"
    assert found.expected == len(found.records) + len(found.rejected)
    return found


def one(*lines: str) -> Imported:
    found = ris("\n".join(["TY  - JOUR", "TI  - A title", *lines, "ER  - ", ""]))
    assert len(found.records) == 1
    return found.records[0]


def test_every_field_has_its_place_and_the_rest_is_kept_by_its_tag() -> None:
    record = one(
        "AU  - Smith, Ann",
        "JF  - Journal of Crime",
        "VL  - 12",
        "IS  - 3",
        "SP  - 45",
        "EP  - 67",
        "PB  - Wiley",
        "CY  - Leicester",
        "LA  - English",
        "SN  - 0964-6906 (Print)0964-6906",
        "AN  - 31234567",
        "ZZ  - of no dialect",
        "M1  - first",
        "M1  - second",
    )
    assert (record.volume, record.issue, record.pages) == ("12", "3", "45-67")
    assert (record.publisher, record.place, record.language) == ("Wiley", "Leicester", "English")
    assert (record.standard_number, record.accession) == ("0964-6906", "31234567")
    assert dict(record.extra) == {"ZZ": ("of no dialect",), "M1": ("first", "second")}
    assert record.raw.startswith("TY  - JOUR\nTI  - A title\n") and record.raw.endswith("ER  -")


def test_records_know_the_line_on_which_they_begin() -> None:
    found = ris(
        "1.\n\nTY  - JOUR\nTI  - One\nER  - \n\n\n2.\nTY  - JOUR\nER  - \nTY  - JOUR\nTI  - Three\nER  - \n"
    )
    assert [(record.title, record.line) for record in found.records] == [
        ("One", 3),
        (NO_TITLE, 9),
        ("Three", 11),
    ]


def test_keywords_go_on_over_lines_without_a_tag_one_a_line() -> None:
    assert one("KW  - Animals", "Boswellia/*chemistry", "", "Drug Evaluation, Preclinical").keywords == (
        "Animals",
        "Boswellia/*chemistry",
        "Drug Evaluation, Preclinical",
    )


def test_text_goes_on_over_lines_without_a_tag() -> None:
    record = one("AB  - It begins", "   and goes on", "ER - visits rose in it.", "ER visits too.", "KW  - x")
    assert record.abstract == "It begins and goes on ER - visits rose in it. ER visits too."
    assert record.keywords == ("x",)


def test_tags_that_run_together_on_a_line_are_parted_and_said() -> None:
    found = ris(
        "TY  - JOUR\nTI  - A title\nAD  - Kansas, KS USAAD  - Leeds, UKC3  - LeedsPU  - WILEY\n"
        "WE  - (SCI-EXPANDED)AN  - WOS:1\nER  - \n"
    )
    record = found.records[0]
    assert record.extra["AD"] == ("Kansas, KS USA", "Leeds, UK")
    assert (record.publisher, record.accession) == ("WILEY", "WOS:1")
    assert "4 tags that ran together" in found.note


@pytest.mark.parametrize(
    ("line", "year", "left"),
    [
        ("PY  - 2019//", 2019, False),
        ("Y1  - 2019/05/11", 2019, True),
        ("PY  - 10 15", None, True),
        ("DA  - 2019/10//undefined", 2019, True),
    ],
)
def test_years_in_all_their_spellings(line: str, year: int | None, left: bool) -> None:
    record = one(line)
    assert record.year == year
    assert bool(record.extra) is left


@pytest.mark.parametrize(
    "line",
    [
        "DO  - https://doi.org/10.1234/ABC.5.",
        "M3  - 10.1234/abc.5;",
        "L3  - doi: 10.1234/abc.5",
        "UR  - http://dx.doi.org/10.1234/abc.5",
        "N1  - Cited by 3; doi 10.1234/ABC.5,",
        "ZZ  - doi:10.1234/abc.5",
    ],
)
def test_a_doi_is_found_wherever_it_stands(line: str) -> None:
    assert one(line).doi == "10.1234/abc.5"


def test_words_in_the_place_of_pages_are_no_pages_and_not_lost() -> None:
    record = one("SP  - No", "EP  - Specified", "C7  - e104501")
    assert record.pages == "e104501"
    assert record.extra["SP"] == ("No",) and record.extra["EP"] == ("Specified",)
    assert (one("SP  - 349-69").pages, one("SP  - xii", "EP  - xv").pages, one("EP  - 9").pages) == (
        "349-69",
        "xii-xv",
        "9",
    )


def test_ovid_writes_its_number_as_the_id_and_others_do_not() -> None:
    ovid = one("ID  - 2019-65183-001", "L2  - http://ovidsp.ovid.com/x?AN=1")
    assert (ovid.accession, one("ID  - 57530").accession) == ("2019-65183-001", None)
    assert one("ID  - 57530").extra["ID"] == ("57530",)
    assert one("DB  - Embase", "U2  - L373791783").accession == "L373791783"


def test_a_record_without_its_first_line_is_named_and_not_passed_over() -> None:
    found = ris(
        "TY  - JOUR\nTI  - One\nER  - \n\nAU  - Ng\nTI  - Two\nER  - \n\nTY  - JOUR\nTI  - Three\nER  - \n"
    )
    assert [record.title for record in found.records] == ["One", "Three"]
    assert [(bad.line, bad.reason) for bad in found.rejected] == [
        (5, "the record has no TY line at its beginning")
    ]
    at_the_top = ris("AU  - Ng\nTI  - Two\nER  - \nTY  - JOUR\nTI  - Three\nER  - \n")
    assert [bad.row_number for bad in at_the_top.rejected] == [1]


def test_records_of_another_format_in_the_file_are_named() -> None:
    found = read_bytes("both", b"PMID- 123\nTI  - One\n\nTY  - JOUR\nTI  - Two\nER  - \n")
    assert (found.format, found.expected, len(found.records)) == ("nbib", 2, 1)
    assert "a record of RIS in a file of PubMed" in found.rejected[0].reason


def test_a_file_that_is_cut_short_says_so_and_keeps_what_it_has() -> None:
    found = ris("TY  - JOUR\nTI  - One\nER  - \nTY  - JOUR\nTI  - Two\nAB  - and th")
    assert [record.title for record in found.records] == ["One", "Two"]
    assert "may be cut short" in found.note


@pytest.mark.parametrize(
    ("note", "decisions"),
    [
        ("ASReview_relevant", [("include", False)]),
        ("<p>ASReview_irrelevant</p>", [("exclude", False)]),
        ("Read. ASReview_not_seen. More.", [("seen_not", False)]),
        ("ASReview_relevant\nN1  - ASReview_prior", [("include", True)]),
        ("ASReview_prior", []),
        ("Relevant", []),
        ('RAYYAN-INCLUSION: {"Ann"=>"Included", "Bo"=>"Maybe"}', [("include", False), ("seen_not", False)]),
    ],
)
def test_labels_in_the_notes_are_decisions_of_another_program(
    note: str, decisions: list[tuple[str, bool]]
) -> None:
    record = one(f"N1  - {note}")
    assert [(said.decision, said.prior) for said in record.decisions] == decisions
    assert all(said.actor in {"ASReview", "Ann", "Bo"} for said in record.decisions)
    assert "ASReview_" not in (record.abstract or "")


def test_the_database_is_named_where_there_is_one_only() -> None:
    both = "TY  - JOUR\nTI  - A\nDB  - {}\nER  - \nTY  - JOUR\nTI  - B\nDB  - {}\nER  - \n"
    assert ris(both.format("Scopus", "Scopus")).source == "Scopus"
    assert ris(both.format("Scopus", "Embase")).source == ""


@pytest.mark.parametrize("tag", ["AU", "KW", "AB", "ZZ"])
def test_thousands_of_lines_in_one_record_take_no_longer_than_they_are(tag: str) -> None:
    start = time.process_time()
    record = one(*[f"{tag}  - name {number}" for number in range(7_456)], *["more"] * 7_456)
    assert time.process_time() - start < 2
    assert tag != "AU" or len((record.authors or "").split("; ")) == 7_456


def test_one_space_before_the_hyphen_under_a_strict_first_line() -> None:
    record = ris("TY  - JOUR\nAU - Ng, B\nTI - Crime &amp; place\nER  - \n").records[0]
    assert (record.title, record.authors) == ("Crime & place", "Ng, B")


def test_cochrane_numbers_its_records_between_them() -> None:
    found = ris(
        "Record #1 of 2\nTY  - JOUR\nID  - CN-01234567\nTI  - One\n\n"
        "Record #2 of 2\nTY  - JOUR\nTI  - Two\nER  -\n"
    )
    assert [(record.title, record.accession) for record in found.records] == [
        ("One", "CN-01234567"),
        ("Two", None),
    ]


def test_a_database_that_few_records_name_is_not_that_of_the_file() -> None:
    named, silent = "TY  - JOUR\nTI  - A\nDB  - Scopus\nER  - \n", "TY  - JOUR\nTI  - B\nER  - \n"
    assert read_bytes("a", (named + named + silent).encode()).source == "Scopus"
    assert read_bytes("a", (named + silent).encode()).source == ""
