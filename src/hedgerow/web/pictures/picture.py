"""A picture, and what every picture prints around the drawing: title, key, notes, sources and marking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from hedgerow.disclosure import Released
from hedgerow.web.charts.scale import wrapped
from hedgerow.web.months import in_words

FONT = "Libertinus Serif, Georgia, serif"
INK, SOFT = "#17251d", "#4a5a50"
LINE = 16.0
# Both patterns are told by shape alone: lines for what is not known, dots for what is read with care.
PATTERNS = (
    '<defs><pattern id="gap" width="7" height="7" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="7" height="7" fill="#f1ede2"/>'
    '<path d="M0 0V7" stroke="#a59f8f" stroke-width="2"/></pattern>'
    '<pattern id="care" width="5" height="5" patternUnits="userSpaceOnUse">'
    '<circle cx="2.5" cy="2.5" r="0.9" fill="#17251d"/></pattern></defs>'
)


@dataclass(frozen=True)
class Picture:
    """An SVG of `width` by `height`."""

    width: float
    height: float
    text: str


def text(x: float, y: float, words: str, *, size: float = 13, ink: str = INK, weight: str = "normal") -> str:
    """Return one line of text."""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{ink}" font-weight="{weight}">'
        f"{escape(words)}</text>"
    )


def lines(
    x: float, y: float, words: Iterable[str], *, letters: int, size: float = 13, ink: str = INK
) -> tuple[list[str], float]:
    """Return paragraphs broken after so many letters, and where the next line stands."""
    made = []
    for paragraph in words:
        for line in wrapped(paragraph, letters):
            made.append(text(x, y, line, size=size, ink=ink))
            y += size * 1.25
    return made, y


def key(x: float, y: float, entries: Sequence[tuple[str, str]], *, letters: int) -> tuple[list[str], float]:
    """Return the key: a swatch and its meaning a line; an empty colour is the hatch, ``care`` the dots."""
    made = []
    for colour, words in entries:
        fill = {"": "url(#gap)", "care": "#ffffff"}.get(colour, colour)
        made.append(f'<rect x="{x:g}" y="{y - 10:g}" width="22" height="12" fill="{fill}" stroke="#8a9188"/>')
        if colour == "care":
            made.append(f'<rect x="{x:g}" y="{y - 10:g}" width="22" height="12" fill="url(#care)"/>')
        said, below = lines(x + 30, y, [words], letters=letters, size=12)
        made += said
        y = below + 5
    return made, y


def foot(tables: Sequence[Released], today: date, notes: Sequence[str] = ()) -> list[str]:
    """Return what stands under every picture: notes, sources with licences, marking, and the caution."""
    sources = dict.fromkeys(
        f"{note.publisher}, {note.name} ({note.licence})" for table in tables for note in table.sources
    )
    said = list(dict.fromkeys([*notes, *(note for table in tables for note in table.notes)]))
    said += ["Source: " + "; ".join(sources) + "."]
    said += [
        f"Marking: {tables[0].marking}. Drawn {today.isoformat()}. "
        "Places, not people: not for stops, searches or decisions on any person."
    ]
    return [in_words(one) for one in said]


def whole(width: float, height: float, title: str, inside: Iterable[str]) -> Picture:
    """Return the picture around what is inside."""
    body = "\n".join(inside)
    return Picture(
        width,
        height,
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" font-family="{FONT}" role="img"><title>{escape(title)}</title>'
        f'{PATTERNS}<rect width="{width:g}" height="{height:g}" fill="#ffffff"/>\n{body}\n</svg>\n',
    )
