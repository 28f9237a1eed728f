"""Two layers as a scatter: one dot a place, hollow where either figure must be read with care."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hedgerow.places.tables.views.pairs import Pair
from hedgerow.web.charts.scale import axis, number
from hedgerow.web.pictures.picture import INK, SOFT, Picture, foot, lines, text, whole

WIDTH, HEIGHT = 720.0, 520.0
LEFT, RIGHT, TOP, BOTTOM = 70.0, 20.0, 20.0, 60.0


@dataclass(frozen=True)
class Frame:
    """Where values stand on the paper: the ends of both axes and their round numbers."""

    x: tuple[float, float, tuple[float, ...]]
    y: tuple[float, float, tuple[float, ...]]

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return the place of a pair of values."""
        across = (x - self.x[0]) / (self.x[1] - self.x[0])
        up = (y - self.y[0]) / (self.y[1] - self.y[0])
        return (
            round(LEFT + across * (WIDTH - LEFT - RIGHT), 1),
            round(HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM), 1),
        )


def frame(pair: Pair) -> Frame:
    """Return axes that hold every point of a pair, whichever are chosen."""
    return Frame(axis(*_span(pair.ends_x), 5), axis(*_span(pair.ends_y), 5))


def _span(ends: tuple[float, float]) -> tuple[float, float]:
    return ends if ends[1] > ends[0] else (ends[0], ends[0] + 1)


def scatter_svg(pair: Pair, *, region: str, today: date, alone: bool = False) -> Picture:
    """Return the scatter; `alone` adds title, sources and marking for a file of its own."""
    here = frame(pair)
    inside = [*_axes(pair, here), *_dots(pair, here)]
    title = f"{pair.y.title} beside {pair.x.title}: {region}"
    if not alone:
        return whole(WIDTH, HEIGHT, title, inside)
    head = [text(24, 34, title, size=17, weight="bold")]
    moved = ['<g transform="translate(0 44)">', *inside, "</g>"]
    said, end = lines(
        24, HEIGHT + 64, [pair.summary, *foot([pair.table], today)], letters=124, size=11, ink=SOFT
    )
    return whole(WIDTH, end + 10, title, [*head, *moved, *said])


def _axes(pair: Pair, here: Frame) -> Iterator[str]:
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    for step in here.x[2]:
        x, _ = here.at(step, here.y[0])
        yield f'<path d="M{x:g} {TOP:g}V{bottom:g}" stroke="#e4dfd2"/>'
        yield _middle(x, bottom + 18, number(step))
    for step in here.y[2]:
        _, y = here.at(here.x[0], step)
        yield f'<path d="M{LEFT:g} {y:g}H{right:g}" stroke="#e4dfd2"/>'
        yield (
            f'<text x="{LEFT - 8:g}" y="{y + 4:g}" font-size="13" fill="{SOFT}" '
            f'text-anchor="end">{number(step)}</text>'
        )
    yield _middle((LEFT + right) / 2, HEIGHT - 14, _named(pair.x.title, pair.x.unit))
    yield f'<g transform="translate(16 {(TOP + bottom) / 2:g}) rotate(-90)">'
    yield _middle(0, 0, _named(pair.y.title, pair.y.unit))
    yield "</g>"


def _named(title: str, unit: str) -> str:
    return f"{title} ({unit})" if unit else title


def _middle(x: float, y: float, words: str) -> str:
    return text(x, y, words, ink=INK).replace("<text ", '<text text-anchor="middle" ', 1)


def _dots(pair: Pair, here: Frame) -> Iterator[str]:
    """Yield places outside the choice as faint dots, then the chosen ones."""
    for chosen in (False, True):
        for x, y, inside, care in zip(pair.xs, pair.ys, pair.inside, pair.care, strict=True):
            if inside is not chosen:
                continue
            left, top = here.at(x, y)
            if not chosen:
                paint = 'fill="#d9d3c4"'
            elif care:
                paint = 'fill="none" stroke="#1f4d38" stroke-width="1"'
            else:
                paint = 'fill="#1f4d38" fill-opacity="0.55"'
            yield f'<circle cx="{left:g}" cy="{top:g}" r="3" {paint}/>'
