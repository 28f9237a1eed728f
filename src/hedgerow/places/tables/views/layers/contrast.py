"""Super and zero output: verdict, ratio with its interval, rank, and what could have been told."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from hedgerow.disclosure import ReleasedColumn
from hedgerow.disclosure.released import Value
from hedgerow.places.tables.views.layers.layer import Group, Held, Layer
from hedgerow.places.tables.views.layers.rows import by_code
from hedgerow.places.tables.views.sourcing import source_notes
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms

TITLE = "Super and zero output"
VERDICTS: Mapping[str, str] = {
    "zero_output": "less recorded crime than its context leads one to expect",
    "as_expected": "nothing firm either way: between half and double, as far as can be told",
    "super_output": "more recorded crime than its context leads one to expect",
    "cannot_tell": "cannot tell: too little is expected, or places like it differ as much",
    "artefact": "the figure may be an artefact of recording",
    "not_known": "not known: the force’s data, or the context, are missing",
}
RATIOS = (0.5, 0.8, 1.25, 2.0)
DETECTABLE = (0.1, 0.2, 0.35, 0.5)
THREE_YEARS = 36
SHOWN = {"contrast": "verdict", "ratio": "ratio", "rank": "rank", "detectable": "detectable_like"}
COLUMNS = (
    ReleasedColumn("observed", "Recorded", "crimes", 0),
    ReleasedColumn("expected", "Expected from context", "crimes", 0),
    ReleasedColumn("ratio", "Recorded to expected", "ratio", 2),
    ReleasedColumn("p_low", "Chance that it is below the low cut-off", "", 2),
    ReleasedColumn("p_high", "Chance that it is above the high cut-off", "", 2),
    ReleasedColumn("q_low_like", "q-value, low among places like it", "", 3),
    ReleasedColumn("q_high_like", "q-value, high among places like it", "", 3),
    ReleasedColumn("rank", "Rank of the ratio, 1 is the lowest", "", 0),
    ReleasedColumn("rank_lower", "Rank, from (90 %)", "", 0),
    ReleasedColumn("rank_upper", "Rank, to (90 %)", "", 0),
    ReleasedColumn(
        "detectable_like", "Largest ratio that could be told as low", "ratio", 2, missing="cannot_tell"
    ),
    ReleasedColumn("verdict", "What may be said"),
    ReleasedColumn("silence", "Could it be silence?"),
    ReleasedColumn("months", "Complete months"),
)
SILENCE = {
    "possible": "low crime that another source contradicts: possible suppressed reporting",
    "none": "tested against another source, not contradicted",
    "not_testable": "not testable here: no other source is loaded",
}


def layers(lake: Lake) -> list[Layer]:
    """Return verdict, ratio and least detectable ratio of each family that is built."""
    families = lake.query("SELECT DISTINCT family FROM contrast ORDER BY 1").column("family").to_pylist()
    families.sort(key=lambda family: (family != "all_crime", family))
    ranked = "rank" in lake.query("SELECT * FROM contrast LIMIT 0").column_names
    made = [(family, terms("crime_family")[family].title.lower()) for family in families]
    return [
        *(_verdict(family, title) for family, title in made),
        *(_ratio(family, title) for family, title in made),
        *(_rank(family, title) for family, title in made if ranked),
        *(_detectable(family, title) for family, title in made),
    ]


def _verdict(family: str, title: str) -> Layer:
    return Layer(
        f"contrast:{family}",
        f"Super and zero output: {title}",
        TITLE,
        "Recorded crime beside what the context of a place leads one to expect.",
        "",
        0,
        "category",
        True,
        "",
        card="contrast",
        holds_crime="record",
        words=tuple(VERDICTS.items()),
    )


def _ratio(family: str, title: str) -> Layer:
    return Layer(
        f"ratio:{family}",
        f"Recorded to expected: {title}",
        TITLE,
        "Recorded crime over what the context of a place leads one to expect, shrunken; 1 is as expected.",
        "ratio",
        2,
        "number",
        True,
        "",
        card="contrast",
        level="90 %",
        holds_crime="record",
        breaks=RATIOS,
        ramp="ratio",
    )


def _rank(family: str, title: str) -> Layer:
    return Layer(
        f"rank:{family}",
        f"Rank of recorded to expected: {title}",
        TITLE,
        "Expected rank of the ratio of recorded to expected crime; 1 is the lowest. Read the interval first: "
        "where intervals overlap, the order cannot be told.",
        "rank, 1 is the lowest",
        0,
        "number",
        True,
        "",
        card="contrast",
        level="90 %",
        holds_crime="record",
        ramp="ratio",
    )


def _detectable(family: str, title: str) -> Layer:
    return Layer(
        f"detectable:{family}",
        f"What could be told: {title}",
        TITLE,
        "The largest ratio of recorded to expected crime that could be told as low among places like it. A "
        "place without a figure could not be told apart at any count.",
        "ratio",
        2,
        "number",
        True,
        "",
        card="contrast",
        breaks=DETECTABLE,
        ramp="context",
    )


def values(lake: Lake, layer: str) -> Held:
    """Return one family, with interval, verdict, gates and ranks of each LSOA."""
    kind, _, family = layer.partition(":")
    rows = lake.query("SELECT * FROM contrast WHERE family = $name", {"name": family})
    shown = SHOWN[kind]
    verdicts = by_code(rows, "verdict")
    low, high = (by_code(rows, f"{shown}_{end}") for end in ("lower", "upper"))
    more = [
        (column, by_code(rows, column.name) | _worded(rows, column.name))
        for column in COLUMNS
        if column.name in rows.column_names and column.name != shown
    ]
    return Held(
        by_code(rows, shown),
        low,
        high,
        flag=_flags(kind, verdicts, low, high),
        note=_notes(by_code(rows, "artefact")),
        missing="cannot_tell" if kind == "detectable" else "missing",
        reasons=_reasons(verdicts, by_code(rows, "months")),
        more=tuple(more),
        sources=source_notes(lake, "crime-panel-", "police-street", "imd2025"),
        notes=_provisional(by_code(rows, "months")),
    )


def _worded(rows: pa.Table, name: str) -> dict[str, Value]:
    words = {"verdict": VERDICTS, "silence": SILENCE}.get(name)
    if words is None:
        return {}
    return {code: words.get(str(value), value) for code, value in by_code(rows, name).items()}


def _flags(
    kind: str, verdicts: Mapping[str, Value], lower: Mapping[str, Value], upper: Mapping[str, Value]
) -> dict[str, str]:
    """Say for each place of a ratio why it must be read with care."""
    found = {code: "artefact" for code, verdict in verdicts.items() if verdict == "artefact"}
    if kind == "rank":
        found |= {code: "cannot_tell" for code, verdict in verdicts.items() if verdict == "cannot_tell"}
    if kind != "ratio":
        return found
    for code, verdict in verdicts.items():
        low, high = lower.get(code), upper.get(code)
        if code in found or not isinstance(low, int | float) or not isinstance(high, int | float):
            continue
        if verdict == "cannot_tell":
            found[code] = "cannot_tell"
        elif low <= 1 <= high:
            found[code] = "no_direction"
    return found


def _reasons(verdicts: Mapping[str, Value], months: Mapping[str, Value]) -> dict[str, str]:
    """Say why a place is not known: its force has no whole month, or its context is not held."""
    return {
        code: "missing" if months.get(code) else "gap"
        for code, verdict in verdicts.items()
        if verdict == "not_known"
    }


def _notes(artefacts: Mapping[str, Value]) -> dict[str, str]:
    return {code: f"Artefact gate: {text}." for code, text in artefacts.items() if text}


def _provisional(months: Mapping[str, Value]) -> tuple[str, ...]:
    most = max((int(m) for m in months.values() if isinstance(m, int)), default=0)
    if most >= THREE_YEARS:
        return ()
    return (f"Provisional: {most} complete months at most were counted, fewer than three years.",)


GROUP = Group(TITLE, tuple(SHOWN), ("contrast",), layers, values)
