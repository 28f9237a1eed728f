"""Build the tables of areas: register, lookup, changes since 2011, outlines and neighbours."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from hedgerow.errors import SourceFileError
from hedgerow.places import geography
from hedgerow.places.geography import lookup
from hedgerow.places.geography.outlines import Outlines
from hedgerow.places.sources import FoundFile, rows_in
from hedgerow.places.tables.receipts import Receipts
from hedgerow.settings import Region
from hedgerow.store.lake import Lake

Progress = Callable[[int, int, str], None]
# Residents of the census: from the first of these that is held.
POPULATION = ("census21-sex-age", "census21-residents")
CHANGES = lookup.CHANGES
OUTLINES = "boundaries-lsoa21"
# Source: the columns that it must have.
LOOKUPS: dict[str, tuple[str, ...]] = {
    lookup.EXACT: (
        "lsoa21_code",
        "lsoa21_name",
        "lad24_code",
        "lad24_name",
        "csp24_code",
        "csp24_name",
        "pfa24_code",
        "pfa24_name",
    ),
    lookup.WARDS: ("lsoa21_code", "lsoa21_name", "ward24_code", "ward24_name", "lad24_code"),
    lookup.DISTRICTS: (
        "lad24_code",
        "lad24_name",
        "csp24_code",
        "csp24_name",
        "pfa24_code",
        "pfa24_name",
    ),
    lookup.MSOAS: ("lsoa21_code", "msoa21_code"),
    lookup.NAMES: ("msoa21_code", "msoa21_name", "msoa21_house_name"),
    "rural-urban-lsoa21": ("lsoa21_code", "classification"),
}


# Sources whose files this step enters; a later step that reads them again does not.
ENTERED = (*LOOKUPS, *POPULATION, CHANGES, OUTLINES)


def build_geography(lake: Lake, files: Sequence[FoundFile], region: Region, progress: Progress) -> None:
    """Build area, area_lookup, lsoa11_to_lsoa21, area_geometry and area_neighbour.

    Raises
    ------
    SourceFileError
        When an indispensable source is missing: a lookup of LSOAs or their outlines.
    LookupMultipliesError
        When a lookup would multiply rows and no exact one is held.
    """
    receipts = Receipts("geography")
    progress(0, 4, "reading lookups")
    tables = _lookups(files, receipts)
    population = residents(files, receipts)
    places = lookup.area_lookup(tables, population, region)
    if not pc.any(places.column("in_region")).as_py():
        raise SourceFileError(
            f"The lookups hold no LSOA of {region.name}.",
            cause=f"Its police force areas are {', '.join(region.area_codes)}.",
            remedy="Check area_code in the region file, or get the lookups of the right country.",
        )
    lake.write("area_lookup", places)
    progress(1, 4, "naming areas")
    shared = tables[lookup.DISTRICTS].to_pylist() if lookup.DISTRICTS in tables else ()
    lake.write("area", geography.areas(places, region, shared))
    progress(2, 4, "joining 2011 to 2021")
    lake.write("lsoa11_to_lsoa21", _changes(files, places, population, receipts))
    progress(3, 4, "measuring outlines")
    _write_outlines(lake, files, places, receipts)
    receipts.write(lake)
    progress(4, 4, f"{len(places):,} LSOAs, {pc.sum(places.column('in_region')).as_py():,} in the region")


def _lookups(files: Sequence[FoundFile], receipts: Receipts) -> dict[str, pa.Table]:
    """Return the rows of the newest file of each lookup that is held."""
    tables = {}
    for source, columns in LOOKUPS.items():
        found = first(files, source)
        if found is None:
            continue
        tables[source] = geography.read_rows(found, columns, ("lad24_code",))
        receipts.enter(found, rows_in(tables[source]))
        receipts.pass_over(found, files)
        if source == lookup.DISTRICTS and lookup.EXACT not in tables:
            shared = ", ".join(lookup.shared_districts(tables[source]))
            told = f"Districts of several partnerships, whose LSOAs are given none: {shared}."
            if shared:
                receipts.remark(found, told)
    changes = None if lookup.EXACT in tables else first(files, CHANGES)
    if changes is not None:
        tables[CHANGES] = geography.read_rows(changes, ("lsoa21_code",), ("lad24_code",))
    return tables


def first(files: Sequence[FoundFile], source: str) -> FoundFile | None:
    """Return the newest file of a source, or nothing."""
    return next(iter(geography.newest(f for f in files if f.source == source)), None)


def residents(files: Sequence[FoundFile], receipts: Receipts) -> dict[str, int]:
    """Return Census 2021 residents by LSOA; nothing where the table is not held.

    The notes that a Nomis table ends with are no areas: they are listed as rejected.
    """
    found = next(filter(None, (first(files, source) for source in POPULATION)), None)
    if found is None:
        return {}
    rows = geography.read_rows(found, ("lsoa21", "total"))
    receipts.enter(found, rows_in(rows))
    receipts.pass_over(found, files)
    named = pc.fill_null(pc.match_substring_regex(rows.column("lsoa21"), r"^[A-Z]01\d{6}(?: : |$)"), False)
    notes = rows.filter(pc.invert(named))
    receipts.reject(
        found,
        notes.column("row_number").to_pylist(),
        "a note of the publisher, no area",
        "lsoa21",
        notes.column("total").to_pylist(),
    )
    kept = rows.filter(named)
    codes = pc.utf8_slice_codeunits(kept.column("lsoa21"), 0, 9).to_pylist()
    return {
        code: int(total) for code, total in zip(codes, kept.column("total").to_pylist(), strict=True) if total
    }


def _changes(
    files: Sequence[FoundFile], places: pa.Table, population: dict[str, int], receipts: Receipts
) -> pa.Table:
    """Return the changes since 2011; without the lookup, every area is taken as unchanged."""
    found = first(files, CHANGES)
    if found is None:
        codes = places.column("lsoa21")
        rows = pa.table({"lsoa11_code": codes, "lsoa21_code": codes, "change_code": ["U"] * len(codes)})
        return geography.lsoa11_to_lsoa21(rows, population)
    rows = geography.read_rows(found, ("lsoa11_code", "lsoa21_code", "change_code"))
    irregular = rows.filter(pc.equal(rows.column("change_code"), "X"))
    old = sorted(set(irregular.column("lsoa11_code").to_pylist()))
    note = f"{len(old)} irregular 2011 areas cannot be compared: {', '.join(old)}." if old else None
    receipts.enter(found, rows_in(rows), note)
    receipts.pass_over(found, files)
    return geography.lsoa11_to_lsoa21(rows, population)


def _write_outlines(lake: Lake, files: Sequence[FoundFile], places: pa.Table, receipts: Receipts) -> None:
    inside = places.filter(places.column("in_region"))
    codes = inside.column("lsoa21").to_pylist()
    outlines = _outlines(files, codes, receipts)
    tables = [geography.outline_table(outlines, "lsoa")]
    for kind, column in (("lad", "lad24"), ("pfa", "pfa24")):
        group = dict(zip(codes, inside.column(column).to_pylist(), strict=True))
        tables.append(geography.outline_table(outlines.merged(group), kind))
    lake.write("area_geometry", pa.concat_tables(tables))
    lake.write("area_neighbour", geography.neighbour_table(outlines))


def _outlines(files: Sequence[FoundFile], codes: Sequence[str], receipts: Receipts) -> Outlines:
    """Return the outlines of all the region's LSOAs from the first file that has them all."""
    candidates = [f for f in geography.newest(files) if f.source == OUTLINES]
    most = 0
    for found in candidates:
        outlines = geography.read_outlines(found, "lsoa21_code")
        mine = outlines.only(codes)
        most = max(most, len(mine.codes))
        if len(mine.codes) == len(codes):
            others = len(candidates) - 1
            receipts.enter(
                found,
                len(outlines.codes),
                f"{others} other boundary files were not used." if others else None,
            )
            return mine
    raise SourceFileError(
        f"No boundary file holds the outlines of all {len(codes):,} LSOAs of the region.",
        cause=f"The fullest of {len(candidates)} holds {most:,}.",
        remedy=f"Give the {OUTLINES} file: hedgerow source get {OUTLINES}.",
    )
