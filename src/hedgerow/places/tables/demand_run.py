"""Forecast one level of a workspace when it is asked for, down to the LSOA."""

from __future__ import annotations

from hedgerow.errors import EstimateError, UsageError
from hedgerow.places.forecast.levels import forecast_levels
from hedgerow.places.forecast.run import DemandRun, run_of
from hedgerow.places.tables.demand_inputs import COARSE, FINE, chosen_types, read_counts, read_ground
from hedgerow.settings import Region
from hedgerow.store.lake import Lake, not_built
from hedgerow.vocabulary import terms

NEEDED = ("area_lookup", "panel", "panel_coverage")


def run_demand(
    lake: Lake, region: Region, level: str, *, horizon: int = 48, crime_type: str = "", family: str = ""
) -> DemandRun:
    """Forecast one type, one family or all types at one level, reconciled with the levels above.

    Raises
    ------
    NotFoundError
        When the panel has not been built.
    UsageError
        When the level, the type or the family is not known.
    EstimateError
        When no area has months enough.
    """
    if level not in (*COARSE, *FINE):
        raise UsageError(
            f"“{level}” is no level of demand.", remedy=f"They are: {', '.join((*COARSE, *FINE))}."
        )
    missing = [name for name in NEEDED if not lake.has(name)]
    if missing:
        raise not_built(missing[0])
    ground = read_ground(lake, region, level if level in FINE else "lad")
    types = chosen_types(lake, ground, crime_type, family)
    counts = read_counts(lake, ground, types)
    found = forecast_levels(counts, ground.ladder, horizon, slot=ground.slot)
    if level not in {one.kind for one in ground.ladder.rungs}:
        raise EstimateError(
            f"{region.name} has no area of the level “{level}”.",
            cause="Basic command units have no open boundary and are defined in the region file.",
            remedy="Define them in the region file as lists of districts, then build again.",
        )
    provenance = {
        "method": "counts by rolling origin, reconciled by least squares",
        "months": [ground.months[0], ground.months[-1]],
        "types": list(types),
        "horizon": horizon,
        "left_out_feet": int(found.without.sum()),
    }
    return run_of(
        found,
        level,
        what=_what(crime_type, family),
        months=ground.ahead(horizon),
        codes=ground.ladder.rung(level).codes,
        provenance=provenance,
    )


def _what(crime_type: str, family: str) -> str:
    if family:
        return terms("crime_family")[family].title
    if crime_type and crime_type != "every_type":
        known = terms("crime_type")
        return known[crime_type].title if crime_type in known else crime_type
    return "Every type of recorded crime and anti-social behaviour"
