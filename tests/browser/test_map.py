"""The map: drawn in time, with hatching for what is not known, and with a way when it cannot be drawn."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from browser.conftest import Window

KEPT = Path(__file__).parents[2] / ".pytest_cache" / "browser-times.txt"


def keep(name: str, milliseconds: float) -> None:
    KEPT.parent.mkdir(exist_ok=True)
    with KEPT.open("a", encoding="utf-8") as file:
        file.write(f"{name}: {milliseconds:.0f} ms\n")


def test_the_map_is_drawn_within_three_seconds(window: Window) -> None:
    window.open("/map")  # the server's first answer of a layer is not the browser's time
    page = window.page
    page.goto(f"{window.address}/map")
    page.wait_for_selector("#map[data-state=drawn]")
    taken = page.evaluate("performance.getEntriesByName('map-drawn')[0].startTime")
    keep("map drawn", taken)
    assert taken < 3000


def test_the_first_paint_is_within_a_second(window: Window) -> None:
    window.open("/")
    page = window.page
    page.goto(f"{window.address}/")
    page.wait_for_load_state("networkidle")
    taken = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    keep("first paint", taken)
    assert taken < 1000


def test_without_webgl_the_table_remains_and_says_so(chromium: Browser, address: str) -> None:
    context = chromium.new_context()
    context.add_init_script("HTMLCanvasElement.prototype.getContext = () => null;")
    page = context.new_page()
    page.goto(f"{address}/map")
    expect(page.locator("#map-status")).to_contain_text("cannot be drawn")
    expect(page.locator("#map-table table")).to_be_visible()
    context.close()


def test_without_scripts_the_layer_the_choice_and_the_table_still_work(
    chromium: Browser, address: str
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/map")
    page.get_by_label("Layer", exact=True).select_option("strength")
    page.get_by_role("button", name="Show layer").click()
    page.locator("#map-table a[data-area]").first.click()
    expect(page.locator("#chosen-area [data-open]")).to_be_visible()
    context.close()
