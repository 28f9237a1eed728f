"""Five classes of a map, their colours, and how many areas each holds."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from hedgerow.web.charts.scale import number

# Light to dark in one hue each, so that they hold for colour blindness and on paper.
RAMPS = {
    "crime": ("#f1ecf4", "#d3c3dd", "#ab8fbf", "#7c5b99", "#4a2c6a"),
    "need": ("#fbf0d9", "#f2cf94", "#dd9a50", "#b3602a", "#73320f"),
    "strength": ("#e8f1e5", "#bddac0", "#84b79b", "#468a79", "#1b5654"),
    "context": ("#eaf0f4", "#c3d5e1", "#90b0c6", "#57819f", "#2a5070"),
}
MISSING = "#e7e2d6"


@dataclass(frozen=True)
class Class:
    """One class: its colour, its range in words, how many areas it holds and how long its bar is (0 to 1)."""

    colour: str
    said: str
    count: int
    share: float


@dataclass(frozen=True)
class Classes:
    """The classes of a layer; `breaks` are the four values between them."""

    breaks: tuple[float, ...]
    colours: tuple[str, ...]
    classes: tuple[Class, ...]
    missing: int

    def of(self, value: float | None) -> int | None:
        """Return which class a value is in, 0 to 4; `None` for a missing one."""
        return None if value is None else bisect_right(self.breaks, value)

    def colour(self, value: float | None) -> str:
        """Return the colour of a value, or the one for what is not known."""
        place = self.of(value)
        return MISSING if place is None else self.colours[place]


def classes(values: Sequence[float | None], *, ramp: str = "crime", decimals: int | None = None) -> Classes:
    """Return five classes with about as many areas each (fewer where many values are alike)."""
    known = sorted(value for value in values if value is not None)
    cuts = [known[min(len(known) * part // 5, len(known) - 1)] for part in range(1, 5)] if known else []
    breaks = tuple(sorted({round(cut, decimals if decimals is not None else 1) for cut in cuts}))
    breaks = tuple(cut for cut in breaks if known and cut > known[0])
    colours = RAMPS[ramp]
    chosen = (
        colours
        if len(breaks) == 4
        else tuple(colours[_spread(i, len(breaks))] for i in range(len(breaks) + 1))
    )
    counts = [0] * (len(breaks) + 1)
    for value in known:
        counts[bisect_right(breaks, value)] += 1
    most = max(counts, default=1) or 1
    made = tuple(
        Class(chosen[i], _range(breaks, i, known), count, count / most) for i, count in enumerate(counts)
    )
    return Classes(breaks, chosen, made if known else (), len(values) - len(known))


def _spread(index: int, cuts: int) -> int:
    return 2 if cuts == 0 else round(index * 4 / cuts)


def _range(breaks: tuple[float, ...], index: int, known: Sequence[float]) -> str:
    if not breaks:
        return number(known[0]) if known else ""
    if index == 0:
        return f"below {number(breaks[0])}"
    if index == len(breaks):
        return f"{number(breaks[-1])} or more"
    return f"{number(breaks[index - 1])} to below {number(breaks[index])}"
