"""Each thing that a mouse can do, done by keyboard; axe cannot tell that a map has no keys."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from browser.conftest import Window


def drawn(page: Page) -> None:
    page.wait_for_selector("#map[data-state=drawn]")


def test_the_slash_key_goes_to_the_search_box_and_arrows_choose_a_place(window: Window) -> None:
    page = window.open("/evidence")
    page.keyboard.press("/")
    expect(page.locator("#search-box")).to_be_focused()
    page.keyboard.type("ferrybridge", delay=20)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/places/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ferrybridge Cross")


def test_the_first_tab_leads_past_the_menus(window: Window) -> None:
    page = window.open("/evidence")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the main part")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_an_area_is_chosen_on_the_map_by_the_table(window: Window) -> None:
    page = window.open("/map?layer=need")
    drawn(page)
    first = page.locator("#map-table a[data-area]").first
    first.focus()
    page.keyboard.press("ArrowDown")
    second = page.locator("#map-table a[data-area]").nth(1)
    expect(second).to_be_focused()
    name = second.inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("#chosen-area [data-name]")).to_have_text(name)
    expect(page.locator("#map-status")).to_contain_text(name)
    assert f"area={second.get_attribute('data-area')}" in page.url
    expect(page.locator("#map-table tr.chosen")).to_have_count(1)


def test_the_address_of_the_map_holds_the_choice(window: Window) -> None:
    page = window.open("/map?layer=need&area=E01900001")
    drawn(page)
    expect(page.locator("#chosen-area [data-name]")).to_contain_text("Ferrybridge Cross 001A")
    page.get_by_label("Layer", exact=True).select_option("strength")
    page.wait_for_url(re.compile("layer=strength"))
    assert "area=E01900001" in page.url


def test_a_click_on_the_map_chooses_too(window: Window) -> None:
    page = window.open("/map")
    drawn(page)
    box = page.locator("#map").bounding_box()
    assert box
    for part in (0.5, 0.4, 0.6, 0.3):
        page.mouse.click(box["x"] + box["width"] * part, box["y"] + box["height"] * 0.5)
        if "area=" in page.url:
            break
    assert "area=" in page.url
    expect(page.locator("#chosen-area [data-open]")).to_be_visible()


def test_the_gap_map_is_one_stop_and_arrows_move_inside(window: Window) -> None:
    page = window.open("/evidence/gap-map")
    cells = page.locator("table.gapmap [data-cell]")
    cells.first.focus()
    page.keyboard.press("ArrowRight")
    expect(cells.nth(1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("table.gapmap tbody tr").nth(1).locator("[data-cell]").nth(1)).to_be_focused()
    assert page.locator("table.gapmap [data-cell][tabindex='0']").count() == 1
    page.keyboard.press("Control+Home")
    expect(cells.first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("intervention_group="))
