"""Run the stages here, in DuckDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from hedgerow.places.counting.stages import RAW_COLUMNS, STAGES, Stage


def run(inputs: Mapping[str, pa.Table], stages: Sequence[Stage] = STAGES) -> dict[str, pa.Table]:
    """Return the result of each stage over the named input tables."""
    with duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false"}) as connection:
        for name, table in inputs.items():
            connection.register(name, table)
        return run_on(connection, stages)


def run_on(connection: duckdb.DuckDBPyConnection, stages: Sequence[Stage]) -> dict[str, pa.Table]:
    """Return the result of each stage on a connection that knows the inputs by name."""
    for stage in stages:
        # The names and the SQL are the constants of `stages`, never a caller's text.
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {stage.name} AS {stage.sql}")
    return {
        stage.name: connection.execute(f"FROM {stage.name}").to_arrow_table()
        for stage in stages
        if stage.name not in ("checked", "kept")
    }


def read_street(paths: Sequence[Path]) -> pa.Table:
    """Return street-level CSV files as the relation `raw`: nothing detected, every column text."""
    columns = ", ".join(f"{name}: 'VARCHAR'" for name in RAW_COLUMNS)
    sql = (
        "FROM read_csv($paths, header=true, delim=',', quote='\"', escape='\"', auto_detect=false, "
        f"columns={{{columns}}})"
    )
    with duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false"}) as connection:
        return connection.execute(sql, {"paths": [str(path) for path in paths]}).to_arrow_table()
