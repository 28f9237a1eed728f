"""A newcomer and a colleague take a review from files to a flow, with no documentation open.

Two overlapping exports and the starter library are imported, duplicates settled, twenty records read by two
people, a conflict resolved, a study coded, trials pooled, and the gap map opened; axe looks at every page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser.conftest import Window
from browser.test_every_page import violations
from hedgerow.demo.references import LIBRARY, UNIVERSITY

REVIEW = "/reviews/mentoring"
READ = 20


@pytest.fixture
def windows(chromium: Browser, address: str) -> Iterator[dict[str, Window]]:
    """A window for each person: their cookies are apart."""
    held: dict[str, Window] = {}
    for name in ("Ada", "Ben", "Cara"):
        context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        held[name] = Window(context.new_page(), address)
        held[name].page.set_default_timeout(20_000)
        held[name].watch()
    yield held
    for window in held.values():
        window.page.context.close()
        assert not window.faults, window.faults
        assert not window.foreign, window.foreign


def press(window: Window, name: str) -> None:
    with window.page.expect_navigation(wait_until="networkidle"):
        window.page.get_by_role("button", name=name, exact=True).first.click()


def go(window: Window, link: str) -> None:
    with window.page.expect_navigation(wait_until="networkidle"):
        window.page.get_by_label("This review").get_by_role("link", name=link, exact=True).click()
    assert not violations(window), (link, violations(window))


def text(window: Window) -> str:
    return window.page.locator("main").inner_text()


def begin(window: Window, name: str, path: str) -> None:
    """Open a page that asks who is there, and say it."""
    page = window.open(path)
    page.get_by_label("Your name or initials").fill(name)
    press(window, "Continue")


def test_from_files_to_a_flow(windows: dict[str, Window], demo: Path) -> None:
    ada = windows["Ada"]
    start_the_review(ada)
    import_three_files(ada, demo / "demonstration" / "evidence")
    settle_the_duplicates(ada)
    read_and_resolve(windows)
    code_one_study(ada)
    follow_the_flow(ada)


def start_the_review(ada: Window) -> None:
    ada.open("/evidence")
    with ada.page.expect_navigation(wait_until="networkidle"):
        ada.page.locator("main").get_by_role("link", name=re.compile("review", re.IGNORECASE)).first.click()
    assert not violations(ada)
    begin(ada, "Ada", "/reviews/new")
    page = ada.page
    page.get_by_label("Title", exact=True).fill("Mentoring")
    page.get_by_label(re.compile("^Question")).fill("Does mentoring keep young people out of crime?")
    page.get_by_label("Id", exact=True).fill("mentoring")
    press(ada, "Start the review")
    page.get_by_label(re.compile("^What is in")).fill("Mentoring\nYoung people")
    page.get_by_label(re.compile("^What is out")).fill("No mentoring")
    page.get_by_label("Who reads titles and abstracts?").select_option("double")
    press(ada, "Keep the protocol")
    assert not violations(ada)
    assert "Two people read each record" in text(ada)


def import_three_files(ada: Window, folder: Path) -> None:
    go(ada, "Import")
    library = files("hedgerow.evidence") / "library" / "evidence.csv"
    with as_file(library) as starter:
        chosen = [str(folder / LIBRARY), str(folder / UNIVERSITY), str(starter)]
        ada.page.set_input_files("#chosen-files", chosen)
        press(ada, "Look at these files")
    assert not violations(ada)
    assert "257 records can be read from 3 files" in text(ada)
    press(ada, "Import")
    assert not violations(ada)


def settle_the_duplicates(ada: Window) -> None:
    go(ada, "Duplicates")
    press(ada, "Look for duplicates")
    assert "16 are copies of another" in text(ada) or "17 are copies of another" in text(ada)
    asked = 0
    while ada.page.locator("#pair button[value=different]").count():
        ada.page.keyboard.press("d")
        ada.page.wait_for_load_state("networkidle")
        asked += 1
        assert asked < 20
    assert "0 pairs wait" in text(ada)
    assert not violations(ada)


def read_and_resolve(windows: dict[str, Window]) -> None:
    for name in ("Ada", "Ben"):
        window = windows[name]
        if name == "Ben":
            begin(window, name, f"{REVIEW}/screen")
        window.open(f"{REVIEW}/screen")
        assert not violations(window)
        for number in range(READ):
            title = window.page.locator("main h2").first.inner_text().lower()
            wanted = ("mentoring" in title) != (name == "Ben" and number == 3)
            window.page.locator(f"button[value={'include' if wanted else 'exclude'}]").first.click()
            window.page.wait_for_load_state("networkidle")
        assert f"{READ} of " in text(window)
    cara = windows["Cara"]
    begin(cara, "Cara", f"{REVIEW}/conflicts")
    cara.open(f"{REVIEW}/conflicts")
    assert not violations(cara)
    assert "Ada" in text(cara)
    assert "Ben" in text(cara)
    press(cara, "Exclude it")
    assert re.search(r"\b(0|No) records? (are|is) in conflict", text(cara))
    go(cara, "Agreement")
    assert "Cohen" in text(cara)


def code_one_study(ada: Window) -> None:
    ada.open(f"{REVIEW}/code")
    with ada.page.expect_navigation(wait_until="networkidle"):
        ada.page.locator("main table a").first.click()
    assert not violations(ada)
    ada.page.get_by_label("Randomised trial").check()
    press(ada, "Save these codes")
    assert "Randomised trial" in text(ada)
    press(ada, "I have finished this study")
    assert not violations(ada)
    ada.open(f"{REVIEW}/code")
    assert "1 of " in text(ada)


def follow_the_flow(ada: Window) -> None:
    go(ada, "Flow")
    shown = text(ada)
    assert "257 records were identified" in shown
    assert ada.page.locator("figure.flow svg").is_visible()
    ada.open("/evidence/gap-map")
    assert not violations(ada)


@pytest.mark.real_data
def test_the_scared_straight_trials_are_pooled_and_say_harm(window: Window, shared: Path) -> None:
    page = window.open("/pool")
    page.set_input_files("#file", str(shared / "data/evidence/meta/scared_straight_petrosino2013.csv"))
    press(window, "Read this table")
    page.get_by_label("More of something unwanted").check()
    page.get_by_label("What was measured").fill("reoffending")
    page.get_by_label("Measure", exact=True).select_option("OR")
    page.get_by_label("Method", exact=True).select_option("MH")
    press(window, "Pool")
    shown = text(window)
    assert re.search(r"1\.68", shown)
    assert re.search(r"1\.20?", shown)
    assert re.search(r"2\.36", shown)
    assert "harm" in shown
    assert not violations(window)
