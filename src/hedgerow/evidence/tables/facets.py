"""The facets of the list: what may be asked, and how many records each choice would give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.errors import UsageError
from hedgerow.evidence.gapmap.filters import Filters, allowed, check_filters
from hedgerow.evidence.gapmap.values import DESIGNS
from hedgerow.evidence.tables.search.facts import IMPORTED
from hedgerow.evidence.tables.search.file import SearchFile
from hedgerow.evidence.tables.search.matching import Mask, between
from hedgerow.evidence.wording import VERIFIED
from hedgerow.vocabulary import term, terms


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
    origin
        ``starter_library``, ``imported``, or the name of one import.
    outcome, four_p, design, country, place_type, grade, stands, year_from, year_to
        As in `hedgerow.evidence.gapmap.filters`; of `stands`, ``evidence`` is what a cell of the map counts.
    meaning
        ``yes``: records that are near in meaning are found too; empty: the words decide.
    similar_to
        The id of a record: those that are like it are found, and `text` is not asked.
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
    origin: str = ""
    meaning: str = ""
    similar_to: str = ""
    sort: str = "best"
    page: int = 1
    size: int = 20


# What the map narrows by and the list does not offer as a facet: carried from a cell to its records.
CARRIED = ("outcome", "four_p", "design", "country", "place_type", "grade", "stands", "year_from", "year_to")
_SCHEMES = (
    "approach",
    "intervention",
    "intervention_group",
    "outcome",
    "outcome_group",
    "four_p",
    "place_type",
)
# The facets that are counted, in the order that they are shown.
COUNTED = (
    "approach",
    "intervention",
    "intervention_group",
    "outcome_group",
    "kind",
    "tier",
    "verified",
    "uk",
    "east_midlands",
    "with_number",
    "outcome",
    "four_p",
    "place_type",
    "design",
    "country",
    "stands",
    "origin",
)
_ASKED = (*COUNTED, "grade")
_TIERS = {
    "A": "A: default set",
    "B": "B: descriptive or replaced",
    "C": "C: catalogued, not yet coded",
    "X": "Imported, not yet coded",
}
_ORIGINS = {"starter_library": "Starter library", IMPORTED: "Imported"}


def check_facets(query: EvidenceQuery, file: SearchFile) -> None:
    """Refuse a value that no record can have; raise `NotFoundError` or `UsageError`."""
    for name in COUNTED:
        asked = getattr(query, name)
        if asked and name in _SCHEMES:
            term(name, asked)
        elif asked and asked not in _values(name, file):
            known = ", ".join(_values(name, file))
            raise UsageError(f"“{asked}” is not a value of {name}.", remedy=f"Choose one of: {known}.")
    check_filters(_carried(query))


def _carried(query: EvidenceQuery) -> Filters:
    return Filters(**{name: getattr(query, name) for name in CARRIED if name not in COUNTED})


def narrowed(query: EvidenceQuery, file: SearchFile, found: Mask) -> tuple[Mask, dict[str, Mask]]:
    """Return the records within what was found that have every fact asked for, and the masks of each fact."""
    years = _carried(query).years()
    within = found & between(file, *years) if years else found
    masks = {name: file.holds(name, asked) for name in _ASKED if (asked := getattr(query, name))}
    whole = within
    for mask in masks.values():
        whole = whole & mask
    return whole, {"": within, **masks}


def facet_table(query: EvidenceQuery, file: SearchFile, whole: Mask, masks: Mapping[str, Mask]) -> Released:
    """Return how many records each choice would give, everything else as asked."""
    found = []
    for name in COUNTED:
        counts = file.count(name, _but(name, whole, masks))
        order = {value: place for place, value in enumerate(_values(name, file))}
        for value in sorted(counts, key=lambda v: (order.get(v, len(order)), v)):
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


def _but(name: str, whole: Mask, masks: Mapping[str, Mask]) -> Mask:
    """Return the records that have every fact asked for but one."""
    if name not in masks:
        return whole
    left = masks[""]
    for other, mask in masks.items():
        if other not in {"", name}:
            left = left & mask
    return left


def _values(name: str, file: SearchFile) -> list[str]:
    if name in _SCHEMES:
        return list(terms(name)) if name not in {"intervention", "outcome"} else []
    own = {
        "tier": _TIERS,
        "design": DESIGNS,
        "verified": VERIFIED,
        "origin": {**_ORIGINS, **file.facets.get("origin", {})},
    }
    return list(own.get(name) or allowed(name))


def _facet_title(name: str, value: str) -> str:
    if name in _SCHEMES:
        known = terms(name)
        return known[value].title if value in known else value
    words = {"tier": _TIERS, "design": DESIGNS, "verified": VERIFIED, "origin": _ORIGINS}.get(name) or (
        allowed(name) if name != "origin" else {}
    )
    return words.get(value, value)
