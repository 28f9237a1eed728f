"""What is shown of modern slavery: a profile ordered by shared vulnerability, small numbers withheld."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hedgerow.disclosure import Draft, Released, ReleasedColumn, Value, release
from hedgerow.errors import NotFoundError, UsageError
from hedgerow.places.exploitation import groups, inside, protect, shared
from hedgerow.places.exploitation.words import (
    AGE_TITLES,
    CLASS_TITLES,
    GAPS,
    HEADINGS,
    PROTECTED,
    WARNINGS,
    class_of_kinds,
)
from hedgerow.places.tables.slavery_national import estimates, nation, nationality
from hedgerow.settings import Region
from hedgerow.settings.workspace import SMALL_COUNT
from hedgerow.store.lake import Lake, not_built

PERIOD = ReleasedColumn("quarter", "Quarter")


@dataclass(frozen=True)
class SlaveryView:
    """The problem profile of a force, or of the region.

    Attributes
    ----------
    name, code
        Of the area; the code of a region is its slug.
    first, last
        Quarters that the referrals cover.
    vulnerability, overlap
        People in each group, and what each two groups share (the country as a whole).
    parts, quarters, forces
        By age and kind; by quarter; by force and age, for a region.
    nation, nationality, estimate
        National quarters, national nationalities, and models of the national lists.
    sentences, warnings, headings, gaps
        What is said, what must be said, and the headings of a problem profile with what is not held.
    """

    name: str
    code: str
    first: str
    last: str
    vulnerability: Released
    overlap: Released
    parts: Released
    quarters: Released
    forces: Released
    nation: Released
    nationality: Released
    estimate: Released
    sentences: tuple[str, ...]
    warnings: tuple[str, ...] = WARNINGS
    headings: tuple[tuple[str, str], ...] = HEADINGS
    gaps: tuple[str, ...] = GAPS

    def as_dict(self) -> dict[str, object]:
        """Return everything, ready for JSON; what is withheld is null with its reason."""
        tables = (
            "vulnerability",
            "overlap",
            "parts",
            "quarters",
            "forces",
            "nation",
            "nationality",
            "estimate",
        )
        return {
            "name": self.name,
            "code": self.code,
            "from_quarter": self.first,
            "to_quarter": self.last,
            "summary": " ".join(self.sentences),
            "warnings": list(self.warnings),
            "headings": [{"heading": heading, "held": held} for heading, held in self.headings],
            "gaps": list(self.gaps),
            **{name: getattr(self, name).as_dict() for name in tables},
        }


def slavery_view(lake: Lake, area: Region, *, force: str = "", small_count: int = SMALL_COUNT) -> SlaveryView:
    """Return the profile of one force (slug, name or code), or of the region.

    Raises
    ------
    NotFoundError
        When the step has not been built or the region has no such force.
    """
    if not lake.has("slavery_referral"):
        raise not_built("slavery_referral")
    codes, name, code = _area(area, force)
    cells = lake.read("slavery_referral")
    if not len(cells):
        raise NotFoundError(
            "No referrals are held.", remedy="Add the published referrals to sources/, then build again."
        )
    every = sorted(set(cells.column("quarter").to_pylist()))
    here = cells.filter(pc.is_in(cells.column("area_code"), pa.array(codes, pa.string())))
    police = name if force else f"the police of {name}"
    return SlaveryView(
        name=name,
        code=code,
        first=every[0],
        last=every[-1],
        vulnerability=_vulnerability(here, cells, name, small_count),
        overlap=_overlap(cells),
        parts=_parts(here, name, small_count),
        quarters=_quarters(here, every, police, small_count),
        forces=_forces(here, area, name, small_count),
        nation=nation(lake),
        nationality=nationality(lake),
        estimate=estimates(lake),
        sentences=_sentences(here, police, every, small_count),
    )


def _area(area: Region, force: str) -> tuple[list[str], str, str]:
    if not force:
        return list(area.area_codes), area.name, area.slug
    for one in area.forces:
        if force.casefold() in {
            one.slug,
            one.name.casefold(),
            one.area_code.casefold(),
            one.area_name.casefold(),
        }:
            return [one.area_code], one.name, one.area_code
    raise UsageError(
        f"“{force}” is no force of {area.name}.",
        remedy=f"The forces are: {', '.join(one.slug for one in area.forces)}.",
    )


def _people(cells: pa.Table) -> np.typing.NDArray[np.int64]:
    return np.asarray(cells.column("people").to_numpy(), dtype=np.int64)


def _vulnerability(here: pa.Table, cells: pa.Table, name: str, small: int) -> Released:
    """Return people in each group here, to the nearest five, and in the country, as published."""
    known = _people(here)
    national = _people(cells)
    rows: list[tuple[Value, ...]] = []
    for group in groups():
        count = int(known[inside(group, here)].sum()) if len(here) else 0
        value = None if count < small else (count + 2) // 5 * 5
        rows.append((group.title, value, int(national[inside(group, cells)].sum()), group.about))
    columns = (
        ReleasedColumn("group", "Shared vulnerability"),
        ReleasedColumn("people", name, "people referred", 0, "suppressed", count=True),
        ReleasedColumn("people_uk", "United Kingdom", "people referred", 0, count=True),
        ReleasedColumn("about", "What it holds"),
    )
    title = f"People referred by shared vulnerability: {name}"
    return _made("slavery_vulnerability", title, columns, rows)


def _overlap(cells: pa.Table) -> Released:
    """Return the pairs of groups that share people, most first: what a silo by kind would split."""
    of = groups()
    both = shared(cells, of)
    pairs = [
        (of[i].title, of[j].title, int(both[i, j]), 100 * float(both[i, j]) / float(both[i, i]))
        for i in range(len(of))
        for j in range(i + 1, len(of))
        if both[i, j] >= SMALL_COUNT
    ]
    columns = (
        ReleasedColumn("group", "Shared vulnerability"),
        ReleasedColumn("other", "also"),
        ReleasedColumn("people", "People in both", "people referred", 0, count=True),
        ReleasedColumn("share", "of the first group", "%", 0),
    )
    rows = sorted(pairs, key=lambda row: (-row[2], row[0], row[1]))
    return _made("slavery_overlap", "People whom two groups share, United Kingdom", columns, rows)


def _parts(here: pa.Table, name: str, small: int) -> Released:
    """Return people by age and kind of exploitation, with totals; small cells and complements withheld."""
    ages, kinds = list(AGE_TITLES), list(CLASS_TITLES)
    inner = np.zeros((len(ages), len(kinds)), dtype=np.int64)
    for row in here.to_pylist():
        inner[ages.index(row["age"]), kinds.index(class_of_kinds(row["exploitation"]))] += row["people"]
    found = protect(inner, small)
    titles = [*AGE_TITLES.values(), "All"]
    rows = [(title, *(found.value(r, c) for c in range(len(kinds) + 1))) for r, title in enumerate(titles)]
    columns = (
        ReleasedColumn("age", "Age when exploited"),
        *(ReleasedColumn(key, CLASS_TITLES[key], "people", 0, "suppressed", count=True) for key in kinds),
        ReleasedColumn("all", "All", "people", 0, "suppressed", count=True),
    )
    return _made("slavery_parts", f"People referred by age and kind of exploitation: {name}", columns, rows)


def _quarters(here: pa.Table, every: list[str], police: str, small: int) -> Released:
    """Return people by quarter; where one quarter alone would be withheld a second goes with it."""
    inner = np.zeros((len(every), 1), dtype=np.int64)
    for quarter, people in zip(here.column("quarter").to_pylist(), _people(here).tolist(), strict=True):
        inner[every.index(quarter), 0] += people
    found = protect(inner, small)
    rows = [(label, found.value(place, 1)) for place, label in enumerate([*every, "All quarters"])]
    columns = (PERIOD, ReleasedColumn("people", "People referred", "people", 0, "suppressed", count=True))
    return _made("slavery_quarters", f"People referred by {police}, by quarter", columns, rows)


def _forces(here: pa.Table, area: Region, name: str, small: int) -> Released:
    """Return people by force and age over all quarters."""
    held = [force for force in area.forces if force.area_code in set(here.column("area_code").to_pylist())]
    ages = list(AGE_TITLES)
    inner = np.zeros((len(held), len(ages)), dtype=np.int64)
    place = {force.area_code: number for number, force in enumerate(held)}
    for row in here.to_pylist():
        inner[place[row["area_code"]], ages.index(row["age"])] += row["people"]
    found = protect(inner, small)
    titles = [*(force.name for force in held), "All"]
    rows = [(title, *(found.value(r, c) for c in range(len(ages) + 1))) for r, title in enumerate(titles)]
    columns = (
        ReleasedColumn("force", "First responder"),
        *(ReleasedColumn(age, AGE_TITLES[age], "people", 0, "suppressed", count=True) for age in ages),
        ReleasedColumn("all", "All", "people", 0, "suppressed", count=True),
    )
    return _made("slavery_forces", f"People referred by force and age: {name}", columns, rows)


def _sentences(here: pa.Table, police: str, every: list[str], small: int) -> tuple[str, ...]:
    total = int(_people(here).sum())
    said = f"about {(total + 2) // 5 * 5:,}" if total >= small else f"fewer than {small}"
    return (
        f"From {every[0]} to {every[-1]} {police} referred {said} people as possible victims.",
        "Other first responders (Home Office, local authorities, charities) are not published by area, so "
        "people whom they referred are not counted here.",
    )


def _made(
    name: str, title: str, columns: tuple[ReleasedColumn, ...], rows: Sequence[tuple[Value, ...]]
) -> Released:
    return release(Draft(name, title, columns, tuple(rows), notes=(WARNINGS[0], PROTECTED)))
