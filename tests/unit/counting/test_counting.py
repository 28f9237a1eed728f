"""The same stages on DuckDB and on Spark: what they count, and that both count alike."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
import pytest

from hedgerow.errors import MachineError
from hedgerow.places.counting import COUNTS, RAW_COLUMNS, STAGES, crime_type_words, describe, duck

HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)
GOOD = "{id},{month},Kent Police,Kent Police,0.5,51.2,On or near High Street,{lsoa},x,{type},,"
ID = "ab" * 32


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    rows = [
        GOOD.format(id=ID, month="2023-05", lsoa="E01000001", type="Burglary"),
        GOOD.format(id="", month="2023-05", lsoa="E01000001", type="Anti-social behaviour"),
        GOOD.format(id="", month="2023-05", lsoa="E01000001", type="Anti-social behaviour"),
        GOOD.format(id="cd" * 32, month="2023-06", lsoa="E01000002", type="Drugs"),
        "ef" * 32 + ",2023-06,Kent Police,Kent Police,,,No Location,,,Robbery,,",
        GOOD.format(id="short", month="2023-05", lsoa="E01000001", type="Drugs"),
        GOOD.format(id=ID, month="May", lsoa="E01000001", type="Drugs"),
        GOOD.format(id=ID, month="2023-05", lsoa="Kent 1", type="Drugs"),
        GOOD.format(id=ID, month="2023-05", lsoa="E01000001", type="Jaywalking"),
        GOOD.format(id=ID, month="2023-05", lsoa="E01000001", type="Drugs").replace("51.2", "nowhere"),
        GOOD.format(id=ID, month="2023-05", lsoa="E01000001", type="Drugs").replace("51.2", ""),
        GOOD.format(id=ID, month="2023-05", lsoa="E01000001", type="Drugs").replace("0.5", "120.5"),
    ]
    path = tmp_path / "2023-05-kent-street.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n")
    return path


EXPECTED = {
    "reconciled": [
        ("", 5),
        ("crime_id", 1),
        ("crime_type", 1),
        ("longitude", 3),
        ("lsoa_code", 1),
        ("month", 1),
    ],
    "lsoa_month_type": [
        ("", "2023-06", "robbery", 1),
        ("E01000001", "2023-05", "anti-social-behaviour", 2),
        ("E01000001", "2023-05", "burglary", 1),
        ("E01000002", "2023-06", "drugs", 1),
    ],
    "force_month": [("Kent Police", "2023-05", 3, 0), ("Kent Police", "2023-06", 2, 1)],
}


def rows(table: pa.Table) -> list[tuple[object, ...]]:
    return sorted(tuple(row.values()) for row in table.to_pylist())


def test_duckdb_checks_reconciles_and_counts(csv: Path) -> None:
    raw = duck.read_street([csv])
    assert raw.column_names == list(RAW_COLUMNS)
    results = duck.run({"raw": raw, "crime_type_word": crime_type_words()})
    assert {name: rows(table) for name, table in results.items()} == EXPECTED


def test_the_counts_run_on_a_lakes_street_table_too() -> None:
    street = pa.table(
        {
            "month": ["2023-05", "2023-05"],
            "force": ["kent", "kent"],
            "lsoa_published": ["E01000001", None],
            "crime_type": ["drugs", "drugs"],
        }
    )
    results = duck.run({"kept": street}, COUNTS)
    assert rows(results["force_month"]) == [("kent", "2023-05", 2, 1)]


def test_the_stages_can_be_read() -> None:
    text = describe()
    for stage in STAGES:
        assert f"-- {stage.name}: {stage.about}" in text
        assert set(stage.needs) <= {"raw", "crime_type_word", *(other.name for other in STAGES)}


def test_without_the_extra_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from hedgerow.places.counting import spark

    monkeypatch.setitem(sys.modules, "sqlglot", None)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    for call in (lambda: spark.translated("SELECT 1"), spark.session):
        with pytest.raises(MachineError, match="Spark is not installed") as caught:
            call()
        assert "hedgerow[spark]" in caught.value.remedy


@pytest.mark.spark
@pytest.mark.filterwarnings("default")
def test_spark_gives_the_same_rows(csv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark", reason="the extra hedgerow[spark] is not installed")
    pytest.importorskip("sqlglot", reason="the extra hedgerow[spark] is not installed")
    from hedgerow.places.counting import spark

    if "SPARK_LOCAL_IP" not in os.environ:
        monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    session = spark.session("local[1]")
    try:
        words = session.createDataFrame(
            [tuple(row.values()) for row in crime_type_words().to_pylist()], "word STRING, slug STRING"
        )
        results = spark.run(
            session, {"raw": spark.read_street(session, [str(csv)]), "crime_type_word": words}
        )
        found = {name: sorted(tuple(row) for row in frame.collect()) for name, frame in results.items()}
    finally:
        session.stop()
    assert found == EXPECTED
    here = duck.run({"raw": duck.read_street([csv]), "crime_type_word": crime_type_words()})
    assert found == {name: rows(table) for name, table in here.items()}
