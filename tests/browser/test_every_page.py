"""What holds for every page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from browser.addresses import PAGES
from browser.conftest import Window

AXE = Path(__file__).parents[2] / "assets" / "node_modules" / "axe-core" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def violations(window: Window) -> list[str]:
    """Run axe in the page; its script is put in by the browser's own tools, not by the page."""
    if not AXE.is_file():
        pytest.skip("axe is not installed: make assets")
    window.page.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = window.page.evaluate("rules => axe.run(document, rules)", RULES)
    return [
        f"{one['id']}: {node['html'][:160]} – {node['failureSummary'][:200]}"
        for one in found["violations"]
        for node in one["nodes"][:3]
    ]


def shown(window: Window, path: str) -> Page:
    """Open a page as somebody who has said who is reading; the page that asks is an address of its own."""
    if path.startswith("/reviews") and "/who" not in path:
        window.introduce("Ada")
    page = window.open(path)
    assert "/reviews/who" not in page.url or "/who" in path
    return page


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_violation_and_there_is_one_first_heading(window: Window, path: str) -> None:
    page = shown(window, path)
    assert not violations(window)
    assert page.locator("h1").count() == 1
    assert "Hedgerow" in page.title()


@pytest.mark.parametrize("path", PAGES)
def test_a_narrow_window_never_scrolls_sideways(narrow: Window, path: str) -> None:
    page = shown(narrow, path)
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, f"{path} is {over} pixels too wide"


def test_at_four_times_the_size_nothing_is_cut_off(narrow: Window) -> None:
    narrow.page.set_viewport_size({"width": 320, "height": 256})
    page = narrow.open("/places/E01900001")
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0
