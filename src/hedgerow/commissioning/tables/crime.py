"""Recorded crime of an area: counts by type, month and district, with the months that are gaps left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hedgerow.commissioning.facts import AreaFacts, CountRow, CrimeFacts
from hedgerow.provenance import Figure
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import family_types, terms

KNOWN = ("complete", "unusual")
YEAR = 12
TREND_MONTHS = 36
FAMILIES = ("all_crime", "soc_related", "violence", "acquisitive", "drugs_weapons", "antisocial")

_COVERAGE = """
SELECT month, list(DISTINCT state) AS states FROM panel_coverage
WHERE pfa24 IN (SELECT unnest($forces)) GROUP BY month ORDER BY month
"""
_AREA = """
SELECT p.crime_type, p.month, sum(p.n) AS n
FROM panel p JOIN area_lookup a USING (lsoa21)
WHERE a.{column} = $code AND p.month IN (SELECT unnest($months))
GROUP BY ALL
"""
_REGION = """
SELECT p.crime_type, sum(p.n) AS n
FROM panel p JOIN area_lookup a USING (lsoa21)
JOIN panel_coverage c ON c.pfa24 = a.pfa24 AND c.month = p.month
WHERE a.in_region AND c.state IN ('complete', 'unusual') AND p.month IN (SELECT unnest($months))
GROUP BY ALL
"""
_REGION_PEOPLE = """
SELECT sum(f.population * c.months) / $months AS people FROM
  (SELECT pfa24, sum(population) AS population FROM area_lookup
   WHERE in_region GROUP BY pfa24) f
  JOIN (SELECT pfa24, count(*) AS months FROM panel_coverage
        WHERE state IN ('complete', 'unusual') AND month IN (SELECT unnest($known))
        GROUP BY pfa24) c USING (pfa24)
"""
_DISTRICTS = """
SELECT a.lad24, any_value(a.lad24_name) AS name,
       sum(p.n) FILTER (list_contains($now, p.month)) AS now,
       sum(p.n) FILTER (list_contains($before, p.month)) AS before
FROM panel p JOIN area_lookup a USING (lsoa21)
WHERE a.{column} = $code AND list_contains($types, p.crime_type)
GROUP BY a.lad24 ORDER BY name
"""


@dataclass(frozen=True)
class Window:
    """The last twelve months of the data, the twelve before, and the months that are not known."""

    all: tuple[str, ...]
    states: Mapping[str, str]

    @property
    def months(self) -> tuple[str, ...]:
        """The last twelve months."""
        return self.all[-YEAR:]

    @property
    def before(self) -> tuple[str, ...]:
        """The twelve before them."""
        return self.all[-2 * YEAR : -YEAR]

    @property
    def unknown(self) -> dict[str, str]:
        """The months that are gaps, with their state."""
        return {month: state for month, state in self.states.items() if state not in KNOWN}

    def known(self, months: Sequence[str]) -> list[str]:
        """Return those of some months that are known."""
        return [month for month in months if self.states[month] in KNOWN]


def read_window(lake: Lake, area: AreaFacts) -> Window | None:
    """Return the months of the area's data; the calendar between first and last has no hole."""
    if not (lake.has("panel") and lake.has("panel_coverage")):
        return None
    rows = lake.query(_COVERAGE, {"forces": list(area.forces)}).to_pylist()
    known = [row["month"] for row in rows if any(state in KNOWN for state in row["states"])]
    if not known:
        return None
    states = {row["month"]: _worst(row["states"]) for row in rows}
    months = calendar(known[0], known[-1])
    return Window(tuple(months), {month: states.get(month, "missing") for month in months})


def read_crime(lake: Lake, area: AreaFacts, window: Window) -> CrimeFacts:
    """Return what the police recorded in the area."""
    trend_months = _from_first_known(window)
    cells = lake.query(
        _AREA.format(column=area.column), {"code": area.code, "months": list(trend_months)}
    ).to_pylist()
    counts = {(row["crime_type"], row["month"]): float(row["n"]) for row in cells}
    region, people = _region(lake, window)
    rows = _Rows(area, window, counts, region, people)
    types = [key for key, term in terms("crime_type").items() if any(kind == key for kind, _ in counts)]
    titles = {key: terms("crime_type")[key].title for key in types}
    return CrimeFacts(
        months=window.months,
        before=window.before,
        unknown=window.unknown,
        types=tuple(
            sorted((rows.row(key, titles[key], (key,)) for key in types), key=lambda row: -(row.now or 0))
        ),
        families=tuple(
            rows.row(key, terms("crime_family")[key].title, family_types(key)) for key in FAMILIES
        ),
        districts=_districts(lake, area, window, rows),
        trend=tuple(
            (
                month,
                window.states[month],
                {key: rows.total(family_types(key), [month]) for key in ("all_crime", "soc_related")},
            )
            for month in trend_months
        ),
        gaps=_gaps(lake, area, trend_months[0]),
    )


@dataclass(frozen=True)
class _Rows:
    """Makes count rows from the cells of the area and of the region."""

    area: AreaFacts
    window: Window
    counts: Mapping[tuple[str, str], float]
    region: Mapping[str, float]
    people: int | None

    def total(self, types: Sequence[str], months: Sequence[str]) -> float:
        """Return the crimes of some types in some months."""
        return sum(self.counts.get((kind, month), 0.0) for kind in types for month in months)

    def row(self, key: str, title: str, types: Sequence[str]) -> CountRow:
        """Return one row; where no month is known, its counts are missing."""
        now, before = self.window.known(self.window.months), self.window.known(self.window.before)
        return CountRow(
            key=key,
            title=title,
            now=self.total(types, now) if now else None,
            before=self.total(types, before) if before else None,
            population=self.area.population,
            region_now=sum(self.region.get(kind, 0.0) for kind in types) if self.people else None,
            region_population=self.people,
            figure=count_figure({self.area.column: self.area.code}, types, now),
        )


def count_figure(where: Mapping[str, str], types: Sequence[str], months: Sequence[str]) -> str | None:
    """Return the address of a count over some types and months."""
    if not months:
        return None
    whole = calendar(months[0], months[-1]) == list(months)
    span = {"from": months[0], "to": months[-1]} if whole else {"month": "|".join(months)}
    return str(Figure.of("panel", "n", {**where, "crime_type": "|".join(types), **span}))


def calendar(first: str, last: str) -> list[str]:
    """Return every month from the first to the last."""
    start, end = _index(first), _index(last)
    return [f"{number // YEAR:04d}-{number % YEAR + 1:02d}" for number in range(start, end + 1)]


def _from_first_known(window: Window) -> tuple[str, ...]:
    """Return the months of the trend: at most three years, from the first that is known."""
    months = window.all[-TREND_MONTHS:]
    first = next(place for place, month in enumerate(months) if window.states[month] in KNOWN)
    return months[first:]


def _index(month: str) -> int:
    year, number = month.split("-")
    return int(year) * YEAR + int(number) - 1


def _worst(states: Sequence[str]) -> str:
    order = ("missing", "partial", "unusual", "complete")
    return next(state for state in order if state in states)


def _region(lake: Lake, window: Window) -> tuple[dict[str, float], int | None]:
    """Return the region's counts and the residents behind them, forces with a gap left out month by month."""
    known = window.known(window.months)
    if not known:
        return {}, None
    counts = lake.query(_REGION, {"months": known}).to_pylist()
    people = lake.query(_REGION_PEOPLE, {"months": len(known), "known": known}).column("people")[0].as_py()
    return {row["crime_type"]: float(row["n"]) for row in counts}, round(people) if people else None


def _districts(lake: Lake, area: AreaFacts, window: Window, rows: _Rows) -> tuple[CountRow, ...]:
    now, before = window.known(window.months), window.known(window.before)
    if len(area.districts) < 2 or not now:
        return ()
    types = family_types("all_crime")
    found = lake.query(
        _DISTRICTS.format(column=area.column),
        {"code": area.code, "now": now, "before": before, "types": list(types)},
    ).to_pylist()
    inside = lake.query(
        f"SELECT lad24, sum(population) AS people FROM area_lookup WHERE {area.column} = ? GROUP BY lad24",  # noqa: S608
        [area.code],
    ).to_pylist()
    people = {row["lad24"]: int(row["people"]) for row in inside if row["people"]}
    return tuple(
        CountRow(
            row["lad24"],
            row["name"],
            float(row["now"] or 0),
            float(row["before"] or 0) if before else None,
            people.get(row["lad24"]),
            sum(rows.region.get(kind, 0.0) for kind in types),
            rows.people,
            count_figure({"lad24": row["lad24"]}, types, now),
        )
        for row in found
    )


def _gaps(lake: Lake, area: AreaFacts, first: str) -> tuple[tuple[str, str, str, str, str], ...]:
    if not lake.has("panel_gap"):
        return ()
    rows = lake.query(
        "SELECT * FROM panel_gap WHERE pfa24 IN (SELECT unnest($forces)) AND to_month >= $first "
        "ORDER BY from_month",
        {"forces": list(area.forces), "first": first},
    ).to_pylist()
    return tuple((r["force"], r["from_month"], r["to_month"], r["kind"], r["source"]) for r in rows)
