"""What warning signs read from the lake: every count of the region, as numbers, and which are known."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hedgerow.places.panel import months_between
from hedgerow.places.signals.panel import CountPanel
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms

KNOWN = ("complete", "unusual")  # an unusual month is read with care, not thrown away


def read_panel(lake: Lake) -> CountPanel:
    """Return the region's counts by LSOA, month and crime type.

    Raises
    ------
    NotFoundError
        When the panel has not been built.
    """
    places = lake.read("area_lookup", ["lsoa21", "lad24", "pfa24", "in_region"])
    places = places.filter(pc.field("in_region")).sort_by("lsoa21")
    states = lake.read("panel_coverage", ["pfa24", "month", "state"])
    held = sorted(set(states.column("month").to_pylist()))
    months = months_between(held[0], held[-1]) if held else ()
    force = np.array(places.column("pfa24").to_pylist(), dtype=np.str_)
    types = tuple(name for name, term in terms("crime_type").items() if term.valid_to is None)
    areas = places.column("lsoa21")
    return CountPanel(
        kind="lsoa",
        areas=tuple(areas.to_pylist()),
        types=types,
        months=months,
        counts=_counts(lake, areas.combine_chunks(), months, types),
        known=_known(states, force, months),
        district=np.array(places.column("lad24").to_pylist(), dtype=np.str_),
        force=force,
    )


def read_groups(lake: Lake, column: str) -> npt.NDArray[np.str_]:
    """Return the code of the larger area that each LSOA of the panel lies in; empty where it lies in none."""
    table = lake.read("area_lookup", ["lsoa21", column, "in_region"])
    table = table.filter(pc.field("in_region")).sort_by("lsoa21")
    return np.array([code or "" for code in table.column(column).to_pylist()], dtype=np.str_)


def _known(states: pa.Table, force: npt.NDArray[np.str_], months: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    told = states.to_pydict()
    good = {
        (area, month)
        for area, month, state in zip(told["pfa24"], told["month"], told["state"], strict=True)
        if state in KNOWN
    }
    forces, row = np.unique(force, return_inverse=True)
    table = np.array([[(str(area), month) in good for month in months] for area in forces], dtype=bool)
    return np.asarray(table.reshape(len(forces), len(months))[row])


def _counts(
    lake: Lake, areas: pa.Array, months: tuple[str, ...], types: tuple[str, ...]
) -> npt.NDArray[np.float32]:
    """Add the panel's rows into one block: types x areas x months."""
    table = lake.read("panel", ["lsoa21", "month", "crime_type", "n"])
    places = [
        pc.index_in(table.column(name), value_set=pa.array(values)).combine_chunks()
        for name, values in (("crime_type", types), ("lsoa21", areas), ("month", months))
    ]
    keep = pc.and_(pc.and_(pc.is_valid(places[0]), pc.is_valid(places[1])), pc.is_valid(places[2]))
    kind, row, column = (
        place.filter(keep).to_numpy(zero_copy_only=False).astype(np.int64) for place in places
    )
    n = table.column("n").combine_chunks().filter(keep).to_numpy(zero_copy_only=False)
    flat = (kind * len(areas) + row) * len(months) + column
    shape = (len(types), len(areas), len(months))
    return np.bincount(flat, weights=n, minlength=int(np.prod(shape))).astype(np.float32).reshape(shape)
