"""Build need and strength from the indicators, and show them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hedgerow.errors import EstimateError
from hedgerow.places.index import IndexData, IndexDesign, IndexResult, Part, score
from hedgerow.places.indicators import Indicator, of_index
from hedgerow.places.tables.index_explained import explained
from hedgerow.places.tables.index_views import index_list, index_view
from hedgerow.settings import Region
from hedgerow.store import catalogue
from hedgerow.store.lake import Lake

__all__ = ["build_index", "index_list", "index_view"]

Array = npt.NDArray[np.float64]
Progress = Callable[[int, int, str], None]
INDEXES = ("need", "strength")
TABLES = ("index_score", "index_component", "index_element", "index_choice", "index_check")
_VALUES = """
    SELECT l.lsoa21, v.indicator, v.value
    FROM area_lookup l JOIN indicator_value v USING (lsoa21)
    WHERE l.in_region AND v.indicator IN (SELECT unnest($indicators))
"""


def build_index(lake: Lake, region: Region, progress: Progress) -> None:
    """Build the tables of need and strength; an index that cannot be made has no rows."""
    parts: dict[str, list[pa.Table]] = {name: [catalogue.spec(name).schema.empty_table()] for name in TABLES}
    for done, name in enumerate(INDEXES):
        progress(done, len(INDEXES), f"{name} of {region.name}")
        made = _index(lake, name)
        if made is not None:
            result, values = made
            parts["index_score"].append(result.tidy())
            parts["index_component"].append(_components(result, values))
            for table, rows in explained(result).items():
                parts[table].append(pa.Table.from_pylist(rows, parts[table][0].schema))
    for table, tables in parts.items():
        lake.write(table, pa.concat_tables(one.cast(tables[0].schema) for one in tables))
    progress(len(INDEXES), len(INDEXES), "need and strength")


def read_values(lake: Lake, indicators: tuple[str, ...]) -> tuple[tuple[str, ...], Array]:
    """Return the region's LSOAs and their values, areas x indicators, NaN where missing."""
    areas = lake.query("SELECT lsoa21 FROM area_lookup WHERE in_region ORDER BY lsoa21")
    codes = tuple(areas.column("lsoa21").to_pylist())
    row = {code: number for number, code in enumerate(codes)}
    column = {name: number for number, name in enumerate(indicators)}
    table = np.full((len(codes), len(indicators)), np.nan)
    if lake.has("indicator_value") and indicators:
        found = lake.query(_VALUES, {"indicators": list(indicators)}).to_pydict()
        for code, name, value in zip(found["lsoa21"], found["indicator"], found["value"], strict=True):
            table[row[code], column[name]] = np.nan if value is None else value
    return codes, table


def _index(lake: Lake, name: str) -> tuple[IndexResult, Array] | None:
    """Score one index from the indicators that are held."""
    wanted = of_index(name)
    codes, values = read_values(lake, tuple(one.name for one in wanted))
    held = [number for number in range(len(wanted)) if len(_distinct(values[:, number])) > 1]
    kept = [wanted[number] for number in held]
    try:
        return score(IndexData(codes, values[:, held]), _design(name, kept)), values[:, held]
    except EstimateError:
        return None  # too few indicators are held: the index has no rows, and the views say not built


def _distinct(values: Array) -> Array:
    return np.unique(values[~np.isnan(values)])


def _design(name: str, kept: list[Indicator]) -> IndexDesign:
    return IndexDesign(name, tuple(Part(one.name, one.domain, one.direction, one.weight) for one in kept))


def _components(result: IndexResult, values: Array) -> pa.Table:
    """One row an area and indicator: its value, its place on the scale and its share of the score."""
    n, k = values.shape
    names, domains = ([part[side] for part in result.parts] * n for side in (0, 1))
    flat, scaled = values.ravel(), result.normalised.ravel()
    present = ~np.isnan(result.normalised)
    total = (present @ result.shares)[:, None]
    weights = np.divide(present * result.shares, total, out=np.zeros((n, k)), where=total > 0).ravel()
    return pa.table(
        {
            "index": pa.array([result.name] * (n * k), pa.string()),
            "lsoa21": np.repeat(np.array(result.areas), k).tolist(),
            "indicator": names,
            "domain": domains,
            "value": pa.array(np.nan_to_num(flat), pa.float64(), mask=np.isnan(flat)),
            "normalised": pa.array(np.nan_to_num(scaled), pa.float64(), mask=np.isnan(scaled)),
            "weight": weights,
        }
    )
