"""The web app over the demonstration, served by a process of its own to twenty users on the same machine.

Every user asks for one page after the other without a pause, so this is the heaviest that twenty users can
be. Pages are read once before, as after the first visit of anybody since the last build; what a first visit
costs is given apart, by one user.
"""

from __future__ import annotations

import gzip
import statistics
import tempfile
from pathlib import Path

import httpx

from benchmarks import Figure
from benchmarks._served import USERS, many_users, one_user, p95, served

EACH = 40
PAGES = (
    "/",
    "/places",
    "/map",
    "/map?layer=need",
    "/evidence",
    "/evidence/gap-map",
    "/alignment",
    "/data/sources",
    *(f"/places/E019000{number:02d}" for number in range(1, 21)),
)
TABLES = "/map/values/crime:all_crime"


def run() -> list[Figure]:
    """Return the figures."""
    from hedgerow.demo import make_workspace
    from hedgerow.workspace.build import build

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "demo"
        make_workspace(folder)
        build(folder)
        with served(folder) as base:
            cold = one_user(base, PAGES)
            walks = [[PAGES[(n * 7 + step) % len(PAGES)] for step in range(EACH)] for n in range(USERS)]
            warm = many_users(base, walks, (0.0, 0.0))
            data = map_data(base, folder)
    return [
        Figure("page_p95", f"Page, {USERS} users without a pause, p95", p95(warm), "ms", 150, False),
        Figure("page_median", f"Page, {USERS} users without a pause, median", statistics.median(warm), "ms"),
        Figure("page_first_p95", "First visit of a page since the build, one user, p95", p95(cold), "ms"),
        data,
    ]


def map_data(base: str, folder: Path) -> Figure:
    """Return the size of all that the map of a workspace asks for."""
    tiles = (folder / "out" / "map" / "areas.pmtiles").stat().st_size
    values = len(gzip.compress(httpx.get(base + TABLES, timeout=60).content, 5))
    title = "All that the map can ask for: outlines and one layer"
    return Figure("map_data", title, (tiles + values) / 1e6, "MB", 1.5, False)
