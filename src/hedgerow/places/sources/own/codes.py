"""The area codes that exist, by kind and edition, and how one is known by its look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

KINDS = ("lsoa", "msoa", "ward", "lad")  # the finest first
_LOOK = {
    "lsoa": re.compile(r"[EW]01\d{6}"),
    "msoa": re.compile(r"[EW]02\d{6}"),
    "ward": re.compile(r"[EW]05\d{6}"),
    "lad": re.compile(r"(E0[6-9]|W06)\d{6}"),
}
_COLUMN = re.compile(r"(lsoa|msoa|ward|lad)(\d\d)_code")
UNKNOWN = "unknown"


def kind_of(text: object) -> str | None:
    """Return the kind of area that a text looks like the code of, or None."""
    if isinstance(text, str):
        for kind, look in _LOOK.items():
            if look.fullmatch(text):
                return kind
    return None


@dataclass(frozen=True)
class Codes:
    """Codes that exist: for each kind, each code's editions as two-digit years."""

    years: Mapping[str, Mapping[str, frozenset[int]]] = field(default_factory=dict)

    def vintage(self, kind: str, code: str) -> str | None:
        """Return the edition of a code; None when no edition has it; `UNKNOWN` when none can be asked.

        LSOA and MSOA: ``2011``, ``2021`` or ``both``. Ward and district: the latest year that has it.
        """
        known = self.years.get(kind)
        if not known:
            return UNKNOWN
        years = known.get(code)
        if not years:
            return None
        if kind in ("lsoa", "msoa"):
            return "both" if {11, 21} <= years else str(2000 + max(years))
        return str(2000 + max(years))


def known_codes(columns: Iterable[tuple[str, Iterable[str | None]]]) -> Codes:
    """Gather codes from pairs of a canonical column name, such as ``lsoa21_code``, and its values."""
    years: dict[str, dict[str, frozenset[int]]] = {}
    for name, values in columns:
        match = _COLUMN.fullmatch(name)
        if match:
            kind, year = match.group(1), int(match.group(2))
            mine = years.setdefault(kind, {})
            for code in set(values):
                if code:
                    mine[code] = mine.get(code, frozenset()) | {year}
    return Codes(years)
