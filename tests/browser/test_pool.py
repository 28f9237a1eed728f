"""A newcomer pools the trials of an awareness programme in the browser: harm, with every figure beside it."""

from __future__ import annotations

from pathlib import Path

from browser.conftest import Window
from browser.test_every_page import violations

TRIALS = (
    "author,year,event_t,n_t,event_c,n_c\nAlder,1982,19,46,4,35\nBirch,1979,16,94,8,67\nCedar,1983,43,53,37,55\n"
    "Elm,1967,12,28,5,30\nFir,1981,16,39,16,41\nGorse,1981,14,39,11,40\nHazel,1979,27,137,17,90\n"
)


def test_a_newcomer_pools_a_table(window: Window, tmp_path: Path) -> None:
    file = tmp_path / "trials.csv"
    file.write_text(TRIALS, "utf-8")
    page = window.open("/pool")
    assert not violations(window)
    page.set_input_files("#file", str(file))
    with page.expect_navigation(wait_until="networkidle"):
        page.get_by_role("button", name="Read this table").click()
    assert not violations(window)
    page.get_by_label("More of something unwanted").check()
    page.get_by_label("What was measured").fill("reoffending")
    page.get_by_label("Measure", exact=True).select_option("OR")
    page.get_by_label("Method", exact=True).select_option("MH")
    with page.expect_navigation(wait_until="networkidle"):
        page.get_by_role("button", name="Pool", exact=True).click()
    assert not violations(window)
    assert "more reoffending (harm)" in page.locator("main").inner_text()
    forest = page.get_by_role("img", name="Forest plot").first
    assert forest.is_visible()
    with page.expect_download() as saved:
        page.locator("#forest a[download]").first.click()
    assert saved.value.suggested_filename == "forest.svg"


def test_it_is_done_by_keyboard_in_a_narrow_window(narrow: Window) -> None:
    page = narrow.open("/pool")
    page.get_by_label("Or paste the table").fill(TRIALS)
    page.get_by_role("button", name="Read this table").focus()
    with page.expect_navigation(wait_until="networkidle"):
        page.keyboard.press("Enter")
    page.get_by_label("More of something unwanted").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Pool", exact=True).focus()
    with page.expect_navigation(wait_until="networkidle"):
        page.keyboard.press("Enter")
    assert not violations(narrow)
    assert "The answer by every method" in page.locator("main").inner_text()
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0
