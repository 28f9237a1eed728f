"""What Hedgerow says, and does not say, about places with unexpectedly little or much recorded crime."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from contrast_worlds import World, world
from hedgerow.disclosure import Released
from hedgerow.errors import NotFoundError, UsageError
from hedgerow.places.indicators import of_index
from hedgerow.places.tables.contrast import build_contrast, contrast_list, contrast_view
from hedgerow.places.tables.contrast_inputs import read_counts, read_window
from hedgerow.places.tables.index import build_index, index_list, index_view
from hedgerow.settings import region
from hedgerow.store import catalogue
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import family_types

CODES = {"one": "E23000001", "two": "E23000002"}


@pytest.fixture(scope="module")
def made() -> World:
    return world(seed=21, deviants=25, areas=500)


@pytest.fixture(scope="module")
def lake(made: World, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """A lake of 500 places; the force “two” has no complete month from the twenty-first on."""
    lake = Lake(tmp_path_factory.mktemp("lake"))
    _write_places(lake, made)
    _write_panel(lake, made)
    _write_indicators(lake, made)
    build_index(lake, region("east-midlands"), lambda *_: None)
    build_contrast(lake, region("east-midlands"), lambda *_: None)
    return lake


def test_planted_places_are_found_and_gaps_are_no_peace(lake: Lake, made: World) -> None:
    rows = {row["lsoa21"]: row for row in lake.read("contrast").to_pylist() if row["family"] == "all_crime"}
    assert len(rows) == 500
    codes = np.array(made.context.areas)
    zero = {code for code, row in rows.items() if row["verdict"] == "zero_output"}
    assert len(zero & set(codes[made.low])) >= 22
    assert len(zero - set(codes[made.low])) <= 1
    assert {rows[codes[i]]["months"] for i in np.flatnonzero(made.context.force == "two")} == {20}


def test_a_family_without_a_record_is_not_known_with_the_reason_and_no_number(lake: Lake) -> None:
    rows = [row for row in lake.read("contrast").to_pylist() if row["family"] == "antisocial"]
    shut = [row for row in rows if row["verdict"] == "artefact"]
    assert all("one point" in row["artefact"] or "recorded" in row["artefact"] for row in shut)
    assert {row["verdict"] for row in rows if row not in shut} == {"not_known"}
    assert {row["ratio"] for row in rows} == {None}
    reasons = [r for r in lake.read("contrast_model").to_pylist() if r["family"] == "antisocial"]
    assert "above zero" in reasons[0]["term"]


def test_a_place_is_told_in_words_with_its_twins(lake: Lake, made: World) -> None:
    pairs = lake.read("contrast_twin").to_pylist()
    code = next(pair["lsoa21"] for pair in pairs if pair["family"] == "all_crime")
    view = contrast_view(lake, code)
    said = " ".join(view.sentences)
    assert "Silence is not testable here" in said
    assert "twins (" in said
    assert isinstance(view.twins, Released)
    assert len(view.twins) >= 5
    assert "Places, not people" in view.people
    assert view.places.figures
    json.dumps(view.places.as_dict())


def test_a_larger_area_counts_its_verdicts(lake: Lake) -> None:
    view = contrast_view(lake, "E07000001")
    counts = {row["family"]: row for row in view.counts.records()}
    row = counts["All crime"]
    assert sum(v for k, v in row.items() if k not in ("family", "leads")) == view_size(lake, "E07000001")
    assert "zero output" in view.sentences[0]


def view_size(lake: Lake, code: str) -> int:
    return lake.read("area_lookup").column("lad24").to_pylist().count(code)


def test_lists_can_be_narrowed_and_refuse_what_is_unknown(lake: Lake) -> None:
    every = contrast_list(lake, "all_crime")
    low = contrast_list(lake, "all_crime", verdict="zero_output")
    here = contrast_list(lake, "all_crime", within="E07000001")
    assert len(every) == 500
    assert {row["verdict"] for row in low.records()} == {"Zero output"}
    assert {row["district"] for row in here.records()} == {"District 1"}
    with pytest.raises(UsageError, match="all_crime"):
        contrast_list(lake, "crime")
    with pytest.raises(UsageError, match="zero_output"):
        contrast_list(lake, "all_crime", verdict="good")
    with pytest.raises(NotFoundError, match="E99"):
        contrast_view(lake, "E99")


def test_need_and_strength_are_two_scores(lake: Lake, made: World) -> None:
    view = index_view(lake, made.context.areas[3])
    assert [row["index"] for row in view.scores.records()] == ["need", "strength"]
    assert len(view.parts) == len(of_index("need")) + len(of_index("strength"))
    assert "Other reasonable methods put it between" in view.sentences[0]
    listed = [row["rank"] for row in index_list(lake, "need").records()]
    assert listed[0] == 1
    assert listed == sorted(listed)
    district = index_view(lake, "E07000001")
    assert {row["index"] for row in district.summary.records()} == {"need", "strength"}
    with pytest.raises(UsageError, match="need, strength"):
        index_list(lake, "resilience")


def test_before_anything_is_built_the_views_say_so(tmp_path: Path, made: World) -> None:
    empty = Lake(tmp_path)
    _write_places(empty, made)
    assert not contrast_view(empty, made.context.areas[0]).built
    assert not index_view(empty, made.context.areas[0]).built
    assert "not built" in index_view(empty, made.context.areas[0]).sentences[0]


def test_months_that_are_not_complete_are_missing_and_not_zero(lake: Lake, made: World) -> None:
    data = read_counts(lake, read_window(lake)).family("all_crime")
    rows = made.context.force == "two"
    assert np.isnan(data.cells[rows, 20:]).all()
    assert not np.isnan(data.cells[~rows]).any()


def _write(lake: Lake, name: str, rows: list[dict[str, object]]) -> None:
    schema = catalogue.spec(name).schema
    blank = {pa.string(): "", pa.int64(): 0, pa.float64(): 0.0, pa.bool_(): False}
    absent = {field.name: None if field.nullable else blank[field.type] for field in schema}
    full = [absent | row for row in rows]
    lake.write(name, pa.Table.from_pylist(full, schema=schema))


def _write_places(lake: Lake, made: World) -> None:
    context = made.context
    rows, areas = [], []
    for number, code in enumerate(context.areas):
        lad = f"E0700000{number % 9}"
        rows.append(
            {"lsoa21": code, "lsoa21_name": f"Place {number:03d}A", "lad24": lad,
             "lad24_name": f"District {number % 9}",
             "pfa24": CODES[context.force[number]], "pfa24_name": str(context.force[number]),
             "force": str(context.force[number]), "rural_urban": str(context.urban[number]),
             "population": int(context.exposure[number]), "in_region": True}
        )  # fmt: skip
        areas.append({"code": code, "kind": "lsoa", "name": f"Place {number:03d}A"})
    areas += [{"code": f"E0700000{n}", "kind": "lad", "name": f"District {n}"} for n in range(9)]
    for area in areas:
        area |= {"vintage": 2021, "in_region": True, "lsoa_count": 1}
    _write(lake, "area_lookup", rows)
    _write(lake, "area", areas)


def _write_panel(lake: Lake, made: World) -> None:
    kinds = [kind for kind in family_types("all_crime") if kind != "other-crime"]
    panel, coverage = [], []
    for month_number, month in enumerate(made.data.months):
        for force, code in CODES.items():
            gone = force == "two" and month_number >= 20
            coverage.append(
                {"pfa24": code, "pfa24_name": force, "month": month, "n": 1.0,
                 "state": "missing" if gone else "complete"}
            )  # fmt: skip
        for row, code in enumerate(made.context.areas):
            n = made.data.cells[row, month_number]
            if n and not (made.context.force[row] == "two" and month_number >= 20):
                kind = kinds[(row + month_number) % len(kinds)]
                panel.append({"lsoa21": code, "month": month, "crime_type": kind, "n": n, "edition": "test"})
    _write(lake, "panel", panel)
    _write(lake, "panel_coverage", coverage)


def _write_indicators(lake: Lake, made: World) -> None:
    rng = np.random.default_rng(5)
    known = {"imd2025_income": 0, "age_65_plus": 1, "density": 2}
    names = {one.name for index in ("need", "strength") for one in of_index(index)} | set(known)
    rows: list[dict[str, object]] = []
    for name in sorted(names):
        values = made.context.values[:, known[name]] if name in known else rng.normal(size=500)
        values = np.exp(values) - 1 if name == "density" else values
        rows += [
            {"indicator": name, "lsoa21": code, "value": float(value), "file_id": "test"}
            for code, value in zip(made.context.areas, values, strict=True)
        ]
    _write(lake, "indicator_value", rows)
