"""One study coded in a browser, from the list to the comparison, with axe on every page that is met."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from browser.conftest import Window
from hedgerow.evidence.review import EventDraft, Protocol
from hedgerow.evidence.tables.review import ReviewLog, standing, take_in_file
from hedgerow.evidence.tables.review.coding import apply_code, finish_coding
from hedgerow.workspace import open_workspace

AXE = Path(__file__).parents[2] / "assets" / "node_modules" / "axe-core" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
RIS = """TY  - JOUR
TI  - Foot patrol in three market towns
PY  - 2019
AB  - Recorded burglary fell from 120 to 90 in patrolled areas and rose from 200 to 210 elsewhere.
ER  -
"""
HOME = "/reviews/browser-coding"


@pytest.fixture(scope="module")
def study(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A study to code, which Ben has coded and finished."""
    path = tmp_path_factory.mktemp("coding") / "one.ris"
    path.write_text(RIS, encoding="utf-8")
    workspace = open_workspace(demo)
    log = ReviewLog(workspace.database, "browser-coding")
    log.start(Protocol("Foot patrol", "Does it cut burglary?"), actor="Ben")
    take_in_file(log, path, source="Test", actor="Ben")
    (found,) = standing(log).file_of
    log.append(
        EventDraft("screened", (found,), {"stage": "title_abstract", "decision": "include"}), actor="Ben"
    )
    apply_code(log, found, "design.evaluation", actor="Ben")
    finish_coding(log, found, actor="Ben")
    workspace.database.close()
    return found


def sound(window: Window) -> None:
    """Fail where axe finds something, or the page scrolls sideways."""
    if not AXE.is_file():
        pytest.skip("axe is not installed: make assets")
    window.page.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = window.page.evaluate("rules => axe.run(document, rules)", RULES)
    assert not found["violations"], [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]]
    assert window.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def name(window: Window, who: str) -> None:
    page = window.open(f"/reviews/who?back={HOME}/code")
    page.locator("input[name=name]").fill(who)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_load_state("networkidle")


def test_a_study_is_coded_extracted_and_compared(window: Window, study: str) -> None:
    name(window, "Ann")
    page = window.page
    sound(window)
    page.get_by_role("link", name="Foot patrol in three market towns").click()
    page.get_by_label("Controlled study").check()
    page.get_by_role("button", name="Save these codes").press("Enter")
    page.get_by_label("Find a code in all trees").fill("foot patrol")
    page.keyboard.press("Enter")
    page.locator(".code-marks input[type=checkbox]").first.press("Space")
    page.get_by_role("button", name="Save these codes").click()
    page.get_by_text("Add words of the text").first.click()
    page.get_by_label("Words of the text").first.fill("rose from 200 to 210 elsewhere")
    page.get_by_role("button", name="Keep").first.click()
    assert page.locator(".code-text mark").inner_text() == "rose from 200 to 210 elsewhere"
    assert page.get_by_text("Evaluation", exact=True).count() <= 1  # Ben's code is not seen, only the choice
    sound(window)

    page.get_by_role("link", name="Extract effects").click()
    page.get_by_label("What the publication prints").select_option("places")
    page.get_by_role("button", name="Show the fields").click()
    for field, text in {"before1": "120", "after1": "90", "before2": "200", "after2": "210"}.items():
        page.locator(f"#{field}").fill(text)
    page.locator("#outcome").fill("Recorded burglary")
    page.locator("#positive_means").select_option("more_of_outcome")
    page.get_by_role("button", name="Keep the effect").click()
    expect(page.get_by_role("cell", name="0.714").first).to_be_visible()
    sound(window)

    page.goto(f"{window.address}{HOME}/code/{study}")
    page.get_by_role("button", name="I have finished this study").click()
    page.get_by_role("link", name="Compare the codings").click()
    assert page.get_by_role("heading", name=re.compile("^Kind: ")).count() == 2
    sound(window)
    page.get_by_role("button", name=re.compile("^It applies.*Controlled study")).click()
    page.wait_for_load_state("networkidle")
    assert page.get_by_text("Settled: it applies").count() == 1


@pytest.mark.parametrize(
    "path",
    ["code/trees?tree=emmie", "code/agreement", "code/risk-of-bias", "practice", "practice/add", "pool"],
)
def test_axe_finds_nothing_and_a_narrow_window_does_not_scroll_sideways(
    narrow: Window, study: str, path: str
) -> None:
    name(narrow, "Ann")
    narrow.open(f"{HOME}/{path}")
    sound(narrow)


@pytest.mark.parametrize("path", ["?tree=emmie", "?find=police", "/extract", "/appraise"])
def test_the_pages_of_a_study_hold_in_a_narrow_window(narrow: Window, study: str, path: str) -> None:
    name(narrow, "Cat")
    narrow.open(f"{HOME}/code/{study}{path}")
    sound(narrow)
