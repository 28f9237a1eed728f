"""The map in a file of its own, opened from the disk by a browser that has no network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import Window
from browser.test_every_page import violations
from hedgerow.evidence.gapmap.filters import Filters
from hedgerow.evidence.overlay import Laid
from hedgerow.evidence.tables import GapMapQuery, build_evidence, gap_map, map_face, record_table
from hedgerow.store.database import Database
from hedgerow.store.lake import Lake
from hedgerow.web.gapmap.address import map_address, parameters
from hedgerow.web.gapmap.drawing import drawn_rows, layered
from hedgerow.web.gapmap.standalone import standalone

LAYER = Laid(
    "Their map",
    "Owner",
    "terms",
    "2026",
    "intervention_group",
    "outcome_group",
    {("family", "crime"): 7},
    9,
    7,
)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    made = Lake(tmp_path_factory.mktemp("alone") / "lake")
    build_evidence(made, [], lambda *_: None)
    return made


@pytest.fixture(scope="module")
def file(lake: Lake, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("file")
    database = Database(f"sqlite:///{folder / 'hedgerow.db'}").migrate()
    path = folder / "map.html"
    made = standalone(gap_map(lake), record_table(lake), map_face(database), layers=(LAYER,))
    path.write_text(made, "utf-8")
    database.close()
    return path


def _opened(chromium: Browser, width: int, *, script: bool = True) -> Iterator[Window]:
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        offline=True,
        java_script_enabled=script,
        reduced_motion="reduce",
    )
    window = Window(context.new_page(), "file://")
    window.page.set_default_timeout(15_000)
    window.watch()
    yield window
    context.close()
    assert not window.faults, window.faults
    assert not window.foreign, window.foreign


@pytest.fixture
def alone(chromium: Browser, file: Path) -> Iterator[Window]:
    for window in _opened(chromium, 1280):
        window.page.goto(file.as_uri())
        yield window


SENTENCES = "cells => cells.map(cell => cell.querySelector('.hidden-text').textContent)"


def drawn(page: Page) -> list[str]:
    found: list[str] = page.locator("table.gapmap [data-cell]").evaluate_all(SENTENCES)
    return found


@pytest.mark.parametrize(
    "query",
    [
        GapMapQuery(),
        GapMapQuery(filters=Filters(uk="yes", year_from="2015")),
        GapMapQuery(rows="region", columns="design", scale="kind"),
        GapMapQuery(segments="four_p", filters=Filters(approach="vulnerability_hubs", four_p="protect")),
        GapMapQuery(scale="crimesolutions", filters=Filters(kind="rct", outcome_group="crime")),
        GapMapQuery(rows="intervention", filters=Filters(intervention_group="family")),
    ],
    ids=map_address,
)
def test_the_file_says_of_every_cell_what_the_page_says(
    alone: Window, file: Path, lake: Lake, query: GapMapQuery
) -> None:
    said = "&".join(f"{name}={value}" for name, value in parameters(query).items())
    alone.page.goto(f"{file.as_uri()}#{said}")
    view = gap_map(lake, query)
    rows = drawn_rows(view, layered((LAYER,), query))
    assert drawn(alone.page) == [cell.sentence for row in rows for cell in row.cells]


def test_a_cell_opens_its_records_and_the_address_keeps_it(alone: Window, file: Path, lake: Lake) -> None:
    page = alone.page
    cells = {(cell["row"], cell["column"]): cell for cell in gap_map(lake).cells.records()}
    held = str(cells["hubs_mash", "soc_specific"]["ids"]).split("|")
    page.locator("[data-cell='hubs_mash|soc_specific']").click()
    box = page.locator("#records")
    expect(box.get_by_role("heading", level=2)).to_be_focused()
    expect(box.get_by_text("Named gap: Prevention of cuckooing.")).to_be_visible()
    reviews = int(cells["hubs_mash", "soc_specific"]["reviews"])
    expect(box.get_by_role("heading", name=f"Reviews ({reviews})")).to_be_visible()
    expect(box.get_by_role("heading", name=f"Studies ({len(held) - reviews})")).to_be_visible()
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator("#records h2")).to_have_text(
        "Hubs, safeguarding and casework by Serious and organised crime"
    )


def test_the_file_is_narrowed_by_its_form_and_by_words(alone: Window) -> None:
    page = alone.page
    page.get_by_label("Rows", exact=True).select_option("country")
    page.get_by_label("Columns", exact=True).select_option("kind")
    expect(page.locator("table.gapmap tbody th").first).to_have_text("England")
    page.get_by_label("Words").fill("zebra crossing")
    expect(page.locator("#summary")).to_contain_text("0 reviews and studies")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#summary")).to_contain_text("Of 135 cells, 69 hold evidence")


def test_arrow_keys_move_in_the_file_and_axe_finds_nothing(alone: Window) -> None:
    page = alone.page
    cells = page.locator("table.gapmap [data-cell]")
    cells.first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(page.locator("table.gapmap tbody tr").nth(1).locator("[data-cell]").nth(1)).to_be_focused()
    assert page.locator("table.gapmap [data-cell][tabindex='0']").count() == 1
    page.locator("[data-cell='enforcement_disruption|crime']").click()
    assert not violations(alone)


def test_a_narrow_window_never_scrolls_sideways_and_axe_finds_nothing(chromium: Browser, file: Path) -> None:
    for window in _opened(chromium, 320):
        window.page.goto(file.as_uri())
        over = window.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0
        assert not violations(window)


def test_without_script_the_table_and_its_records_stand(chromium: Browser, file: Path) -> None:
    for window in _opened(chromium, 1280, script=False):
        page = window.page
        page.goto(file.as_uri())
        assert page.locator("table.gapmap tbody tr").count() == 15
        expect(page.locator("#form")).to_be_hidden()
        page.locator("table.gapmap a[data-cell]").first.click()
        expect(page.locator(":target")).to_have_text("Enforcement and disruption by Crime")
