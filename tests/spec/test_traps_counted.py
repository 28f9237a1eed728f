"""The traps of counting, each with a handful of rows: what reaches the panel, and what is missing from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from hedgerow.places.sources import discover
from hedgerow.places.tables.panel import build_panel
from hedgerow.places.tables.street import build_street
from hedgerow.settings import region
from hedgerow.store import catalogue
from hedgerow.store.lake import Lake

HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)
# 2011 codes: 10 split into 11 and 12, 20 and 21 merged into 22, 30 changed irregularly, the others not.
CHANGES = (
    ("E01000001", "E01000001", "U", 1.0),
    ("E01000002", "E01000002", "U", 1.0),
    ("E01000003", "E01000003", "U", 1.0),
    ("E01000010", "E01000011", "S", 0.25),
    ("E01000010", "E01000012", "S", 0.75),
    ("E01000020", "E01000022", "M", 1.0),
    ("E01000021", "E01000022", "M", 1.0),
    ("E01000030", "E01000031", "X", None),
)
LINCOLNSHIRE, DERBYSHIRE = "E23000020", "E23000018"
FORCES = {
    "E01000001": LINCOLNSHIRE,
    "E01000002": LINCOLNSHIRE,
    "E01000003": DERBYSHIRE,
    "E01000011": LINCOLNSHIRE,
    "E01000012": LINCOLNSHIRE,
    "E01000022": DERBYSHIRE,
    "E01000031": DERBYSHIRE,
}
NAMES = {LINCOLNSHIRE: ("Lincolnshire", "lincolnshire"), DERBYSHIRE: ("Derbyshire", "derbyshire")}
Count = Callable[..., Lake]


def quiet(done: int, total: int, message: str) -> None:
    assert 0 <= done <= total, message


def lookup(code: str, pfa: str) -> dict[str, Any]:
    held: dict[str, Any] = dict.fromkeys(catalogue.spec("area_lookup").schema.names)
    name, force = NAMES[pfa]
    return held | {
        "lsoa21": code,
        "lsoa21_name": f"Place {code[-3:]}",
        "lad24": "E07000138",
        "lad24_name": "Lincoln",
        "pfa24": pfa,
        "pfa24_name": name,
        "force": force,
        "population": 1500,
        "in_region": True,
    }


@pytest.fixture
def count(tmp_path: Path) -> Count:
    """Write street files and national tables, read and count them."""

    def run(national: Sequence[tuple[str, str, str, int]] = (), **street: Sequence[str]) -> Lake:
        folder = tmp_path / "sources"
        folder.mkdir()
        for name, lines in street.items():
            month, force = name[1:8].replace("_", "-"), name[9:].replace("_", "-")
            text = "\n".join([HEADER, *lines]) + "\n"
            (folder / f"{month}-{force}-street.csv").write_text(text, "utf-8")
        if national:
            lines = [",".join(map(str, one)) for one in national]
            text = "\n".join(["month,lsoa21_code,crime_type,n", *lines]) + "\n"
            (folder / "crime_lsoa21.csv").write_text(text, "utf-8")
        lake = Lake(tmp_path / "lake")
        lake.write(
            "area_lookup",
            pa.Table.from_pylist(
                [lookup(code, pfa) for code, pfa in sorted(FORCES.items())],
                schema=catalogue.spec("area_lookup").schema,
            ),
        )
        keys = ("lsoa11", "lsoa21", "change", "weight")
        changes = [dict(zip(keys, one, strict=True)) for one in CHANGES]
        lake.write(
            "lsoa11_to_lsoa21",
            pa.Table.from_pylist(changes, schema=catalogue.spec("lsoa11_to_lsoa21").schema),
        )
        files = discover([folder]).files
        build_street(lake, files, quiet)
        build_panel(lake, files, region("east-midlands"), quiet)
        return lake

    return run


def row(lsoa: str, *, number: int = 0, by: str = "Lincolnshire Police", kind: str = "Burglary") -> str:
    ident = f"{number:064x}" if number else ""
    where = "-0.54,53.23,On or near High Street" if lsoa else ",,No Location"
    return f"{ident},2023-05,{by},{by},{where},{lsoa},Somewhere 001A,{kind},Under investigation,"


def counts(lake: Lake) -> dict[str, float]:
    table = lake.query("SELECT lsoa21, sum(n) AS n FROM panel GROUP BY 1")
    return dict(zip(*(table.column(i).to_pylist() for i in (0, 1)), strict=True))


def test_both_editions_of_codes_in_one_month_are_placed_row_by_row(count: Count) -> None:
    month = "2023-05"
    lake = count(
        [
            (month, "E01000001", "Burglary", 5),
            (month, "E01000010", "Burglary", 8),
            (month, "E01000011", "Burglary", 1),
            (month, "E01000020", "Burglary", 2),
            (month, "E01000021", "Burglary", 3),
        ]
    )
    assert counts(lake) == {"E01000001": 5, "E01000011": 3, "E01000012": 6, "E01000022": 5}


def test_an_irregular_change_is_refused_listed_and_shared_out_to_nobody(count: Count) -> None:
    lake = count([("2023-05", "E01000001", "Burglary", 5), ("2023-05", "E01000030", "Burglary", 9)])
    assert counts(lake) == {"E01000001": 5}
    listed = lake.query("SELECT row_number, value, reason FROM rejected_row").to_pylist()
    assert [(one["row_number"], one["value"]) for one in listed] == [(2, "E01000030")]
    assert "cannot be placed in 2021" in listed[0]["reason"]


def test_a_scottish_zone_is_in_no_area(count: Count) -> None:
    lake = count([("2023-05", "E01000001", "Burglary", 5), ("2023-05", "S01006506", "Burglary", 9)])
    assert counts(lake) == {"E01000001": 5}
    assert lake.query("SELECT value FROM rejected_row").to_pylist() == [{"value": "S01006506"}]


def test_no_location_is_in_no_area_and_in_the_total(count: Count) -> None:
    lake = count(s2023_05_lincolnshire=[row("E01000001", number=1), row("", number=2)])
    assert counts(lake) == {"E01000001": 1, "": 1}


def test_three_identical_incidents_are_three(count: Count) -> None:
    asb = row("E01000001", kind="Anti-social behaviour")
    assert counts(count(s2023_05_lincolnshire=[asb, asb, asb])) == {"E01000001": 3}


def test_an_exact_repeat_with_an_id_is_flagged_and_still_counted(count: Count) -> None:
    lake = count(s2023_05_lincolnshire=[row("E01000001", number=7), row("E01000001", number=7)])
    assert counts(lake) == {"E01000001": 2}
    assert lake.read("street", ["duplicate"]).column("duplicate").to_pylist() == [False, True]


def test_what_another_force_recorded_here_is_counted_here_once(count: Count) -> None:
    lake = count(
        s2023_05_lincolnshire=[row("E01000001", number=1)],
        s2023_05_derbyshire=[
            row("E01000001", number=2, by="Derbyshire Constabulary"),
            row("E01000003", number=3, by="Derbyshire Constabulary"),
        ],
    )
    assert counts(lake) == {"E01000001": 2, "E01000003": 1}


def test_a_neighbours_rows_are_no_edition_of_a_force_that_sent_nothing(count: Count) -> None:
    """Derbyshire recorded one crime in Lincolnshire; of Lincolnshire nothing is known."""
    lake = count(
        s2023_05_derbyshire=[
            row("E01000001", number=2, by="Derbyshire Constabulary"),
            row("E01000003", number=3, by="Derbyshire Constabulary"),
        ],
    )
    states = lake.query("SELECT pfa24, state FROM panel_coverage WHERE month = '2023-05'").to_pylist()
    held = {one["pfa24"]: one["state"] for one in states}
    assert held[LINCOLNSHIRE] == "missing"
    assert counts(lake) == {"E01000003": 1}


def test_transport_police_are_not_in_the_rates_of_areas(count: Count) -> None:
    lake = count(
        s2023_05_lincolnshire=[row("E01000001", number=1)],
        s2023_05_btp=[row("E01000001", number=2, by="British Transport Police")],
    )
    assert counts(lake) == {"E01000001": 1}
    assert lake.query("SELECT count(*) AS n FROM street").to_pylist() == [{"n": 2}]


def test_an_empty_cell_in_a_known_month_is_nought_and_in_a_missing_one_nothing(count: Count) -> None:
    from hedgerow.places.tables.harm_counts import read_small

    lake = count([("2023-05", "E01000001", "Burglary", 5)])
    small = read_small(lake, ("2023-05", "2023-05"))
    known = dict(zip(small.codes, small.months.tolist(), strict=True))
    assert (known["E01000002"], known["E01000003"]) == (1.0, 0.0)


def test_the_stated_code_decides_and_not_the_published_point(count: Count) -> None:
    """A snap point may lie in the area next door: one point, two codes, one crime in each."""
    lake = count(s2023_05_lincolnshire=[row("E01000001", number=1), row("E01000002", number=2)])
    assert counts(lake) == {"E01000001": 1, "E01000002": 1}
