"""Counts and rates over the months that are known: the one way in which every view counts crime."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from hedgerow.disclosure import ReleasedColumn
from hedgerow.places.panel import month_number, month_of
from hedgerow.places.tables.views.memory import remembered
from hedgerow.stats.interval import poisson_interval
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import family_types

YEAR = 12
PER = 1000
LEVEL = 0.95
COUNTED = ("panel", "panel_coverage", "area_lookup")

RATE_COLUMNS = (
    ReleasedColumn("crimes", "Recorded crimes", decimals=0, missing="gap", count=True),
    ReleasedColumn("rate", "Crimes per 1,000 residents a year", "per 1,000 a year", 1, missing="gap"),
    ReleasedColumn("rate_lower", "Rate, lower limit (95 %)", "per 1,000 a year", 1, missing="gap"),
    ReleasedColumn("rate_upper", "Rate, upper limit (95 %)", "per 1,000 a year", 1, missing="gap"),
    ReleasedColumn("months_counted", "Months counted", missing="gap"),
)
_LAST = """
    SELECT max(c.month) AS last FROM panel_coverage c
    WHERE c.state IN ('complete', 'unusual') AND c.pfa24 IN (SELECT pfa24 FROM area_lookup WHERE in_region)
"""
# Each group's crimes in the months that its forces have whole, and the residents who were counted in them.
_RATES = """
    WITH member AS (
        SELECT lsoa21, pfa24, population,
               CASE $column WHEN 'lsoa21' THEN lsoa21 WHEN 'msoa21' THEN msoa21 WHEN 'ward24' THEN ward24
                            WHEN 'lad24' THEN lad24 WHEN 'csp24' THEN csp24 WHEN 'bcu' THEN bcu
                            WHEN 'pfa24' THEN pfa24 ELSE 'all' END AS code
        FROM area_lookup WHERE in_region
    ), known AS (
        SELECT pfa24, month FROM panel_coverage
        WHERE month BETWEEN $first AND $last AND state IN ('complete', 'unusual')
    ), months AS (SELECT pfa24, count(*) AS months FROM known GROUP BY 1),
    exposure AS (
        SELECT m.code, CAST(sum(m.population * k.months) AS DOUBLE) AS resident_months,
               CAST(sum(m.population * k.months) AS DOUBLE) / sum(m.population) AS months
        FROM member m JOIN months k USING (pfa24) WHERE m.code IS NOT NULL GROUP BY 1
    ), cell AS (
        SELECT m.code, sum(p.n) AS n
        FROM panel p JOIN member m USING (lsoa21) JOIN known k ON k.pfa24 = m.pfa24 AND k.month = p.month
        WHERE p.crime_type IN (SELECT unnest($types)) GROUP BY 1
    )
    SELECT e.code, coalesce(c.n, 0) AS n, e.resident_months, e.months
    FROM exposure e LEFT JOIN cell c USING (code)
"""


@dataclass(frozen=True)
class Rate:
    """Crimes of a group over the months that are known.

    Attributes
    ----------
    crimes
        Recorded in those months.
    rate, lower, upper
        For each 1,000 residents in a year, with 95 % limits of a Poisson count; missing without residents.
    months
        Months that were counted, the mean over residents where forces differ.
    """

    crimes: float
    rate: float | None
    lower: float | None
    upper: float | None
    months: float

    @property
    def values(self) -> tuple[float | None, ...]:
        """The values of `RATE_COLUMNS`."""
        return (self.crimes, self.rate, self.lower, self.upper, self.months)


def rate_of(crimes: float, resident_months: float | None, months: float) -> Rate:
    """Return crimes for each 1,000 residents in a year, with limits."""
    if not resident_months:
        return Rate(crimes, None, None, None, months)
    scale = PER * YEAR / resident_months
    lower, upper = poisson_interval(crimes, LEVEL)
    return Rate(crimes, crimes * scale, float(lower) * scale, float(upper) * scale, months)


def last_month(lake: Lake) -> str | None:
    """Return the last month of which any force of the region is known."""
    if not lake.has("panel_coverage"):
        return None

    def ask() -> str | None:
        found: str | None = lake.query(_LAST).column("last").to_pylist()[0]
        return found

    return remembered(lake, COUNTED, "last_month", ask)


def period(last: str, months: int = YEAR) -> tuple[str, str]:
    """Return the first and last month of so many months."""
    return month_of(month_number(last) - months + 1), last


def rates_within(
    lake: Lake, column: str, family: str = "all_crime", months: int = YEAR
) -> Mapping[str, Rate]:
    """Return the rate of each group of the region over the last `months`.

    `column` is a column of area_lookup, or anything else for one group, ``all``. A group of which no month is
    known is absent.
    """
    if not (lake.has("panel") and lake.has("panel_coverage")):
        return {}
    key = ("rates_within", column, family, months)
    return remembered(lake, COUNTED, key, lambda: _counted(lake, column, family, months))


def _counted(lake: Lake, column: str, family: str, months: int) -> Mapping[str, Rate]:
    last = last_month(lake)
    if last is None:
        return {}
    first, last = period(last, months)
    asked = {"column": column, "first": first, "last": last, "types": list(family_types(family))}
    return MappingProxyType(_rates(lake.query(_RATES, asked).to_pylist()))


def _rates(rows: Sequence[Mapping[str, Any]]) -> dict[str, Rate]:
    """Return the rate of each group; the limits of all are found at once."""
    crimes = np.array([row["n"] for row in rows], dtype=float)
    exposure = np.array([row["resident_months"] or np.nan for row in rows], dtype=float)
    lower, upper = poisson_interval(crimes, LEVEL)
    numbers = np.column_stack([crimes, lower, upper]) * (PER * YEAR / exposure)[:, None]
    found = {}
    for row, (rate, low, high) in zip(rows, numbers.tolist(), strict=True):
        limits = (_held(rate), _held(low), _held(high))
        found[row["code"]] = Rate(float(row["n"]), *limits, float(row["months"] or 0))
    return found


def _held(number: float) -> float | None:
    return float(number) if np.isfinite(number) else None
