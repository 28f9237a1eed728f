"""Build shock and recovery for every crime family, and measure another shock on request."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from hedgerow.places.shocks import COVID, FAMILIES, LEVELS, Shock, ShockResult, measure_shock
from hedgerow.places.shocks.specification import APART
from hedgerow.places.tables.shocks_inputs import read_family, read_ground
from hedgerow.settings import Region
from hedgerow.store import catalogue
from hedgerow.store.lake import Lake

Progress = Callable[[int, int, str], None]
TABLES = ("shock", "shock_window", "shock_path", "shock_index")
SMALL = ("lsoa", "msoa")


def build_shocks(lake: Lake, region: Region, progress: Progress) -> None:
    """Build the four tables for the lockdowns of 2020 to 2022; what is not known is said to be so."""
    families = (*FAMILIES, *APART)
    parts: dict[str, list[pa.Table]] = {name: [catalogue.spec(name).schema.empty_table()] for name in TABLES}
    ground = read_ground(lake, COVID)
    for done, family in enumerate(families):
        progress(done, len(families), f"{family} of {region.name}")
        result = measure_shock(read_family(lake, ground, family))
        for name, table in shock_tables(result).items():
            parts[name].append(table.cast(parts[name][0].schema))
    for name, tables in parts.items():
        lake.write(name, pa.concat_tables(tables))
    progress(len(families), len(families), "shock and recovery")


def shock_tables(result: ShockResult) -> dict[str, pa.Table]:
    """Return the four tables of one measurement, as the lake promises them."""
    months = result.months()
    if result.data.family != FAMILIES[0]:
        kinds = pc.is_in(months.column("area_kind"), pa.array(SMALL))
        months = months.filter(pc.invert(kinds))
    found = {
        "shock": result.tidy(),
        "shock_window": result.windows(),
        "shock_path": months,
        "shock_index": result.index(),
    }
    return {
        name: table.select([column.name for column in catalogue.spec(name).columns])
        for name, table in found.items()
    }


def measure(
    lake: Lake, shock: Shock, families: tuple[str, ...], levels: tuple[str, ...] = LEVELS
) -> tuple[ShockResult, ...]:
    """Measure a shock on what the lake holds, family by family."""
    ground = read_ground(lake, shock, levels=levels)
    return tuple(measure_shock(read_family(lake, ground, family, levels)) for family in families)
