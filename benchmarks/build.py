"""The whole road: a build of the real East Midlands from published files, and again with nothing changed.

Both are the command line’s own `hedgerow build`, in a process of its own: CPU seconds are user and system
time of that process, start-up and imports included. Tracing follows figures back to their files.
"""

from __future__ import annotations

import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import Figure, real_places
from hedgerow.provenance import Figure as Address
from hedgerow.workspace import create_workspace, open_workspace
from hedgerow.workspace.trace import trace

GOAL_CPU = 120.0
GOAL_MB = 2000.0
GOAL_AGAIN = 2.0
TRACED = 60
_CELLS = "SELECT lsoa21, month, crime_type FROM panel WHERE lsoa21 <> '' ORDER BY ALL"


def run() -> list[Figure]:
    """Build the real region twice and trace figures of it."""
    folder = real_places()
    with tempfile.TemporaryDirectory() as scratch:
        root = create_workspace(Path(scratch) / "region", region="east-midlands", sources=(folder,)).root
        first = timed(root)
        last = json.loads((root / ".hedgerow" / "runs.jsonl").read_text("utf-8").splitlines()[-1])
        again = [timed(root) for _ in range(3)]
        figures = [
            Figure("cpu", "build from nothing: CPU", first["cpu"], "CPU s", GOAL_CPU, False),
            Figure("rss", "build from nothing: peak memory", last["peak_rss_mb"], "MB", GOAL_MB, False),
            Figure("again", "nothing changed: wall", middle(again, "wall"), "s", GOAL_AGAIN, False),
            Figure("again_cpu", "nothing changed: CPU", middle(again, "cpu"), "CPU s"),
        ]
        figures += [
            Figure(f"step_{step['name']}", f"step {step['name']}: CPU", step["cpu_seconds"], "CPU s")
            for step in last["steps"]
        ]
        return [*figures, *followed(root)]


def timed(root: Path) -> dict[str, float]:
    """Run one build in a process of its own and return its CPU and wall seconds."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    environment = {**os.environ, "NO_COLOR": "1"}
    subprocess.run(
        [sys.executable, "-m", "hedgerow", "build", str(root), "--json"],
        check=True,
        stdout=subprocess.DEVNULL,
        env=environment,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"cpu": cpu, "wall": time.perf_counter() - began}


def middle(runs: list[dict[str, float]], name: str) -> float:
    """Return the median of one measure."""
    return statistics.median(entry[name] for entry in runs)


def followed(root: Path) -> list[Figure]:
    """Follow random counts to the rows of their files and count again."""
    workspace = open_workspace(root)
    cells: list[dict[str, Any]] = workspace.lake.query(_CELLS).to_pylist()
    chosen = random.Random(20261122).sample(cells, TRACED)  # noqa: S311 - a sample, no secret
    seconds, agree = [], 0
    for cell in chosen:
        began = time.perf_counter()
        trail = trace(workspace, Address.of("panel", "n", cell))
        seconds.append(time.perf_counter() - began)
        agree += bool(trail.agrees)
    return [
        Figure("traced", f"{TRACED} random counts, computed again and the same", agree, "counts", TRACED),
        Figure("trace_seconds", "one count followed: median wall", statistics.median(seconds), "s"),
    ]
