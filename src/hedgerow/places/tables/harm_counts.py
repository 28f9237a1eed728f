"""The counts that are weighed: records of each small area and type, over the months that are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hedgerow.errors import NotFoundError, UsageError
from hedgerow.places.harm import WeightSet
from hedgerow.places.harm.weighing import Counted, count_places, gathered
from hedgerow.places.tables.views.counting import YEAR, last_month, period
from hedgerow.places.tables.views.memory import remembered
from hedgerow.store.lake import Lake

Array = NDArray[np.float64]
READ = ("panel", "panel_coverage", "area_lookup")
# Kind of area and the column of area_lookup that holds its code.
LEVELS: Mapping[str, str] = MappingProxyType(
    {
        "lsoa": "lsoa21",
        "msoa": "msoa21",
        "ward": "ward24",
        "lad": "lad24",
        "csp": "csp24",
        "bcu": "bcu",
        "pfa": "pfa24",
    }
)
_PLACES = """
    SELECT a.lsoa21, a.force, CAST(a.population AS DOUBLE) AS population, coalesce(k.months, 0) AS months,
           a.msoa21, a.ward24, a.lad24, a.csp24, a.bcu, a.pfa24
    FROM area_lookup a
    LEFT JOIN (SELECT pfa24, count(*) AS months FROM panel_coverage
               WHERE month BETWEEN $first AND $last AND state IN ('complete', 'unusual') GROUP BY 1) k
        ON k.pfa24 = a.pfa24
    WHERE a.in_region ORDER BY a.lsoa21
"""
_CELLS = """
    SELECT p.lsoa21, p.crime_type, sum(p.n) AS n
    FROM panel p JOIN area_lookup a ON a.lsoa21 = p.lsoa21 AND a.in_region
    JOIN panel_coverage k ON k.pfa24 = a.pfa24 AND k.month = p.month AND k.state IN ('complete', 'unusual')
    WHERE p.month BETWEEN $first AND $last GROUP BY ALL
"""
_MONTHS = "SELECT min(month) AS first, max(month) AS last FROM panel_coverage"


@dataclass(frozen=True)
class SmallAreas:
    """The region's small areas with their records over a period.

    Attributes
    ----------
    codes, forces, types
        Names of the rows, of the forces and of the columns.
    cells
        Records over the known months, shape (areas, types).
    force, months, residents
        Number of the force, known months and residents of each area.
    above
        Code of the larger area of each kind, by small area; None where it has none.
    """

    first: str
    last: str
    codes: tuple[str, ...]
    forces: tuple[str, ...]
    types: tuple[str, ...]
    cells: Array
    force: NDArray[np.intp]
    months: Array
    residents: Array
    above: Mapping[str, tuple[str | None, ...]]

    def records_of(self, crime_type: str) -> float:
        """Return all records of one type."""
        return float(self.cells[:, self.types.index(crime_type)].sum()) if crime_type in self.types else 0.0


def window_of(lake: Lake, months: str | None = None) -> tuple[str, str]:
    """Return the first and last month: as asked (``A:B``), or the last twelve of which any force is known.

    Raises
    ------
    UsageError
        When the months are not two months in order, or none of them is held.
    NotFoundError
        When nothing is known of any force of the region.
    """
    if not months:
        last = last_month(lake)
        if last is None:
            raise NotFoundError(
                "No crime of this region is known in any month.",
                remedy="Add a national crime table or street files, then run: hedgerow build PATH.",
            )
        return period(last, YEAR)
    first, _, last = months.partition(":")
    held = lake.query(_MONTHS).to_pylist()[0]
    if not (_is_month(first) and _is_month(last) and first <= last):
        raise UsageError(f"“{months}” is no period.", remedy="Write two months in order: 2025-01:2025-12.")
    if held["last"] is None or first > held["last"] or last < held["first"]:
        raise UsageError(
            f"No month of {months} is held.",
            remedy=f"Months are held from {held['first']} to {held['last']}.",
        )
    return first, last


def read_small(lake: Lake, window: tuple[str, str]) -> SmallAreas:
    """Return the region's small areas with their records over a period; made once for a build."""
    return remembered(lake, READ, ("harm", *window), lambda: _read(lake, window))


def weighed_small(small: SmallAreas, weights: WeightSet | None, types: tuple[str, ...]) -> Counted:
    """Return counts and harm of the small areas; without weights every record weighs one."""
    chosen = [number for number, kind in enumerate(small.types) if kind in types]
    names = [small.types[number] for number in chosen]
    if weights is None:
        matrix = np.ones((len(small.forces), len(names)))
        borrowed = np.zeros_like(matrix, dtype=bool)
    else:
        matrix = weights.matrix(small.forces, names)
        borrowed = weights.borrowed(small.forces, names)
    return count_places(
        small.codes,
        small.cells[:, chosen],
        matrix,
        force=small.force,
        months=small.months,
        residents=small.residents,
        borrowed=borrowed,
    )


def raised(small: SmallAreas, counted: Counted, kind: str, region: str = "") -> Counted:
    """Return the same for areas of a kind; `region` is the code of the whole where that is the kind."""
    if kind == "lsoa":
        return counted
    if kind == "region":
        return gathered(counted, (region,), np.zeros(len(small.codes), dtype=np.intp))
    names = tuple(sorted({code for code in small.above[kind] if code}))
    place = {code: number for number, code in enumerate(names)}
    group = np.array([place[code] if code else -1 for code in small.above[kind]], dtype=np.intp)
    return gathered(counted, names, group)


def _read(lake: Lake, window: tuple[str, str]) -> SmallAreas:
    asked = {"first": window[0], "last": window[1]}
    places, cells = lake.query(_PLACES, asked), lake.query(_CELLS, asked)
    codes = tuple(places.column("lsoa21").to_pylist())
    names = places.column("force").to_pylist()
    forces = tuple(dict.fromkeys(names))
    types = tuple(sorted(set(cells.column("crime_type").unique().to_pylist())))
    counts = np.zeros((len(codes), len(types)))
    at = (_places(cells, "lsoa21", codes), _places(cells, "crime_type", types))
    counts[at] = cells.column("n").cast(pa.float64()).to_numpy()
    number = {name: place for place, name in enumerate(forces)}
    return SmallAreas(
        window[0],
        window[1],
        codes,
        forces,
        types,
        counts,
        np.array([number[name] for name in names], dtype=np.intp),
        np.asarray(places.column("months").cast(pa.float64()).to_numpy()),
        np.asarray(places.column("population").to_numpy(zero_copy_only=False), dtype=float),
        MappingProxyType(
            {
                kind: tuple(places.column(column).to_pylist())
                for kind, column in LEVELS.items()
                if kind != "lsoa"
            }
        ),
    )


def _places(table: pa.Table, column: str, order: tuple[str, ...]) -> NDArray[np.intp]:
    coded = table.column(column).combine_chunks().dictionary_encode()
    place = {value: number for number, value in enumerate(order)}
    numbers = np.array([place[value] for value in coded.dictionary.to_pylist()], dtype=np.intp)
    return np.asarray(numbers[coded.indices.to_numpy(zero_copy_only=False)], dtype=np.intp)


def _is_month(text: str) -> bool:
    return len(text) == 7 and text[4] == "-" and text[:4].isdigit() and "01" <= text[5:] <= "12"
