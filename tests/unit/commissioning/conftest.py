"""A small lake and database: two districts of one force, three LSOAs, two years and a gap."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from hedgerow.commissioning.tables.crime import calendar
from hedgerow.evidence.tables import build_evidence
from hedgerow.settings import Force, Region
from hedgerow.store import catalogue
from hedgerow.store.database import Database
from hedgerow.store.lake import Lake

REGION = Region("testshire", "Testshire", (Force("vale", "Vale Police", "E23999001", "Vale"),))
LSOAS = {"E01999001": "E07999001", "E01999002": "E07999001", "E01999003": "E07999002"}
MONTHS = calendar("2024-01", "2025-12")
GAP = "2025-03"


def table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    """Return rows as the catalogue promises them; text that no test reads is empty."""
    schema = catalogue.spec(name).schema
    blank = {field.name: "" if not field.nullable and field.type == pa.string() else None for field in schema}
    return pa.Table.from_pylist([blank | row for row in rows], schema=schema)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path / 'hedgerow.db'}") as opened:
        yield opened


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    lake = Lake(tmp_path / "lake")
    names = {"E07999001": "Thorn", "E07999002": "Bramble"}
    lookup = [
        {
            "lsoa21": code, "lsoa21_name": f"{names[lad]} 00{n}A", "lad24": lad, "lad24_name": names[lad],
            "csp24": "E22999001", "csp24_name": "Vale CSP", "pfa24": "E23999001", "pfa24_name": "Vale",
            "population": 1000 * n, "in_region": True, "force": "vale",
        }
        for n, (code, lad) in enumerate(LSOAS.items(), 1)
    ]  # fmt: skip
    areas = [
        {"code": c, "kind": k, "vintage": 2024, "name": n, "in_region": True, "lsoa_count": s,
         "population": p}
        for c, k, n, s, p in [
            ("E07999001", "lad", "Thorn", 2, 3000), ("E07999002", "lad", "Bramble", 1, 3000),
            ("E22999001", "csp", "Vale CSP", 3, 6000), ("E23999001", "pfa", "Vale", 3, 6000),
            ("E22999002", "csp", "Shared", 0, None), ("E01999001", "lsoa", "Thorn 001A", 1, 1000),
        ]
    ]  # fmt: skip
    panel = [
        {"lsoa21": code, "month": month, "crime_type": kind, "n": float(n), "edition": "test"}
        for number, code in enumerate(LSOAS, 1)
        for month in MONTHS
        for kind, n in (
            ("burglary", number),
            ("anti-social-behaviour", 5),
            ("drugs", 0 if month < "2025" else 4),
        )
        if n and (month != GAP or number == 3)  # a few rows stand in the gap, and fill nothing
    ]
    coverage = [
        {"pfa24": "E23999001", "pfa24_name": "Vale", "month": month, "n": 1.0,
         "state": "partial" if month == GAP else "complete"}
        for month in MONTHS
    ]  # fmt: skip
    gaps = [{"pfa24": "E23999001", "force": "Vale", "from_month": GAP, "to_month": GAP, "kind": "partial",
             "source": "far too few"}]  # fmt: skip
    lake.write("area", table("area", areas))
    lake.write("area_lookup", table("area_lookup", lookup))
    lake.write("panel", table("panel", panel))
    lake.write("panel_coverage", table("panel_coverage", coverage))
    lake.write("panel_gap", table("panel_gap", gaps))
    build_evidence(lake, (), lambda _done, _total, _message: None)
    return lake
