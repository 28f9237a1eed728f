"""What a dossier rests on: rows of the lake about one place, its twins, the model and the levers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hedgerow.errors import NotFoundError
from hedgerow.places.contrast.apart import NATIONS
from hedgerow.places.contrast.specification import spares, variables
from hedgerow.places.indicators import definitions
from hedgerow.places.tables.contrast_inputs import window_months
from hedgerow.store.lake import Lake

Row = Mapping[str, Any]
_PLACE = """
    SELECT c.*, l.lsoa21_name AS name, l.house_name, l.lad24_name AS district, l.pfa24,
           l.pfa24_name AS force_area, l.rural_urban, l.population
    FROM contrast c JOIN area_lookup l USING (lsoa21)
    WHERE c.lsoa21 = $code ORDER BY c.family = $family DESC, c.family
"""
_TWINS = """
    SELECT t.family, t.twin, t."order", t.distance, l.lsoa21_name AS name, l.house_name,
           l.lad24_name AS district, l.population, c.observed, c.expected, c.ratio, c.ratio_lower,
           c.ratio_upper, c.months, t.lsoa21
    FROM contrast_twin t
    JOIN contrast c ON c.family = t.family AND c.lsoa21 = t.twin
    JOIN area_lookup l ON l.lsoa21 = t.twin
    WHERE t.family = $family AND (t.lsoa21 = $code OR t.twin = $code) ORDER BY t.lsoa21, t."order"
"""
_INDICATORS = """
    SELECT v.indicator, median(v.value) AS middle, max(CASE WHEN v.lsoa21 = $code THEN v.value END) AS here,
           median(CASE WHEN v.lsoa21 IN (SELECT unnest($twins)) THEN v.value END) AS twins
    FROM indicator_value v JOIN area_lookup l USING (lsoa21) WHERE l.in_region GROUP BY v.indicator
"""
_MONTHS = "SELECT month, state FROM panel_coverage WHERE pfa24 = $pfa AND month IN (SELECT unnest($months))"
_MODEL = "SELECT term, value, standard_error FROM contrast_model WHERE family = $family"
_BALANCE = "SELECT covariate, smd_before, smd_after FROM contrast_balance WHERE family = $family"
_LEVERS = "SELECT * FROM contrast_lever WHERE family = $family ORDER BY q_value NULLS LAST, lever"
_UNMATCHED = "SELECT reason FROM contrast_unmatched WHERE family = $family AND lsoa21 = $code"


@dataclass(frozen=True)
class Facts:
    """One place and one family.

    `row` is its row of the contrast and `others` those of the other families; `twins` are its twins and
    `twin_of` the low places that it is a twin of; `values` hold each indicator here, in the middle of the
    region and in the middle of the twins.
    """

    code: str
    name: str
    family: str
    row: Row
    others: tuple[Row, ...]
    months: tuple[str, ...]
    missing: tuple[str, ...]
    twins: tuple[Row, ...]
    twin_of: tuple[Row, ...]
    unmatched: str
    values: Mapping[str, Row]
    model: Mapping[str, Row]
    balance: tuple[Row, ...]
    levers: tuple[Row, ...]


def read_facts(lake: Lake, code: str, family: str) -> Facts:
    """Read what is known; raise `NotFoundError` when the contrast has no row of this place."""
    rows = lake.query(_PLACE, {"code": code, "family": family}).to_pylist()
    if not rows or rows[0]["family"] != family:
        raise NotFoundError(f"The contrast holds no row of {code}.", remedy="Run: hedgerow build PATH.")
    both = {"code": code, "family": family}
    pairs = lake.query(_TWINS, both).to_pylist() if lake.has("contrast_twin") else []
    mine = tuple(pair for pair in pairs if pair["lsoa21"] == code)
    apart = NATIONS.get(code[:1], "") if rows[0].get("fitted_apart") else ""
    months = window_months(lake)
    states = lake.query(_MONTHS, {"pfa": rows[0]["pfa24"], "months": list(months)}).to_pylist()
    known = {row["month"] for row in states if row["state"] in ("complete", "unusual")}
    return Facts(
        code=code,
        name=str(rows[0]["house_name"] or rows[0]["name"]) + f" ({rows[0]['name']})",
        family=family,
        row=rows[0],
        others=tuple(rows[1:]),
        months=months,
        missing=tuple(month for month in months if month not in known),
        twins=mine,
        twin_of=tuple(pair for pair in pairs if pair["lsoa21"] != code),
        unmatched=_one(lake, "contrast_unmatched", _UNMATCHED, both, "reason"),
        values=_values(lake, code, [str(pair["twin"]) for pair in mine]),
        model={row["term"]: row for row in _own(_of(lake, "contrast_model", _MODEL, family), "term", apart)},
        balance=_own(_of(lake, "contrast_balance", _BALANCE, family), "covariate", apart),
        levers=() if apart else _of(lake, "contrast_lever", _LEVERS, family),
    )


def context_names(facts: Facts) -> tuple[str, ...]:
    """Return the indicators that the expected count of the place is made from."""
    names = [one.name for one in variables() if one.name in definitions()]
    spare = [one.name for one in spares() if one.name in facts.model]
    if facts.row.get("fitted_apart"):
        names = [name for name in names if name in facts.model]
    return (*names, *spare)


def _own(rows: tuple[Row, ...], column: str, apart: str) -> tuple[Row, ...]:
    """Return the rows of the model of the place: its nation's own, where it is fitted apart."""
    if not apart:
        return rows
    marks = (f"{apart}, fitted apart: ", f"{apart}: ")
    return tuple(
        {**row, column: row[column][len(mark) :]}
        for row in rows
        for mark in marks
        if row[column].startswith(mark)
    )


def _values(lake: Lake, code: str, twins: list[str]) -> dict[str, Row]:
    if not lake.has("indicator_value"):
        return {}
    found = lake.query(_INDICATORS, {"code": code, "twins": twins}).to_pylist()
    return {row["indicator"]: row for row in found}


def _of(lake: Lake, table: str, sql: str, family: str) -> tuple[Row, ...]:
    return tuple(lake.query(sql, {"family": family}).to_pylist()) if lake.has(table) else ()


def _one(lake: Lake, table: str, sql: str, parameters: Mapping[str, object], column: str) -> str:
    found = lake.query(sql, parameters).to_pylist() if lake.has(table) else []
    return str(found[0][column]) if found else ""
