"""What is shown of demand: one area and type, months and years to come, and how the ways did."""

from __future__ import annotations

from dataclasses import dataclass

from hedgerow.disclosure import Draft, Released, ReleasedColumn, Value, release
from hedgerow.errors import NotFoundError, UsageError
from hedgerow.places.forecast.verdict import NO_CHANGE, WORDS
from hedgerow.places.tables.demand_inputs import EVERY
from hedgerow.store.lake import Lake, not_built
from hedgerow.vocabulary import terms

KINDS = (
    ("region", "Region"),
    ("pfa", "Police force area"),
    ("bcu", "Basic command unit"),
    ("csp", "Community safety partnership"),
    ("lad", "District or city"),
)
COLUMN = {"pfa": "pfa24", "bcu": "bcu", "csp": "csp24", "lad": "lad24"}
STATES = {"forecast": "forecast", "no_change": "if nothing changes", "cannot_tell": "cannot tell"}
NOTES = (
    "Recorded crime, not all crime: a change of recording or reporting looks like a change of demand.",
    NO_CHANGE,
)
_AREAS = """
    SELECT DISTINCT d.area_code AS code, coalesce(a.name, d.area_code) AS name
    FROM demand d LEFT JOIN area a ON a.code = d.area_code AND a.kind = d.area_kind
    WHERE d.area_kind = $kind ORDER BY name
"""
_KNOWN = """
    WITH inside AS (SELECT lsoa21, pfa24 FROM area_lookup l WHERE in_region AND ({where})),
    forces AS (SELECT DISTINCT pfa24 FROM inside),
    held AS (
        SELECT c.month, count(*) AS n FROM panel_coverage c JOIN forces USING (pfa24)
        WHERE c.state IN ('complete', 'unusual') GROUP BY c.month
    ),
    counted AS (
        SELECT p.month, sum(p.n) AS n FROM panel p JOIN inside USING (lsoa21)
        WHERE $type = 'every_type' OR p.crime_type = $type GROUP BY p.month
    )
    SELECT m.month, CASE WHEN h.n = (SELECT count(*) FROM forces) THEN coalesce(c.n, 0) END AS n
    FROM (SELECT DISTINCT month FROM panel_coverage) m
    LEFT JOIN held h USING (month) LEFT JOIN counted c USING (month)
    WHERE m.month < $until ORDER BY m.month DESC LIMIT 36
"""
LIMITS = ("lower95", "lower80", "median", "upper80", "upper95")
MONTHS = (
    ReleasedColumn("month", "Month"),
    ReleasedColumn("mean", "Expected", "crimes", 0, "cannot_tell"),
    ReleasedColumn("lower80", "80 % interval, lower", "crimes", 0, "cannot_tell"),
    ReleasedColumn("upper80", "80 % interval, upper", "crimes", 0, "cannot_tell"),
    ReleasedColumn("lower95", "95 % interval, lower", "crimes", 0, "cannot_tell"),
    ReleasedColumn("upper95", "95 % interval, upper", "crimes", 0, "cannot_tell"),
    ReleasedColumn("state", "What it is"),
)
YEARS = (
    ReleasedColumn("from_month", "From"),
    ReleasedColumn("to_month", "To"),
    ReleasedColumn("mean", "Expected", "crimes", 0),
    ReleasedColumn("lower95", "95 % interval, lower", "crimes", 0),
    ReleasedColumn("upper95", "95 % interval, upper", "crimes", 0),
    ReleasedColumn("last_year", "Last twelve months", "crimes", 0, "gap"),
)
SCORES = (
    ReleasedColumn("method", "Way of forecasting"),
    ReleasedColumn("used", "Used here"),
    ReleasedColumn("mae", "Mean absolute error", "crimes", 2),
    ReleasedColumn("mase", "MASE", "", 2),
    ReleasedColumn("rmsse", "RMSSE", "", 2),
    ReleasedColumn("crps", "CRPS", "crimes", 2),
    ReleasedColumn("log_score", "Log score", "", 2),
    ReleasedColumn("coverage80", "In the 80 % interval", "%", 0),
    ReleasedColumn("coverage95", "In the 95 % interval", "%", 0),
)


@dataclass(frozen=True)
class DemandView:
    """Demand of one area and type.

    Attributes
    ----------
    kind, code, name, crime_type, what
        Which area, and which crime.
    areas, types
        What may be chosen: code and name.
    known
        Months that were recorded, up to three years.
    months, years, scores
        What is to come, by month and by year, and how each way did at this level.
    sentences
        The same in words.
    """

    kind: str
    code: str
    name: str
    crime_type: str
    what: str
    areas: tuple[tuple[str, str], ...]
    types: tuple[tuple[str, str], ...]
    known: Released
    months: Released
    years: Released
    scores: Released
    sentences: tuple[str, ...]


def demand_view(lake: Lake, kind: str = "", code: str = "", crime_type: str = "") -> DemandView:
    """Return demand of one area; the first of its kind, and every type, where none is named.

    Raises
    ------
    NotFoundError
        When nothing is built or there is no such area.
    UsageError
        When the kind or the type is not one of the known.
    """
    if not lake.has("demand"):
        raise not_built("demand")
    kind, crime_type = kind or "pfa", crime_type or EVERY
    if kind not in dict(KINDS):
        raise UsageError(f"“{kind}” is no kind of area.", remedy=f"They are: {', '.join(dict(KINDS))}.")
    types = _types(lake)
    if crime_type not in dict(types):
        raise UsageError(f"“{crime_type}” is no crime type.", remedy=f"They are: {', '.join(dict(types))}.")
    areas = tuple((row["code"], row["name"]) for row in lake.query(_AREAS, {"kind": kind}).to_pylist())
    if not areas:
        raise NotFoundError(
            f"No area of the kind “{dict(KINDS)[kind]}” is held.",
            remedy="Choose another kind; basic command units are defined in the region file.",
        )
    if code and code not in dict(areas):
        raise NotFoundError(
            f"There is no {kind} “{code}” in this region.", remedy="Choose one from the list."
        )
    return _view(lake, kind, code or areas[0][0], crime_type, areas, types)


def _types(lake: Lake) -> tuple[tuple[str, str], ...]:
    known = terms("crime_type")
    held = lake.query("SELECT DISTINCT crime_type AS id FROM demand ORDER BY id").column("id").to_pylist()
    titled = [(one, known[one].title if one in known else one) for one in held if one != EVERY]
    return ((EVERY, "Every type together"), *titled) if EVERY in held else tuple(titled)


def _view(lake: Lake, kind: str, code: str, crime_type: str, areas: tuple[tuple[str, str], ...],
          types: tuple[tuple[str, str], ...]) -> DemandView:  # fmt: skip
    asked = {"kind": kind, "code": code, "type": crime_type}
    where = "area_kind = $kind AND area_code = $code AND crime_type = $type"
    months = lake.query(f"SELECT * FROM demand WHERE {where} ORDER BY month", asked).to_pylist()  # noqa: S608 -- fixed text
    years = lake.query(f"SELECT * FROM demand_year WHERE {where} ORDER BY from_month", asked).to_pylist()  # noqa: S608 -- fixed text
    scores = lake.query(
        "SELECT * FROM demand_score WHERE area_kind = $kind AND crime_type = $type ORDER BY mae",
        {"kind": kind, "type": crime_type},
    ).to_pylist()
    name, what = dict(areas)[code], dict(types)[crime_type]
    known = _known(lake, kind, code, crime_type, str(months[0]["month"]))
    return DemandView(
        kind=kind,
        code=code,
        name=name,
        crime_type=crime_type,
        what=what,
        areas=areas,
        types=types,
        known=known,
        months=_months(f"{what} to come, {name}", months),
        years=_made("demand_year", f"{what} to come by year, {name}", YEARS, years),
        scores=_scores(f"How each way did: {dict(KINDS)[kind]}, {what}", scores),
        sentences=_sentences(name, what, months, years, scores),
    )


def _known(lake: Lake, kind: str, code: str, crime_type: str, until: str) -> Released:
    """Return recorded months; one that a force of the area has not complete is not known."""
    where = "true" if kind == "region" else f"l.{COLUMN[kind]} = $code"
    asked = {"type": crime_type, "until": until} | ({} if kind == "region" else {"code": code})
    rows = lake.query(_KNOWN.format(where=where), asked).to_pylist()[::-1]
    columns = (ReleasedColumn("month", "Month"), ReleasedColumn("n", "Recorded", "crimes", 0, "gap"))
    return _made("demand_known", "Recorded so far", columns, rows)


def _months(title: str, rows: list[dict[str, object]]) -> Released:
    shown = [row | {"state": STATES[str(row["state"])]} for row in rows]
    return _made("demand", title, MONTHS, shown)


def _scores(title: str, rows: list[dict[str, object]]) -> Released:
    shown = [
        row
        | {"method": WORDS[str(row["method"])]}
        | {name: _percent(row[name]) for name in ("coverage80", "coverage95")}
        for row in rows
    ]
    return _made("demand_score", title, SCORES, shown)


def _percent(value: object) -> float | None:
    return 100 * float(value) if isinstance(value, int | float) else None


def _made(
    name: str, title: str, columns: tuple[ReleasedColumn, ...], rows: list[dict[str, object]]
) -> Released:
    values: list[tuple[Value, ...]] = [tuple(_value(row[c.name]) for c in columns) for row in rows]
    return release(Draft(name, title, columns, tuple(values), source_class="modelled", notes=NOTES))


def _value(value: object) -> Value:
    return value if isinstance(value, str | int | float | bool) else None


def _sentences(
    name: str,
    what: str,
    months: list[dict[str, object]],
    years: list[dict[str, object]],
    scores: list[dict[str, object]],
) -> tuple[str, ...]:
    if months[0]["state"] == "cannot_tell":
        return (f"{name}: {months[0]['note']}",)
    first = years[0]
    said = [
        f"In the year from {first['from_month']} to {first['to_month']}, {first['mean']:,.0f} are expected "
        f"in {name} ({what.lower()}), and 95 times of 100 between {first['lower95']:,.0f} and "
        f"{first['upper95']:,.0f}."
    ]
    used = next((str(row["note"]) for row in scores if row["used"]), "")
    note = months[0]["note"]
    said += [text for text in (used, f"Of {name}: {note}" if note else "") if text]
    return (*said, NO_CHANGE)
