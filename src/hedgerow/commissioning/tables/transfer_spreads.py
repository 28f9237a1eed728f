"""How the LSOAs of an area stand to a condition: which meet it, in part, not, or are unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hedgerow.commissioning.tables.transfer_crime import Counted
from hedgerow.commissioning.transfer import Spot, Spread
from hedgerow.places.tables.views import Area
from hedgerow.provenance import Figure
from hedgerow.store.lake import Lake

LISTED = 8
STRONG, MIDDLE, WEAK = 2, 1, 0
DECILE, RENT = "imd2025_decile", "private_rent"
_VALUES = """
    SELECT i.lsoa21, i.value FROM indicator_value i JOIN area_lookup a USING (lsoa21)
    WHERE i.indicator = $indicator AND i.value IS NOT NULL AND a.in_region
"""
_NAMES = "SELECT lsoa21, lsoa21_name, house_name FROM area_lookup WHERE lsoa21 IN (SELECT unnest($lsoas))"
_URBAN = "SELECT lsoa21, rural_urban FROM area_lookup WHERE lsoa21 IN (SELECT unnest($lsoas))"


@dataclass(frozen=True)
class Graded:
    """LSOAs with a grade each, the numbers behind it and their addresses.

    `shown` and `shown_unit` are the number that is printed for one LSOA, where it is not `values`.
    """

    what: str
    grades: Mapping[str, int]
    values: Mapping[str, float] = field(default_factory=dict)
    unit: str = ""
    figures: Mapping[str, str | None] = field(default_factory=dict)
    shown: Mapping[str, float] | None = None
    shown_unit: str = ""
    least_first: bool = False
    reason: str = ""


def spread_of_crime(lake: Lake, area: Area, counted: Counted) -> Spread:
    """Return which of the area's LSOAs are in the region's top tenth by rate of a recorded crime."""
    rates = counted.rates
    graded = Graded(
        f"in the region’s top tenth for {counted.title}",
        counted.grades,
        values=rates,
        unit="recorded for each 1,000 residents a year",
        figures={code: counted.figure(code) for code in area.members},
        shown=counted.crimes,
        shown_unit=f"{counted.title}, recorded",
        reason=counted.reason,
    )
    return _spread(lake, area, graded)


def spread_of_deprivation(lake: Lake, area: Area) -> Spread:
    """Return which LSOAs are among the two most deprived tenths of the country."""
    values = _indicator(lake, DECILE)
    graded = Graded(
        "among the two most deprived tenths of the country",
        {code: STRONG if v <= 2 else MIDDLE if v <= 5 else WEAK for code, v in values.items()},
        values=values,
        unit="tenth, 1 is the most deprived",
        figures=_addresses(area, DECILE),
        least_first=True,
        reason="" if values else "The Index of Multiple Deprivation is not built in this workspace.",
    )
    return _spread(lake, area, graded)


def spread_of_private_rent(lake: Lake, area: Area) -> Spread:
    """Return which LSOAs are in the region's top third by share of private renting."""
    values = _indicator(lake, RENT)
    ranked = sorted(values.values())
    low, high = (ranked[len(ranked) // 3], ranked[2 * len(ranked) // 3]) if ranked else (0.0, 0.0)
    graded = Graded(
        "in the region’s top third for private renting",
        {code: STRONG if v >= high else MIDDLE if v >= low else WEAK for code, v in values.items()},
        values=values,
        unit="% rented privately",
        figures=_addresses(area, RENT),
        reason="" if values else "Private renting is not built in this workspace.",
    )
    return _spread(lake, area, graded)


def spread_of_towns(lake: Lake, area: Area) -> Spread:
    """Return which LSOAs are urban by the official classification."""
    rows = lake.query(_URBAN, {"lsoas": list(area.members)}).to_pylist()
    known = {row["lsoa21"]: str(row["rural_urban"]).lower() for row in rows if row["rural_urban"]}
    graded = Graded(
        "urban",
        {code: STRONG if "urban" in kind else WEAK for code, kind in known.items()},
        reason="" if known else "The rural-urban classification is not built in this workspace.",
    )
    return _spread(lake, area, graded)


def _spread(lake: Lake, area: Area, graded: Graded) -> Spread:
    counts = [
        sum(graded.grades.get(code) == grade for code in area.members) for grade in (STRONG, MIDDLE, WEAK)
    ]
    found = [code for code in area.members if graded.grades.get(code) == STRONG and code in graded.values]
    sign = 1 if graded.least_first else -1
    found.sort(key=lambda code: (sign * graded.values[code], code))
    names = _names(lake, found[:LISTED])
    only = area.members[0] if len(area.members) == 1 else ""
    shown = graded.values if graded.shown is None else graded.shown
    return Spread(
        strong=counts[0],
        middle=counts[1],
        weak=counts[2],
        unknown=len(area.members) - sum(counts),
        what=graded.what,
        spots=tuple(
            Spot(code, names.get(code, code), graded.values[code], graded.figures.get(code))
            for code in found[:LISTED]
        ),
        spots_unit=graded.unit,
        value=shown.get(only),
        unit=graded.shown_unit or graded.unit,
        figure=graded.figures.get(only) if only in shown else None,
        reason=graded.reason,
    )


def _names(lake: Lake, codes: list[str]) -> dict[str, str]:
    rows = lake.query(_NAMES, {"lsoas": codes}).to_pylist() if codes else []
    return {row["lsoa21"]: _named(row["lsoa21_name"], row["house_name"]) for row in rows}


def _named(name: str, house: str | None) -> str:
    return f"{name} ({house})" if house else name


def _indicator(lake: Lake, name: str) -> dict[str, float]:
    if not lake.has("indicator_value"):
        return {}
    rows = lake.query(_VALUES, {"indicator": name}).to_pylist()
    return {row["lsoa21"]: float(row["value"]) for row in rows}


def _addresses(area: Area, indicator: str) -> dict[str, str | None]:
    keys = [{"indicator": indicator, "lsoa21": code} for code in area.members]
    return {key["lsoa21"]: str(Figure.of("indicator_value", "value", key)) for key in keys}
