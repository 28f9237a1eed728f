"""Figures that Hedgerow is held to, measured on real files and kept with the machine that gave them.

Each module here has a function ``run() -> list[Figure]``; it raises `Skipped` where what it measures is not
at hand. ``python -m benchmarks [NAME ...] [--json] [--no-write]`` runs them, each in a process of its own.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


class Skipped(Exception):  # a reason, not a fault
    """What the module measures is not at hand."""


@dataclass(frozen=True)
class Figure:
    """One measured number.

    Attributes
    ----------
    name
        Stable name, used by documents that cite it.
    goal
        What is to be reached, where there is one; `more_is_better` says on which side of it.
    """

    name: str
    title: str
    value: float
    unit: str
    goal: float | None = None
    more_is_better: bool = True
    note: str = ""

    @property
    def reached(self) -> bool | None:
        """Whether the goal is reached; None where there is no goal."""
        if self.goal is None:
            return None
        return self.value >= self.goal if self.more_is_better else self.value <= self.goal


@dataclass
class Cost:
    """What something took: CPU seconds (user and system, children not counted) and wall seconds."""

    cpu: float = 0.0
    wall: float = 0.0


@contextmanager
def cost() -> Iterator[Cost]:
    """Measure what the block takes."""
    spent = Cost()
    cpu, wall = _cpu(), time.perf_counter()
    yield spent
    spent.cpu, spent.wall = _cpu() - cpu, time.perf_counter() - wall


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def peak_rss() -> float:
    """Return the most memory that this process has held, in MB."""
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def peak_rss_of(function: Callable[[], object]) -> float:
    """Run a module's function in a fresh process and return the most memory that it held, in MB."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return float(pool.apply(_then_peak, (function,)))


def _then_peak(function: Callable[[], object]) -> float:
    function()
    return peak_rss()


def real_places() -> Path:
    """Return the folder of the real public data; raise `Skipped` where it is absent."""
    folder = Path(os.environ.get("HEDGEROW_SHARED", ROOT.parent / "shared")) / "data" / "places"
    if not folder.is_dir():
        raise Skipped(f"the real public data are not at {folder}")
    return folder
