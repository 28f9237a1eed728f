"""A workspace served by a process of its own, and users who ask it for pages."""

from __future__ import annotations

import asyncio
import multiprocessing
import random
import socket
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

USERS = 20


def serve(folder: str, port: int) -> None:
    """Serve the workspace until the process is ended."""
    import uvicorn

    from hedgerow.web import create_app
    from hedgerow.workspace import open_workspace

    app = create_app(open_workspace(folder))
    uvicorn.run(app, port=port, log_level="error", access_log=False)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Yield the address of a server that has been up for long enough to have read its tables."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(str(folder), port))
    server.start()
    try:
        _wait(port)
        time.sleep(4)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.join(timeout=10)


def one_user(base: str, pages: Sequence[str]) -> list[float]:
    """Return how long each page takes one user, in milliseconds."""
    with httpx.Client(base_url=base, timeout=60) as client:
        client.get("/health")
        return [_asked(client, page) for page in pages]


def _asked(client: httpx.Client, page: str) -> float:
    start = time.perf_counter()
    client.get(page).raise_for_status()
    return (time.perf_counter() - start) * 1000


def many_users(base: str, journeys: Sequence[Sequence[str]], pause: tuple[float, float]) -> list[float]:
    """Return how long each page takes when each journey is a user of its own, in milliseconds."""
    return asyncio.run(_many(base, journeys, pause))


async def _many(base: str, journeys: Sequence[Sequence[str]], pause: tuple[float, float]) -> list[float]:
    limits = httpx.Limits(max_connections=len(journeys))
    async with httpx.AsyncClient(base_url=base, timeout=60, limits=limits) as client:
        chances = [random.Random(number) for number in range(len(journeys))]  # noqa: S311
        walks = zip(journeys, chances, strict=True)
        jobs = [_walk(client, journey, pause, chance) for journey, chance in walks]
        return [taken for journey in await asyncio.gather(*jobs) for taken in journey]


async def _walk(
    client: httpx.AsyncClient, pages: Sequence[str], pause: tuple[float, float], chance: random.Random
) -> list[float]:
    taken = []
    await asyncio.sleep(chance.uniform(0, pause[1]))
    for page in pages:
        start = time.perf_counter()
        (await client.get(page)).raise_for_status()
        taken.append((time.perf_counter() - start) * 1000)
        await asyncio.sleep(chance.uniform(*pause))
    return taken


def p95(times: Sequence[float]) -> float:
    """Return the value that one in twenty is above."""
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
