"""Two people screen twenty records in two browsers, differ on one, settle it, and see how far they agree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from hedgerow.workspace import open_workspace
from screening_reviews import protocol, review_with

AXE = Path(__file__).parents[2] / "assets" / "node_modules" / "axe-core" / "axe.min.js"
REVIEW = "two-readers"


@pytest.fixture(scope="module")
def review(demo: Path, address: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A review of twenty records in the served workspace, everything read twice."""
    workspace = open_workspace(demo)
    folder = tmp_path_factory.mktemp("screening")
    review_with(workspace.database, folder, 20, protocol("double"), review=REVIEW, without=1)
    workspace.database.close()
    return f"{address}/reviews/{REVIEW}"


@pytest.fixture
def people(chromium: Browser, review: str) -> Iterator[tuple[Page, Page]]:
    """Two browsers, each with a person in it."""
    contexts = [chromium.new_context(viewport={"width": 1200, "height": 900}) for _ in range(2)]
    pages = [context.new_page() for context in contexts]
    faults: list[str] = []
    for page, name in zip(pages, ("Ana", "Ben"), strict=True):
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(f"{review}/screen")
        page.get_by_label("Your name or initials").fill(name)
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("heading", name="Your decision").wait_for()
    yield pages[0], pages[1]
    for context in contexts:
        context.close()
    assert not faults, faults


def axe(page: Page) -> None:
    """Fail where axe finds something, or the page scrolls sideways when it is narrow."""
    if not AXE.is_file():
        pytest.skip("axe is not installed: make assets")
    page.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = page.evaluate("() => axe.run()")
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1200, "height": 900})


def title(page: Page) -> str:
    return page.locator("#record-title").inner_text()


def press(page: Page, key: str) -> None:
    """Decide by one key and wait for the next page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def test_single_keys_leave_text_fields_and_modifiers_alone(people: tuple[Page, Page]) -> None:
    page = people[0]
    before = title(page)
    for key in ("Shift+E", "Control+e", "Alt+m", "Shift+I"):
        page.keyboard.press(key)
    page.get_by_text("Words to mark, and keys").click()
    field = page.locator("#words")
    field.click()
    page.keyboard.type("emi")
    assert field.input_value().endswith("emi")
    page.wait_for_timeout(300)
    assert title(page) == before


def test_two_people_twenty_records_a_conflict_and_its_end(people: tuple[Page, Page], review: str) -> None:
    ana, ben = people
    axe(ana)
    assert title(ana) == title(ben)
    first = title(ana)
    press(ana, "i")
    press(ana, "u")
    assert title(ana) == first  # undone, it is there again
    press(ana, "i")
    for number in range(19):
        press(ana, "iem"[number % 3])
    assert ana.get_by_role("heading", name="Nothing is left for you").is_visible()
    axe(ana)
    assert title(ben) == first
    assert "Ana" not in ben.locator(".screening").inner_text()
    press(ben, "e")
    for number in range(19):
        press(ben, "iei"[number % 3])
    axe(ben)
    _settle(ana, first, review)
    ana.goto(f"{review}/agreement")
    assert "20 of 20 records" in ana.locator(".lede").inner_text()
    assert "Gwet’s AC1" in ana.locator("main").inner_text()
    axe(ana)
    for stop in ("stop", "stop?second=1", "screen/full-text", "screen?find=bridges"):
        ana.goto(f"{review}/{stop}")
        axe(ana)


def _settle(page: Page, first: str, review: str) -> None:
    page.goto(f"{review}/conflicts")
    axe(page)
    conflict = page.locator("article.conflict")
    assert conflict.count() == 1
    assert conflict.locator("h2").inner_text() == first
    sides = conflict.locator(".side")
    assert [sides.nth(n).locator("strong").inner_text() for n in range(2)] == ["Ana: include", "Ben: exclude"]
    with page.expect_navigation():
        conflict.get_by_role("button", name="Take it on").click()
    assert page.get_by_text("No record is in conflict").is_visible()
    axe(page)


def test_keys_can_be_switched_off_and_forms_work_without_script(chromium: Browser, review: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{review}/screen/full-text")
    page.get_by_label("Your name or initials").fill("Cas")
    page.get_by_role("button", name="Continue").click()
    first = title(page)
    page.get_by_label("Not an evaluation").check()
    page.get_by_role("button", name="Exclude").click()
    assert title(page) != first
    page.get_by_text("Words to mark, and keys").click()
    page.get_by_label("Single keys decide").uncheck()
    page.get_by_role("button", name="Keep these settings").click()
    assert page.locator("kbd").count() == 0
    context.close()
