"""The web app over the real East Midlands: areas nobody has asked for yet, twenty users, and the map.

Half of the pages of a journey are areas of any kind that no other journey asks for, so nothing is remembered
of them; the other half are the pages that everybody reads. Users who read pause for three to nine seconds
after each page; users without a pause are the heaviest that twenty can be. Users, server and, for the map,
a headless Chromium that draws without a graphics card share the machine.
"""

from __future__ import annotations

import os
import random
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks import Figure, Skipped, real_places
from benchmarks._served import USERS, many_users, one_user, p95, served
from benchmarks.web import map_data

SHARED = (
    "/",
    "/places",
    "/map",
    "/evidence",
    "/evidence/gap-map",
    "/alignment",
    "/data/gaps",
    "/places?q=Lin",
)
KINDS = {"lsoa": 0.5, "msoa": 0.2, "ward": 0.15, "lad": 0.1, "csp": 0.05}
FIRST, EACH, SEED = 120, 12, 20
GOAL = 150.0
CHROMIUM = ("--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")


def run() -> list[Figure]:
    """Build the real region and return the figures."""
    from hedgerow.workspace import create_workspace
    from hedgerow.workspace.build import build

    folder = real_places()
    with tempfile.TemporaryDirectory() as name:
        root = create_workspace(Path(name) / "region", region="east-midlands", sources=(folder,)).root
        build(root)
        return measured(root)


def measured(root: Path) -> list[Figure]:
    """Return the figures of a workspace that is built."""
    areas, before = iter(different(root)), os.getloadavg()[0]
    with served(root) as base:
        first = one_user(base, [f"/places/{next(areas)}" for _ in range(FIRST)])
        reading = many_users(base, journeys(areas), (3.0, 9.0))
        hurried = many_users(base, journeys(areas), (0.0, 0.0))
        drawn, data = map_drawn(base), map_data(base, root)
    load = f"load average of the machine when it began: {before:.1f}"
    said = f"{USERS} users, half of the pages areas never asked for before"
    figures = [
        Figure("real_first_p95", "First visit to an area, one user, p95", p95(first), "ms", GOAL, False),
        Figure("real_first_median", "First visit to an area, median", statistics.median(first), "ms"),
        Figure("real_reading_p95", f"Page, {said}, reading in between, p95", p95(reading), "ms", GOAL, False),
        Figure("real_hurried_p95", f"Page, {said}, without a pause, p95", p95(hurried), "ms", GOAL, False),
        *drawn,
        data,
    ]
    return [
        replace(figure, note=load) if figure.goal and figure is not data else figure for figure in figures
    ]


def different(root: Path) -> list[str]:
    """Return areas of the region in a fixed random order, each kind as often as it is read."""
    from hedgerow.workspace import open_workspace

    chance = random.Random(SEED)  # noqa: S311
    rows = open_workspace(root).lake.read("area", ["code", "kind", "in_region", "lsoa_count"]).to_pylist()
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for row in rows:
        if row["in_region"] and row["lsoa_count"] and row["kind"] in KINDS:
            found[row["kind"]].append(row["code"])
    wanted = FIRST + 2 * USERS * EACH
    picked = [
        code
        for kind, share in KINDS.items()
        for code in chance.sample(found[kind], min(len(found[kind]), int(share * wanted)))
    ]
    chance.shuffle(picked)
    return picked


def journeys(areas: Iterator[str]) -> list[list[str]]:
    """Return what each user asks for: an area of its own, then a page that everybody reads, and so on."""
    return [
        [
            f"/places/{next(areas)}" if step % 2 == 0 else SHARED[(user + step) % len(SHARED)]
            for step in range(EACH)
        ]
        for user in range(USERS)
    ]


def map_drawn(base: str) -> list[Figure]:
    """Return how long the region's map takes from the click to the last shape, in fresh browsers."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise Skipped("Playwright is not installed.") from error
    times = []
    with sync_playwright() as play:
        for _ in range(3):
            browser = play.chromium.launch(executable_path=_chromium(), args=list(CHROMIUM))
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.goto(f"{base}/map")
            page.wait_for_selector("#map[data-state=drawn]", timeout=60_000)
            times.append(page.evaluate("performance.getEntriesByName('map-drawn')[0].startTime") / 1000)
            browser.close()
    title = "Map of the region, from asking to drawn, software rendering"
    return [
        Figure("map_drawn", f"{title}, the middle of three", statistics.median(times), "s", 3, False),
        Figure("map_drawn_worst", f"{title}, the slowest of three", max(times), "s"),
    ]


def _chromium() -> str | None:

    return shutil.which("chromium") or shutil.which("chromium-browser")
