"""A small region: only what is there is required, and what is indispensable is named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from hedgerow.demo import generate
from hedgerow.errors import NotFoundError, SourceFileError, UsageError
from hedgerow.places.sources import FoundFile, discover
from hedgerow.places.tables.context import build_context
from hedgerow.places.tables.geography import build_geography
from hedgerow.places.tables.map import build_map
from hedgerow.places.tables.panel import build_panel
from hedgerow.places.tables.street import build_street
from hedgerow.places.tables.views import (
    area_children,
    area_crime,
    area_header,
    find_areas,
    gaps_view,
    indicators_view,
    layer_values,
    map_extent,
    map_layers,
    outline_svg,
    region_overview,
    sources_view,
)
from hedgerow.settings import Region, read_region
from hedgerow.store.lake import Lake
from hedgerow.store.open_lake import OpenLake

Built = tuple[Lake, Region, tuple[FoundFile, ...]]
POLICE = ("police-street", "police-outcomes", "police-stop-and-search")


def quiet(done: int, total: int, message: str) -> None:
    assert 0 <= done <= total, message


def build(root: Path, files: Sequence[FoundFile], region: Region) -> Lake:
    lake = Lake(root)
    build_geography(lake, files, region, quiet)
    build_street(lake, [found for found in files if found.source in POLICE], quiet)
    build_context(lake, files, region, quiet)
    build_panel(lake, files, region, quiet)
    return lake


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("vales")
    generate(folder)
    region = read_region(str(folder / "region.toml"))
    files = discover([folder / "published"]).files
    build(folder / "lake", files, region)
    return OpenLake(folder / "lake"), region, files


def test_the_planted_holes_are_the_gaps_that_are_found(built: Built) -> None:
    found = (
        built[0].query("SELECT force, from_month, to_month, kind FROM panel_gap ORDER BY force").to_pylist()
    )
    assert [tuple(row.values()) for row in found] == [
        ("Amberdale", "2025-03", "2025-03", "partial"),
        ("Caldermoor", "2024-05", "2024-07", "missing"),
    ]


def test_a_missing_month_is_none_and_a_quiet_month_is_zero(built: Built) -> None:
    lake = built[0]
    force = lake.query("SELECT code FROM area WHERE kind = 'pfa' AND name = 'Caldermoor'").to_pylist()[0][
        "code"
    ]
    months = {row["month"]: row for row in area_crime(lake, force).by_month.records()}
    assert months["2024-06"]["n"] is None
    assert months["2024-08"]["n"] > 0
    quiet_one = lake.query(
        "SELECT a.lsoa21, k.month FROM area_lookup a JOIN panel_coverage k USING (pfa24)"
        " LEFT JOIN panel p ON p.lsoa21 = a.lsoa21 AND p.month = k.month"
        " WHERE a.in_region AND k.state = 'complete' AND p.n IS NULL ORDER BY 1, 2 LIMIT 1"
    ).to_pylist()[0]
    zero = {row["month"]: row["n"] for row in area_crime(lake, quiet_one["lsoa21"]).by_month.records()}
    assert zero[quiet_one["month"]] == 0


def test_every_street_row_is_in_the_panel_once(built: Built) -> None:
    lake = built[0]
    read, counted = (
        lake.query("SELECT (SELECT count(*) FROM street) AS street, (SELECT sum(n) FROM panel) AS panel")
        .to_pylist()[0]
        .values()
    )
    assert counted == pytest.approx(read)


def test_building_again_gives_the_same_bytes(built: Built, tmp_path: Path) -> None:
    lake, region, files = built
    again = build(tmp_path / "lake", files, region)
    for path in sorted(lake.root.rglob("*.parquet")):
        assert (again.root / path.relative_to(lake.root)).read_bytes() == path.read_bytes(), path.name


@pytest.mark.parametrize(
    ("left_out", "named"),
    [
        (("boundaries-lsoa21",), "boundaries-lsoa21"),
        (("lookup-lsoa21-lad-csp-pfa", "lookup-lsoa21-ward-lad"), "lookup-lsoa21-ward-lad"),
    ],
)
def test_what_is_indispensable_is_named(
    built: Built, tmp_path: Path, left_out: tuple[str, ...], named: str
) -> None:
    files = [found for found in built[2] if found.source not in left_out]
    with pytest.raises(SourceFileError, match=named):
        build_geography(Lake(tmp_path), files, built[1], quiet)


def test_the_rest_may_be_missing(built: Built, tmp_path: Path) -> None:
    """No names, no residents, no crime: areas are there, and what is not known is None."""
    wanted = ("boundaries-lsoa21", "lookup-lsoa21-lad-csp-pfa")
    lake = build(tmp_path, [found for found in built[2] if found.source in wanted], built[1])
    code = lake.query("SELECT min(lsoa21) AS code FROM area_lookup").to_pylist()[0]["code"]
    assert area_header(lake, code).facts.reasons[1, "value"] == "missing"
    assert area_crime(lake, code).summary == "No crime data are held for this region yet."
    assert region_overview(lake, built[1]).last is None
    assert map_layers(lake).layers == ()
    assert len(gaps_view(lake).register) == 0


def test_the_tiles_are_the_same_each_time(built: Built, tmp_path: Path) -> None:
    for name in ("a", "b"):
        build_map(built[0], tmp_path / name, built[1], quiet)
    first, second = ((tmp_path / name / "map" / "areas.pmtiles").read_bytes() for name in ("a", "b"))
    assert first == second


def test_every_layer_has_a_value_or_a_reason_for_each_lsoa(built: Built) -> None:
    lake = built[0]
    layers = map_layers(lake).layers
    assert {layer.name.partition(":")[0] for layer in layers} == {"coverage", "crime", "indicator"}
    for layer in layers:
        shown = layer_values(lake, layer.name)
        assert len(shown.values) == 234
        assert sum(entry.count for entry in shown.legend) + shown.missing == 234, layer.name
        assert sum(bar.count for bar in shown.histogram) + shown.missing == 234, layer.name
        assert list(shown.breaks) == sorted(set(shown.breaks))


def test_views_of_every_kind_of_area(built: Built) -> None:
    lake = built[0]
    for kind in ("region", "pfa", "bcu", "csp", "lad", "msoa", "ward", "lsoa"):
        code = lake.query(
            "SELECT min(code) AS code FROM area WHERE kind = $kind AND in_region", {"kind": kind}
        ).to_pylist()[0]["code"]
        header = area_header(lake, code)
        assert header.kind == kind
        assert len(area_crime(lake, code).by_type) >= 14
        assert len(indicators_view(lake, code).indicators) >= 20
        assert len(outline_svg(lake, code).paths) >= 1
        assert bool(len(area_children(lake, code))) is (kind != "lsoa")


def test_the_parts_of_a_region_add_up(built: Built) -> None:
    lake = built[0]
    total = area_crime(lake, "region:" + built[1].slug)
    crimes = {row["family"]: row["n"] for row in total.by_family.records()}
    forces = [row["crimes"] for row in area_children(lake, "region:" + built[1].slug).records()]
    assert sum(float(str(n)) for n in forces) == pytest.approx(crimes["all_crime"])


def test_a_wrong_code_kind_or_layer_is_refused_with_a_remedy(built: Built) -> None:
    lake = built[0]
    with pytest.raises(NotFoundError, match=r"E01999999.*hedgerow area find"):
        area_header(lake, "E01999999")
    with pytest.raises(UsageError, match=r"postcode.*lsoa"):
        find_areas(lake, "a", kind="postcode")
    with pytest.raises(NotFoundError, match=r"crime:all_crime"):
        layer_values(lake, "crime")
    with pytest.raises(NotFoundError, match="E99"):
        map_extent(lake, "E99")


def test_sources_say_what_came_in_and_what_was_kept(built: Built) -> None:
    view = sources_view(built[0])
    for row in view.sources.records():
        assert row["rows_in"] == int(str(row["rows_kept"])) + int(str(row["rows_rejected"])), row["source"]
    files = {row["source"]: row["files"] for row in view.sources.records()}
    assert files["census21-sex-age"] == 1


def test_the_region_lies_where_its_outlines_are(built: Built) -> None:
    west, south, east, north = map_extent(built[0])
    assert west < east
    assert south < north
