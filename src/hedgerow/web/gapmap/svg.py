"""The map as one SVG: boxes with numbers, bars of one scale, named gaps, key and face."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from hedgerow.evidence.overlay import Laid
from hedgerow.evidence.tables import GapMapView, MapFace
from hedgerow.web.gapmap.drawing import DrawnCell, drawn_rows, layered, looks
from hedgerow.web.gapmap.key import state_key, step_key
from hedgerow.web.render import template

RAMP = ("#e6f0e4", "#cbe1cd", "#a3cbae", "#6fa587", "#2f6b52", "#17493a")
SEQ = ("#14352a", "#2f7d5f", "#86b98f", "#d3dfb0", "#e9d9a6", "#efe6cf", "#f4efe2", "#f8f6ef")
CAT = ("#1f5f49", "#b5651d", "#3f5e9e", "#94283a", "#7a6a1b", "#6d4a86", "#2b7f8c", "#5b5b5b")
_STATES = {"empty": "#fff", "unsearched": "url(#never)", "elsewhere": "url(#apart)", "norecord": "#fbfaf6"}
LEFT, TOP, WIDE, HIGH, GAP = 178, 118, 116, 62, 3
_KEYS_A_LINE = 3


@dataclass(frozen=True)
class Swatch:
    """One entry of the key."""

    x: int
    y: int
    fill: str
    stroke: str
    text: str


def map_svg(view: GapMapView, face: MapFace, layers: Sequence[Laid] = ()) -> str:
    """Return the map of the shown rows as SVG."""
    rows = drawn_rows(view, layered(layers, view.query))
    tops, y = [], TOP
    for row in rows:
        tops.append(y)
        y += _height(row.cells) + GAP
    keys = _keys(view, y + 18)
    foot_y = max(key.y for key in keys) + 36
    return template("gapmap.svg").render(
        width=max(820, LEFT + len(view.columns) * (WIDE + GAP) + 12),
        height=foot_y + 15 * len(face.pairs()) + 8,
        title="Evidence and gap map",
        summary=view.summary,
        heads=[*_column_heads(view), *_row_heads(rows, tops)],
        boxes=[
            _box(cell, LEFT + place * (WIDE + GAP), top, _height(row.cells))
            for row, top in zip(rows, tops, strict=True)
            for place, cell in enumerate(row.cells)
        ],
        keys=keys,
        foot=[f"{name}: {text}" for name, text in face.pairs()],
        foot_y=foot_y,
    )


def fill_of(look: str) -> str:
    """Return the colour of a class of the drawing."""
    if look == "unrated":
        return "#fff"
    ramp = {"seq": SEQ, "cat": CAT, "hel": RAMP}.get(look[:3])
    if ramp is None:
        return _STATES[look]
    return ramp[int(look[-1]) - (look[:3] == "hel")]


def _marks(cell: DrawnCell) -> list[str]:
    marks = [f"+ {cell.apart}"] if cell.apart else []
    for gap in cell.gaps:
        marks += textwrap.wrap(f"gap: {gap.title}", 30)
    return marks + [f"{one.name[:22]}: {one.n}" for one in cell.layers]


def _height(cells: Sequence[DrawnCell]) -> int:
    return max(HIGH, *(52 + 9 * len(_marks(cell)) for cell in cells))


def _box(cell: DrawnCell, x: int, y: int, height: int) -> dict[str, object]:
    dark = cell.look in {"held5", "held6"}
    return {
        "x": x,
        "y": y,
        "w": WIDE,
        "h": height,
        "fill": fill_of(cell.look),
        "stroke": {"empty": "#17251d", "norecord": "#8a9188"}.get(cell.look, ""),
        "stroke_width": 2 if cell.look == "empty" else 0.6,
        "ink": "#fff" if dark else "#17251d",
        "n": cell.n,
        "text": cell.text,
        "sentence": cell.sentence,
        "parts": [
            {"x": round(x + 10 + part.start, 1), "w": part.length, "fill": fill_of(part.look)}
            for part in cell.bar
        ],
        "marks": _marks(cell),
    }


def _column_heads(view: GapMapView) -> list[dict[str, object]]:
    found = []
    for place, title in enumerate(view.columns.values()):
        lines = textwrap.wrap(title, 18)[:4]
        x = LEFT + place * (WIDE + GAP) + 3
        found.append({"x": x, "y": TOP - 8 - 13 * (len(lines) - 1), "lines": lines})
    return found


def _row_heads(rows: Sequence[object], tops: Sequence[int]) -> list[dict[str, object]]:
    return [
        {"x": 12, "y": top + 24, "lines": textwrap.wrap(getattr(row, "title", ""), 27)[:4]}
        for row, top in zip(rows, tops, strict=True)
    ]


def _keys(view: GapMapView, y: int) -> list[Swatch]:
    colours = looks(view)
    entries = [(look, f"{text}") for look, text in step_key()]
    entries += [(look, text) for look, text in state_key() if look != "norecord"]
    entries += [(colours[name], f"{view.scale.title}: {text}") for name, text in view.levels.items()]
    return [
        Swatch(
            12 + (number % _KEYS_A_LINE) * 400,
            y + (number // _KEYS_A_LINE) * 19,
            fill_of(look),
            "#6f6a5c",
            text,
        )
        for number, (look, text) in enumerate(entries)
    ]
