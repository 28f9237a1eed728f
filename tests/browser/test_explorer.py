"""The explorer: chart, map and table answer each other, and the address holds the state."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import Window
from browser.test_every_page import violations

PAIR = "/explore?x=need&y=strength"


def drawn(window: Window, path: str = PAIR) -> Page:
    page = window.open(path)
    page.wait_for_selector("#explore[data-state=drawn]")
    return page


def test_dragging_over_dots_narrows_the_table_and_is_kept_in_the_address(window: Window) -> None:
    page = drawn(window)
    said = page.locator("#explore-answer .answer-line")
    expect(said).to_contain_text("234 of 234 places are chosen")
    box = page.locator("#scatter").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.55, box["y"] + box["height"] * 0.1)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.95, box["y"] + box["height"] * 0.5, steps=4)
    page.mouse.up()
    expect(said).not_to_contain_text("234 of 234")
    expect(said).to_contain_text("of 234 places are chosen")
    assert re.search(r"x_from=\d", page.url)
    assert page.locator("[name=x_from]").input_value()
    chosen = said.inner_text().split(" of ")[0]
    window.page.goto(page.url)  # the address alone brings the same choice back
    expect(page.locator("#explore-answer .answer-line")).to_contain_text(f"{chosen} of 234")


def test_the_choice_can_be_made_with_the_keyboard_alone(window: Window) -> None:
    page = drawn(window)
    page.get_by_label("Across, from").fill("60")
    page.keyboard.press("Tab")
    expect(page.locator("#explore-answer .answer-line")).not_to_contain_text("234 of 234")
    first = page.locator("#explore-answer a[data-area]").first
    first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    second = page.locator("#explore-answer tr[data-row]").nth(1)
    expect(second).to_have_class(re.compile("chosen"))
    expect(page.locator("#explore-chosen [data-open]")).to_be_visible()
    assert "area=E0" in page.url


def test_after_a_choice_axe_still_finds_nothing(window: Window) -> None:
    page = drawn(window, f"{PAIR}&x_from=50&area=E01900001")
    expect(page.locator("#explore-chosen [data-facts]")).to_contain_text("interval")
    assert not violations(window)


def test_without_scripts_form_picture_and_table_work(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{PAIR}")
    expect(page.locator("#scatter-still")).to_be_visible()
    assert page.evaluate("document.getElementById('scatter-still').naturalWidth") == 720
    page.get_by_label("District").select_option(index=1)
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#explore-answer .answer-line")).not_to_contain_text("234 of 234")
    context.close()


def test_an_index_with_crime_is_refused_beside_crime_with_the_reason(chromium: Browser, address: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    reply = page.goto(f"{address}/explore?x=indicator:imd2025_score&y=crime:all_crime")
    assert reply
    assert reply.status == 422
    expect(page.locator(".note.wrong")).to_contain_text("recorded crime among its parts")
    expect(page.get_by_label("Across: layer")).to_be_visible()
    context.close()


def test_a_limit_that_is_no_number_is_told_in_words(chromium: Browser, address: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{address}{PAIR}&x_from=plenty")
    expect(page.locator("main")).to_contain_text("“plenty” is not a number")
    context.close()


@pytest.mark.parametrize("form", ["png", "svg", "geojson", "csv"])
def test_a_layer_is_saved_as_each_kind_of_file(window: Window, form: str) -> None:
    reply = window.page.context.request.get(f"{window.address}/map/export/{form}/ratio:all_crime")
    assert reply.status == 200
    start = {
        "png": b"\x89PNG",
        "svg": b"<svg",
        "geojson": b'{"type": "FeatureCollection"',
        "csv": b"\xef\xbb\xbf# Title",
    }
    assert reply.body().startswith(start[form])
    assert f".{form}" in reply.headers["content-disposition"]


def test_the_map_says_interval_flag_and_details_of_a_chosen_place(window: Window) -> None:
    page = window.open("/map?layer=ratio:all_crime")
    page.wait_for_selector("#map[data-state=drawn]")
    page.locator("#map-table a[data-area]").first.click()
    box = page.locator("#chosen-area")
    expect(box.locator("[data-interval]")).to_contain_text("90 % interval")
    expect(box.locator("[data-details]")).to_contain_text("Expected from context")
    assert page.locator(".method-card").count() == 1
