"""The lake: promises are kept or refused, and a reader never meets half a table."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hedgerow.errors import MachineError, NotFoundError, SchemaError
from hedgerow.store import catalogue
from hedgerow.store.lake import Lake
from hedgerow.store.open_lake import OpenLake


def neighbours(*pairs: tuple[str, str]) -> pa.Table:
    return pa.table({"lsoa21": [a for a, _ in pairs], "neighbour": [b for _, b in pairs]})


def lookup(**columns: list[object]) -> pa.Table:
    whole = {"lsoa11": ["E1"], "lsoa21": ["E2"], "change": ["U"], "weight": [1.0]}
    return pa.table(whole | columns)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


def test_what_was_written_is_read_back(lake: Lake) -> None:
    assert not lake.has("area_neighbour")
    path = lake.write("area_neighbour", neighbours(("a", "b"), ("b", "a")))
    assert path == lake.root / "area_neighbour.parquet"
    assert lake.read("area_neighbour").to_pydict() == {"lsoa21": ["a", "b"], "neighbour": ["b", "a"]}
    assert lake.read("area_neighbour", ["neighbour"]).column_names == ["neighbour"]


def test_columns_are_put_in_the_promised_order_and_types(lake: Lake) -> None:
    table = pa.table({"weight": [1], "change": ["U"], "lsoa21": ["E2"], "lsoa11": ["E1"]})
    lake.write("lsoa11_to_lsoa21", table)
    assert lake.read("lsoa11_to_lsoa21").schema.equals(catalogue.spec("lsoa11_to_lsoa21").schema)


def test_missing_and_zero_are_told_apart_through_the_file(lake: Lake) -> None:
    table = lookup(lsoa11=["E1", "E3"], lsoa21=["E2", "E4"], change=["S", "X"], weight=[0.0, None])
    lake.write("lsoa11_to_lsoa21", table)
    assert lake.read("lsoa11_to_lsoa21")["weight"].to_pylist() == [0.0, None]
    counted = lake.query("SELECT count(weight) AS n, sum(weight) AS total FROM lsoa11_to_lsoa21")
    assert counted.to_pylist() == [{"n": 1, "total": 0.0}]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (pa.table({"lsoa11": ["E1"]}), "promised columns"),
        (lookup(colour=["red"]), "promised columns"),
        (lookup(weight=["heavy"]), "promised types"),
        (lookup(change=["Z"]), "'Z'"),
        (lookup(lsoa11=pa.array([None], pa.string())), "have no lsoa11"),
    ],
)
def test_a_broken_promise_is_refused_and_the_old_table_stays(lake: Lake, table: pa.Table, words: str) -> None:
    lake.write("lsoa11_to_lsoa21", lookup())
    before = lake.path("lsoa11_to_lsoa21").read_bytes()
    with pytest.raises(SchemaError, match=words):
        lake.write("lsoa11_to_lsoa21", table)
    assert lake.path("lsoa11_to_lsoa21").read_bytes() == before
    assert [path.name for path in lake.root.iterdir()] == ["lsoa11_to_lsoa21.parquet"]


def test_a_write_that_fails_half_way_leaves_the_old_table(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake.write("area_neighbour", neighbours(("a", "b")))

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pq, "write_table", fail)
    with pytest.raises(MachineError, match="No space left"):
        lake.write("area_neighbour", neighbours(("c", "d")))
    assert lake.read("area_neighbour").to_pydict() == {"lsoa21": ["a"], "neighbour": ["b"]}
    assert [path.name for path in lake.root.iterdir()] == ["area_neighbour.parquet"]


def test_the_same_rows_give_the_same_bytes(lake: Lake) -> None:
    first = lake.write("area_neighbour", neighbours(("a", "b"))).read_bytes()
    assert lake.write("area_neighbour", neighbours(("a", "b"))).read_bytes() == first


def test_a_table_may_be_a_folder_of_parts(lake: Lake) -> None:
    lake.write("area_neighbour", neighbours(("a", "b")), part="one")
    lake.write("area_neighbour", neighbours(("c", "d")), part="two")
    lake.write("area_neighbour", neighbours(("e", "f")), part="two")
    assert sorted(lake.read("area_neighbour")["lsoa21"].to_pylist()) == ["a", "e"]
    assert lake.query("SELECT count(*) AS n FROM area_neighbour").to_pylist() == [{"n": 2}]


def test_a_file_half_written_beside_the_parts_is_not_read(lake: Lake) -> None:
    lake.write("area_neighbour", neighbours(("a", "b")), part="one")
    (lake.root / "area_neighbour" / "two.writing").write_bytes(b"half")
    assert lake.read("area_neighbour").num_rows == 1
    assert lake.query("SELECT count(*) AS n FROM area_neighbour").to_pylist() == [{"n": 1}]


def test_values_are_bound_and_never_pasted(lake: Lake) -> None:
    lake.write("area_neighbour", neighbours(("a' OR '1'='1", "b"), ("c", "d")))
    rows = lake.query("SELECT neighbour FROM area_neighbour WHERE lsoa21 = ?", ["a' OR '1'='1"])
    assert rows.to_pylist() == [{"neighbour": "b"}]


def test_a_folder_with_a_quote_in_its_name(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "Ann's lake")
    lake.write("area_neighbour", neighbours(("a", "b")))
    assert lake.query("SELECT count(*) AS n FROM area_neighbour").to_pylist() == [{"n": 1}]


def test_what_has_not_been_built_or_promised_is_named(lake: Lake) -> None:
    with pytest.raises(NotFoundError, match="has not been built"):
        lake.read("panel")
    with pytest.raises(NotFoundError, match="no table “wishes”"):
        lake.read("wishes")
    with pytest.raises(NotFoundError, match="no table “wishes”"):
        lake.write("wishes", neighbours())
    with pytest.raises(NotFoundError, match="no column “colour”"):
        catalogue.spec("panel").column("colour")


def test_a_question_to_a_table_that_is_not_built_says_so(lake: Lake) -> None:
    for asked in (lake, OpenLake(lake.root)):
        with pytest.raises(NotFoundError, match="panel has not been built"):
            asked.query("SELECT count(*) FROM panel")
        with pytest.raises(duckdb.CatalogException):
            asked.query("SELECT * FROM nowhere")


@pytest.mark.parametrize("name", sorted(catalogue.tables()))
def test_every_promise_is_whole(name: str) -> None:
    spec = catalogue.spec(name)
    names = [column.name for column in spec.columns]
    assert len(set(names)) == len(names)
    assert set(spec.key) <= set(names)
    assert spec.source_class in {"open", "modelled", "partner", "community"}
    assert spec.title
    assert all(column.about for column in spec.columns)
    assert not [key for key in spec.key if spec.column(key).null], "a key is never missing"


@pytest.mark.parametrize("name", sorted(catalogue.tables()))
def test_an_empty_table_keeps_every_promise(lake: Lake, name: str) -> None:
    lake.write(name, catalogue.spec(name).schema.empty_table())
    assert lake.query(f'SELECT count(*) AS n FROM "{name}"').to_pylist() == [{"n": 0}]
