"""What the contrast reads from the lake: months, counts, context, gate facts and signals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.places.contrast.artefact import GateFacts, artefact_reasons
from hedgerow.places.contrast.data import ContrastData, PlaceContext
from hedgerow.places.contrast.specification import is_signal, shaped, spares, variables
from hedgerow.places.tables.index import read_values
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import family_types

Array = npt.NDArray[np.float64]
WORKDAY = "workday_population"
WINDOW = 36  # months: three years, as far as they are held
KNOWN = ("complete", "unusual")  # an unusual month is read with care, not thrown away
COVERED = 0.5  # share of an area's records of which street rows must be held before points are judged
STATIONS = ("police station", "prison", "court", "hospital")

_MONTHS = "SELECT DISTINCT month FROM panel_coverage WHERE state IN ('complete', 'unusual') ORDER BY month"
_PLACES = """
    SELECT lsoa21, pfa24, lad24, coalesce(rural_urban, 'not known') AS urban, population
    FROM area_lookup WHERE in_region ORDER BY lsoa21
"""
_COUNTS = """
    WITH place AS (
        SELECT lsoa21, row_number() OVER (ORDER BY lsoa21) - 1 AS row FROM area_lookup WHERE in_region
    )
    SELECT p.crime_type, CAST(sum(p.n) AS DOUBLE) AS n,
        CAST(place.row * len($months) + list_position($months, p.month) - 1 AS BIGINT) AS cell
    FROM panel p JOIN place USING (lsoa21)
    WHERE list_contains($months, p.month)
    GROUP BY ALL ORDER BY 1
"""
_OLD_CODES = """
    WITH mixed AS (
        SELECT l.pfa24, p.month FROM panel p JOIN area_lookup l USING (lsoa21)
        WHERE l.in_region AND p.month >= $first
        GROUP BY l.pfa24, p.month HAVING sum(CASE WHEN p.n <> floor(p.n) THEN 1 ELSE 0 END) > 0
    )
    SELECT DISTINCT c.lsoa21, m.n FROM lsoa11_to_lsoa21 c
    JOIN area_lookup l USING (lsoa21)
    JOIN (SELECT pfa24, count(*) AS n FROM mixed GROUP BY pfa24) m USING (pfa24)
    WHERE c.change IN ('S', 'X') AND l.in_region
"""
_UNPLACED = """
    SELECT force, avg(CASE WHEN lsoa_published IS NULL THEN 1.0 ELSE 0.0 END) AS share
    FROM street WHERE month >= $first GROUP BY force
"""
_POINTS = """
    SELECT lsoa_published AS lsoa21, longitude, latitude, min(lower(location)) AS location, count(*) AS n
    FROM street WHERE month >= $first AND lsoa_published IS NOT NULL AND lsoa_vintage IN ('2021', 'both')
    GROUP BY lsoa_published, longitude, latitude
"""
_OWN = """
    SELECT v.measure, v.area_code AS lsoa21, sum(v.value) AS value
    FROM own_value v JOIN area_lookup l ON l.lsoa21 = v.area_code
    WHERE v.area_kind = 'lsoa' AND l.in_region AND v.value IS NOT NULL
    GROUP BY v.measure, v.area_code
"""


@dataclass(frozen=True)
class Window:
    """The region's places in the order of their codes, the months, and which of them are complete."""

    areas: tuple[str, ...]
    force: npt.NDArray[np.str_]
    district: npt.NDArray[np.str_]
    urban: npt.NDArray[np.str_]
    residents: Array
    months: tuple[str, ...]
    complete: npt.NDArray[np.bool_]

    @property
    def row(self) -> dict[str, int]:
        """Row number of each code."""
        return {code: number for number, code in enumerate(self.areas)}


def window_months(lake: Lake) -> tuple[str, ...]:
    """Return the months that the contrast counts, where a force has them complete."""
    held = lake.query(_MONTHS).column("month").to_pylist()
    return tuple(month for month in held if month > _before(held[-1], WINDOW)) if held else ()


def read_window(lake: Lake) -> Window:
    """Return places and months: up to three years to the last month that any force has complete."""
    places = lake.query(_PLACES).to_pydict()
    months = window_months(lake)
    force = np.array(places["pfa24"], dtype=np.str_)
    states = lake.query("SELECT pfa24, month, state FROM panel_coverage").to_pydict()
    known = {
        (area, month)
        for area, month, state in zip(states["pfa24"], states["month"], states["state"], strict=True)
        if state in KNOWN
    }
    complete = np.array([[(area, month) in known for month in months] for area in force], dtype=bool)
    return Window(
        areas=tuple(places["lsoa21"]),
        force=force,
        district=np.array(places["lad24"], dtype=np.str_),
        urban=np.array(places["urban"], dtype=np.str_),
        residents=np.array([np.nan if n is None else n for n in places["population"]], dtype=float),
        months=months,
        complete=complete.reshape(len(force), len(months)),
    )


@dataclass(frozen=True)
class Counts:
    """Monthly counts of every crime type, places x months, NaN where the force's month is not complete."""

    window: Window
    types: dict[str, Array]

    def family(self, name: str) -> ContrastData:
        """Return the counts of one crime family."""
        return self._of(name, family_types(name))

    def everything(self) -> ContrastData:
        """Return the counts of every type together."""
        return self._of("every_type", tuple(self.types))

    def _of(self, name: str, types: tuple[str, ...]) -> ContrastData:
        zero = np.where(self.window.complete, 0.0, np.nan)
        return ContrastData(name, self.window.months, sum((self.types.get(t, zero) for t in types), zero))


def read_counts(lake: Lake, window: Window) -> Counts:
    """Return the counts of the window, every type once."""
    if not window.months:
        return Counts(window, {})
    found = lake.query(_COUNTS, {"months": list(window.months)})
    kinds = found.column("crime_type").combine_chunks().dictionary_encode()
    cell, n = (found.column(name).to_numpy() for name in ("cell", "n"))
    edges = np.searchsorted(kinds.indices.to_numpy(), np.arange(len(kinds.dictionary) + 1))
    types: dict[str, Array] = {}
    for kind, first, last in zip(kinds.dictionary.to_pylist(), edges[:-1], edges[1:], strict=True):
        cells = np.bincount(cell[first:last], n[first:last], window.complete.size)
        types[kind] = np.where(window.complete, cells.reshape(window.complete.shape), np.nan)
    return Counts(window, types)


def read_context(lake: Lake, window: Window, everything: ContrastData) -> PlaceContext:
    """Return context, gates and signals of the places; `everything` counts every type of record."""
    columns, spare = _context(lake)
    return PlaceContext(
        areas=window.areas,
        exposure=window.residents,
        names=tuple(name for name, _ in columns),
        values=np.column_stack([c for _, c in columns]) if columns else np.empty((len(window.areas), 0)),
        force=window.force,
        urban=window.urban,
        district=window.district,
        neighbours=_neighbours(lake, window),
        artefact=artefact_reasons(read_facts(lake, window, everything)),
        signals=_signals(lake, window),
        workday=_workday(lake, window),
        spare=spare,
    )


def _context(lake: Lake) -> tuple[list[tuple[str, Array]], dict[str, Array]]:
    """Return the columns of context that are held, and what stands in where a nation lacks one of them."""
    wanted, instead = variables(), spares()
    _, table = read_values(lake, tuple(one.name for one in (*wanted, *instead)))
    held = dict(zip((one.name for one in (*wanted, *instead)), table.T, strict=True))
    columns: list[tuple[str, Array]] = []
    for one in wanted:
        if not np.isnan(held[one.name]).all():
            columns += shaped(held[one.name], one)
    spare = {one.name: held[one.name] for one in instead if not np.isnan(held[one.instead_of]).all()}
    for other in instead:
        if other.name not in spare and not np.isnan(held[other.name]).all():
            columns += shaped(held[other.name], other)
    return columns, spare


def read_facts(lake: Lake, window: Window, everything: ContrastData) -> GateFacts:
    """Return what the artefact gate looks at."""
    records = np.nan_to_num(everything.observed)
    exposure = np.nan_to_num(window.residents) * everything.known
    place = np.unique(window.district, return_inverse=True)[1]
    count, base = (np.bincount(place, weights=weight) for weight in (records, exposure))
    rate = np.divide(count, base, out=np.zeros(len(count)), where=base > 0)[place]
    first = window.months[0] if window.months else "9999-12"
    top, station = _points(lake, window, first, records)
    return GateFacts(
        records=records,
        district_expected=rate * exposure,
        residents=window.residents,
        months_share=everything.known / max(len(window.months), 1),
        unplaced=_unplaced(lake, window, first),
        top_point=top,
        station_point=station,
        old_codes=_old_codes(lake, window, first) / np.maximum(everything.known, 1),
    )


def _old_codes(lake: Lake, window: Window, first: str) -> Array:
    """Months that were counted on the boundaries before a split or irregular change."""
    out, row = np.zeros(len(window.areas)), window.row
    for entry in lake.query(_OLD_CODES, {"first": first}).to_pylist() if lake.has("lsoa11_to_lsoa21") else []:
        out[row[entry["lsoa21"]]] = entry["n"]
    return out


def _unplaced(lake: Lake, window: Window, first: str) -> Array:
    """Share of the force's records without a place, where street rows of the window are held."""
    if not lake.has("street"):
        return np.full(len(window.areas), np.nan)
    shares = {e["force"]: e["share"] for e in lake.query(_UNPLACED, {"first": first}).to_pylist()}
    slugs = lake.query("SELECT DISTINCT pfa24, force FROM area_lookup WHERE in_region").to_pylist()
    by_area = {entry["pfa24"]: shares.get(entry["force"], np.nan) for entry in slugs}
    return np.array([by_area[area] for area in window.force], dtype=float)


def _points(lake: Lake, window: Window, first: str, records: Array) -> tuple[Array, Array]:
    """Share of an area's street rows on its fullest point and on stations.

    NaN where the street rows that are held make up less than half of the area's records in the window: a
    month or two would speak for years.
    """
    top, station, total = (np.zeros(len(window.areas)) for _ in range(3))
    row = window.row
    for entry in lake.query(_POINTS, {"first": first}).to_pylist() if lake.has("street") else []:
        here = row.get(entry["lsoa21"])
        if here is not None:
            total[here] += entry["n"]
            top[here] = max(top[here], entry["n"])
            if any(word in (entry["location"] or "") for word in STATIONS):
                station[here] += entry["n"]
    held = np.where((total > 0) & (total >= COVERED * records), total, np.nan)
    return top / held, station / held


def _neighbours(lake: Lake, window: Window) -> npt.NDArray[np.int64]:
    if not lake.has("area_neighbour"):
        return np.empty((0, 2), dtype=np.int64)
    row = window.row
    pairs = lake.read("area_neighbour").to_pydict()
    found = [
        (row[a], row[b])
        for a, b in zip(pairs["lsoa21"], pairs["neighbour"], strict=True)
        if a in row and b in row
    ]
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def _signals(lake: Lake, window: Window) -> dict[str, Array]:
    """Values of measures that would show unreported crime, from a person's own tables at 2021 LSOAs."""
    found: dict[str, Array] = {}
    row = window.row
    for entry in lake.query(_OWN).to_pylist() if lake.has("own_value") else []:
        if is_signal(entry["measure"]):
            values = found.setdefault(entry["measure"], np.full(len(window.areas), np.nan))
            values[row[entry["lsoa21"]]] = entry["value"]
    return found


def _workday(lake: Lake, window: Window) -> Array | None:
    """People who are there on a working day: an indicator of that name, or a person's own table."""
    _, table = read_values(lake, (WORKDAY,))
    found = table[:, 0].copy() if table.shape[1] else np.full(len(window.areas), np.nan)
    row = window.row
    for entry in lake.query(_OWN).to_pylist() if lake.has("own_value") else []:
        if entry["measure"].lower().replace(" ", "_").replace("-", "_") == WORKDAY:
            found[row[entry["lsoa21"]]] = entry["value"]
    return None if np.isnan(found).all() else found


def _before(month: str, count: int) -> str:
    """Return the month `count` months before, as YYYY-MM."""
    number = int(month[:4]) * 12 + int(month[5:]) - 1 - count
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
