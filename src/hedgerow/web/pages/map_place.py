"""What the map says of one place: value, interval, why to read it with care, and what else is known."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from hedgerow.disclosure import REASONS, shown
from hedgerow.places.tables.views import LayerValues
from hedgerow.places.tables.views.layers import FLAGS

FIRST = ("code", "name", "district", "value", "lower", "upper", "flag", "note")


@dataclass(frozen=True)
class PlaceFacts:
    """One place under one layer, in words that are ready to be shown.

    `details` pairs a label with what is known; `missing` says why there is no value.
    """

    code: str
    name: str
    within: str
    value: str
    interval: str
    flag: str
    note: str
    missing: str
    details: tuple[tuple[str, str], ...]

    def as_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return asdict(self)


def place_facts(view: LayerValues, row: int) -> PlaceFacts:
    """Return what is said of the place in one row."""
    record = dict(zip((c.name for c in view.values.columns), view.values.rows[row], strict=True))
    reason = view.values.reasons.get((row, "value"))
    return PlaceFacts(
        str(record["code"]),
        str(record["name"]),
        str(record["district"]),
        value_words(view, row),
        interval_words(view, row),
        FLAGS.get(str(record["flag"]), ""),
        str(record["note"] or ""),
        REASONS[reason] if reason else "",
        _details(view, row),
    )


def value_words(view: LayerValues, row: int) -> str:
    """Return the value as printed; a category in words."""
    text = shown(view.values, row, view.values.columns[3])
    return dict(view.layer.words).get(text, text)


def interval_words(view: LayerValues, row: int) -> str:
    """Return the interval as printed, empty where there is none."""
    if not view.layer.level:
        return ""
    lower, upper = view.values.columns[4:6]
    if any((row, column.name) in view.values.reasons for column in (lower, upper)):
        return ""
    ends = " to ".join(shown(view.values, row, column) for column in (lower, upper))
    return f"{ends} ({view.layer.level} interval)"


def _details(view: LayerValues, row: int) -> tuple[tuple[str, str], ...]:
    """Return the further columns as printed, without those that do not apply."""
    found = []
    for column in view.values.columns[len(FIRST) :]:
        if view.values.reasons.get((row, column.name)) == "not_applicable":
            continue
        text = shown(view.values, row, column)
        unit = f" {column.unit}" if column.unit and (row, column.name) not in view.values.reasons else ""
        found.append((column.label, f"{text}{unit}".replace("_", " ")))
    return tuple(found)
