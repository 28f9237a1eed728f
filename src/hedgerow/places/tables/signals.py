"""Build the warning signs of the latest complete month."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hedgerow.errors import EstimateError
from hedgerow.places.signals import (
    DISCOVERED,
    CountPanel,
    SignalResult,
    find_clusters,
    find_signals,
    latest_month,
    nullable,
)
from hedgerow.places.signals.words import STATE_TITLES
from hedgerow.places.tables.signals_panel import read_groups, read_panel
from hedgerow.settings import Region
from hedgerow.store import catalogue
from hedgerow.store.lake import Lake

Progress = Callable[[int, int, str], None]
TABLES = ("signal", "signal_warning", "signal_cluster", "signal_check")
COLUMNS = {"lad": "lad24", "csp": "csp24", "pfa": "pfa24"}
LEVELS = ("lsoa", *COLUMNS)
SCANNED = ("acquisitive", "violence", "antisocial")
MANY_AREAS = 10_000
SHUFFLES, FEWER_SHUFFLES = 99, 39


def build_signals(lake: Lake, region: Region, progress: Progress) -> None:
    """Build the four tables; where no month can be tested they are empty but for the reason."""
    steps = len(LEVELS) + len(SCANNED)
    panel = counted(read_panel(lake))
    parts: dict[str, list[pa.Table]] = {name: [catalogue.spec(name).schema.empty_table()] for name in TABLES}
    try:
        month = latest_month(panel)
        for done, result in enumerate(_levels(lake, panel, month)):
            progress(done, steps, f"{result.kind} of {region.name}")
            _add(parts, "signal", result.tidy())
            _add(parts, "signal_check", check_table(result))
            if result.warnings is not None:
                _add(parts, "signal_warning", warning_table(result))
        shuffles = FEWER_SHUFFLES if len(panel.areas) > MANY_AREAS else SHUFFLES
        for done, family in enumerate(SCANNED, len(LEVELS)):
            progress(done, steps, f"clusters of {family}")
            found = find_clusters(panel, month, family, places=read_places(lake, panel), shuffles=shuffles)
            _add(parts, "signal_cluster", found.tidy())
    except EstimateError as error:
        _add(parts, "signal_check", refused(str(error)))
    for name, tables in parts.items():
        lake.write(name, pa.concat_tables(tables))
    progress(steps, steps, "warning signs")


def counted(panel: CountPanel, *, discovered: bool = False) -> CountPanel:
    """Return the panel without the types whose counts follow what the police look for."""
    return panel if discovered else panel.only([name for name in panel.types if name not in DISCOVERED])


def at_level(lake: Lake, panel: CountPanel, level: str) -> CountPanel:
    """Return the panel of another kind of area."""
    if level == "lsoa":
        return panel
    return panel.grouped(level, read_groups(lake, COLUMNS[level]), panel.force)


def read_places(lake: Lake, panel: CountPanel) -> npt.NDArray[np.float64]:
    """Return kilometres east and north of each LSOA's inner point; NaN where it is not known."""
    found = np.full((len(panel.areas), 2), np.nan)
    if lake.has("area_geometry"):
        table = lake.query("SELECT code, longitude, latitude FROM area_geometry WHERE kind = 'lsoa'")
        row = {code: number for number, code in enumerate(panel.areas)}
        rows = np.array([row.get(code, -1) for code in table.column("code").to_pylist()], dtype=np.int64)
        points = np.column_stack([table.column(name).to_numpy() for name in ("longitude", "latitude")])
        found[rows[rows >= 0]] = points[rows >= 0]
    middle = np.nanmean(found[:, 1]) if np.isfinite(found).any() else 0.0
    return np.asarray(found * [111.32 * np.cos(np.radians(middle)), 111.32])


def _levels(lake: Lake, panel: CountPanel, month: str) -> Iterator[SignalResult]:
    for level in LEVELS:
        here = at_level(lake, panel, level)
        if len(here.areas):
            yield find_signals(here, month)


def _add(parts: dict[str, list[pa.Table]], name: str, table: pa.Table) -> None:
    promise = parts[name][0].schema
    parts[name].append(table.select(promise.names).cast(promise))


def check_table(result: SignalResult) -> pa.Table:
    """One row a check or count of states."""
    checks = [(f"{result.kind}: {c.name}", c.passed, c.text, c.figures) for c in result.checks]
    rows = [
        (name, passed, text, next(iter(figures.values()), None)) for name, passed, text, figures in checks
    ]
    for state, number in result.counts().items():
        rows.append(
            (f"{result.kind}: {state}", None, f"{number:,} series: {STATE_TITLES[state]}.", float(number))
        )
    return pa.table(
        {
            "month": [result.month] * len(rows),
            "name": [row[0] for row in rows],
            "passed": pa.array([row[1] for row in rows], pa.bool_()),
            "text": [row[2] for row in rows],
            "value": pa.array([row[3] for row in rows], pa.float64()),
        }
    )


def refused(why: str) -> pa.Table:
    """Say why nothing was tested."""
    return pa.table(
        {
            "month": [""],
            "name": ["refused"],
            "passed": pa.array([None], pa.bool_()),
            "text": [why],
            "value": pa.array([None], pa.float64()),
        }
    )


def warning_table(result: SignalResult) -> pa.Table:
    """One row an area: all its rising signs together."""
    found, n = result.warnings, len(result.areas)
    assert found is not None
    return pa.table(
        {
            "area_kind": ["lsoa"] * n,
            "area_code": list(result.areas),
            "month": [result.month] * n,
            "state": found.state.tolist(),
            "p_value": nullable(found.p),
            "q_value": nullable(found.q),
            "signs": found.signs,
            "strongest": pa.array(found.strongest, pa.string()),
        }
    )
