"""The curve of the ranked test as lines of a drawing: records read across, p upwards in tenfold steps."""

from __future__ import annotations

from dataclasses import dataclass
from math import log10

from hedgerow.evidence.screening.stopping import Stopping

WIDTH, HEIGHT, LEFT, TOP, BOTTOM, RIGHT = 720.0, 300.0, 64.0, 16.0, 44.0, 16.0
LEAST = 4  # p below one in ten thousand is drawn there


@dataclass(frozen=True)
class Drawn:
    """The lines and where the ticks stand."""

    plain: str
    ahead: str
    limit: float
    ticks_y: tuple[tuple[float, str], ...]
    ticks_x: tuple[tuple[float, str], ...]
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT
    bottom: float = HEIGHT - BOTTOM


def curve_lines(found: Stopping) -> Drawn:
    """Return the drawing of the ranked test."""

    def x(read: int) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * read / max(found.records, 1), 1)

    def y(p: float) -> float:
        depth = LEAST if p <= 10**-LEAST else -log10(p)
        return round(TOP + (HEIGHT - TOP - BOTTOM) * depth / LEAST, 1)

    plain, ahead = (
        "M" + " L".join(f"{x(point.read)},{y(getattr(point, name))}" for point in found.curve)
        for name in ("plain", "ahead")
    )
    ticks_y = tuple((y(10.0**-n), text) for n, text in enumerate(("1", "0.1", "0.01", "0.001", "0.0001")))
    steps = sorted({0, found.records // 2, found.records})
    return Drawn(plain, ahead, y(1 - found.confidence), ticks_y, tuple((x(n), f"{n:,}") for n in steps))
