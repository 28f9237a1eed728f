"""Canonical column names: publishers rename columns from one edition to the next.

``LSOA21CD``, ``lsoa21_code`` and ``LSOA 2021 code`` are one column, here always ``lsoa21_code``. A byte order
mark at the front of a file, capitals and punctuation never make another column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_KINDS = {
    "lsoa": "lsoa",
    "msoa": "msoa",
    "oa": "oa",
    "lad": "lad",
    "ltla": "lad",
    "utla": "utla",
    "wd": "ward",
    "ward": "ward",
    "csp": "csp",
    "pfa": "pfa",
    "rgn": "region",
    "region": "region",
    "ruc": "ruc",
}
_CODED = re.compile(
    r"(lsoa|msoa|oa|lad|ltla|utla|wd|ward|csp|pfa|rgn|region|ruc)_?(?:20)?(\d\d)_?(cd|code|nmw|nm|name|hclnm|hcln)"
)
_YEAR_LAST = re.compile(r"(lsoa|msoa|ward|local_authority_district)_(code|name)_20(\d\d)")
_PARTS = {"cd": "code", "code": "code", "nm": "name", "name": "name", "nmw": "name_welsh"}
_HOUSE = {"hclnm": "house_name", "hcln": "house_name"}
# Names that one publisher or another has used for the same column; left: as normalised, right: canonical.
ALIASES = {
    "crimeid": "crime_id",
    "reportedby": "reported_by",
    "fallswithin": "falls_within",
    "lsoa_code": "lsoa_code",
    "lsoacode": "lsoa_code",
    "lsoaname": "lsoa_name",
    "crimetype": "crime_type",
    "lastoutcomecategory": "last_outcome_category",
    "outcometype": "outcome_type",
    "cod_acgehi_is": "lsoa21_code",
    "2021_super_output_area_lower_layer": "lsoa21",
    "2021_super_output_area_middle_layer": "msoa21",
    "2011_super_output_area_lower_layer": "lsoa11",
    "super_output_areas_lower_layer": "lsoa21",
    "chgind": "change_code",
    "change_indicator": "change_code",
    "code": "code",
}


def canonical(header: str) -> str:
    """Return the canonical name of one column header."""
    plain = re.sub(r"[^0-9a-z]+", "_", header.lstrip("\ufeff").strip().lower()).strip("_")
    last = _YEAR_LAST.fullmatch(plain)
    if last:
        kind, part, year = last.groups()
        return f"{_KINDS.get(kind, 'lad')}{year}_{part}"
    coded = _CODED.fullmatch(plain)
    if coded:
        kind, year, part = coded.groups()
        if part in _HOUSE:
            return f"{_KINDS[kind]}{year}_{_HOUSE[part]}"
        return f"{_KINDS[kind]}{year}_{_PARTS[part]}"
    return ALIASES.get(plain, plain)


def canonical_all(headers: Sequence[str]) -> tuple[str, ...]:
    """Return the canonical names of a header row, in order."""
    return tuple(canonical(header) for header in headers)
