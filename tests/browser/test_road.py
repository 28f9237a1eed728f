"""The main road, as a person walks it: overview, place, map, evidence, plan, alignment, profile, source."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from browser.conftest import Window

HERE = Path(__file__).parent


def test_from_the_overview_to_a_place_and_to_the_file_of_a_number(window: Window) -> None:
    page = window.open("/")
    expect(page.get_by_text("Fictional demonstration region")).to_be_visible()
    page.get_by_role("link", name="Find a place").click()
    page.get_by_role("link", name="Ferrybridge Cross", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ferrybridge Cross")
    page.get_by_role("link", name=re.compile("Trace Recorded crimes")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Where does this number come from?")
    expect(page.locator("table").first).to_be_visible()


def test_a_plan_is_read_reviewed_and_counted(window: Window, demo: Path) -> None:
    plan = next((demo / "demonstration" / "plans").iterdir())
    page = window.open("/plans")
    page.get_by_label("The plan").set_input_files(plan)
    page.get_by_label(re.compile("Whose plan it is")).fill("The commissioner of Amberdale")
    page.get_by_role("button", name="Read this plan").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What does it promise?")
    first = page.locator(".commitments > li").first
    first.get_by_text("Review", exact=False).first.click()
    first.get_by_role("button", name="Confirm").click()
    expect(page.locator(".commitments > li").first).to_contain_text("confirmed")
    window.open("/alignment")
    expect(page.locator("table")).to_contain_text("Place-based evaluations")


def test_a_file_that_is_no_plan_says_so_and_keeps_what_was_typed(window: Window, tmp_path: Path) -> None:
    broken = tmp_path / "plan.pdf"
    broken.write_bytes(b"%PDF-1.4 cut short")
    page = window.open("/plans")
    page.get_by_label("The plan").set_input_files(broken)
    page.get_by_label(re.compile("Whose plan it is")).fill("Somebody")
    page.get_by_role("button", name="Read this plan").click()
    expect(page.get_by_role("alert")).to_contain_text("plan.pdf")
    expect(page.get_by_label(re.compile("Whose plan it is"))).to_have_value("Somebody")
    window.faults.clear()  # the browser notes the status 400 in its console


def test_a_profile_is_made_with_progress_and_can_be_taken_away(window: Window) -> None:
    page = window.open("/profile")
    page.get_by_label("Area").select_option(label="Ferrybridge Cross (district)")
    page.get_by_label("Accessible web page").check()
    page.get_by_role("button", name="Make the profile").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it ready?")
    expect(page.get_by_text("It is ready.")).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile(r"\.html$")).click()
    assert "ferrybridge-cross" in download.value.suggested_filename


def test_an_initiative_with_a_wrong_cost_says_what_is_wrong(window: Window) -> None:
    page = window.open("/initiatives")
    page.get_by_label("Name").fill("Youth hub")
    page.get_by_label(re.compile("Cost in pounds")).fill("much")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("alert")).to_contain_text("is not an amount")
    page.get_by_label(re.compile("Cost in pounds")).fill("12,000")
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("table").first).to_contain_text("12,000")
    window.faults.clear()  # the browser notes the status 400 in its console
