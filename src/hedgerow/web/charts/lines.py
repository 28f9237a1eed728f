"""A series by month, with months that are not known drawn as gaps and never as nought."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hedgerow.web.charts.scale import SMALL, WIDE, Chart, Tick, axis, number

LEFT, TOP, RIGHT = 56.0, 14.0, 16.0
NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Band:
    """Months that are not known, or to be read with care."""

    start: float
    width: float
    kind: str


@dataclass(frozen=True)
class Drawing:
    """One size of the chart: `paths` are runs of known months, `single` months that stand alone."""

    width: float
    height: float
    bottom: float
    left: float
    right: float
    ticks_y: tuple[Tick, ...]
    ticks_x: tuple[Tick, ...]
    paths: tuple[str, ...]
    compared: tuple[str, ...]
    singles: tuple[tuple[float, float], ...]
    bands: tuple[Band, ...]
    fans: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lines(Chart):
    """A chart of one series, for a wide and for a narrow window."""

    wide: Drawing | None = None
    small: Drawing | None = None


@dataclass(frozen=True)
class Point:
    """One month: its value or `None`, another value to compare with, and its state in the gap register.

    A month to come has the state ``ahead``, its forecast in `compared`, and the limits of its intervals, the
    widest pair first.
    """

    month: str
    value: float | None
    compared: float | None = None
    state: str = "complete"
    limits: tuple[tuple[float, float], ...] = ()


def lines(points: Sequence[Point], *, label: str, key: tuple[tuple[str, str], ...] = ()) -> Lines:
    """Return the chart of a series of months."""
    wide, small = _drawing(points, WIDE, 260.0), _drawing(points, SMALL, 220.0)
    return Lines("lines", label, key, wide, small)


def month_name(month: str) -> str:
    """Return ``2025-06`` as “Jun 2025”."""
    year, _, digits = month.partition("-")
    return f"{NAMES[int(digits) - 1]} {year}" if digits.isdigit() else month


def _drawing(points: Sequence[Point], width: float, height: float) -> Drawing:
    bottom, right = height - 34, width - RIGHT
    known = [v for point in points for v in (point.value, point.compared) if v is not None]
    known += [high for point in points for _, high in point.limits]
    _, top, steps = axis(0.0, max([1.0, *known]), 4)
    across = (right - LEFT) / max(len(points), 1)

    def at(index: int, value: float) -> tuple[float, float]:
        return round(LEFT + across * (index + 0.5), 1), round(bottom - value / top * (bottom - TOP), 1)

    places = [None if p.value is None else at(i, p.value) for i, p in enumerate(points)]
    compared = [None if p.compared is None else at(i, p.compared) for i, p in enumerate(points)]
    alone = tuple(run[0] for run in _runs(places) if len(run) == 1)
    return Drawing(
        width,
        height,
        bottom,
        LEFT,
        right,
        tuple(Tick(at(0, step)[1], number(step)) for step in steps),
        _months(points, across, 10 if width == WIDE else 4),
        _paths(places),
        _paths(compared),
        alone,
        _bands(points, across),
        _fans(points, at),
    )


def _fans(points: Sequence[Point], at: Callable[[int, float], tuple[float, float]]) -> tuple[str, ...]:
    """Return the outline of each pair of limits: along the upper and back along the lower."""
    ahead = [(index, point.limits) for index, point in enumerate(points) if point.limits]
    found = []
    for pair in range(len(ahead[0][1]) if len(ahead) > 1 else 0):
        ends = [at(index, limits[pair][1]) for index, limits in ahead]
        ends += [at(index, limits[pair][0]) for index, limits in reversed(ahead)]
        found.append("M" + " L".join(f"{x:g} {y:g}" for x, y in ends) + "Z")
    return tuple(found)


def _runs(places: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    runs: list[list[tuple[float, float]]] = [[]]
    for place in places:
        if place is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return [run for run in runs if run]


def _paths(places: Sequence[tuple[float, float] | None]) -> tuple[str, ...]:
    return tuple("M" + " L".join(f"{x:g} {y:g}" for x, y in run) for run in _runs(places) if len(run) > 1)


def _months(points: Sequence[Point], across: float, most: int) -> tuple[Tick, ...]:
    every = next((n for n in (1, 2, 3, 6, 12, 24, 60) if len(points) / n <= most), 120)
    return tuple(
        Tick(round(LEFT + across * (index + 0.5), 1), month_name(point.month))
        for index, point in enumerate(points)
        if index % every == 0 and index < len(points) - (1 if every > 1 and len(points) > 3 else 0)
    )


def _kind(point: Point) -> str:
    if point.state == "ahead":
        return ""
    if point.value is None:
        return "gap"
    return "care" if point.state in {"unusual", "partial"} else ""


def _bands(points: Sequence[Point], across: float) -> tuple[Band, ...]:
    bands: list[Band] = []
    for index, point in enumerate(points):
        kind = _kind(point)
        if not kind:
            continue
        start = round(LEFT + across * index, 1)
        if bands and bands[-1].kind == kind and abs(bands[-1].start + bands[-1].width - start) < 0.5:
            bands[-1] = Band(bands[-1].start, round(bands[-1].width + across, 1), kind)
        else:
            bands.append(Band(start, round(across, 1), kind))
    return tuple(bands)
