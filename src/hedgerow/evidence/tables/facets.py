"""The facets of the list: what may be asked, and how many records each choice would give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.errors import UsageError
from hedgerow.evidence.gapmap import groups_of, split
from hedgerow.evidence.gapmap.filters import Filters, check_filters, fits
from hedgerow.evidence.wording import KINDS, VERIFIED
from hedgerow.vocabulary import term, terms

Row = Mapping[str, object]


@dataclass(frozen=True)
class EvidenceQuery:
    """What is asked of the list; every facet that is empty asks nothing.

    Attributes
    ----------
    text
        What is looked for; see `hedgerow.evidence.query`.
    approach, intervention, intervention_group, outcome_group, kind, tier, verified
        Ids of the vocabulary, or values of the record's columns.
    uk, east_midlands, with_number
        ``yes``, ``no``, or empty.
    outcome, four_p, design, country, place_type, grade, stands, year_from, year_to
        As in `hedgerow.evidence.gapmap.filters`; of `stands`, ``evidence`` is what a cell of the map counts.
    sort
        ``best`` (by relevance for a search, else by tier and design), ``newest``, ``oldest`` or ``title``.
    page, size
        From 1; records on a page.
    """

    text: str = ""
    approach: str = ""
    intervention: str = ""
    intervention_group: str = ""
    outcome_group: str = ""
    kind: str = ""
    tier: str = ""
    verified: str = ""
    uk: str = ""
    east_midlands: str = ""
    with_number: str = ""
    outcome: str = ""
    four_p: str = ""
    design: str = ""
    country: str = ""
    place_type: str = ""
    grade: str = ""
    stands: str = ""
    year_from: str = ""
    year_to: str = ""
    sort: str = "best"
    page: int = 1
    size: int = 20


def _yes(value: object) -> tuple[str, ...]:
    return () if value is None else ("yes",) if value else ("no",)


# For each facet, the values that a record has.
_FACETS: Mapping[str, Callable[[Row], tuple[str, ...]]] = MappingProxyType(
    {
        "approach": lambda row: split(row["approaches"]),
        "intervention": lambda row: split(row["interventions"]),
        "intervention_group": lambda row: groups_of("intervention", split(row["interventions"])),
        "outcome_group": lambda row: groups_of("outcome", split(row["outcomes"])),
        "kind": lambda row: (str(row["kind"]),),
        "tier": lambda row: (str(row["tier"]),),
        "verified": lambda row: (str(row["verified"]),),
        "uk": lambda row: _yes(row["uk_evidence"]),
        "east_midlands": lambda row: _yes(row["east_midlands"]),
        "with_number": lambda row: _yes(row["with_number"]),
    }
)
# What the map narrows by and the list does not offer as a facet: carried from a cell to its records.
CARRIED = ("outcome", "four_p", "design", "country", "place_type", "grade", "stands", "year_from", "year_to")
_SCHEMES = ("approach", "intervention", "intervention_group", "outcome_group")
_TIERS = {
    "A": "A: default set",
    "B": "B: descriptive or replaced",
    "C": "C: catalogued, not yet coded",
    "X": "Imported, not yet coded",
}


def check_facets(query: EvidenceQuery) -> None:
    """Refuse a value that no record can have; raise `NotFoundError` or `UsageError`."""
    for name in _FACETS:
        asked = getattr(query, name)
        if asked and name in _SCHEMES:
            term(name, asked)
        elif asked and asked not in _facet_order(name):
            allowed = ", ".join(_facet_order(name))
            raise UsageError(f"“{asked}” is not a value of {name}.", remedy=f"Choose one of: {allowed}.")
    check_filters(_carried(query))


def misses_of(row: Row, query: EvidenceQuery) -> tuple[str, ...]:
    """Return the facets that keep the record out."""
    missed = tuple(
        name
        for name, values in _FACETS.items()
        if (asked := getattr(query, name)) and asked not in values(row)
    )
    carried = _carried(query)
    return missed if not carried.asked or fits(row, carried) else (*missed, "carried")


@lru_cache(maxsize=64)
def _carried(query: EvidenceQuery) -> Filters:
    return Filters(**{name: getattr(query, name) for name in CARRIED})


def facet_table(
    rows: list[dict[str, object]], misses: list[tuple[str, ...]], query: EvidenceQuery
) -> Released:
    found = []
    for name, values in _FACETS.items():
        others = (row for row, missed in zip(rows, misses, strict=True) if missed in {(), (name,)})
        counts = Counter(value for row in others for value in values(row))
        order = _facet_order(name)
        for value in sorted(counts, key=lambda v: (order.index(v) if v in order else len(order), v)):
            chosen = getattr(query, name) == value
            found.append((name, value, _facet_title(name, value), counts[value], chosen))
    columns = (
        ReleasedColumn("facet", "Facet"),
        ReleasedColumn("value", "Value"),
        ReleasedColumn("title", "Title"),
        ReleasedColumn("records", "Records"),
        ReleasedColumn("chosen", "Chosen"),
    )
    return release(Draft("evidence_facets", "Ways to narrow the list", columns, tuple(found)))


def _facet_order(name: str) -> list[str]:
    if name in {"approach", "intervention_group", "outcome_group"}:
        return list(terms(name))
    return {"kind": list(KINDS), "tier": list(_TIERS), "verified": list(VERIFIED)}.get(name, ["yes", "no"])


def _facet_title(name: str, value: str) -> str:
    if name in _SCHEMES:
        known = terms(name)
        return known[value].title if value in known else value
    words = {"kind": KINDS, "tier": _TIERS, "verified": VERIFIED}.get(name, {})
    return words.get(value, value)
