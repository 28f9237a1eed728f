"""Build local patterns and concentration of every crime family."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hedgerow.errors import EstimateError, InputError
from hedgerow.places.contrast.data import ContrastData
from hedgerow.places.local import LocalData, LocalOptions, LocalResult, find_patterns
from hedgerow.places.local.rates import one_window, steady_rates
from hedgerow.places.tables.contrast_inputs import Window, read_counts, read_window
from hedgerow.settings import Region
from hedgerow.stats.concentration import concentration
from hedgerow.stats.funnel import ratios
from hedgerow.store import catalogue
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms

Array = npt.NDArray[np.float64]
Progress = Callable[[int, int, str], None]
TABLES = ("local_pattern", "concentration", "funnel")
FEWEST_DISTRICTS = 3  # fewer have no spread to widen the limits by
RUNS = 199  # draws of the bootstrap and of chance: limits to about a hundredth of the Gini
_DISTRICTS = "SELECT DISTINCT lad24, lad24_name FROM area_lookup WHERE in_region"


def build_patterns(lake: Lake, region: Region, progress: Progress) -> None:
    """Build `local_pattern` and `concentration`; a family that has no pattern to look for has no rows."""
    families = tuple(terms("crime_family"))
    window = read_window(lake)
    counts = read_counts(lake, window)
    links = _links(lake, window)
    names = {row["lad24"]: row["lad24_name"] for row in lake.query(_DISTRICTS).to_pylist()}
    parts: dict[str, list[pa.Table]] = {name: [catalogue.spec(name).schema.empty_table()] for name in TABLES}
    for done, family in enumerate(families):
        progress(done, len(families), f"{family} of {region.name}")
        data = counts.family(family)
        found = _pattern(data, window, links)
        if found is not None:
            parts["local_pattern"].append(_areas(found, data))
        rows = list(_concentrations(data, window, region))
        parts["concentration"].append(pa.Table.from_pylist(rows, parts["concentration"][0].schema))
        parts["funnel"].append(_funnel(data, window, names))
    for name, tables in parts.items():
        lake.write(name, pa.concat_tables(table.cast(tables[0].schema) for table in tables))
    progress(len(families), len(families), "local patterns")


def _pattern(data: ContrastData, window: Window, links: npt.NDArray[np.int64]) -> LocalResult | None:
    """Return the local Moran of a family's rates, or nothing where there is too little to look at."""
    values = steady_rates(data.observed, window.residents, data.known)
    if not np.nansum(values):
        return None
    # On the scale of the logarithm: one town centre of fourteen times the rate would make a hot spot of all
    # that touch it.
    given = LocalData(window.areas, np.log(values), links[:, 0], links[:, 1], name=data.family)
    try:
        return replace(find_patterns(given, options=LocalOptions(signed=True)), values=values)
    except (EstimateError, InputError):
        return None


def _areas(found: LocalResult, data: ContrastData) -> pa.Table:
    n = len(found.areas)
    numbers = {
        "value": found.values,
        "statistic": found.statistic,
        "deviate": found.deviate,
        "p_value": found.p_value,
        "q_value": found.q_value,
    }
    return pa.table(
        {
            "area_kind": pa.array(["lsoa"] * n),
            "area_code": pa.array(found.areas),
            "family": pa.array([data.family] * n),
            "months": pa.array(data.known),
            **{
                name: pa.array(values, pa.float64(), mask=np.isnan(values))
                for name, values in numbers.items()
            },
            "class": pa.array(found.classes),
        }
    )


def _concentrations(data: ContrastData, window: Window, region: Region) -> Iterator[Mapping[str, Any]]:
    """Yield a row for the region and for each force area where there is enough to say."""
    everywhere = np.ones(len(window.areas), dtype=bool)
    kinds = [("region", region.slug, region.name, everywhere)]
    kinds += [
        ("pfa", force.area_code, force.area_name, window.force == force.area_code) for force in region.forces
    ]
    for kind, code, name, here in kinds:
        row = _concentration(data.cells[here])
        if row is not None:
            yield {"area_kind": kind, "area_code": code, "area_name": name, "family": data.family, **row}


def _concentration(cells: Array) -> dict[str, Any] | None:
    places, months = one_window(cells)
    if np.count_nonzero(places) < 2:
        return None
    try:
        found = concentration(cells[np.ix_(places, months)].sum(axis=1), runs=RUNS).tidy()
    except EstimateError:
        return None
    names = [column.name for column in catalogue.spec("concentration").columns]
    kept = {name: value for name, value in found.items() if name in names}
    finite = {name: None if isinstance(v, float) and np.isnan(v) else v for name, v in kept.items()}
    return finite | {"left_out": int(len(places) - np.count_nonzero(places))}


def _funnel(data: ContrastData, window: Window, names: Mapping[str, str]) -> pa.Table:
    """Return each district beside what the rate of all of them together gives."""
    schema = catalogue.spec("funnel").schema
    exposure = np.nan_to_num(window.residents) * data.known
    codes, place = np.unique(window.district, return_inverse=True)
    counted = np.where(exposure > 0, np.nan_to_num(data.observed), 0.0)
    seen, base = (np.bincount(place, weights, len(codes)) for weights in (counted, exposure))
    held = base > 0
    if np.count_nonzero(held) < FEWEST_DISTRICTS or not seen.sum():
        return schema.empty_table()
    codes, seen, base = codes[held], seen[held], base[held]
    expected = seen.sum() / base.sum() * base
    found = ratios(seen, expected)
    n, wide = len(codes), found.widened
    columns: dict[str, Any] = {
        "area_kind": ["lad"] * n,
        "area_code": codes.tolist(),
        "area_name": [names[code] for code in codes],
        "family": [data.family] * n,
        "observed": seen,
        "expected": expected,
        "ratio": found.estimate,
        "warn_lower": wide.lower[0],
        "warn_upper": wide.upper[0],
        "limit_lower": wide.lower[1],
        "limit_upper": wide.upper[1],
        "word": list(found.words),
        "plain_word": list(found.plain_words),
        "dispersion": np.full(n, found.dispersion),
    }
    return pa.table([pa.array(columns[field.name], field.type) for field in schema], schema=schema)


def _links(lake: Lake, window: Window) -> npt.NDArray[np.int64]:
    """Return links between areas of the region, by their places in the window."""
    if not lake.has("area_neighbour"):
        return np.empty((0, 2), dtype=np.int64)
    found = lake.query(
        "SELECT n.lsoa21, n.neighbour FROM area_neighbour n"
        " JOIN area_lookup a ON a.lsoa21 = n.lsoa21 JOIN area_lookup b ON b.lsoa21 = n.neighbour"
        " WHERE a.in_region AND b.in_region ORDER BY ALL"
    )
    codes = np.array(window.areas)
    pairs = [np.searchsorted(codes, np.array(found.column(c).to_pylist())) for c in ("lsoa21", "neighbour")]
    return np.column_stack(pairs).astype(np.int64)
