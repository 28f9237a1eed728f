"""Recorded crime of the region as one block of small areas, months and types, made once for a build.

A page asks for one area after another over the same months. Adding up rows of a block in memory answers in
well under a millisecond what a query over the panel takes tens for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hedgerow.places.tables.views.memory import remembered
from hedgerow.store.lake import Lake

BLOCK = ("panel", "panel_coverage", "area_lookup")
MONTH = ("residents", "lsoas", "all_lsoas", "unusual")
_PLACES = "SELECT lsoa21, pfa24, population FROM area_lookup WHERE in_region ORDER BY lsoa21"
_CELLS = """
    SELECT p.lsoa21, p.month, p.crime_type, sum(p.n) AS n
    FROM panel p JOIN area_lookup a USING (lsoa21)
    WHERE a.in_region AND p.month BETWEEN $first AND $last GROUP BY ALL
"""
_STATES = "SELECT pfa24, month, state FROM panel_coverage WHERE month BETWEEN $first AND $last"
_KNOWN = ("complete", "unusual")


@dataclass(frozen=True)
class Block:
    """The region's counts over some months.

    Attributes
    ----------
    places
        Row of each small area of the region.
    cells
        Recorded crimes by small area, month and type.
    force
        Number of the police force area of each small area.
    residents
        Residents of each small area; not a number where they are not known.
    told, known, unusual
        By force and month: whether the register tells of it, whether it may be counted, with what care.
    """

    places: Mapping[str, int]
    months: tuple[str, ...]
    types: tuple[str, ...]
    cells: NDArray[np.float64]
    force: NDArray[np.intp]
    residents: NDArray[np.float64]
    told: NDArray[np.bool_]
    known: NDArray[np.bool_]
    unusual: NDArray[np.bool_]

    def rows(self, members: Iterable[str]) -> NDArray[np.intp]:
        """Return the rows of those small areas that lie in the region."""
        return np.array([self.places[code] for code in members if code in self.places], dtype=np.intp)

    def counts(self, rows: NDArray[np.intp]) -> dict[tuple[str, str], float]:
        """Return the crimes of each month and type, over the months that may be counted."""
        usable = np.asarray(self.known)[self.force[rows]]
        summed = np.einsum("pmt,pm->mt", self.cells[rows], usable.astype(float)).tolist()
        some = np.asarray(usable.any(axis=0))
        return {
            (month, kind): summed[i][j]
            for i, month in enumerate(self.months)
            if some[i]
            for j, kind in enumerate(self.types)
        }

    def known_months(self, rows: NDArray[np.intp]) -> dict[str, dict[str, float | None]]:
        """Return of each month how many residents and small areas are known, of how many."""
        force, width = self.force[rows], len(self.told)
        areas = np.asarray(np.bincount(force, minlength=width), dtype=float).reshape(-1, 1)
        people = np.bincount(force, np.nan_to_num(self.residents[rows]), width).reshape(-1, 1)
        here = np.asarray(areas > 0)
        counted = np.logical_and(self.known, here)
        columns = zip(
            np.where(counted, people, 0.0).sum(axis=0).tolist(),
            np.where(counted, areas, 0).sum(axis=0).tolist(),
            np.where(self.told, areas, 0).sum(axis=0).tolist(),
            list(np.any(np.logical_and(self.unusual, here), axis=0)),
            strict=True,
        )
        told: list[bool] = np.any(np.logical_and(self.told, here), axis=0).tolist()
        peopled = not np.isnan(self.residents[rows]).all()
        return {
            self.months[i]: dict(
                zip(MONTH, (p if n and peopled else None, float(n), float(all_), float(odd)), strict=True)
            )
            for i, (p, n, all_, odd) in enumerate(columns)
            if told[i]
        }


def block(lake: Lake, months: Sequence[str]) -> Block:
    """Return the region's counts over the months, made once for each build."""
    return remembered(lake, BLOCK, ("block", months[0], months[-1]), lambda: _made(lake, tuple(months)))


def _made(lake: Lake, months: tuple[str, ...]) -> Block:
    span = {"first": months[0], "last": months[-1]}
    places, cells = lake.query(_PLACES), lake.query(_CELLS, span)
    where = {code: row for row, code in enumerate(places.column("lsoa21").to_pylist())}
    forces = list(dict.fromkeys(places.column("pfa24").to_pylist()))
    types = sorted(set(cells.column("crime_type").unique().to_pylist()))
    counts = np.zeros((len(where), len(months), len(types)))
    found = (
        _numbers(cells, "lsoa21", where),
        _numbers(cells, "month", months),
        _numbers(cells, "crime_type", types),
    )
    counts[found] = np.nan_to_num(_floats(cells, "n"))
    told, known, unusual = (np.zeros((len(forces), len(months)), dtype=bool) for _ in range(3))
    for state in lake.query(_STATES, span).to_pylist():
        if state["pfa24"] in forces and state["month"] in months:
            at = (forces.index(state["pfa24"]), months.index(state["month"]))
            told[at], known[at] = True, state["state"] in _KNOWN
            unusual[at] = state["state"] == "unusual"
    force = _numbers(places, "pfa24", forces)
    return Block(
        where, months, tuple(types), counts, force, _floats(places, "population"), told, known, unusual
    )


def _numbers(table: pa.Table, column: str, order: Iterable[str]) -> NDArray[np.intp]:
    """Return the place of each value of a column in an order."""
    coded = table.column(column).combine_chunks().dictionary_encode()
    place = {value: number for number, value in enumerate(order)}
    numbers = np.array([place[v] for v in coded.dictionary.to_pylist()], dtype=np.intp)
    return np.asarray(numbers[coded.indices.to_numpy(zero_copy_only=False)], dtype=np.intp)


def _floats(table: pa.Table, column: str) -> NDArray[np.float64]:
    return np.asarray(table.column(column).cast(pa.float64()).to_numpy(), dtype=float)
