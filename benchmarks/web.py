"""The web app over the demonstration, served by a process of its own to twenty users on the same machine.

Every user asks for one page after the other without a pause, so this is the heaviest that twenty users can
be. Pages are read once before, as after the first visit of anybody since the last build; what a first visit
costs is given apart, by one user.
"""

from __future__ import annotations

import asyncio
import gzip
import multiprocessing
import socket
import statistics
import tempfile
import time
from pathlib import Path

import httpx

from benchmarks import Figure

USERS, EACH = 20, 40
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


def serve(folder: str, port: int) -> None:
    """Serve the workspace until the process is ended."""
    import uvicorn

    from hedgerow.web import create_app
    from hedgerow.workspace import open_workspace

    app = create_app(open_workspace(folder))
    uvicorn.run(app, port=port, log_level="error", access_log=False)


async def user(client: httpx.AsyncClient, first: int, taken: list[float]) -> None:
    """Ask for pages in turn and note how long each takes, in milliseconds."""
    for step in range(EACH):
        start = time.perf_counter()
        reply = await client.get(PAGES[(first * 7 + step) % len(PAGES)])
        taken.append((time.perf_counter() - start) * 1000)
        reply.raise_for_status()


async def measure(base: str) -> tuple[list[float], list[float], int]:
    """Return the times of first visits, those of twenty users, and the bytes of a layer as sent."""
    limits = httpx.Limits(max_connections=USERS)
    async with httpx.AsyncClient(base_url=base, timeout=60, limits=limits) as client:
        cold: list[float] = []
        for page in PAGES:
            start = time.perf_counter()
            (await client.get(page)).raise_for_status()
            cold.append((time.perf_counter() - start) * 1000)
        warm: list[float] = []
        await asyncio.gather(*(user(client, number, warm) for number in range(USERS)))
        values = (await client.get(TABLES)).content
    return cold, warm, len(gzip.compress(values, 5))


def run() -> list[Figure]:
    """Return the figures."""
    from hedgerow.demo import make_workspace
    from hedgerow.workspace.build import build

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "demo"
        make_workspace(folder)
        build(folder)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = multiprocessing.get_context("spawn").Process(target=serve, args=(str(folder), port))
        server.start()
        try:
            _wait(port)
            cold, warm, values = asyncio.run(measure(f"http://127.0.0.1:{port}"))
        finally:
            server.terminate()
            server.join(timeout=10)
        tiles = (folder / "out" / "map" / "areas.pmtiles").stat().st_size
    return [
        Figure("page_p95", f"Page, {USERS} users without a pause, p95", _p95(warm), "ms", 150, False),
        Figure("page_median", f"Page, {USERS} users without a pause, median", statistics.median(warm), "ms"),
        Figure("page_first_p95", "First visit of a page since the build, one user, p95", _p95(cold), "ms"),
        Figure(
            "map_data",
            "All that the map can ask for: outlines and one layer",
            (tiles + values) / 1e6,
            "MB",
            1.5,
            False,
        ),
    ]


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _wait(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/health").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise TimeoutError("the server did not start")
