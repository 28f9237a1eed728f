"""England and Wales whole: 35,672 LSOAs, 33 months, 14 types and every layer from published files, one build.

The command line's own `hedgerow build` in a process of its own; CPU seconds are user and system time of that
process, start-up and imports included. A build that is stopped goes on with the step that it was at:
`tests/slow/test_crash.py` kills builds to see it.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from benchmarks import Figure, real_places
from benchmarks.build import timed
from hedgerow.workspace import create_workspace, open_workspace

GOAL_WALL = 300.0
GOAL_MB = 4000.0
AREAS = 35_672


def run() -> list[Figure]:
    """Build England and Wales once."""
    folder = real_places()
    with tempfile.TemporaryDirectory() as scratch:
        root = create_workspace(Path(scratch) / "nation", region="england-and-wales", sources=(folder,)).root
        spent = timed(root)
        last = json.loads((root / ".hedgerow" / "runs.jsonl").read_text("utf-8").splitlines()[-1])
        lake = open_workspace(root).lake
        areas = lake.query("SELECT count(DISTINCT lsoa21) AS n FROM contrast").to_pylist()[0]["n"]
        failed = sum(step["state"] == "failed" for step in last["steps"])
        return [
            Figure("wall", "build from nothing: wall", spent["wall"], "s", GOAL_WALL, False),
            Figure("cpu", "build from nothing: CPU", spent["cpu"], "CPU s"),
            Figure("rss", "build from nothing: peak memory", last["peak_rss_mb"], "MB", GOAL_MB, False),
            Figure("areas", "LSOAs of which the contrast says nothing", AREAS - areas, "LSOAs", 0, False),
            Figure("failed", "steps that failed", failed, "steps", 0, False),
            *(
                Figure(f"step_{step['name']}", f"step {step['name']}: CPU", step["cpu_seconds"], "CPU s")
                for step in last["steps"]
            ),
        ]
