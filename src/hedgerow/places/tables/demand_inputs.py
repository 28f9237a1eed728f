"""What demand reads from the lake: months, monthly counts of foot areas, and the levels above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hedgerow.errors import NotFoundError, UsageError
from hedgerow.places.forecast.ladder import Ladder, rung
from hedgerow.places.forecast.periods import month_number, month_text
from hedgerow.settings import Region
from hedgerow.stats.forecast import Array, Whole
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import family_types, terms

WINDOW = 36  # months: three years, as far as they are held
EVERY = "every_type"
COARSE = ("region", "pfa", "bcu", "csp", "lad")
FINE = ("msoa", "lsoa")
_COLUMN = {"lsoa": "lsoa21", "msoa": "msoa21", "lad": "lad24", "csp": "csp24", "bcu": "bcu", "pfa": "pfa24"}
_PLACES = """
    SELECT lsoa21, msoa21, lad24, csp24, bcu, pfa24 FROM area_lookup WHERE in_region ORDER BY lsoa21
"""
_COVERAGE = "SELECT pfa24, month, state FROM panel_coverage WHERE state IN ('complete', 'unusual')"
_TYPES = "SELECT DISTINCT crime_type FROM panel WHERE month >= $first ORDER BY crime_type"
_COUNTS = """
    SELECT lsoa21, month, sum(n) AS n FROM panel
    WHERE month >= $first AND lsoa21 <> '' AND crime_type IN (SELECT unnest($types))
    GROUP BY lsoa21, month
"""
_BY_TYPE = """
    SELECT l.lad24, p.crime_type, p.month, sum(p.n) AS n
    FROM panel p JOIN area_lookup l USING (lsoa21)
    WHERE p.month >= $first AND l.in_region GROUP BY ALL
"""


@dataclass(frozen=True)
class Ground:
    """The foot areas of one question, the months, and which of them each force has complete.

    Attributes
    ----------
    ladder
        The levels, the region at the top and the foot at the bottom.
    months
        Every month of the window, first to last, YYYY-MM.
    known
        Whether the month of a foot area's force is complete, shape (foot areas, months).
    places
        Foot area of each LSOA, by code.
    """

    ladder: Ladder
    months: tuple[str, ...]
    known: np.typing.NDArray[np.bool_]
    places: dict[str, int]

    @property
    def slot(self) -> int:
        """Place in the year of the last month."""
        return month_number(self.months[-1]) % 12

    def ahead(self, horizon: int) -> tuple[str, ...]:
        """Return the months after the last."""
        last = month_number(self.months[-1])
        return tuple(month_text(last + step) for step in range(1, horizon + 1))


def read_ground(lake: Lake, region: Region, foot: str) -> Ground:
    """Return the levels down to one kind of foot area: lad, msoa or lsoa."""
    places = lake.query(_PLACES).to_pydict()
    if not places["lsoa21"]:
        raise NotFoundError("The region has no areas.", remedy="Build the geography first.")
    feet: list[str] = sorted(set(places[_COLUMN[foot]]))
    number = {code: place for place, code in enumerate(feet)}
    inside = dict(zip(places["lsoa21"], (number[code] for code in places[_COLUMN[foot]]), strict=True))
    above = {kind: _upward(feet, places[_COLUMN[foot]], places[_COLUMN[kind]]) for kind in _above(foot)}
    rungs = [rung("region", [f"region:{region.slug}"] * len(feet))]
    rungs += [rung(kind, codes) for kind, codes in above.items()]
    rungs.append(rung(foot, feet))
    months = _months(lake)
    known = _known(lake, above["pfa"], months)
    return Ground(Ladder(tuple(r for r in rungs if r.codes), len(feet)), months, known, inside)


def _upward(feet: Sequence[str], lower: Sequence[str], upper: Sequence[str | None]) -> tuple[str | None, ...]:
    """Return the area above each foot area; none where its parts lie in several."""
    held: dict[str, set[str | None]] = {}
    for one, other in zip(lower, upper, strict=True):
        held.setdefault(one, set()).add(other)
    return tuple(next(iter(held[code])) if len(held[code]) == 1 else None for code in feet)


def _above(foot: str) -> tuple[str, ...]:
    """Return the kinds of area between the region and the foot, the highest first."""
    return ("pfa", "bcu", "csp") if foot == "lad" else ("pfa", "bcu", "csp", "lad")


def _months(lake: Lake) -> tuple[str, ...]:
    held = sorted(set(lake.query(_COVERAGE).column("month").to_pylist()))
    if not held:
        raise NotFoundError(
            "No force has a complete month.", remedy="Add crime data, then run: hedgerow build PATH."
        )
    last = month_number(held[-1])
    first = max(month_number(held[0]), last - WINDOW + 1)
    first = min(month_number(month) for month in held if month_number(month) >= first)
    return tuple(month_text(number) for number in range(first, last + 1))


def _known(lake: Lake, forces: Sequence[str | None], months: tuple[str, ...]) -> np.typing.NDArray[np.bool_]:
    found = lake.query(_COVERAGE).to_pydict()
    held = set(zip(found["pfa24"], found["month"], strict=True))
    by_force = {force: [(force, month) in held for month in months] for force in set(forces)}
    return np.array([by_force[force] for force in forces], dtype=bool)


def types_of(lake: Lake, ground: Ground) -> tuple[str, ...]:
    """Return the crime types that the window holds."""
    held: list[str] = lake.query(_TYPES, {"first": ground.months[0]}).column("crime_type").to_pylist()
    return tuple(held)


def chosen_types(lake: Lake, ground: Ground, crime_type: str, family: str) -> tuple[str, ...]:
    """Return the types of a question; every type where neither a type nor a family is named.

    Raises
    ------
    UsageError
        When both are named, or either is not known.
    """
    held = types_of(lake, ground)
    if crime_type and family:
        raise UsageError("Both a type and a family are named.", remedy="Give one of --type and --family.")
    if family and family not in terms("crime_family"):
        raise UsageError(
            f"“{family}” is no crime family.", remedy=f"They are: {', '.join(terms('crime_family'))}."
        )
    if crime_type and crime_type not in (*held, EVERY):
        raise UsageError(
            f"“{crime_type}” is no crime type of these months.", remedy=f"They are: {', '.join(held)}."
        )
    if family:
        return tuple(one for one in family_types(family) if one in held)
    return (crime_type,) if crime_type and crime_type != EVERY else held


def read_counts(lake: Lake, ground: Ground, types: Sequence[str]) -> Array:
    """Return monthly counts of some types together, shape (foot areas, months), NaN where not known."""
    found = lake.query(_COUNTS, {"first": ground.months[0], "types": list(types)})
    number = {month: place for place, month in enumerate(ground.months)}
    codes, months = (found.column(name).to_pylist() for name in ("lsoa21", "month"))
    rows = np.array([ground.places.get(code, -1) for code in codes], dtype=np.int64)
    columns = np.array([number.get(month, -1) for month in months], dtype=np.int64)
    return _laid(ground, rows, columns, found.column("n").to_numpy().astype(float))


def read_by_type(lake: Lake, ground: Ground) -> dict[str, Array]:
    """Return monthly counts of every type apart, by district."""
    found = lake.query(_BY_TYPE, {"first": ground.months[0]})
    table = {name: found.column(name).to_pylist() for name in ("lad24", "crime_type", "month")}
    foot = {code: place for place, code in enumerate(ground.ladder.rungs[-1].codes)}
    number = {month: place for place, month in enumerate(ground.months)}
    rows = np.array([foot.get(code, -1) for code in table["lad24"]], dtype=np.int64)
    columns = np.array([number.get(month, -1) for month in table["month"]], dtype=np.int64)
    n, kinds = found.column("n").to_numpy().astype(float), np.array(table["crime_type"])
    return {
        str(kind): _laid(ground, rows[kinds == kind], columns[kinds == kind], n[kinds == kind])
        for kind in np.unique(kinds)
    }


def _laid(ground: Ground, rows: Whole, columns: Whole, n: Array) -> Array:
    cells = np.zeros(ground.known.shape)
    held = (rows >= 0) & (columns >= 0)
    np.add.at(cells, (rows[held], columns[held]), n[held])
    return np.where(ground.known, cells, np.nan)
