"""A small writer of SVG: shapes and escaped text, with a title and a description."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

INK, QUIET, LINE, RULE = "#17251d", "#4a5a50", "#8a9188", "#e4dfd2"
GREEN, RED, WHITE = "#1f4d38", "#94283a", "#ffffff"
_FONT = "'Atkinson Hyperlegible Next', 'Helvetica Neue', Arial, sans-serif"


@dataclass
class Drawing:
    """Shapes on a sheet of `width` by `height`; `name` makes the identifiers of title and description."""

    name: str
    width: float
    height: float
    title: str
    description: str
    _parts: list[str] = field(default_factory=list)

    def text(
        self, x: float, y: float, words: str, *, size: float = 14, anchor: str = "start", bold: bool = False,
        fill: str = INK, halo: bool = True,
    ) -> None:  # fmt: skip
        """Write words, by default with a white edge that keeps them clear of lines."""
        weight = ' font-weight="700"' if bold else ""
        place = f'x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" text-anchor="{anchor}" fill="{fill}"'
        edge = ' stroke="#ffffff" stroke-width="3" paint-order="stroke" stroke-linejoin="round"'
        self._parts.append(f"<text {place}{weight}{edge if halo else ''}>{escape(words)}</text>")

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, stroke: str = LINE, width: float = 1,
        dashes: str = "",
    ) -> None:  # fmt: skip
        """Draw a straight line."""
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self._parts.append(
            f'<path d="M{_n(x1)} {_n(y1)}L{_n(x2)} {_n(y2)}" stroke="{stroke}" stroke-width="{_n(width)}"'
            f' fill="none"{dashed}/>'
        )

    def shape(
        self, points: list[tuple[float, float]], *, fill: str, stroke: str = "none", width: float = 1
    ) -> None:
        """Draw a closed shape."""
        places = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        self._parts.append(
            f'<polygon points="{places}" fill="{fill}" stroke="{stroke}" stroke-width="{_n(width)}"/>'
        )

    def circle(
        self,
        x: float,
        y: float,
        r: float,
        *,
        fill: str,
        stroke: str = "none",
        width: float = 1.2,
        said: str = "",
    ) -> None:
        """Draw a circle; `said` is shown when it is pointed at."""
        inner = f"<title>{escape(said)}</title>" if said else ""
        self._parts.append(
            f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(r)}" fill="{fill}" stroke="{stroke}" '
            f'stroke-width="{_n(width)}">{inner}</circle>'
        )

    def box(
        self, x: float, y: float, width: float, height: float, *, fill: str, stroke: str = "none"
    ) -> None:
        """Draw a rectangle."""
        self._parts.append(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(max(width, 0))}" height="{_n(max(height, 0))}" '
            f'fill="{fill}" stroke="{stroke}"/>'
        )

    def whole(self) -> str:
        """Return the SVG element."""
        labelled = quoteattr(f"{self.name}-title {self.name}-desc")
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="plot-svg" viewBox="0 0 {_n(self.width)} '
            f'{_n(self.height)}" role="img" aria-labelledby={labelled} font-family="{_FONT}">'
        )
        said = (
            f'<title id="{self.name}-title">{escape(self.title)}</title>'
            f'<desc id="{self.name}-desc">{escape(self.description)}</desc>'
        )
        back = f'<rect width="{_n(self.width)}" height="{_n(self.height)}" fill="#ffffff"/>'
        return "\n".join([head, said, back, *self._parts, "</svg>"])


def fitted(words: str, width: float, size: float) -> str:
    """Return words cut to about `width`, with an ellipsis where something was cut."""
    most = max(int(width / (size * 0.52)), 4)
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
