"""The key of the map: what a shade, a pattern, a colour and a mark say."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hedgerow.evidence.overlay import Laid
from hedgerow.evidence.tables import GapMapView
from hedgerow.web.blocks import OwnBlock
from hedgerow.web.gapmap.drawing import SAID, STEPS, looks

_STATES = {
    "empty_after_search": ("empty", "looked for, none found: boxed"),
    "not_searched": ("unsearched", "not searched: striped; nobody has looked yet"),
    "held_elsewhere": ("elsewhere", "held, but not in this selection: dotted"),
    "no_record": ("norecord", "no record has both: says nothing of a search"),
}


def map_key(view: GapMapView, layers: Sequence[Laid]) -> OwnBlock:
    """Return the key of what this map shows."""
    states = [_STATES[name] for name in SAID if view.counts.get(name)]
    colours, totals = looks(view), _totals(view)
    levels = [(colours[name], title, f"({totals.get(name, 0)})") for name, title in view.levels.items()]
    values = {
        "steps": _steps(view),
        "states": states,
        "scale": f"{'Ring' if _ringed(view) else 'Bar'}: {view.scale.title}",
        "levels": levels,
        "marks": _marks(view, layers),
    }
    return OwnBlock("gapmap_key", values, said={"levels": dict(view.levels)})


def _ringed(view: GapMapView) -> bool:
    return view.query.draw == "bubbles" or bool(view.segments)


def _steps(view: GapMapView) -> list[tuple[str, str]]:
    if view.query.draw == "bubbles":
        return [("", "reviews and studies in the middle; a larger bubble holds more")]
    return step_key()


def step_key() -> list[tuple[str, str]]:
    """Return what each shade says."""
    ends = [f"{edge} to {after - 1}" for edge, after in pairwise(STEPS)]
    texts = [*ends, f"{STEPS[-1]} or more reviews and studies"]
    return [(f"held{number}", text) for number, text in enumerate(texts, start=1)]


def state_key() -> list[tuple[str, str]]:
    """Return what each pattern of an empty cell says."""
    return list(_STATES.values())


def _totals(view: GapMapView) -> dict[str, int]:
    """Return in how many places each level stands on the map: a record counts once a cell."""
    found: dict[str, int] = {}
    for row in view.parts.records():
        if row["segment"] is None:
            found[str(row["level"])] = found.get(str(row["level"]), 0) + int(row["records"] or 0)
    return found


def _marks(view: GapMapView, layers: Sequence[Laid]) -> list[tuple[str, str]]:
    marks = []
    if any(row["gaps"] for row in view.cells.records()):
        marks += [
            ("gapmark gap-looked", "named gap: looked for, none found"),
            ("gapmark gap-never", "named gap: never searched"),
        ]
    for number, one in enumerate(layers):
        if (one.rows, one.columns) == (view.query.rows, view.query.columns):
            made = f", {one.made}" if one.made else ""
            text = f"{one.title} ({one.owner}{made}): a published map, not in our counts. Terms: {one.terms}"
            marks.append((f"layermark layer{number}", text))
    return marks
