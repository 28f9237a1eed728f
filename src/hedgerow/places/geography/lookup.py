"""One row for each LSOA of 2021 and the areas that it lies in; no join may multiply rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from hedgerow.errors import LookupMultipliesError, SourceFileError
from hedgerow.places.geography.naming import msoa_name
from hedgerow.settings import Region

Tables = Mapping[str, pa.Table]
EXACT = "lookup-lsoa21-lad-csp-pfa"
WARDS = "lookup-lsoa21-ward-lad"
DISTRICTS = "lookup-lad-csp-pfa"
MSOAS = "lookup-lsoa21-msoa21"
CHANGES = "lookup-lsoa11-lsoa21"
# Lookups that fit exactly and may name the district of an LSOA, of whichever year.
FITTING = (MSOAS, CHANGES)
NAMES = "names-msoa21"


def area_lookup(tables: Tables, population: Mapping[str, int], region: Region) -> pa.Table:
    """Return the rows of `area_lookup`.

    Parameters
    ----------
    tables
        Rows of each lookup by the name of its source. `EXACT` is used where it is held; otherwise `WARDS` and
        `DISTRICTS` together. The ward of an LSOA is a best fit and never decides its district or force, but
        where the district that an exact lookup gives (`FITTING`) is no longer one. Where a district has
        several partnerships, its LSOAs have none: which is theirs cannot be told.
    population
        Residents by LSOA, where known.
    region
        Whose forces and BCUs are marked.

    Raises
    ------
    LookupMultipliesError
        When a lookup gives several rows where one is wanted, or a district several forces.
    SourceFileError
        When no lookup from LSOA to district and force is held.
    """
    rows = _from_exact(tables) if EXACT in tables else _from_districts(tables)
    wards = _by(tables, WARDS, "lsoa21_code") if WARDS in tables else {}
    houses = _by(tables, NAMES, "msoa21_name") if NAMES in tables else {}
    msoas = _by(tables, MSOAS, "lsoa21_code") if MSOAS in tables else {}
    classes = _by(tables, "rural-urban-lsoa21", "lsoa21_code") if "rural-urban-lsoa21" in tables else {}
    forces = {force.area_code: force for force in region.forces}
    for row in rows:
        code = row["lsoa21"]
        house = houses.get(msoa_name(row["lsoa21_name"]), {})
        ward = wards.get(code, {})
        force = forces.get(row["pfa24"])
        bcu = next((n for n, lads in force.bcus.items() if row["lad24"] in lads), None) if force else None
        row |= {
            "msoa21": house.get("msoa21_code") or msoas.get(code, {}).get("msoa21_code"),
            "msoa21_name": msoa_name(row["lsoa21_name"]) if house or code in msoas else None,
            "house_name": house.get("msoa21_house_name"),
            "ward24": ward.get("ward24_code"),
            "ward24_name": ward.get("ward24_name"),
            "force": force.slug if force else None,
            "bcu": f"bcu:{force.slug}:{bcu}" if force and bcu else None,
            "bcu_name": bcu,
            "rural_urban": classes.get(code, {}).get("classification"),
            "population": population.get(code),
            "in_region": force is not None,
        }
    return pa.Table.from_pylist(sorted(rows, key=lambda row: str(row["lsoa21"])))


def exactly_one(table: pa.Table, key: str, source: str) -> dict[str, dict[str, Any]]:
    """Return rows by their key.

    Raises
    ------
    LookupMultipliesError
        When a key has more than one row: joining it would multiply counts.
    """
    found: dict[str, dict[str, Any]] = {}
    twice: set[str] = set()
    for row in table.to_pylist():
        if row[key] in found:
            twice.add(row[key])
        found[row[key]] = row
    if twice:
        named = ", ".join(sorted(twice)[:3])
        raise LookupMultipliesError(
            f"The lookup {source} has several rows for {len(twice)} values of {key}, for example {named}.",
            cause="A join with it would count the same crime several times.",
            remedy=f"Give a lookup with one row a value ({EXACT}), or take the repeated rows out.",
        )
    return found


def _by(tables: Tables, source: str, key: str) -> dict[str, dict[str, Any]]:
    return exactly_one(tables[source], key, source)


def _from_exact(tables: Tables) -> list[dict[str, Any]]:
    rows = _by(tables, EXACT, "lsoa21_code").values()
    return [
        {
            "lsoa21": row["lsoa21_code"],
            "lsoa21_name": row["lsoa21_name"],
            **{
                short: row[f"{long}"]
                for short, long in (
                    ("lad24", "lad24_code"),
                    ("lad24_name", "lad24_name"),
                    ("csp24", "csp24_code"),
                    ("csp24_name", "csp24_name"),
                    ("pfa24", "pfa24_code"),
                    ("pfa24_name", "pfa24_name"),
                )
            },
        }
        for row in rows
    ]


def _from_districts(tables: Tables) -> list[dict[str, Any]]:
    for source in (WARDS, DISTRICTS):
        if source not in tables:
            raise SourceFileError(
                f"No file of the source {source} was found.",
                cause="Without it no LSOA can be placed in a district and a police force area.",
                remedy=f"Give both {WARDS} and {DISTRICTS}, or {EXACT}: hedgerow source get NAME says where.",
            )
    districts = _districts(tables[DISTRICTS])
    fitting = exact_districts(tables)
    rows = []
    for code, ward in _by(tables, WARDS, "lsoa21_code").items():
        district = districts.get(fitting.get(code, "")) or districts.get(ward["lad24_code"])
        if district is None:
            raise SourceFileError(
                f"The district {ward['lad24_code']} is in {WARDS} and not in {DISTRICTS}.",
                remedy="Use two lookups of the same year.",
            )
        rows.append(
            {
                "lsoa21": ward["lsoa21_code"],
                "lsoa21_name": ward["lsoa21_name"],
                "lad24": district["lad24_code"],
                "lad24_name": district["lad24_name"],
                "csp24": district["csp24_code"],
                "csp24_name": district["csp24_name"],
                "pfa24": district["pfa24_code"],
                "pfa24_name": district["pfa24_name"],
            }
        )
    return rows


def exact_districts(tables: Tables) -> dict[str, str]:
    """Return the district of each LSOA by the lookups that fit exactly; of two districts, none."""
    found: dict[str, set[str]] = {}
    for source in FITTING:
        if source in tables and "lad24_code" in tables[source].column_names:
            for row in tables[source].select(["lsoa21_code", "lad24_code"]).to_pylist():
                found.setdefault(row["lsoa21_code"], set()).add(row["lad24_code"])
    return {lsoa: next(iter(lads)) for lsoa, lads in found.items() if len(lads) == 1}


def shared_districts(table: pa.Table) -> tuple[str, ...]:
    """Return the names of the districts that have several community safety partnerships."""
    partnerships: dict[str, set[str]] = {}
    for row in table.to_pylist():
        partnerships.setdefault(row["lad24_name"], set()).add(row["csp24_code"])
    return tuple(sorted(name for name, codes in partnerships.items() if len(codes) > 1))


def _districts(table: pa.Table) -> dict[str, dict[str, Any]]:
    """Return one row for each district: of several partnerships none is kept; several forces are refused."""
    columns = [name for name in table.column_names if name not in ("csp24_code", "csp24_name", "row_number")]
    forces = table.select(columns).group_by(columns, use_threads=False).aggregate([])
    found = exactly_one(forces, "lad24_code", DISTRICTS)
    partnerships: dict[str, dict[str, str]] = {}
    for row in table.to_pylist():
        partnerships.setdefault(row["lad24_code"], {})[row["csp24_code"]] = row["csp24_name"]
    for code, row in found.items():
        held = partnerships[code]
        (csp, name) = next(iter(held.items())) if len(held) == 1 else (None, None)
        row |= {"csp24_code": csp, "csp24_name": name}
    return found
