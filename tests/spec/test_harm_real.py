"""The harm of the real East Midlands, beside a plain sum over the published files."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from hedgerow.places.harm import VERSIONS
from hedgerow.places.sources import discover
from hedgerow.places.tables.geography import build_geography
from hedgerow.places.tables.harm import build_harm, harm_values
from hedgerow.places.tables.harm_area import area_harm
from hedgerow.places.tables.harm_views import HarmAsk, HarmView, harm_view
from hedgerow.places.tables.panel import build_panel
from hedgerow.settings import region
from hedgerow.store.lake import Lake

pytestmark = [pytest.mark.real_data, pytest.mark.slow]
EAST_MIDLANDS = region("east-midlands")
DISCOVERED = ("Drugs", "Possession of weapons")


def quiet(done: int, total: int, message: str) -> None:
    assert 0 <= done <= total, message


@pytest.fixture(scope="module")
def lake(real_places: Path, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    files = discover(
        [real_places / name for name in ("geo", "lookup", "census", "crime_panel", "crime_ref")]
    ).files
    built = Lake(tmp_path_factory.mktemp("harm") / "lake")
    build_geography(built, files, EAST_MIDLANDS, quiet)
    build_panel(built, files, EAST_MIDLANDS, quiet)
    build_harm(built, files, EAST_MIDLANDS, quiet)
    return built


@pytest.fixture(scope="module")
def cchi(lake: Lake) -> HarmView:
    return harm_view(lake, HarmAsk())


@pytest.mark.parametrize("version", VERSIONS)
def test_harm_is_the_plain_sum_over_the_published_counts(
    lake: Lake, cchi: HarmView, shared: Path, version: str
) -> None:
    """Counts of the last twelve months times the published figure of each force and category."""
    weights = shared / "reference" / "domain" / "cchi_force_category_east_midlands.csv"
    panel = shared / "data" / "places" / "crime_panel" / "crime_lsoa21_month_type_ew.parquet"
    with weights.open(encoding="utf-8", newline="") as handle:
        published = {
            (row["force"], row["crime_type"]): float(row["cchi_days"]) for row in csv.DictReader(handle)
        }
    with lake.connect() as connection:
        cells = connection.execute(
            "SELECT p.lsoa21_code, a.pfa24_name, p.crime_type, sum(p.n) FROM read_parquet($path) p"
            " JOIN area_lookup a ON a.lsoa21 = p.lsoa21_code AND a.in_region"
            " WHERE p.month BETWEEN '2025-02' AND '2026-01' AND p.crime_type <> 'Anti-social behaviour'"
            " GROUP BY ALL",
            {"path": str(panel)},
        ).fetchall()
    plain: dict[str, float] = {}
    for code, force, kind, n in cells:
        if version == "with_discovered" or kind not in DISCOVERED:
            plain[code] = plain.get(code, 0.0) + float(n) * published[force, kind]
    ours = {
        str(row["area_code"]): row["value"]
        for row in cchi.areas.records()
        if row["version"] == version and row["value"]
    }
    assert ours == pytest.approx({code: value for code, value in plain.items() if value})
    assert len(ours) == 2_404


def test_northamptonshire_has_no_harm_and_no_rank(lake: Lake, cchi: HarmView) -> None:
    masked = [row for row in cchi.areas.records() if row["months"] == 0]
    assert len(masked) == 2 * 443
    assert all(
        row[name] is None for row in masked for name in ("records", "value", "rate", "rank", "rank_change")
    )
    values = harm_values(lake, "cchi", "victim_reported")
    assert sum(value is None for value in values.values()) == 443
    view = area_harm(lake, "E23000022", "cchi")
    assert not view.known
    assert "Not known is not nought" in view.sentences[0]


def test_of_the_costs_most_records_have_none(lake: Lake) -> None:
    view = harm_view(lake, HarmAsk(scheme="cost", level="lad", version="with_discovered"))
    (share,) = view.shares.records()
    assert share["unweighted_share"] == pytest.approx(88.4, abs=0.05)
    assert share["records"] == pytest.approx(327_940)
    assert (share["areas"], share["masked"]) == (33, 2)


def test_schemes_differ_in_their_order_of_small_places(cchi: HarmView) -> None:
    pairs = {
        (row["scheme"], row["other"]): row["spearman"]
        for row in cchi.agreement.records()
        if row["version"] == "victim_reported"
    }
    assert pairs["counts", "cchi"] == pytest.approx(0.952, abs=0.001)
    assert pairs["counts", "cchi_mean"] == pytest.approx(0.898, abs=0.001)


def test_the_workbook_of_2020_is_a_scheme_of_its_own(lake: Lake) -> None:
    rows = lake.query(
        "SELECT scheme, weight FROM harm_weight WHERE crime_type = 'drugs' AND scheme LIKE 'own%'"
    )
    assert {row["scheme"]: round(row["weight"], 1) for row in rows.to_pylist()} == {
        "own": 5.0,
        "own_mean": 187.5,
    }
    entry = lake.query("SELECT source, note FROM source_file WHERE source = 'cchi-offences'").to_pylist()
    assert entry == [{"source": "cchi-offences", "note": "Scheme own and own_mean of the harm switch."}]
