"""The whole state of the map in its address, and the list of records that a cell opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from urllib.parse import urlencode

from hedgerow.errors import UsageError
from hedgerow.evidence.gapmap.filters import Filters
from hedgerow.evidence.gapmap.values import PERIODS
from hedgerow.evidence.tables import GapMapQuery

MAP = "/evidence/gap-map"
AXES = ("rows", "columns", "segments", "scale", "draw")
_DEFAULT = GapMapQuery()
# In an address the words that are looked for are called q, as everywhere.
_NAMES = {field.name: "q" if field.name == "text" else field.name for field in fields(Filters)}

# Every name that an address of the map may hold.
NAMES = (*AXES, *_NAMES.values(), "page")


def query_of(asked: Mapping[str, str]) -> GapMapQuery:
    """Return what an address asks of the map."""
    axes = {name: asked[name] for name in AXES if asked.get(name)}
    narrowed = {name: asked.get(spelt, "").strip()[:500] for name, spelt in _NAMES.items()}
    page = asked.get("page", "") or "1"
    if not (page.isascii() and page.isdigit() and 1 <= int(page) <= 100_000):
        raise UsageError(f"“{page}” is no page.", remedy="Correct the address.")
    return GapMapQuery(**axes, filters=Filters(**narrowed), page=int(page))


def parameters(query: GapMapQuery) -> dict[str, str]:
    """Return what the address of a map must say; defaults are left out."""
    axes = {name: getattr(query, name) for name in AXES if getattr(query, name) != getattr(_DEFAULT, name)}
    page = {"page": str(query.page)} if query.page > 1 else {}
    return {**axes, **narrowing(query.filters), **page}


def narrowing(filters: Filters) -> dict[str, str]:
    """Return the filters as an address says them."""
    return {_NAMES[name]: value for name, value in filters.asked.items()}


def map_address(query: GapMapQuery, path: str = MAP, **changes: str) -> str:
    """Return the address of a map with some of its state changed; an empty value takes one out."""
    said = parameters(query) | changes
    kept = {name: value for name, value in said.items() if value}
    return f"{path}?{urlencode(kept)}" if kept else path


def records_address(query: GapMapQuery, row: str, column: str, stands: str = "evidence") -> str:
    """Return the address of the list that holds exactly the records of a cell."""
    said = narrowing(query.filters)
    for name, value in ((query.rows, row), (query.columns, column)):
        said |= _asking(name, value, said)
    return f"/evidence?{urlencode(said | {'stands': stands})}"


def _asking(name: str, value: str, said: Mapping[str, str]) -> dict[str, str]:
    """Return what asks the list for one value of an axis, on top of the filters."""
    if name == "region":
        if value == "east_midlands":
            return {"east_midlands": "yes"}
        return {"uk": "yes" if value == "uk" else "no", "east_midlands": "no"}
    if name == "period":
        _, first, last = PERIODS[value]
        first, last = max(first, int(said.get("year_from", 0))), min(last, int(said.get("year_to", 9999)))
        return {"year_from": str(max(first, 1500)), "year_to": str(min(last, 2999))}
    return {name: value}
