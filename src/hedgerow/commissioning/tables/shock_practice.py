"""Practice on record that ran in a place in the months of a shock, so that good practice continues."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hedgerow.commissioning.tables.initiatives import list_initiatives
from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.evidence.tables.review.log import MAIN, ReviewLog, review_names
from hedgerow.evidence.tables.review.practice import practices_in
from hedgerow.places.shocks import Shock
from hedgerow.places.tables.membership import members
from hedgerow.store.database import Database
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms

NONE = (
    "No practice is on record that ran here in these months. That none is on record does not say that there "
    "was none."
)
HOW = (
    "Add what you know of: hedgerow initiative add, or hedgerow evidence practice add, each with the place "
    "and the months. Then it stands here beside the figures, and good practice can continue."
)
BESIDE = "It stands beside the figures; nothing here says that it caused them."
COLUMNS = (
    ReleasedColumn("name", "What ran"),
    ReleasedColumn("record", "Kind of record"),
    ReleasedColumn("place", "Place", missing="missing"),
    ReleasedColumn("starts", "From"),
    ReleasedColumn("ends", "Until"),
    ReleasedColumn("approach", "Approach"),
    ReleasedColumn("measured", "What was measured"),
    ReleasedColumn("id", "Id"),
)
_CODES = """
    SELECT DISTINCT lsoa21, msoa21, ward24, lad24, csp24, bcu, pfa24 FROM area_lookup
    WHERE in_region AND lsoa21 IN (SELECT unnest($lsoas))
"""
Row = tuple[str | None, ...]


@dataclass(frozen=True)
class PracticeInShock:
    """What ran in a place in the months of a shock; `sentence` says so, `how` how to add more."""

    table: Released
    sentence: str
    how: str


def practice_in_shock(
    lake: Lake, database: Database, shock: Shock, code: str | None = None
) -> PracticeInShock:
    """Return initiatives and records of practice that ran in the months of the shock.

    Parameters
    ----------
    code
        An area; what ran in it, in a part of it or in an area that it lies in counts. The region if missing.
    """
    here = _related(lake, code) if code else None
    rows = [*_initiatives(database, shock, here), *_practices(database, shock, here)]
    rows.sort(key=lambda row: (row[3] or "", row[0] or ""))
    table = release(Draft("practice_in_shock", "Practice on record in these months", COLUMNS, tuple(rows)))
    number = len(rows)
    said = f"{number} {'record' if number == 1 else 'records'} of what ran here in these months. {BESIDE}"
    return PracticeInShock(table, said if rows else NONE, HOW)


def _initiatives(database: Database, shock: Shock, here: frozenset[str] | None) -> Iterator[Row]:
    approaches = terms("approach")
    for key, one in list_initiatives(database):
        if one.status in ("proposed", "planned") or not _ran(one.starts, one.ends, shock):
            continue
        if here is None or not one.places or here & {place.casefold() for place in one.places}:
            term = approaches.get(one.approach or "")
            approach = term.title if term else one.approach
            place = ", ".join(one.places) or None
            yield (one.name, "initiative", place, one.starts, one.ends, approach, one.outcome_measured, key)


def _practices(database: Database, shock: Shock, here: frozenset[str] | None) -> Iterator[Row]:
    for review in dict.fromkeys((MAIN, *review_names(database))):
        for one in practices_in(ReviewLog(database, review)):
            held = one.values
            if not _ran(held.get("from"), held.get("until"), shock):
                continue
            area = held.get("area", "").strip()
            if here is None or area.casefold() in here:
                yield (
                    one.title,
                    "record of practice",
                    area or None,
                    held.get("from") or None,
                    held.get("until") or None,
                    held.get("approach") or None,
                    held.get("outcomes") or None,
                    one.id,
                )


def _ran(starts: str | None, ends: str | None, shock: Shock) -> bool:
    """Whether something with a known start ran in the months of the shock; a year counts whole."""
    if not starts:
        return False
    began, ended = starts[:7], (ends or "9999")[:7]
    return began <= shock.last[: len(began)] and ended >= shock.first[: len(ended)]


def _related(lake: Lake, code: str) -> frozenset[str]:
    """Return codes and names of the area, of what lies in it and of what it lies in, in small letters."""
    held = members(lake, code)
    rows = lake.query(_CODES, {"lsoas": list(held.lsoas)}).to_pylist()
    codes = {code, *(value for row in rows for value in row.values() if value)}
    names = lake.query(
        "SELECT name, house_name FROM area WHERE code IN (SELECT unnest($codes))", {"codes": sorted(codes)}
    ).to_pylist()
    words = {value for row in names for value in row.values() if value}
    return frozenset(word.casefold() for word in codes | words)
