"""The gap map in the site: its layers, its changes and its way to the records."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from browser.conftest import Window
from browser.test_every_page import violations
from eppi_page import eppi_page


def test_a_cell_leads_to_a_list_of_as_many_records(window: Window) -> None:
    page = window.open("/evidence/gap-map?uk=yes&draw=bubbles")
    cell = page.locator("table.gapmap a[data-cell]").first
    said = cell.locator(".hidden-text").text_content() or ""
    number = sum(int(n) for n in re.findall(r"(\d+) (?:reviews?|stud(?:y|ies))", said))
    cell.click()
    page.wait_for_load_state("networkidle")
    assert "stands=evidence" in page.url and "uk=yes" in page.url
    expect(page.locator(".lede")).to_contain_text(re.compile(rf"^{number} publications? match"))


def test_a_filter_in_force_can_be_taken_away_by_its_chip(window: Window) -> None:
    page = window.open("/evidence/gap-map?uk=yes&year_from=2015")
    page.get_by_role("link", name="UK evidence: yes").click()
    page.wait_for_load_state("networkidle")
    assert "uk=" not in page.url and "year_from=2015" in page.url


def test_a_published_map_is_laid_over_ours_once_its_crosswalk_is_confirmed(
    window: Window, tmp_path: Path
) -> None:
    (tmp_path / "map.html").write_bytes(eppi_page())
    page = window.open("/evidence/gap-map/layers")
    page.get_by_label("The published map").set_input_files(tmp_path / "map.html")
    page.get_by_label("Terms").fill("for reading only")
    page.get_by_role("button", name="Read this map").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator(".lede")).to_contain_text("suggested by words, not yet confirmed")
    expect(page.get_by_label("Mentoring is")).to_have_value("early_intervention")
    assert not violations(window)
    page.get_by_role("button", name="Confirm this crosswalk").click()
    page.wait_for_url(re.compile("/evidence/gap-map$"))
    expect(page.locator(".layermark.layer0").first).to_be_visible()
    expect(page.locator(".mapkey")).to_contain_text("a published map, not in our counts")
    expect(page.locator(".lede")).to_contain_text("69 hold evidence")
    assert not violations(window)
    page = window.open("/evidence/gap-map/layers")
    page.get_by_role("link", name="A made-up map").click()
    page.get_by_role("button", name="Take this map away").click()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("No published map is laid over ours")).to_be_visible()


def test_a_page_that_is_no_map_is_refused_in_words(window: Window, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>Hello</p>", "utf-8")
    page = window.open("/evidence/gap-map/layers")
    page.get_by_label("The published map").set_input_files(tmp_path / "page.html")
    page.get_by_label("Terms").fill("as published")
    page.get_by_role("button", name="Read this map").click()
    expect(page.locator(".error-summary")).to_contain_text("not a whole map of EPPI-Mapper")
    window.faults.clear()  # the browser reports the answer’s status 400 as an error
    assert not violations(window)


def test_what_changed_names_a_kept_version(window: Window) -> None:
    page = window.open("/evidence/gap-map/changes?since=2020-03")
    expect(page.locator(".lede")).to_contain_text("Nothing has changed on the map")
    expect(page.get_by_text("No version is older than Mar 2020")).to_be_visible()
