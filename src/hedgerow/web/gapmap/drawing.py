"""A map as it is drawn: for each cell a look, a number, its parts, its gaps and a sentence for all of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hedgerow.disclosure import Value
from hedgerow.evidence.overlay import Laid
from hedgerow.evidence.tables import GapMapQuery, GapMapView
from hedgerow.web.gapmap.address import records_address

Record = Mapping[str, Value]
Key = tuple[str, str]
STEPS = (1, 3, 6, 12, 25)
LOOKS = {
    "not_searched": "unsearched",
    "empty_after_search": "empty",
    "held_elsewhere": "elsewhere",
    "no_record": "norecord",
}
SAID = {
    "not_searched": "not searched",
    "empty_after_search": "looked for, none found",
    "held_elsewhere": "not in this selection",
    "no_record": "no record",
}
_WIDTH, _LARGEST, _SMALLEST = 96.0, 21.0, 6.0


@dataclass(frozen=True)
class Part:
    """A piece of a bar or ring: class of its colour, where it begins and how long it is."""

    look: str
    start: float
    length: float


@dataclass(frozen=True)
class Bubble:
    """One bubble: centre, radius, its ring in parts, its number and the short name of its segment."""

    x: float
    r: float
    n: int
    parts: tuple[Part, ...]
    label: str


@dataclass(frozen=True)
class Mark:
    """A named gap in a cell: its name and whether anybody looked."""

    title: str
    look: str


@dataclass(frozen=True)
class Layered:
    """What a published map that is laid over holds in a cell: never added to our counts."""

    look: str
    n: int
    name: str


@dataclass(frozen=True)
class DrawnCell:
    """One cell as it is drawn; `sentence` says all of it in words."""

    look: str
    n: int
    text: str
    href: str
    sentence: str
    bar: tuple[Part, ...] = ()
    bubbles: tuple[Bubble, ...] = ()
    gaps: tuple[Mark, ...] = ()
    apart: str = ""
    layers: tuple[Layered, ...] = ()


@dataclass(frozen=True)
class DrawnRow:
    """One row as it is drawn."""

    id: str
    title: str
    cells: tuple[DrawnCell, ...]


def layered(layers: Sequence[Laid], query: GapMapQuery) -> dict[Key, list[Layered]]:
    """Return what the layers hold in each cell; a layer lies only on the axes that it was matched to."""
    found: dict[Key, list[Layered]] = {}
    for number, one in enumerate(layers):
        if (one.rows, one.columns) == (query.rows, query.columns):
            for key, count in one.cells.items():
                found.setdefault(key, []).append(Layered(f"layer{number}", count, one.title))
    return found


def looks(view: GapMapView) -> dict[str, str]:
    """Return the class of each level’s colour: a ramp where the scale has an order, else separate hues."""
    kind = "seq" if view.scale.ordered else "cat"
    order = [level for level in view.scale.levels if level in view.levels or view.scale.ordered]
    order += [level for level in view.levels if level not in order and level != "not_rated"]
    found = {level: f"{kind}{min(number, 7)}" for number, level in enumerate(order)}
    return found | {"not_rated": "unrated"}


def drawn_rows(view: GapMapView, layers: Mapping[Key, Sequence[Layered]]) -> tuple[DrawnRow, ...]:
    """Return the rows of the page."""
    cells = {(str(r["row"]), str(r["column"])): r for r in view.cells.records()}
    parts = _parts(view)
    most = max((n for held in parts.values() for seg in _by_segment(held).values() for n in seg), default=1)
    pen = _Pen(view, parts, looks(view), most, layers)
    return tuple(
        DrawnRow(row, title, tuple(pen.cell((row, column), cells[row, column]) for column in view.columns))
        for row, title in view.rows.items()
    )


Part4 = tuple[str, str, str, int]


def _parts(view: GapMapView) -> dict[Key, list[Part4]]:
    found: dict[Key, list[Part4]] = {}
    for r in view.parts.records():
        part = (str(r["segment"] or ""), str(r["level"]), str(r["level_title"]), int(r["records"] or 0))
        found.setdefault((str(r["row"]), str(r["column"])), []).append(part)
    return found


def _by_segment(parts: Sequence[Part4]) -> dict[str, list[int]]:
    totals: dict[str, int] = {}
    for segment, _, _, count in parts:
        totals[segment] = totals.get(segment, 0) + count
    return {segment: [total] for segment, total in totals.items()}


@dataclass(frozen=True)
class _Pen:
    """What every cell is drawn with."""

    view: GapMapView
    parts: Mapping[Key, list[Part4]]
    looks: Mapping[str, str]
    most: int
    layers: Mapping[Key, Sequence[Layered]]

    def cell(self, key: Key, record: Record) -> DrawnCell:
        reviews, studies = int(record["reviews"] or 0), int(record["studies"] or 0)
        total, state = reviews + studies, str(record["state"])
        held = state == "held"
        parts = self.parts.get(key, [])
        layered = tuple(self.layers.get(key, ()))
        return DrawnCell(
            look=_look(total) if held else LOOKS[state],
            n=total,
            text=_counts(reviews, studies) if held else SAID[state],
            href=self._opens(key, record),
            sentence=_sentence(record, parts, self.view, layered),
            bar=self._bar(parts) if held else (),
            bubbles=self._bubbles(parts) if held and self._has_bubbles() else (),
            gaps=_marks(record),
            apart=_apart(record),
            layers=layered,
        )

    def _opens(self, key: Key, record: Record) -> str:
        """Return the list that a cell opens: its evidence; else its claims, else what is in progress."""
        for name, standing in (("ids", "evidence"), ("claims", "claim"), ("catalogued", "in_progress")):
            if record[name]:
                return records_address(self.view.query, *key, standing)
        return ""

    def _has_bubbles(self) -> bool:
        return self.view.query.draw == "bubbles" or bool(self.view.segments)

    def _bar(self, parts: Sequence[Part4]) -> tuple[Part, ...]:
        return self._split([(level, n) for segment, level, _, n in parts if not segment], _WIDTH)

    def _split(self, levels: Sequence[tuple[str, int]], length: float) -> tuple[Part, ...]:
        total, start, found = sum(n for _, n in levels), 0.0, []
        for level, n in levels:
            long = length * n / total
            found.append(Part(self.looks[level], round(start, 2), round(long, 2)))
            start += long
        return tuple(found)

    def _bubbles(self, parts: Sequence[Part4]) -> tuple[Bubble, ...]:
        segments = list(self.view.segments) or [""]
        room = _WIDTH / len(segments)
        found = []
        for place, segment in enumerate(segments):
            levels = [(level, n) for name, level, _, n in parts if name == segment]
            n = sum(count for _, count in levels)
            if n:
                largest = min(_LARGEST, room / 2 - 1)
                smallest = min(_SMALLEST if self.view.segments else 2 * _SMALLEST, largest)
                r = max(smallest, largest * math.sqrt(n / self.most))
                ring = self._split(levels, 2 * math.pi * (r - 2))
                label = self.view.segments.get(segment, "")
                found.append(Bubble(round(room * (place + 0.5), 1), round(r, 1), n, ring, label))
        return tuple(found)


def _look(total: int) -> str:
    return f"held{sum(total >= edge for edge in STEPS)}"


def _marks(record: Record) -> tuple[Mark, ...]:
    if not record["gaps"]:
        return ()
    looked = "looked for, none found"
    based = str(record["gap_basis"])
    return tuple(
        Mark(title, "gap-looked" if f"{title}: {looked}" in based else "gap-never")
        for title in str(record["gaps"]).split("; ")
    )


def _apart(record: Record) -> str:
    parts = (
        _number(int(record["claims"] or 0), "claim", "claims"),
        _number(int(record["catalogued"] or 0), "in progress", "in progress"),
    )
    return ", ".join(part for part in parts if part)


def _number(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else ""


def _counts(reviews: int, studies: int) -> str:
    parts = (_number(reviews, "review", "reviews"), _number(studies, "study", "studies"))
    return ", ".join(part for part in parts if part)


def _sentence(record: Record, parts: Sequence[Part4], view: GapMapView, layered: Sequence[Layered]) -> str:
    said = [f"{record['row_title']} by {record['column_title']}:"]
    reviews, studies = int(record["reviews"] or 0), int(record["studies"] or 0)
    if record["state"] == "held":
        said.append(f"{_counts(reviews, studies)}, {record['uk']} with UK evidence.")
        levels = [f"{n} {title}" for segment, _, title, n in parts if not segment]
        said.append(f"{view.scale.title}: {'; '.join(levels)}.")
        if view.segments:
            sums = {name: sum(n for seg, _, _, n in parts if seg == name) for name in view.segments}
            named = [f"{view.segments[name]} {n}" for name, n in sums.items() if n]
            said.append(f"{'; '.join(named)}.")
    else:
        said.append(f"{record['state_title']}.")
    if apart := _apart(record):
        said.append(f"Apart: {apart}.")
    if record["gap_basis"]:
        said.append(f"Named gaps: {str(record['gap_basis']).rstrip('.')}.")
    said += [f"The layer {one.name} holds {one.n} here." for one in layered]
    return " ".join(said)
