"""The colours of a map's classes, and the bars of its legend."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

# Light to dark in one hue each, so that they hold for colour blindness and on paper.
RAMPS = {
    "crime": ("#f1ecf4", "#d3c3dd", "#ab8fbf", "#7c5b99", "#4a2c6a"),
    "need": ("#fbf0d9", "#f2cf94", "#dd9a50", "#b3602a", "#73320f"),
    "strength": ("#e8f1e5", "#bddac0", "#84b79b", "#468a79", "#1b5654"),
    "context": ("#eaf0f4", "#c3d5e1", "#90b0c6", "#57819f", "#2a5070"),
}
# Around “as expected”, from less to more: dark at both ends and light in the middle.
DIVERGING = {"ratio": ("#1b6f73", "#8fc0bc", "#f0ead8", "#d99a76", "#8f2f1d")}
CATEGORIES = {
    "zero_output": "#1b6f73",
    "as_expected": "#e4dcc6",
    "super_output": "#8f2f1d",
    "cannot_tell": "#c3c1b8",
    "artefact": "#d9a441",
    "high-high": "#8f2f1d",
    "high-low": "#e0a487",
    "not significant": "#efe9da",
    "low-high": "#a3c9c6",
    "low-low": "#1b6f73",
    "island": "#c3c1b8",
    "up": "#8f2f1d",
    "none": "#efe9da",
    "down": "#1b6f73",
    "bent_and_back": "#468a79",
    "bent_not_back": "#2a5070",
    "steady": "#efe9da",
    "rose": "#b3602a",
    "trough_not_seen": "#c3c1b8",
}
MISSING = "#e7e2d6"
HATCHED = "hatched"


@dataclass(frozen=True)
class Step:
    """One bar of a legend's histogram: where it stands, how high it is (0 to 1) and its colour."""

    x: float
    width: float
    height: float
    colour: str


def ramp(name: str, count: int) -> tuple[str, ...]:
    """Return `count` colours of a ramp, light to dark, as far apart as they can be."""
    colours = (RAMPS | DIVERGING).get(name, RAMPS["context"])
    if count <= 1:
        return (colours[2],) * count
    return tuple(colours[round(index * 4 / (count - 1))] for index in range(min(count, 5)))


def ramp_of(layer: str) -> str:
    """Return which ramp serves a layer, by the first part of its name."""
    group = layer.partition(":")[0]
    return group if group in RAMPS else "context"


def class_of(value: float | None, breaks: Sequence[float]) -> int:
    """Return which class a value is in; -1 for one that is not known."""
    return -1 if value is None else bisect_right(breaks, value)


def steps(
    bars: Sequence[tuple[float, float, int]], breaks: Sequence[float], colours: Sequence[str]
) -> tuple[Step, ...]:
    """Return the bars of a histogram on a box of 100 by 1, each in the colour of its class."""
    most = max((count for _, _, count in bars), default=0) or 1
    width = 100 / max(len(bars), 1)
    return tuple(
        Step(
            round(number * width, 2),
            round(width, 2),
            round(count / most, 3),
            colours[min(class_of((low + high) / 2, breaks), len(colours) - 1)] if colours else MISSING,
        )
        for number, (low, high, count) in enumerate(bars)
    )
