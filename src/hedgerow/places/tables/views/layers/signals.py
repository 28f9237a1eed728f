"""Warning signs of the latest month, in both directions: a reason to look, never a finding."""

from __future__ import annotations

from collections.abc import Mapping

from hedgerow.disclosure import ReleasedColumn
from hedgerow.disclosure.released import Value
from hedgerow.places.tables.views.layers.layer import Group, Held, Layer
from hedgerow.places.tables.views.layers.rows import by_code
from hedgerow.places.tables.views.sourcing import source_notes
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms

TITLE = "Warning signs"
WORDS = (
    ("up", "more than its past leads one to expect"),
    ("none", "tested: nothing stands out"),
    ("down", "less than its past leads one to expect"),
    ("cannot_tell", "cannot tell: too little is expected"),
)
DISCOVERED = ("drugs", "possession-of-weapons")
COLUMNS = (
    ReleasedColumn("observed", "Records of the month", "", 0),
    ReleasedColumn("expected", "Expected from its past", "", 1),
    ReleasedColumn("expected_lower", "Range of one month, from (95 %)", "", 1),
    ReleasedColumn("expected_upper", "Range of one month, to (95 %)", "", 1),
    ReleasedColumn("q_value", "q-value, after looking everywhere", "", 4),
    ReleasedColumn("shift", "A level that has stayed"),
    ReleasedColumn("since", "Since", missing="not_applicable"),
    ReleasedColumn("baseline_months", "Months that the baseline rests on"),
)
_ALL = (
    ReleasedColumn("signs", "Signs that were combined"),
    ReleasedColumn("q_value", "q-value, after looking everywhere", "", 4),
    ReleasedColumn("strongest", "Its strongest signs", missing="not_applicable"),
)
_SIGNALS = """
    SELECT * RENAME (lower AS expected_lower, upper AS expected_upper),
           nullif(state, 'not_known') AS shown
    FROM signal WHERE area_kind = 'lsoa' AND crime_type = $name
"""
_WARNINGS = "SELECT *, nullif(state, 'not_known') AS shown FROM signal_warning WHERE area_kind = 'lsoa'"


def layers(lake: Lake) -> list[Layer]:
    """Return all rising signs together, and one layer a crime type."""
    rows = lake.query("SELECT DISTINCT crime_type, month FROM signal ORDER BY 1").to_pylist()
    month = max((row["month"] for row in rows), default="")
    types = [row["crime_type"] for row in rows]
    found = []
    if lake.has("signal_warning"):
        found.append(_layer("all", "all rising signs together", month))
    return [*found, *(_layer(name, _title(name), month) for name in types)]


def _title(name: str) -> str:
    known = terms("crime_type")
    return known[name].title.lower() if name in known else name


def _layer(name: str, title: str, month: str) -> Layer:
    return Layer(
        f"signal:{name}",
        f"Warning signs: {title}",
        TITLE,
        f"Records of {month} beside what each place’s own past leads one to expect. A sign is a reason to "
        "look, not a finding.",
        "",
        0,
        "category",
        True,
        month,
        card="signal",
        holds_crime="record",
        words=WORDS,
    )


def values(lake: Lake, layer: str) -> Held:
    """Return the state of each LSOA."""
    name = layer.partition(":")[2]
    together = name == "all"
    rows = lake.query(_WARNINGS) if together else lake.query(_SIGNALS, {"name": name})
    columns = _ALL if together else COLUMNS
    flags = {} if together else _flags(name, by_code(rows, "provisional", key="area_code"))
    return Held(
        by_code(rows, "shown", key="area_code"),
        flag=flags,
        note={code: str(text) for code, text in by_code(rows, "note", key="area_code").items() if text},
        missing="gap",
        more=tuple((c, _worded(c.name, by_code(rows, c.name, key="area_code"))) for c in columns),
        sources=source_notes(lake, "crime-panel-", "police-street"),
    )


def _worded(name: str, values: dict[str, Value]) -> dict[str, Value]:
    """Return the values of a column; crime types in words."""
    if name != "strongest":
        return values
    return {
        code: "; ".join(_title(one) for one in str(value).split("|")) if value else None
        for code, value in values.items()
    }


def _flags(name: str, provisional: Mapping[str, Value]) -> dict[str, str]:
    if name in DISCOVERED:
        return dict.fromkeys(provisional, "discovered")
    return {}


GROUP = Group(TITLE, ("signal",), ("signal",), layers, values)
