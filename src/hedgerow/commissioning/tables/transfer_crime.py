"""Recorded crime of one kind, LSOA by LSOA of the region, over the last year's months that are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from hedgerow.commissioning.rates import poisson_interval, rank_interval
from hedgerow.commissioning.tables.crime import count_figure
from hedgerow.commissioning.transfer import Rate
from hedgerow.commissioning.transfer.factor import crime_title
from hedgerow.places.tables.views import Area
from hedgerow.places.tables.views.counting import COUNTED, last_month, period
from hedgerow.places.tables.views.memory import remembered
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import family_types, terms

PER, YEAR = 1000, 12
TOP, HALF = 0.10, 0.50
DRAWS = 300
_COUNTS = """
    WITH known AS (
        SELECT pfa24, month FROM panel_coverage
        WHERE month BETWEEN $first AND $last AND state IN ('complete', 'unusual')
    ), months AS (SELECT pfa24, count(*) AS months FROM known GROUP BY 1),
    cell AS (
        SELECT p.lsoa21, sum(p.n) AS n FROM panel p
        JOIN area_lookup a USING (lsoa21) JOIN known k ON k.pfa24 = a.pfa24 AND k.month = p.month
        WHERE p.crime_type IN (SELECT unnest($types)) GROUP BY 1
    )
    SELECT a.lsoa21, a.population, m.months, coalesce(c.n, 0) AS n
    FROM area_lookup a JOIN months m USING (pfa24) LEFT JOIN cell c USING (lsoa21)
    WHERE a.in_region ORDER BY a.lsoa21
"""
_MONTHS = """
    SELECT month FROM panel_coverage
    WHERE month BETWEEN $first AND $last AND state IN ('complete', 'unusual')
      AND pfa24 IN (SELECT DISTINCT pfa24 FROM area_lookup WHERE lsoa21 IN (SELECT unnest($lsoas)))
    GROUP BY month HAVING count(DISTINCT pfa24) = (
        SELECT count(DISTINCT pfa24) FROM area_lookup WHERE lsoa21 IN (SELECT unnest($lsoas)))
    ORDER BY month
"""


@dataclass(frozen=True)
class Counted:
    """Crimes and exposure of every LSOA of the region; `months` are those that are known in all the area."""

    area: Area
    title: str
    types: tuple[str, ...]
    first: str = ""
    last: str = ""
    months: tuple[str, ...] = ()
    crimes: Mapping[str, float] = field(default_factory=dict)
    exposure: Mapping[str, float] = field(default_factory=dict)  # resident-months
    spans: Mapping[str, int] = field(default_factory=dict)
    grades: Mapping[str, int] = field(default_factory=dict)
    reason: str = ""

    @property
    def rates(self) -> Mapping[str, float]:
        """Per 1,000 residents a year, where residents and months are known."""
        return {code: self.rate_of(code) for code, people in self.exposure.items() if people}

    def rate_of(self, code: str) -> float:
        """Return the rate of one LSOA."""
        return PER * YEAR * self.crimes[code] / self.exposure[code]

    def figure(self, code: str) -> str | None:
        """Return the address of an LSOA's count."""
        return count_figure({"lsoa21": code}, self.types, self.months)

    def rate(self) -> Rate:
        """Return the area's rate beside the region's."""
        inside = [code for code in self.area.members if self.exposure.get(code)]
        if not inside:
            reason = self.reason or "No month of it is known, or no residents are."
            return Rate(self.title, None, None, None, None, 0, reason=reason)
        crimes, exposure = (sum(held[code] for code in inside) for held in (self.crimes, self.exposure))
        lower, upper = poisson_interval(crimes)
        region = sum(self.crimes[c] for c in self.exposure) / sum(self.exposure.values())
        column = {self.area.column: self.area.code} if self.area.kind != "region" else {}
        whole = len(inside) == len(self.area.members) and len({self.spans[code] for code in inside}) == 1
        return Rate(
            self.title,
            crimes,
            PER * YEAR * crimes / exposure,
            PER * YEAR * region,
            region * exposure,
            sum(self.spans[code] for code in inside) / len(inside),
            lower,
            upper,
            self.first,
            self.last,
            count_figure(column, self.types, self.months) if whole and column else None,
        )


def count_crime(lake: Lake, area: Area, crime: str) -> Counted:
    """Return what is recorded of a crime family or type; where no month is known, the reason."""
    types = tuple(family_types(crime)) if crime in terms("crime_family") else (crime,)
    title = crime_title(crime)
    last = last_month(lake) if lake.has("panel") else None
    if last is None:
        return Counted(area, title, types, reason="No recorded crime is built in this workspace.")
    first, last = period(last)
    rows = remembered(lake, COUNTED, ("transfer", types), lambda: _rows(lake, first, last, types))
    span = {"first": first, "last": last, "lsoas": list(area.members)}
    months = lake.query(_MONTHS, span).column("month").to_pylist()
    known = any(code in rows for code in area.members)
    return Counted(
        area,
        title,
        types,
        first,
        last,
        tuple(months),
        {code: crimes for code, (crimes, _, _) in rows.items()},
        {code: exposure for code, (_, exposure, _) in rows.items()},
        {code: months for code, (_, _, months) in rows.items()},
        remembered(lake, COUNTED, ("transfer grades", types), lambda: grades_of(rows)),
        "" if known else "The force’s data are missing for all of the last twelve months.",
    )


def _rows(
    lake: Lake, first: str, last: str, types: tuple[str, ...]
) -> Mapping[str, tuple[float, float, int]]:
    """Return crimes, resident-months and known months of every LSOA of the region with residents."""
    found = lake.query(_COUNTS, {"first": first, "last": last, "types": list(types)}).to_pylist()
    return MappingProxyType(
        {
            row["lsoa21"]: (float(row["n"]), float(row["population"] * row["months"]), int(row["months"]))
            for row in found
            if row["population"]
        }
    )


def grades_of(rows: Mapping[str, tuple[float, float, int]]) -> Mapping[str, int]:
    """Return 2 for the region's top tenth by rate, 1 for the upper half, 0 for the rest, by rank with limits.

    A rank that chance alone could put in the lower half is not in the top tenth; one that chance alone could
    put in the top tenth is not in the rest: both stand in the middle. Limits are the 5th and 95th percentile.
    """
    if not rows:
        return {}
    crimes, exposure = (np.array([row[place] for row in rows.values()]) for place in (0, 1))
    rank = (-crimes / exposure).argsort(kind="stable").argsort(kind="stable") + 1
    best, worst = rank_interval(crimes, exposure, draws=DRAWS)
    top, half = max(1, int(TOP * len(rank))), max(1, int(HALF * len(rank)))
    strong = (rank <= top) & (worst <= half) & (crimes > 0)
    weak = (rank > half) & (best > top)
    grades = np.where(strong, 2, np.where(weak, 0, 1))
    return MappingProxyType(dict(zip(rows, grades.tolist(), strict=True)))
