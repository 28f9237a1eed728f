"""Run the same stages on Spark: translated, never written twice. Needs the extra ``hedgerow[spark]``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hedgerow.errors import MachineError
from hedgerow.places.counting.stages import RAW_COLUMNS, STAGES, Stage


def translated(sql: str) -> str:
    """Return a stage's SQL in Spark's dialect.

    Raises
    ------
    MachineError
        When the extra is not installed.
    """
    try:
        import sqlglot
    except ModuleNotFoundError as error:
        raise _not_installed(error) from error
    return str(sqlglot.transpile(sql, read="duckdb", write="spark", pretty=True)[0])


def run(session: Any, inputs: Mapping[str, Any], stages: Sequence[Stage] = STAGES) -> dict[str, Any]:
    """Return each stage's result as a Spark data frame over the named input frames."""
    for name, frame in inputs.items():
        frame.createOrReplaceTempView(name)
    results = {}
    for stage in stages:
        results[stage.name] = session.sql(translated(stage.sql))
        results[stage.name].createOrReplaceTempView(stage.name)
    return {name: frame for name, frame in results.items() if name not in ("checked", "kept")}


def read_street(session: Any, paths: Sequence[str]) -> Any:
    """Return street-level CSV files as the relation `raw`: nothing inferred, every column text."""
    schema = ", ".join(f"{name} STRING" for name in RAW_COLUMNS)
    return session.read.csv(
        list(paths),
        schema=schema,
        header=True,
        inferSchema=False,
        enforceSchema=True,
        mode="PERMISSIVE",
        escape='"',
    )


def session(master: str = "local[2]") -> Any:
    """Return a Spark session with the settings that make its answers those of DuckDB.

    Raises
    ------
    MachineError
        When the extra is not installed.
    """
    try:
        from pyspark.sql import SparkSession
    except ModuleNotFoundError as error:
        raise _not_installed(error) from error
    return (
        SparkSession.builder.master(master)
        .appName("hedgerow-counting")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.ansi.enabled", "true")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate()
    )


def _not_installed(error: ModuleNotFoundError) -> MachineError:
    return MachineError(
        f"Spark is not installed: {error.name} is missing.",
        remedy="Install the extra with: pip install 'hedgerow[spark]'; here DuckDB does the same without it.",
    )
