"""What is shown of warning signs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.errors import UsageError
from hedgerow.places.signals import (
    DISCOVERED,
    STATES,
    ClusterResult,
    CountPanel,
    SignalOptions,
    SignalResult,
    find_clusters,
    find_signals,
)
from hedgerow.places.signals.calibration import realised
from hedgerow.places.signals.comparison import compared, described
from hedgerow.places.signals.methods import known_method
from hedgerow.places.signals.words import DISCOVERED_WORDS, LOOK, PEOPLE, STATE_TITLES
from hedgerow.places.tables.signals import LEVELS, at_level, counted, read_places
from hedgerow.places.tables.signals_panel import read_panel
from hedgerow.provenance import Figure
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import family_types, terms

NOTES = (
    LOOK,
    "Expected and its 95 % range come from the place’s own past; q is the share of false ones among all as "
    "striking, over every place and crime type looked at.",
    PEOPLE,
)
ALARM_COLUMNS = (
    ReleasedColumn("area_kind", "Kind"),
    ReleasedColumn("area_code", "Area"),
    ReleasedColumn("name", "Name"),
    ReleasedColumn("house_name", "Known as", missing="not_applicable"),
    ReleasedColumn("crime_type", "Crime"),
    ReleasedColumn("month", "Month"),
    ReleasedColumn("state", "Sign"),
    ReleasedColumn("observed", "Recorded", "crimes", 0, "gap"),
    ReleasedColumn("expected", "Expected", "crimes", 1, "gap"),
    ReleasedColumn("lower", "Ordinary, from", "crimes", 0, "gap"),
    ReleasedColumn("upper", "Ordinary, to", "crimes", 0, "gap"),
    ReleasedColumn("p", "p", "", 6, "gap"),
    ReleasedColumn("q", "q", "", 4, "gap"),
    ReleasedColumn("score", "Score", "distance to limit", 2, "gap"),
    ReleasedColumn("shift", "Level of the last months"),
    ReleasedColumn("since", "Shifted since", missing="not_applicable"),
    ReleasedColumn("shift_ratio", "Recorded to expected since", "ratio", 2, "not_applicable"),
    ReleasedColumn("provisional", "Provisional"),
    ReleasedColumn("note", "Note", missing="not_applicable"),
)
CLUSTER_COLUMNS = (
    ReleasedColumn("family", "Crime"),
    ReleasedColumn("rank", "Most likely first"),
    ReleasedColumn("area_code", "LSOA at the centre"),
    ReleasedColumn("name", "Name"),
    ReleasedColumn("house_name", "Known as", missing="not_applicable"),
    ReleasedColumn("areas", "LSOAs"),
    ReleasedColumn("radius_km", "Radius", "km", 1),
    ReleasedColumn("from_month", "From"),
    ReleasedColumn("to_month", "To"),
    ReleasedColumn("observed", "Recorded", "crimes", 0),
    ReleasedColumn("expected", "Expected", "crimes", 0),
    ReleasedColumn("ratio", "Recorded to expected", "ratio", 2),
    ReleasedColumn("log_ratio", "Log-likelihood ratio", "", 1),
    ReleasedColumn("p", "p", "", 6),
    ReleasedColumn("state", "Sign"),
    ReleasedColumn("area_codes", "All its LSOAs"),
)
_ALARMS = """
    SELECT s.*, s.p_value AS p, s.q_value AS q, a.name, a.house_name FROM signal s
    LEFT JOIN area a ON a.code = s.area_code AND a.kind = s.area_kind
    WHERE s.area_kind = $level AND ($every OR s.area_code IN (SELECT unnest($codes)))
      AND ($all_states OR s.state IN ('up', 'down') OR s.shift IN ('up', 'down'))
    ORDER BY s.state NOT IN ('up', 'down'), s.p_value, s.area_code, s.crime_type
"""


@dataclass(frozen=True)
class SignalsAsked:
    """What a person asked for: exactly one of family and crime type, or neither for every type."""

    month: str
    level: str = "lsoa"
    family: str | None = None
    crime_type: str | None = None
    q: float = 0.05
    discovered: bool = False
    clusters: bool = False
    method: str = "hedgerow"

    def __post_init__(self) -> None:
        known_method(self.method)
        if self.level not in LEVELS:
            raise UsageError(f"“{self.level}” is no level.", remedy=f"They are: {', '.join(LEVELS)}.")
        if self.family and self.crime_type:
            raise UsageError("A family and a type were both asked for.", remedy="Give one of them.")
        _known("crime_family", self.family, "crime family")
        _known("crime_type", self.crime_type, "crime type")
        if not self.discovered and (self.crime_type in DISCOVERED or self.family == "drugs_weapons"):
            raise UsageError(
                f"“{self.crime_type or self.family}” is left out unless it is asked for.",
                cause="Its counts follow what the police look for.",
                remedy="Add --include-discovered.",
            )


@dataclass(frozen=True)
class SignalsFound:
    """The signs of a month: alarms, counts of every state, shifts, clusters, checks."""

    month: str
    level: str
    method: dict[str, object]
    summary: str
    alarms: tuple[dict[str, Any], ...]
    shifts: tuple[dict[str, Any], ...]
    counts: dict[str, int]
    shares: dict[str, float]
    clusters: tuple[dict[str, Any], ...]
    checks: tuple[dict[str, Any], ...]
    notes: tuple[str, ...]
    provenance: dict[str, object]
    result: SignalResult = field(repr=False)

    def as_dict(self) -> dict[str, object]:
        """Return JSON-ready values; the long tables are in --out."""
        return {name: value for name, value in vars(self).items() if name != "result"}


def find(lake: Lake, asked: SignalsAsked) -> SignalsFound:
    """Return the signs of a month, computed from the panel of the lake.

    Raises
    ------
    UsageError, NotFoundError, EstimateError
        When what was asked is not known, the month is not held or not complete, or its past is too short.
    """
    whole = counted(read_panel(lake), discovered=asked.discovered)
    panel = _chosen(at_level(lake, whole, asked.level), asked)
    result = find_signals(panel, asked.month, options=SignalOptions(level=asked.q, method=asked.method))
    names = _names(lake, asked.level)
    alarms = _records(result, np.isin(result.state, ("up", "down")), names)
    shifts = _records(result, np.isin(result.shift, ("up", "down")), names, by="p_shift")
    clusters = _clusters(lake, whole, asked) if asked.clusters else None
    calm = realised(panel, asked.month, method=result.method)
    other = compared(panel, result, asked.q)
    checks = (*result.checks, calm, *other, *(clusters.checks if clusters else ()))
    count = result.counts()
    said = () if asked.discovered else (DISCOVERED_WORDS,)
    return SignalsFound(
        month=asked.month,
        level=asked.level,
        method=described(result.method, calm),
        summary=result.summary(),
        alarms=alarms,
        shifts=shifts,
        counts=count,
        shares={state: count[state] / max(result.state.size, 1) for state in STATES},
        clusters=tuple(_cluster(row) for row in clusters.tidy().to_pylist()) if clusters else (),
        checks=tuple(
            {"name": c.name, "passed": c.passed, "text": c.text, "figures": dict(c.figures)} for c in checks
        ),
        notes=(LOOK, *said, PEOPLE),
        provenance=dict(result.provenance),
        result=result,
    )


def _known(scheme: str, name: str | None, words: str) -> None:
    if name is not None and name not in terms(scheme):
        raise UsageError(f"“{name}” is no {words}.", remedy=f"They are: {', '.join(terms(scheme))}.")


def _chosen(panel: CountPanel, asked: SignalsAsked) -> CountPanel:
    if asked.crime_type:
        return panel.only([asked.crime_type])
    if asked.family:
        return panel.summed(asked.family, family_types(asked.family))
    return panel


def _clusters(lake: Lake, panel: CountPanel, asked: SignalsAsked) -> ClusterResult:
    family = asked.family or "all_crime"
    return find_clusters(panel, asked.month, family, places=read_places(lake, panel))


def _cluster(row: dict[str, object]) -> dict[str, object]:
    codes = str(row.pop("area_codes")).split("|")
    return row | {"p": row.pop("p_value"), "area_codes": codes}


def _names(lake: Lake, level: str) -> dict[str, tuple[str, str | None]]:
    rows = lake.query(
        "SELECT code, name, house_name FROM area WHERE kind = $level AND in_region", {"level": level}
    )
    return {row["code"]: (row["name"], row["house_name"]) for row in rows.to_pylist()}


def _records(
    result: SignalResult,
    mask: npt.NDArray[np.bool_],
    names: dict[str, tuple[str, str | None]],
    *,
    by: str = "p",
) -> tuple[dict[str, Any], ...]:
    """Return the series of a mask, the most striking first by its p of the month, or of the shift."""
    rows = result.tidy(np.flatnonzero(mask.ravel())).to_pylist()
    for row in rows:
        row["p"], row["q"] = row.pop("p_value"), row.pop("q_value")
        row["name"], row["house_name"] = names.get(row["area_code"], (row["area_code"], None))
    return tuple(sorted(rows, key=lambda row: (row[by], row["area_code"], row["crime_type"])))


@dataclass(frozen=True)
class SignalsView:
    """The built signs of the latest complete month, of a region or of one area.

    `alarms` has the series that stand out, or every series of one small area; `counts` the states by kind of
    area; `together` the composite warnings; `clusters` and `checks` what their names say.
    """

    built: bool
    month: str
    title: str
    alarms: Released
    counts: Released
    together: Released
    clusters: Released
    checks: Released
    sentences: tuple[str, ...]


def signals_view(
    lake: Lake, *, code: str | None = None, kind: str = "lsoa", lsoas: tuple[str, ...] = ()
) -> SignalsView:
    """Return the built signs: of the region, or of one area with its LSOAs."""
    built = lake.has("signal") and lake.read("signal", ["month"]).num_rows > 0
    one = code is not None and kind == "lsoa"
    rows = _alarm_rows(lake, code, kind, lsoas) if built else []
    month = lake.read("signal", ["month"]).column("month")[0].as_py() if built else ""
    words = _sentences(rows, month, one=one) if built else (_unbuilt(lake),)
    return SignalsView(
        built=built,
        month=month,
        title="Warning signs",
        alarms=_alarms(rows, one=one),
        counts=_counts(lake, lsoas if code else None, built=built),
        together=_together(lake, lsoas if code else None, built=built),
        clusters=_cluster_table(lake, lsoas if code else None, built=built),
        checks=_checks(lake, built=built and code is None),
        sentences=words,
    )


def _unbuilt(lake: Lake) -> str:
    if lake.has("signal_check"):
        for row in lake.read("signal_check").to_pylist():
            if row["name"] == "refused":
                return str(row["text"])
    return "Warning signs are not built. Run: hedgerow build PATH."


def _alarm_rows(lake: Lake, code: str | None, kind: str, lsoas: tuple[str, ...]) -> list[dict[str, object]]:
    """Return the LSOA series, and those of the area itself where it is larger."""
    found: list[dict[str, object]] = []
    one = code is not None and kind == "lsoa"
    levels = ("pfa", "csp", "lad", "lsoa") if code is None else tuple({kind, "lsoa"} & set(LEVELS))
    for level in sorted(levels, key=lambda name: name == "lsoa"):
        codes = [code] if code is not None and level == kind else list(lsoas)
        found += lake.query(
            _ALARMS, {"level": level, "every": code is None, "codes": codes, "all_states": one}
        ).to_pylist()
    return found


def _alarms(rows: list[dict[str, object]], *, one: bool) -> Released:
    shown, figures = [], {}
    for number, row in enumerate(rows):
        key = {name: row[name] for name in ("area_kind", "area_code", "crime_type", "month")}
        figures.update(
            {
                (number, c): str(Figure.of("signal", c, key))
                for c in ("observed", "expected", "lower", "upper")
            }
        )
        words = {
            "crime_type": _title(str(row["crime_type"])),
            "state": STATE_TITLES[str(row["state"])],
            "provisional": "yes" if row["provisional"] else "no",
        }
        shown.append(row | words)
    title = "Every crime type here" if one else "What stands out"
    return _release("signal", title, ALARM_COLUMNS, shown, figures=figures)


def _title(name: str) -> str:
    for scheme in ("crime_type", "crime_family"):
        if name in terms(scheme):
            return terms(scheme)[name].title
    return name


def _counts(lake: Lake, lsoas: tuple[str, ...] | None, *, built: bool) -> Released:
    rows: list[dict[str, object]] = []
    if built:
        rows = lake.query(
            """SELECT area_kind, state, count(*) AS n FROM signal
            WHERE $every OR area_code IN (SELECT unnest($codes)) GROUP BY ALL ORDER BY ALL""",
            {"every": lsoas is None, "codes": list(lsoas or ())},
        ).to_pylist()
    kinds = list(dict.fromkeys(str(row["area_kind"]) for row in rows))
    table = [
        {"area_kind": kind.upper() if kind != "lsoa" else "LSOA"}
        | {s: next((r["n"] for r in rows if r["area_kind"] == kind and r["state"] == s), 0) for s in STATES}
        for kind in kinds
    ]
    columns = (
        ReleasedColumn("area_kind", "Kind of area"),
        *(ReleasedColumn(state, STATE_TITLES[state].split(":")[0], "series") for state in STATES),
    )
    return _release("signal_states", "Series by state", columns, table)


def _together(lake: Lake, lsoas: tuple[str, ...] | None, *, built: bool) -> Released:
    rows: list[dict[str, object]] = []
    if built:
        rows = lake.query(
            """SELECT w.*, w.p_value AS p, w.q_value AS q, l.lsoa21_name AS name, l.house_name
            FROM signal_warning w JOIN area_lookup l ON l.lsoa21 = w.area_code
            WHERE ($every AND w.state = 'up') OR w.area_code IN (SELECT unnest($codes))
            ORDER BY w.p_value NULLS LAST, w.area_code LIMIT 50""",
            {"every": lsoas is None, "codes": list(lsoas or ())},
        ).to_pylist()
    for row in rows:
        parts = str(row["strongest"] or "").split("|")
        row["strongest"] = ", ".join(_title(part) for part in parts if part) or None
        row["state"] = STATE_TITLES[str(row["state"])]
    columns = (
        ReleasedColumn("area_code", "LSOA"),
        ReleasedColumn("name", "Name"),
        ReleasedColumn("house_name", "Known as", missing="not_applicable"),
        ReleasedColumn("state", "All signs together"),
        ReleasedColumn("p", "p", "", 6, "gap"),
        ReleasedColumn("q", "q", "", 4, "gap"),
        ReleasedColumn("signs", "Signs combined"),
        ReleasedColumn("strongest", "Strongest rises", missing="gap"),
    )
    return _release("signal_warning", "All rising signs of a place together", columns, rows)


def _cluster_table(lake: Lake, lsoas: tuple[str, ...] | None, *, built: bool) -> Released:
    rows: list[dict[str, object]] = []
    if built and lake.has("signal_cluster"):
        rows = lake.query(
            """SELECT c.*, c.p_value AS p, l.lsoa21_name AS name, l.house_name FROM signal_cluster c
            JOIN area_lookup l ON l.lsoa21 = c.area_code WHERE c.state = 'up' ORDER BY c.family, c.rank"""
        ).to_pylist()
    inside = set(lsoas or ())
    if lsoas is not None:
        rows = [row for row in rows if inside & set(str(row["area_codes"]).split("|"))]
    for row in rows:
        row["family"], row["state"] = _title(str(row["family"])), STATE_TITLES[str(row["state"])]
    return _release("signal_cluster", "Clusters in space and time", CLUSTER_COLUMNS, rows)


def _checks(lake: Lake, *, built: bool) -> Released:
    rows: list[dict[str, object]] = lake.read("signal_check").to_pylist() if built else []
    words = {True: "holds", False: "look", None: "a figure"}
    shown = [
        row | {"passed": words[row["passed"]], "name": _check_name(str(row["name"]))}  # type: ignore[index]
        for row in rows
        if ": " in str(row["name"])
    ]
    columns = (
        ReleasedColumn("name", "Check"),
        ReleasedColumn("passed", "Outcome"),
        ReleasedColumn("text", "In words"),
    )
    return _release("signal_check", "How the signs were tested", columns, shown)


def _check_name(name: str) -> str:
    kind, _, what = name.partition(": ")
    return f"{kind.upper()}: {what.replace('_', ' ')}"


def _sentences(rows: list[dict[str, object]], month: str, *, one: bool) -> tuple[str, ...]:
    out = [row for row in rows if row["state"] in ("up", "down")]
    lead = f"{month}: " + (
        f"{len(out)} series of recorded crime leave their own past"
        if out
        else "nothing here leaves its own past by more than chance after looking everywhere"
    )
    newest = (
        " The month is provisional: late records may still come." if rows and rows[0]["provisional"] else ""
    )
    unknown = (
        " Its months are not complete: that is not nought."
        if one and all(r["state"] == "not_known" for r in rows)
        else ""
    )
    return (f"{lead}.{newest}{unknown}", LOOK, DISCOVERED_WORDS)


def _release(
    name: str,
    title: str,
    columns: tuple[ReleasedColumn, ...],
    rows: list[dict[str, object]],
    *,
    figures: dict[tuple[int, str], str] | None = None,
) -> Released:
    return release(
        Draft(
            name=name,
            title=title,
            columns=columns,
            rows=tuple(tuple(row[column.name] for column in columns) for row in rows),  # type: ignore[misc]
            source_class="modelled",
            figures=figures or {},
            notes=NOTES,
        )
    )
