"""Layers of the map: a value or a reason for every place, intervals where promised, flags that are known."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import shapely
from scipy import stats

from hedgerow.errors import NotFoundError, UsageError
from hedgerow.places.cards import cards
from hedgerow.places.tables.views import layer_values, map_layers
from hedgerow.places.tables.views.fairness import fairness
from hedgerow.places.tables.views.geojson import layer_geojson
from hedgerow.places.tables.views.layers import FLAGS
from hedgerow.places.tables.views.layers.registry import GROUPS
from hedgerow.places.tables.views.pairs import Choice, pair_of
from hedgerow.store import catalogue
from hedgerow.store.lake import Lake

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def lake(demo_workspace: Path) -> Lake:
    return Lake(demo_workspace / "lake")


@pytest.fixture
def without_contrast(demo_workspace: Path, tmp_path: Path) -> Lake:
    shutil.copytree(demo_workspace / "lake", tmp_path / "lake")
    (tmp_path / "lake" / "contrast.parquet").unlink()
    return Lake(tmp_path / "lake")


def test_every_layer_says_a_value_or_why_not_for_each_place(lake: Lake) -> None:
    for layer in map_layers(lake).layers:
        view = layer_values(lake, layer.name)
        assert len(view.values) == 234, layer.name
        assert sum(entry.count for entry in view.legend) + view.missing == 234, layer.name
        assert {row[6] for row in view.values.rows} <= {"", *FLAGS}, layer.name
        assert layer.card in cards(), layer.name
        for number, row in enumerate(view.values.rows):
            assert (row[3] is None) == ((number, "value") in view.values.reasons)


def test_an_interval_holds_its_value(lake: Lake) -> None:
    asked = [
        layer
        for layer in map_layers(lake).layers
        if layer.level and layer.name.startswith(("crime", "ratio"))
    ]
    assert asked
    for layer in asked:
        for row in layer_values(lake, layer.name).values.rows:
            value, lower, upper = row[3:6]
            if isinstance(value, float) and isinstance(lower, float) and isinstance(upper, float):
                assert lower - 0.011 <= value <= upper + 0.011, (layer.name, row[0])


def test_the_ratio_of_the_map_is_the_ratio_of_the_lake_and_its_flags_follow_from_the_interval(
    lake: Lake,
) -> None:
    rows = lake.query("SELECT * FROM contrast WHERE family = 'all_crime'").to_pylist()
    held = {row["lsoa21"]: row for row in rows}
    for code, _, _, value, lower, upper, flag, *_ in layer_values(lake, "ratio:all_crime").values.rows:
        row = held[str(code)]
        if row["ratio"] is None:
            assert value is None
            continue
        assert value == pytest.approx(row["ratio"], abs=1e-4)
        if row["verdict"] == "artefact":
            assert flag == "artefact"
        elif row["verdict"] == "cannot_tell":
            assert flag == "cannot_tell"
        else:
            assert isinstance(lower, float) and isinstance(upper, float)
            assert (flag == "no_direction") == (lower <= 1 <= upper)


def test_a_group_that_is_not_built_is_told_with_its_remedy(without_contrast: Lake) -> None:
    found = map_layers(without_contrast)
    assert not [layer for layer in found.layers if layer.name.startswith(("contrast", "ratio"))]
    assert "Super and zero output" in dict(found.unbuilt)
    with pytest.raises(NotFoundError, match="is not built") as told:
        layer_values(without_contrast, "ratio:all_crime")
    assert "contrast" in str(told.value.remedy)
    assert "hedgerow build" in str(told.value.remedy)


def test_a_layer_that_nobody_knows_is_named_with_those_that_are(lake: Lake) -> None:
    with pytest.raises(NotFoundError, match="nonsense") as told:
        layer_values(lake, "nonsense")
    assert "need" in str(told.value.remedy)


def test_each_group_rests_on_promised_tables() -> None:
    prefixes = [prefix for group in GROUPS for prefix in group.prefixes]
    assert len(prefixes) == len(set(prefixes))
    for group in GROUPS:
        assert set(group.tables) <= set(catalogue.tables())


def test_an_index_with_crime_is_not_set_beside_crime(lake: Lake) -> None:
    for crime in ("crime:all_crime", "ratio:all_crime", "crime:violence"):
        with pytest.raises(UsageError) as told:
            pair_of(lake, "indicator:imd2025_score", crime)
        assert "recorded crime among its parts" in str(told.value.remedy)
    assert pair_of(lake, "indicator:imd2025_income", "crime:all_crime").rho is not None
    assert pair_of(lake, "indicator:imd2025_score", "strength").rho is not None


def test_a_layer_of_classes_and_a_layer_beside_itself_are_refused(lake: Lake) -> None:
    with pytest.raises(UsageError, match="not set beside"):
        pair_of(lake, "contrast:all_crime", "need")
    with pytest.raises(UsageError, match="not set beside"):
        pair_of(lake, "need", "need")


def test_the_rank_correlation_and_the_choice_are_those_of_the_values(lake: Lake) -> None:
    need, ratio = (layer_values(lake, name).by_code() for name in ("need", "ratio:all_crime"))
    codes = [code for code in need if isinstance(need[code], float) and isinstance(ratio[code], float)]
    pairs = np.array([(float(need[c] or 0), float(ratio[c] or 0)) for c in codes])
    whole = pair_of(lake, "need", "ratio:all_crime")
    expected = stats.spearmanr(pairs[:, 0], pairs[:, 1]).statistic
    assert whole.rho == pytest.approx(float(expected))
    low = pair_of(lake, "need", "ratio:all_crime", Choice(y_to=0.8, x_from=20.0))
    wanted = {c for c in codes if float(ratio[c] or 0) <= 0.8 and float(need[c] or 0) >= 20}
    assert {str(row["code"]) for row in low.table.records()} == wanted
    assert sum(low.inside) == len(wanted) > 0
    ys = [float(str(row["y"])) for row in low.table.records()]
    assert ys == sorted(ys, reverse=True)


def test_a_district_that_is_not_there_is_refused_with_those_that_are(lake: Lake) -> None:
    with pytest.raises(UsageError, match="Atlantis") as told:
        pair_of(lake, "need", "strength", Choice(district="Atlantis"))
    assert "Bracken" in str(told.value.remedy) or "," in str(told.value.remedy)


def test_the_geojson_keeps_to_its_standard_and_to_the_released_values(lake: Lake) -> None:
    view = layer_values(lake, "detectable:antisocial")
    found = json.loads(layer_geojson(lake, view, today=TODAY))
    assert found["type"] == "FeatureCollection"
    assert "crs" not in found
    assert len(found["features"]) == 234
    rows = {row[0]: row for row in view.values.rows}
    for feature in found["features"]:
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        for part in shapely.get_parts(shape):
            assert part.exterior.is_ccw
            assert not any(ring.is_ccw for ring in part.interiors)
        said = feature["properties"]
        assert said["value"] == rows[feature["id"]][3]
        assert (said["value"] is None) == ("value_missing" in said)
    west, south, east, north = found["bbox"]
    assert -9 < west < east < 3
    assert 49 < south < north < 61
    about = found["hedgerow"]
    assert about["licence"]
    assert "Not a ranking of communities" in " ".join(about["method"]["forbidden"])
    assert about["marking"] == "Public"


def test_fairness_counts_whom_a_layer_names(lake: Lake) -> None:
    view = layer_values(lake, "contrast:all_crime")
    table = list(fairness(lake, view).records())
    whole = table[0]
    named = sum(entry.count for entry in view.legend if entry.category in ("zero_output", "super_output"))
    known = 234 - sum(entry.count for entry in view.legend if entry.category == "not_known") - view.missing
    assert whole["named"] == pytest.approx(100 * named / known, abs=0.01)
    for dimension in ("Force", "Rural or urban"):
        parts = [row for row in table if row["by"] == dimension]
        assert sum(int(str(row["areas"])) for row in parts) == 234
        assert len(parts) > 1


def fake(lake: Lake, tmp_path: Path, name: str, columns: Mapping[str, Sequence[Any]]) -> Lake:
    """Return a lake that also holds one table, other promised columns missing or empty."""
    root = tmp_path / "lake"
    if not root.exists():
        shutil.copytree(lake.root, root)
    found, size = Lake(root), len(next(iter(columns.values())))
    empty = {"string": "", "int": 0, "float": 0.0, "bool": False}
    filled = {
        column.name: columns.get(column.name, [None if column.null else empty[column.type]] * size)
        for column in catalogue.spec(name).columns
    }
    found.write(name, pa.table(filled, schema=catalogue.spec(name).schema))
    return found


def codes_of(lake: Lake, count: int) -> list[str]:
    rows = lake.query("SELECT lsoa21 FROM area_lookup WHERE in_region ORDER BY 1").to_pylist()
    return [row["lsoa21"] for row in rows[:count]]


def test_signals_show_state_and_missing_months_stay_missing(lake: Lake, tmp_path: Path) -> None:
    codes = codes_of(lake, 4)
    made = fake(
        lake,
        tmp_path,
        "signal",
        {
            "area_kind": ["lsoa"] * 4,
            "area_code": codes,
            "crime_type": ["burglary"] * 4,
            "month": ["2026-01"] * 4,
            "state": ["up", "none", "cannot_tell", "not_known"],
            "shift": ["none"] * 4,
            "gate": ["open"] * 4,
            "method": ["own_past"] * 4,
        },
    )
    view = layer_values(made, "signal:burglary")
    held = {row[0]: (row[3], row[6]) for row in view.values.rows}
    assert [held[code] for code in codes] == [
        ("up", ""),
        ("none", ""),
        ("cannot_tell", "cannot_tell"),
        (None, ""),
    ]
    assert view.missing == 231
    assert set(view.values.reasons.values()) >= {"gap"}


def test_harm_carries_the_change_of_rank_the_edition_and_the_flag_of_discovered_offences(
    lake: Lake, tmp_path: Path
) -> None:
    codes = codes_of(lake, 2)
    made = fake(
        lake,
        tmp_path,
        "harm_score",
        {
            "area_kind": ["lsoa"] * 2,
            "area_code": codes,
            "scheme": ["cchi"] * 2,
            "version": ["with_discovered"] * 2,
            "records": [10.0, 20.0],
            "unweighted_records": [0.0, 5.0],
            "rate": [100.0, 50.0],
            "value": [1000.0, 900.0],
            "rank": [1, 2],
            "count_rank": [2, 1],
            "rank_change": [1, -1],
        },
    )
    view = layer_values(made, "harm_rank:cchi:with_discovered")
    held = {row[0]: row for row in view.values.rows}
    assert [held[code][3] for code in codes] == [1, -1]
    assert {held[code][6] for code in codes} == {""}
    assert any("found by the police" in note for note in view.values.notes)
    assert "found by the police" in view.summary
    assert "5 of 20 records have no weight" in str(held[codes[1]][7])
    assert view.missing == 232


def test_a_shock_whose_trough_was_not_seen_has_no_depth(lake: Lake, tmp_path: Path) -> None:
    codes = codes_of(lake, 3)
    made = fake(
        lake,
        tmp_path,
        "shock",
        {
            "shock": ["2020-03:2022-06"] * 3,
            "area_kind": ["lsoa"] * 3,
            "area_code": codes,
            "family": ["all_crime"] * 3,
            "state": ["measured", "trough_not_seen", "cannot_tell"],
            "path": ["bent_and_back", None, None],
            "depth": [35.0, None, None],
            "depth_lower": [20.0, None, None],
            "depth_upper": [50.0, None, None],
            "basis": ["placed"] * 3,
        },
    )
    depth = layer_values(made, "shock_depth:all_crime")
    rows = {row[0]: (number, row) for number, row in enumerate(depth.values.rows)}
    assert rows[codes[0]][1][3:6] == (35.0, 20.0, 50.0)
    reasons = [depth.values.reasons[rows[code][0], "value"] for code in codes[1:]]
    assert reasons == ["gap", "cannot_tell"]
    path = {row[0]: row[3] for row in layer_values(made, "shock:all_crime").values.rows}
    assert [path[code] for code in codes] == ["bent_and_back", "trough_not_seen", "cannot_tell"]


def test_local_patterns_are_told_with_their_q_values(lake: Lake, tmp_path: Path) -> None:
    codes = codes_of(lake, 2)
    made = fake(
        lake,
        tmp_path,
        "local_pattern",
        {
            "area_kind": ["lsoa"] * 2,
            "area_code": codes,
            "family": ["violence"] * 2,
            "q_value": [0.01, None],
            "class": ["high-high", "no value"],
        },
    )
    view = layer_values(made, "pattern:violence")
    held = {row[0]: row for row in view.values.rows}
    names = [column.name for column in view.values.columns]
    assert held[codes[0]][3] == "high-high"
    assert held[codes[0]][names.index("q_value")] == pytest.approx(0.01)
    assert held[codes[1]][3] is None


def test_demand_is_the_districts_and_scaled_by_its_residents(lake: Lake, tmp_path: Path) -> None:
    districts = lake.query(
        "SELECT lad24, CAST(sum(population) AS DOUBLE) AS people FROM area_lookup"
        " WHERE in_region GROUP BY 1 ORDER BY 1"
    ).to_pylist()
    made = fake(
        lake,
        tmp_path,
        "demand_year",
        {
            "area_kind": ["lad", "lad"],
            "area_code": [districts[0]["lad24"]] * 2,
            "crime_type": ["burglary"] * 2,
            "from_month": ["2026-02", "2027-02"],
            "to_month": ["2027-01", "2028-01"],
            "mean": [100.0, 999.0],
            "lower95": [80.0, 1.0],
            "upper95": [120.0, 2.0],
        },
    )
    view = layer_values(made, "demand:burglary")
    values = np.array([row[3] for row in view.values.rows if row[3] is not None], dtype=float)
    assert np.allclose(values, 1000 * 100 / districts[0]["people"], atol=0.01)
    assert view.missing == 234 - len(values) > 0


def test_a_place_without_context_is_not_said_to_lack_crime_data(lake: Lake, tmp_path: Path) -> None:
    codes = codes_of(lake, 2)
    made = fake(
        lake,
        tmp_path,
        "contrast",
        {
            "family": ["all_crime"] * 2,
            "lsoa21": codes,
            "months": [33, 0],
            "observed": [40.0, None],
            "own": ["not_known"] * 2,
            "like": ["not_known"] * 2,
            "silence": ["not_testable"] * 2,
            "verdict": ["not_known"] * 2,
        },
    )
    view = layer_values(made, "ratio:all_crime")
    rows = {row[0]: number for number, row in enumerate(view.values.rows)}
    assert [view.values.reasons[rows[code], "value"] for code in codes] == ["missing", "gap"]
