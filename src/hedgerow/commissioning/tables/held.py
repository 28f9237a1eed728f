"""What else a profile is told: indicators, evidence, plans, initiatives, signs, partners, sources."""

from __future__ import annotations

import re
from typing import Any

from hedgerow.commissioning.facts import (
    Action,
    AreaFacts,
    CommitmentRow,
    EvidenceCell,
    EvidenceRow,
    HarmRow,
    IndicatorRow,
    OwnRow,
    PartnerRow,
    PlanRow,
    SignRow,
)
from hedgerow.commissioning.tables.initiatives import list_initiatives
from hedgerow.disclosure import SourceNote
from hedgerow.places.harm import Weight, median_and_mean, shipped
from hedgerow.places.indicators import definitions
from hedgerow.store.database import Database
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import family_types, terms

HARM_SCHEME = "cchi"
OTHER_SCHEMES = ("css", "cost")
_FORCES = """
    SELECT DISTINCT force FROM area_lookup WHERE lsoa21 IN (SELECT unnest($lsoas)) AND force IS NOT NULL
"""
_INDICATORS = """
SELECT i.indicator,
       sum(i.value * a.population) FILTER (a.{column} = $code)
         / sum(a.population) FILTER (a.{column} = $code) AS value,
       min(i.value) FILTER (a.{column} = $code) AS low,
       max(i.value) FILTER (a.{column} = $code) AS high,
       count(i.value) FILTER (a.{column} = $code) AS known,
       sum(i.value * a.population) FILTER (a.in_region) / sum(a.population) FILTER (a.in_region) AS region
FROM indicator_value i JOIN area_lookup a USING (lsoa21)
WHERE i.value IS NOT NULL AND a.population > 0 AND (a.{column} = $code OR a.in_region)
GROUP BY i.indicator
"""
_OWN = """
SELECT o.area_code, o.measure, o.value, f.path
FROM own_value o JOIN source_file f USING (file_id)
WHERE o.area_code IN (SELECT unnest($codes)) AND o.value IS NOT NULL
ORDER BY o.measure, o.area_code, f.path
"""
_SOURCES = """
SELECT source, any_value(title) AS title, any_value(publisher) AS publisher, any_value(licence) AS licence,
       min(vintage) AS first, max(vintage) AS last, count(*) AS files,
       sum(rows_in) AS rows_in, sum(rows_kept) AS kept, sum(rows_rejected) AS rejected
FROM source_file GROUP BY source ORDER BY title
"""


def read_indicators(lake: Lake, area: AreaFacts) -> tuple[IndicatorRow, ...]:
    """Return every indicator for the area and the region: means of LSOAs, weighted by residents."""
    if not lake.has("indicator_value"):
        return ()
    found = {
        row["indicator"]: row
        for row in lake.query(_INDICATORS.format(column=area.column), {"code": area.code}).to_pylist()
    }
    rows = []
    for name, entry in definitions().items():
        row = found.get(name)
        if row is None or name == "population":
            continue
        rows.append(
            IndicatorRow(
                name,
                entry.title,
                entry.unit,
                entry.decimals,
                entry.index,
                entry.domain,
                row["value"],
                row["low"],
                row["high"],
                row["region"],
                row["known"],
                entry.publisher,
                entry.vintage,
                entry.review,
                figure=f"indicator_value/indicator={name},{area.column}={area.code}/value",
            )
        )
    return tuple(rows)


def read_evidence(lake: Lake) -> tuple[tuple[EvidenceRow, ...], tuple[EvidenceCell, ...]]:
    """Return the current records of the library and the cells of the gap map."""
    if not lake.has("evidence_record"):
        return (), ()
    rows = lake.query("SELECT * FROM evidence_record WHERE superseded_by IS NULL ORDER BY id").to_pylist()
    cells = (
        lake.query('SELECT "row", "column", state FROM evidence_cell').to_pylist()
        if lake.has("evidence_cell")
        else []
    )
    titles = {**_titles("intervention_group"), **_titles("outcome_group")}
    return (
        tuple(_evidence(row) for row in rows),
        tuple(
            EvidenceCell(titles.get(c["row"], c["row"]), titles.get(c["column"], c["column"]), c["state"])
            for c in cells
        ),
    )


def _evidence(row: dict[str, Any]) -> EvidenceRow:
    graded = row["grade_value"] and "not visible" not in row["grade_value"].lower()
    return EvidenceRow(
        id=row["id"],
        title=row["title"],
        authors=row["authors"] or "",
        year=row["year"],
        kind=row["kind"],
        approaches=_list(row["approaches"]),
        interventions=_list(row["interventions"]),
        outcomes=_list(row["outcomes"]),
        finding=row["finding"] or "",
        caveats=row["caveats"] or "",
        grade=f"{row['grade_scheme']}: {row['grade_value']}" if graded else "not rated",
        verified=row["verified"],
        uk=row["uk_evidence"],
        place=row["place_scope"] or "",
        link=row["link"] or "",
        tier=row["tier"],
        claim=row["claim_awaiting_evaluation"],
    )


def read_plans(database: Database) -> tuple[tuple[PlanRow, ...], tuple[CommitmentRow, ...]]:
    """Return the plans on file and their commitments that no reviewer rejected."""
    plans = [
        PlanRow(row["id"], row["title"], row["body"] or "", row["period"] or "")
        for row in database.current("plan")
    ]
    held = {plan.id for plan in plans}
    commitments = [
        CommitmentRow(row["plan"], row["quote"], row["page"], _list(row["approaches"]))
        for row in database.current("commitment")
        if row["plan"] in held and row["status"] != "rejected"
    ]
    return tuple(plans), tuple(commitments)


def read_actions(database: Database, area: AreaFacts) -> tuple[Action, ...]:
    """Return the initiatives that serve the area, a part of it or the whole that it lies in."""
    codes = {area.code, *area.lsoas, *area.districts, *area.forces}
    return tuple(
        Action(
            entry.name,
            entry.approach or "",
            entry.activity or "",
            entry.places,
            entry.starts or "",
            entry.ends or "",
            entry.status or "",
            entry.lead or "",
            ", ".join(entry.partners),
            entry.cost,
            entry.price_year,
            entry.outcome_measured or "",
            entry.note or "",
        )
        for _, entry in list_initiatives(database)
        if codes & set(entry.places)
    )


def read_signs() -> tuple[SignRow, ...]:
    """Return the warning signs, each with the sources of its list; the level of the source is said."""
    themes = terms("warning_theme")
    rows = []
    for sign in terms("warning_sign").values():
        theme = themes.get(sign.parent or "")
        sources = _words(theme.data.get("sources")) if theme else ()
        level = " (of the whole list)" if theme and theme.data.get("source_level") == "theme" else ""
        rows.append(
            SignRow(
                sign.id,
                theme.title if theme else "",
                sign.title,
                ", ".join(_words(sign.data.get("audience"))),
                f"{'; '.join(sources)}{level}" if sources else "",
            )
        )
    return tuple(rows)


def read_partners() -> tuple[PartnerRow, ...]:
    """Return the partners to ask; an unverified duty is said to be so."""
    rows = []
    for term in terms("partner").values():
        bound = "bound by law" if term.data.get("standing") == "duty_bound" else "invited"
        status = "" if term.data.get("standing_status") == "verified" else " (not verified)"
        rows.append(PartnerRow(term.title, f"{bound}{status}"))
    return tuple(rows)


def read_harm(lake: Lake, area: AreaFacts) -> tuple[HarmRow, ...]:
    """Return what each category weighs in the area's force, with its status; nothing where none is known.

    An area of several forces, whose mixes of offences differ, takes the middle of the published figures.
    """
    held = lake.query(_FORCES, {"lsoas": list(area.lsoas)}).column("force").to_pylist()
    weights, force = shipped(HARM_SCHEME), held[0] if len(held) == 1 else ""
    found = (weights.held(kind, force) for kind in family_types("all_crime"))
    beside = tuple(map(_scheme, OTHER_SCHEMES))
    return tuple(
        HarmRow(
            one.crime_type,
            one.weight,
            weights.title,
            one.edition,
            _status(one),
            median_and_mean(weights, one.crime_type, (force,))[1],
            _others(one.crime_type, force),
            beside,
        )
        for one in found
        if one and one.weight is not None
    )


def _others(kind: str, force: str) -> dict[str, float]:
    """Return what one record of a category weighs in the other schemes, where it is known."""
    held = {name: shipped(name).held(kind, force) for name in OTHER_SCHEMES}
    return {name: one.weight for name, one in held.items() if one and one.weight is not None}


def _scheme(name: str) -> str:
    one = shipped(name)
    prices = f", {one.price_year} prices, recorded crime only" if one.price_year else ""
    return f"{one.title}: edition {one.edition}{prices}; status {one.status.replace('_', ' ')}."


def _status(one: Weight) -> str:
    return f"{one.status}, borrowed from other forces" if one.borrowed else one.status


def read_own(lake: Lake, area: AreaFacts) -> tuple[OwnRow, ...]:
    """Return the values of a person's own tables, for places in the area, by the order of their codes."""
    if not (lake.has("own_value") and lake.has("source_file")):
        return ()
    codes = [area.code, *area.districts, *area.lsoas]
    rows = lake.query(_OWN, {"codes": codes}).to_pylist()
    return tuple(OwnRow(row["area_code"], row["measure"], row["value"], row["path"]) for row in rows)


def read_sources(lake: Lake) -> tuple[tuple[str, SourceNote, int, int, int], ...]:
    """Return every source that was read, with its terms and its rows in, kept and rejected."""
    if not lake.has("source_file"):
        return ()
    return tuple(
        (
            row["source"],
            SourceNote(_name(row), row["publisher"], row["licence"], _span(row)),
            int(row["rows_in"]),
            int(row["kept"]),
            int(row["rejected"]),
        )
        for row in lake.query(_SOURCES).to_pylist()
    )


def _name(row: dict[str, Any]) -> str:
    title = re.sub(r",? ?\b(19|20)\d{2}-\d{2}\b", "", row["title"]) if row["files"] > 1 else row["title"]
    return f"{title} ({row['files']} files)" if row["files"] > 1 else title


def _span(row: dict[str, Any]) -> str:
    return str(row["first"]) if row["first"] == row["last"] else f"{row['first']} to {row['last']}"


def _titles(scheme: str) -> dict[str, str]:
    return {key: term.title for key, term in terms(scheme).items()}


def _list(text: str | None) -> tuple[str, ...]:
    return tuple(part for part in (text or "").split("|") if part)


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return tuple(str(entry) for entry in value)
    return (str(value),) if value else ()
