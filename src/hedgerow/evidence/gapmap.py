"""The evidence and gap map: which cell of intervention by outcome holds what, and where nothing is known.

Three states are never alike: *held*; *empty after search*, where the library's coders looked and found no
evaluation; *not searched*, which is all that can be said of any other empty cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hedgerow.evidence.shipped import REVIEWS, STUDIES
from hedgerow.vocabulary import terms

Record = Mapping[str, object]


@dataclass
class _Tally:
    reviews: list[str] = field(default_factory=list)
    studies: list[str] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    catalogued: list[str] = field(default_factory=list)
    uk: int = 0
    designs: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Cell:
    """One cell: an intervention group by an outcome group.

    Attributes
    ----------
    row, column
        Ids of the groups.
    reviews, studies
        Current coded records of tiers A and B; reviews are counted apart from the studies that they hold.
    claims, catalogued
        Claims awaiting evaluation, and records not yet coded: apart, never evidence.
    uk
        Of reviews and studies, those with UK evidence.
    state
        ``held``, ``empty_after_search`` or ``not_searched``.
    strength
        The best kind of design held, or `None`.
    ids
        The reviews and studies.
    gaps
        Named gaps that lie in this cell, whatever else it holds.
    """

    row: str
    column: str
    reviews: int
    studies: int
    claims: int
    catalogued: int
    uk: int
    state: str
    strength: str | None
    ids: tuple[str, ...]
    gaps: tuple[str, ...]


def cells(records: Iterable[Record]) -> tuple[Cell, ...]:
    """Return every cell of the frame, row by row."""
    rows, columns = list(terms("intervention_group")), list(terms("outcome_group"))
    tallies = {(row, column): _Tally() for row in rows for column in columns}
    for record in records:
        for place in _places(record):
            _add(tallies[place], record)
    gaps = _gaps()
    return tuple(_cell(place, tallies[place], gaps.get(place, ())) for place in tallies)


def off_map(records: Iterable[Record]) -> tuple[str, ...]:
    """Return the current coded records that have no row on the map: topics, not interventions."""
    return tuple(str(record["id"]) for record in records if _counts(record) and not _places(record))


def split(value: object) -> tuple[str, ...]:
    """Return the parts of a cell that joins a list by ``|``."""
    return tuple(part for part in str(value or "").split("|") if part)


def groups_of(scheme: str, words: Sequence[str]) -> tuple[str, ...]:
    """Return the groups of some interventions or outcomes, each once, in order; unknown words have none."""
    known = terms(scheme)
    parents = (known[word].parent for word in words if word in known)
    return tuple(dict.fromkeys(parent for parent in parents if parent))


def _places(record: Record) -> list[tuple[str, str]]:
    rows = groups_of("intervention", split(record["interventions"]))
    columns = groups_of("outcome", split(record["outcomes"]))
    return [(row, column) for row in rows for column in columns]


def _counts(record: Record) -> bool:
    """Whether a record counts as evidence: coded, current, an evaluation or a review, and not a claim."""
    current = record["tier"] in {"A", "B"} and not record["superseded_by"]
    return current and not record["claim_awaiting_evaluation"] and record["kind"] in REVIEWS | STUDIES


def _add(tally: _Tally, record: Record) -> None:
    name, kind = str(record["id"]), str(record["kind"])
    if record["tier"] in {"C", "X"}:
        tally.catalogued.append(name)
    elif record["claim_awaiting_evaluation"]:
        tally.claims.append(name)
    elif _counts(record):
        (tally.reviews if kind in REVIEWS else tally.studies).append(name)
        tally.uk += bool(record["uk_evidence"])
        tally.designs.add(kind)


def _cell(place: tuple[str, str], tally: _Tally, gaps: Sequence[tuple[str, str]]) -> Cell:
    ids = (*tally.reviews, *tally.studies)
    looked = any(state == "empty_after_search" for _, state in gaps)
    return Cell(
        row=place[0],
        column=place[1],
        reviews=len(tally.reviews),
        studies=len(tally.studies),
        claims=len(tally.claims),
        catalogued=len(tally.catalogued),
        uk=tally.uk,
        state="held" if ids else "empty_after_search" if looked else "not_searched",
        strength=_strength(tally.designs),
        ids=ids,
        gaps=tuple(name for name, _ in gaps),
    )


def _strength(designs: set[str]) -> str | None:
    for word, kinds in (("review", REVIEWS), ("trial", {"rct"}), ("controlled", {"quasi_experiment"})):
        if designs & kinds:
            return word
    return "descriptive" if designs else None


def _gaps() -> dict[tuple[str, str], list[tuple[str, str]]]:
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for term in terms("evidence_gap").values():
        for row in term.data["rows"]:  # type: ignore[union-attr]
            for column in term.data["columns"]:  # type: ignore[union-attr]
                found.setdefault((row, column), []).append((term.id, str(term.data["state"])))
    return found
