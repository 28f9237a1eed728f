"""A lookup gives each LSOA one row, or is refused by name."""

from __future__ import annotations

import pyarrow as pa
import pytest

from hedgerow.errors import LookupMultipliesError, SourceFileError
from hedgerow.places.geography import area_lookup, areas
from hedgerow.places.geography.lookup import (
    CHANGES,
    DISTRICTS,
    EXACT,
    WARDS,
    exact_districts,
    shared_districts,
)
from hedgerow.settings import Force, Region

REGION = Region(
    "vale",
    "The Vale",
    (Force("north", "North Police", "E23000901", "North", {"Towns": ("E06000901",)}),),
)


def exact(*rows: tuple[str, str, str, str | None, str]) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "lsoa21_code": code,
                "lsoa21_name": name,
                "lad24_code": lad,
                "lad24_name": f"District {lad}",
                "csp24_code": csp,
                "csp24_name": None if csp is None else f"Partnership {csp}",
                "pfa24_code": pfa,
                "pfa24_name": f"Force {pfa}",
            }
            for code, name, lad, csp, pfa in rows
        ]
    )


TWO = exact(
    ("E01000902", "Upton 001B", "E06000902", None, "E23000902"),
    ("E01000901", "Upton 001A", "E06000901", "E22000901", "E23000901"),
)


def wards(lad: str = "E06000901") -> pa.Table:
    return pa.table(
        {
            "lsoa21_code": ["E01000901", "E01000902"],
            "lsoa21_name": ["Upton 001A", "Upton 001B"],
            "ward24_code": ["E05000901", "E05000901"],
            "ward24_name": ["Mill", "Mill"],
            "lad24_code": [lad, "E06000902"],
        }
    )


def districts(*csps: str) -> pa.Table:
    rows = [("E06000901", csp, "E23000901") for csp in csps] + [("E06000902", "E22000902", "E23000902")]
    return pa.table(
        {
            "lad24_code": [row[0] for row in rows],
            "lad24_name": [f"District {row[0]}" for row in rows],
            "csp24_code": [row[1] for row in rows],
            "csp24_name": [f"Partnership {row[1]}" for row in rows],
            "pfa24_code": [row[2] for row in rows],
            "pfa24_name": [f"Force {row[2]}" for row in rows],
        }
    )


def test_each_lsoa_has_one_row_with_its_force_and_bcu() -> None:
    rows = area_lookup({EXACT: TWO}, {"E01000901": 1500}, REGION).to_pylist()
    assert [row["lsoa21"] for row in rows] == ["E01000901", "E01000902"]
    assert (rows[0]["force"], rows[0]["bcu"], rows[0]["in_region"]) == ("north", "bcu:north:Towns", True)
    assert (rows[1]["force"], rows[1]["bcu"], rows[1]["in_region"]) == (None, None, False)
    assert (rows[0]["population"], rows[1]["population"]) == (1500, None)


def test_the_best_fit_ward_never_moves_an_lsoa_to_another_district() -> None:
    rows = area_lookup({EXACT: TWO, WARDS: wards(lad="E06000999")}, {}, REGION).to_pylist()
    assert (rows[0]["ward24_name"], rows[0]["lad24"]) == ("Mill", "E06000901")


def test_without_the_exact_lookup_wards_and_districts_serve() -> None:
    rows = area_lookup({WARDS: wards(), DISTRICTS: districts("E22000901")}, {}, REGION).to_pylist()
    assert [(row["lad24"], row["csp24"], row["pfa24"]) for row in rows] == [
        ("E06000901", "E22000901", "E23000901"),
        ("E06000902", "E22000902", "E23000902"),
    ]


def test_a_district_with_two_partnerships_multiplies_nothing_and_has_none() -> None:
    tables = {WARDS: wards(), DISTRICTS: districts("E22000901", "E22000903")}
    rows = area_lookup(tables, {}, REGION).to_pylist()
    assert [(row["lsoa21"], row["csp24"], row["csp24_name"], row["pfa24"]) for row in rows] == [
        ("E01000901", None, None, "E23000901"),
        ("E01000902", "E22000902", "Partnership E22000902", "E23000902"),
    ]
    assert shared_districts(tables[DISTRICTS]) == ("District E06000901",)


def test_an_exact_lookup_decides_the_district_unless_it_is_no_longer_one() -> None:
    changes = pa.table({"lsoa21_code": ["E01000901", "E01000902"], "lad24_code": ["E06000902", "E07000999"]})
    tables = {WARDS: wards(), DISTRICTS: districts("E22000901"), CHANGES: changes}
    rows = area_lookup(tables, {}, REGION).to_pylist()
    assert [row["lad24"] for row in rows] == ["E06000902", "E06000902"]  # the best fit says 901 of the first


def test_of_two_exact_districts_none_decides() -> None:
    changes = pa.table({"lsoa21_code": ["E01000901"] * 2, "lad24_code": ["E06000902", "E06000901"]})
    assert exact_districts({CHANGES: changes}) == {}


def test_a_district_with_two_forces_is_refused_by_name() -> None:
    two = districts("E22000901", "E22000903").set_column(
        4, "pfa24_code", pa.array(["E23000901", "E23000909", "E23000902"])
    )
    with pytest.raises(LookupMultipliesError, match=r"lookup-lad-csp-pfa.*E06000901"):
        area_lookup({WARDS: wards(), DISTRICTS: two}, {}, REGION)


def test_an_lsoa_in_two_wards_is_refused_by_name() -> None:
    twice = pa.concat_tables([wards(), wards().slice(0, 1)])
    with pytest.raises(LookupMultipliesError, match=r"lookup-lsoa21-ward-lad.*E01000901"):
        area_lookup({WARDS: twice, DISTRICTS: districts("E22000901")}, {}, REGION)


def test_the_exact_lookup_makes_the_multiplying_one_harmless() -> None:
    tables = {EXACT: TWO, DISTRICTS: districts("E22000901", "E22000903")}
    assert len(area_lookup(tables, {}, REGION)) == 2


def test_an_exact_lookup_with_a_repeated_lsoa_is_refused() -> None:
    with pytest.raises(LookupMultipliesError, match=EXACT):
        area_lookup({EXACT: pa.concat_tables([TWO, TWO.slice(0, 1)])}, {}, REGION)


def test_no_lookup_at_all_says_what_to_get() -> None:
    with pytest.raises(SourceFileError, match=r"hedgerow source get"):
        area_lookup({}, {}, REGION)


def test_the_register_counts_lsoas_and_people_of_every_kind() -> None:
    lookup = area_lookup({EXACT: TWO}, {"E01000901": 1500, "E01000902": 1600}, REGION)
    shared = [
        {
            "csp24_code": "E22000909",
            "csp24_name": "Shared",
            "lad24_code": "E06000901",
            "lad24_name": "District",
            "pfa24_code": "E23000901",
        }
    ]
    found = {(row["kind"], row["code"]): row for row in areas(lookup, REGION, shared).to_pylist()}
    assert found["region", "region:vale"]["population"] == 1500
    assert found["pfa", "E23000901"]["parent_code"] == "region:vale"
    assert found["bcu", "bcu:north:Towns"]["lsoa_count"] == 1
    assert found["csp", "E22000909"]["lsoa_count"] == 0
    assert found["csp", "E22000909"]["population"] is None
    assert found["lsoa", "E01000901"]["name_folded"] == "upton 001a"


def test_an_area_of_which_one_lsoa_has_no_residents_known_has_none_known() -> None:
    lookup = area_lookup(
        {
            EXACT: exact(
                ("E01000901", "A", "E06000901", None, "E23000901"),
                ("E01000903", "B", "E06000901", None, "E23000901"),
            )
        },
        {"E01000901": 1500},
        REGION,
    )
    found = {row["code"]: row for row in areas(lookup, REGION).to_pylist()}
    assert found["E06000901"]["population"] is None
