"""Bringing references in, in the browser: look first, import, settle by key, undo, correct; with axe."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.conftest import Window
from browser.test_every_page import violations

ONE = """TY  - JOUR
TI  - Focused deterrence and violence in three northern cities
AU  - Braga, A.
PY  - 2019
JO  - Criminology
VL  - 12
SP  - 101
EP  - 120
DO  - 10.1000/one
ER  -
"""
NEAR = """TY  - JOUR
TI  - Focused deterrence and violence in three northern city
AU  - Braga, A.
PY  - 2020
JO  - Policing and Society
VL  - 3
ER  -
"""
TABLE = "Paper name,Published in\nYouth work and knives: a trial,2021\n,2020\n"


@pytest.fixture
def named(window: Window) -> Window:
    """A window whose reader has said who they are."""
    page = window.open("/reviews/main/import")
    if "/reviews/who" in page.url:
        page.locator("main input[type=text]").first.fill("Ana")
        page.locator("main button").first.click()
    return window


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def bring(window: Window, *files: Path) -> None:
    page = window.open("/reviews/main/import")
    page.get_by_label("Files", exact=True).set_input_files([str(file) for file in files])
    page.get_by_role("button", name="Look at these files").click()


def test_two_overlapping_files_are_imported_and_their_duplicates_settled(
    named: Window, tmp_path: Path
) -> None:
    page = named.page
    copy = ONE.replace("Braga, A.", "Braga, Anthony").replace("Criminology", "CRIMINOLOGY")
    bring(named, write(tmp_path, "a.ris", ONE + NEAR), write(tmp_path, "b.ris", copy))
    expect(page.get_by_role("heading", level=1)).to_have_text("Is this what you meant to import?")
    expect(page.locator(".lede")).to_contain_text("3 records")
    assert not violations(named)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.locator(".verdict")).to_contain_text("3 records of 2 files are in the review")
    assert not violations(named)
    page.get_by_role("link", name="Find the duplicates").click()
    page.get_by_role("button", name="Look for duplicates").click()
    expect(page.locator(".lede")).to_contain_text("1 is a copy of another")
    assert not violations(named)
    page.locator(".pair-table").wait_for()
    page.keyboard.press("d")
    expect(page.get_by_text("Every pair is settled")).to_be_visible()
    page.keyboard.press("u")
    expect(page.locator(".pair-table")).to_be_visible()
    page.get_by_role("button", name=re.compile("Two reports")).click()
    expect(page.get_by_text("Every pair is settled")).to_be_visible()
    page.locator(".merged summary").first.click()
    page.get_by_role("button", name=re.compile("Not the same ?: ")).first.click()
    expect(page.locator(".lede")).to_contain_text("0 are copies of another")
    page.get_by_role("button", name=re.compile("Undo")).click()
    expect(page.locator(".lede")).to_contain_text("1 is a copy of another")


def test_a_table_with_its_own_headings_is_mapped_before_it_is_imported(named: Window, tmp_path: Path) -> None:
    page = named.page
    bring(named, write(tmp_path, "table.csv", TABLE))
    page.get_by_label("Title", exact=True).select_option("Paper name")
    page.get_by_label("Year", exact=True).select_option("Published in")
    page.get_by_role("button", name="Read again with these columns").click()
    expect(page.get_by_text("1 can be kept, 1 cannot")).to_be_visible()
    assert not violations(named)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.locator("table").first).to_contain_text("no title, abstract, DOI")


def test_a_reference_is_corrected_and_the_correction_taken_back(named: Window, tmp_path: Path) -> None:
    page = named.page
    bring(
        named, write(tmp_path, "c.ris", ONE.replace("10.1000/one", "10.1000/three").replace("2019", "2011"))
    )
    page.get_by_role("button", name="Import", exact=True).click()
    named.open("/reviews/main/references?q=10.1000/three")
    assert not violations(named)
    page.locator("table a").first.click()
    page.get_by_label("Field", exact=True).select_option("year")
    page.get_by_label(re.compile("What it should be")).fill("never")
    page.get_by_role("button", name="Correct it").click()
    expect(page.get_by_role("alert")).to_contain_text("is no year")
    page.get_by_label(re.compile("What it should be")).fill("2012")
    page.get_by_role("button", name="Correct it").click()
    expect(page.locator(".review-log")).to_contain_text("year is “2012”")
    assert not violations(named)
    page.get_by_role("button", name=re.compile("Undo")).first.click()
    expect(page.locator(".review-log")).to_contain_text("taken back")
    named.faults.clear()  # the browser notes the status 400 in its console


@pytest.mark.parametrize(
    "path", ["/reviews", "/reviews/new", "/reviews/main", "/reviews/main/merging", "/reviews/main/people"]
)
def test_axe_finds_nothing_on_the_other_pages(named: Window, path: str) -> None:
    named.open(path)
    assert not violations(named)


def test_a_file_that_is_no_references_is_refused_and_says_why(named: Window, tmp_path: Path) -> None:
    page = named.page
    bring(named, write(tmp_path, "notes.txt", "Nothing but a note."))
    expect(page.get_by_role("alert")).to_contain_text("notes.txt")
    expect(page.get_by_text("None of these files can be imported")).to_be_visible()
