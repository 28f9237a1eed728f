"""Charts of released tables as SVG: one drawing for page, print and Word.

A missing value breaks the line and is marked as a gap; nothing that the table does not show is drawn.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape

from hedgerow.commissioning.profile.model import ChartBlock

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 62, 16, 34, 44
# Blue and orange of the palette of Okabe and Ito, told apart without colour by dashes too.
INKS = (("#0b4f8a", ""), ("#b4540a", "7 4"), ("#3a3a3a", "2 3"))


@dataclass(frozen=True)
class Scale:
    """From values to places on the paper."""

    count: int
    top: float

    def x(self, place: int) -> float:
        """Return the horizontal place of the n-th label."""
        return LEFT + (WIDTH - LEFT - RIGHT) * (place + 0.5) / max(self.count, 1)

    def y(self, value: float) -> float:
        """Return the vertical place of a value."""
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / self.top


def line_chart(chart: ChartBlock, *, font: str = "Arial, sans-serif", key: str = "chart") -> str:
    """Return the SVG of a line chart; the scale starts at nought."""
    names = [column.name for column in chart.table.columns]
    labels = [str(row[names.index(chart.label)]) for row in chart.table.rows]
    series = [[_number(row[names.index(name)]) for row in chart.table.rows] for name in chart.values]
    titles = {column.name: column.label for column in chart.table.columns}
    top = nice_top(max((value for values in series for value in values if value is not None), default=1.0))
    scale = Scale(len(labels), top)
    parts = [*_axes(scale, labels, chart.unit), *_gaps(scale, series)]
    for (colour, dash), values in zip(INKS, series, strict=False):
        parts += _lines(scale, values, colour, dash)
    parts += _key([titles[name] for name in chart.values])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="{key}-t {key}-d" font-family="{escape(font)}" font-size="13" fill="#1d1d1b">'
        f'<title id="{key}-t">{escape(chart.title)}</title><desc id="{key}-d">{escape(chart.alt)}</desc>'
        + "".join(parts)
        + "</svg>"
    )


def nice_top(value: float) -> float:
    """Return a round number at or above a value: 1, 2, 2.5 or 5 times a power of ten."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= value)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _axes(scale: Scale, labels: list[str], unit: str) -> list[str]:
    parts = []
    for step in range(5):
        value = scale.top * step / 4
        y = scale.y(value)
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#d8d6d0"/>')
        shown = f"{value:,.0f}" if scale.top >= 4 else f"{value:g}"
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{shown}</text>')
    every = max(1, math.ceil(len(labels) / 9))
    for place in range(0, len(labels), every):
        y = HEIGHT - BOTTOM + 20
        parts.append(
            f'<text x="{scale.x(place):.1f}" y="{y}" text-anchor="middle">{escape(labels[place])}</text>'
        )
    parts.append(f'<text x="{LEFT}" y="{HEIGHT - 6}">{escape(unit)} a month</text>')
    return parts


def _gaps(scale: Scale, series: list[list[float | None]]) -> list[str]:
    parts = []
    width = (WIDTH - LEFT - RIGHT) / max(scale.count, 1)
    for place in range(scale.count):
        if all(values[place] is None for values in series):
            x = scale.x(place) - width / 2
            size = f'width="{width:.1f}" height="{HEIGHT - TOP - BOTTOM}"'
            parts.append(f'<rect x="{x:.1f}" y="{TOP}" {size} fill="#efece4"/>')
    return parts


def _lines(scale: Scale, values: list[float | None], colour: str, dash: str) -> list[str]:
    """Return one path for each unbroken run of values; a run of one is a dot."""
    parts: list[str] = []
    run: list[tuple[float, float]] = []
    for place, value in enumerate([*values, None]):
        if value is not None:
            run.append((scale.x(place), scale.y(value)))
            continue
        if len(run) == 1:
            parts.append(f'<circle cx="{run[0][0]:.1f}" cy="{run[0][1]:.1f}" r="2.5" fill="{colour}"/>')
        elif run:
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
            dashes = f' stroke-dasharray="{dash}"' if dash else ""
            parts.append(
                f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.2"'
                f' stroke-linejoin="round"{dashes}/>'
            )
        run = []
    return parts


def _key(titles: list[str]) -> list[str]:
    parts = []
    x = LEFT
    for (colour, dash), title in zip(INKS, titles, strict=False):
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        parts.append(
            f'<line x1="{x}" x2="{x + 26}" y1="14" y2="14" stroke="{colour}" stroke-width="2.4"{dashes}/>'
        )
        parts.append(f'<text x="{x + 32}" y="18">{escape(title)}</text>')
        x += 56 + 7 * len(title)
    return parts
