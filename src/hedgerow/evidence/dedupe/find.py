"""Find the records that are one: identical ones first, then blocks, features, rules, groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hedgerow.errors import RecordError
from hedgerow.evidence.dedupe.blocks import candidate_pairs
from hedgerow.evidence.dedupe.clusters import inner_pairs, roots
from hedgerow.evidence.dedupe.columns import Columns, columns_of
from hedgerow.evidence.dedupe.decide import Decisions, decide
from hedgerow.evidence.dedupe.features import features_of
from hedgerow.evidence.dedupe.links import Found, Link
from hedgerow.evidence.dedupe.place import placements_of
from hedgerow.evidence.dedupe.record import Record
from hedgerow.evidence.dedupe.rules import RELATED, VETOES
from hedgerow.evidence.dedupe.settle import Settled

SETTLED = "settled-by-a-person"
IDENTICAL = "identical"
_NOTHING_SETTLED = Settled()
_RELATED = frozenset((RELATED, "same-work-elsewhere"))


def find_duplicates(records: Sequence[Record], settled: Settled = _NOTHING_SETTLED) -> Found:
    """Return links between records and where each record stands.

    Parameters
    ----------
    records
        Records with ids of their own, from any number of databases.
    settled
        What people have said: ``same`` merges, ``different`` and ``related`` keep apart; none is asked again.

    Raises
    ------
    RecordError
        When two records have one id.
    """
    _refuse_shared_ids(records)
    first, identical = _identical(records, settled)
    unique = [record for place, record in enumerate(records) if first[place] == place]
    links = identical + _linked(unique, settled)
    return Found(tuple(links), placements_of([record.id for record in records], links))


def _refuse_shared_ids(records: Sequence[Record]) -> None:
    seen: set[str] = set()
    for record in records:
        if record.id in seen:
            raise RecordError(
                f"Two records have the id {record.id!r}.",
                cause="Links name records by id.",
                remedy="Give every record an id of its own.",
            )
        seen.add(record.id)


def _identical(records: Sequence[Record], settled: Settled) -> tuple[list[int], list[Link]]:
    """Return the first record with the same content for each record, and a link to it from every other."""
    seen: dict[tuple[str, ...], int] = {}
    first: list[int] = []
    links: list[Link] = []
    apart = {member for pair in settled.apart for member in pair}
    for place, record in enumerate(records):
        alone = record.id in apart or not any(record.content)  # what says nothing is like nothing
        key = (*record.content, record.source, record.accession, record.id if alone else "")
        first.append(seen.setdefault(key, place))
        if first[-1] != place:
            links.append(Link(records[first[-1]].id, record.id, "merge", "copy", 1.0, IDENTICAL))
    return first, links


@dataclass(frozen=True)
class _Candidates:
    """Candidate pairs as places in the list of records, with what was decided of them."""

    left: list[int]
    right: list[int]
    decisions: Decisions


def _linked(records: Sequence[Record], settled: Settled) -> list[Link]:
    """Return the links between records that are not identical."""
    columns = columns_of(records)
    pairs = candidate_pairs(columns)
    found = _Candidates(pairs[0].tolist(), pairs[1].tolist(), decide(features_of(columns, pairs)))
    ids = [record.id for record in records]
    links = _answered(ids, settled)
    merges = np.flatnonzero(found.decisions.merge).tolist()
    open_merges = [p for p in merges if not settled.answered(ids[found.left[p]], ids[found.right[p]])]
    places = {name: place for place, name in enumerate(ids)}
    said = [(places[one], places[other]) for one, other in settled.same if one in places and other in places]
    groups = roots(len(ids), [*((found.left[p], found.right[p]) for p in open_merges), *said])
    held = _held_back(columns, groups, ids, settled)
    for place in open_merges:
        veto = held.get(groups[found.left[place]])
        links.append(
            _link(found, place, ids, "ask" if veto else "merge", veto or found.decisions.name(place))
        )
    for place in np.flatnonzero(found.decisions.ask).tolist():
        one, other = found.left[place], found.right[place]
        together = groups[one] == groups[other] and groups[one] not in held
        if not together and not settled.answered(ids[one], ids[other]):
            links.append(_link(found, place, ids, "ask", found.decisions.name(place)))
    return links


def _link(found: _Candidates, place: int, ids: list[str], tier: str, rule: str) -> Link:
    return Link(
        ids[found.left[place]],
        ids[found.right[place]],
        "merge" if tier == "merge" else "ask",
        "related" if rule in _RELATED else "copy",
        float(found.decisions.score[place]),
        rule,
    )


def _answered(ids: list[str], settled: Settled) -> list[Link]:
    """Return the links that people made."""
    held = set(ids)
    return [
        Link(one, other, "merge", "copy", 1.0, SETTLED)
        for one, other in sorted(settled.same)
        if one in held and other in held
    ]


def _held_back(columns: Columns, groups: list[int], ids: list[str], settled: Settled) -> dict[int, str]:
    """Return the groups with a pair inside that a veto or a person keeps apart, and by which rule."""
    left, right = inner_pairs(groups)
    held: dict[int, str] = {}
    if not len(left):
        return held
    vetoes = decide(features_of(columns, (left, right))).veto
    for one, other, veto in zip(left.tolist(), right.tolist(), vetoes.tolist(), strict=True):
        pair = (ids[one], ids[other]) if ids[one] <= ids[other] else (ids[other], ids[one])
        if pair in settled.apart:
            held[groups[one]] = SETTLED
        elif veto >= 0 and pair not in settled.same:
            held.setdefault(groups[one], VETOES[veto][0])
    return held
