"""One record from several without losing a value: one is shown, every other is kept with its record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from hedgerow.evidence.dedupe import normalise
from hedgerow.evidence.dedupe.record import FIELDS, Record


@dataclass(frozen=True)
class Merged:
    """The merged view of one group.

    Attributes
    ----------
    ids
        All records, in their order.
    fields
        The value shown for each field: the one that most records give, the longest of equals.
    values
        Every value of each field with the ids that give it; nothing is left out.
    conflicts
        Fields whose values differ in more than case, accents and marks.
    sources
        Database and accession number of every record that has one.
    """

    ids: tuple[str, ...]
    fields: Mapping[str, str]
    values: Mapping[str, Mapping[str, tuple[str, ...]]]
    conflicts: tuple[str, ...]
    sources: tuple[tuple[str, str], ...]


def merge_fields(records: Sequence[Record]) -> Merged:
    """Return one view of records that are one, losing no value, no id and no source."""
    values = {name: _values(records, name) for name in FIELDS}
    held = dict.fromkeys((r.source, r.accession) for r in records if r.source or r.accession)
    return Merged(
        ids=tuple(record.id for record in records),
        fields=MappingProxyType({name: _chosen(given) for name, given in values.items()}),
        values=MappingProxyType({name: MappingProxyType(given) for name, given in values.items()}),
        conflicts=tuple(name for name, given in values.items() if _conflict(name, given)),
        sources=tuple(held),
    )


def _values(records: Sequence[Record], name: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for record in records:
        value = getattr(record, name)
        if value:
            found[value] = (*found.get(value, ()), record.id)
    return found


def _chosen(given: Mapping[str, tuple[str, ...]]) -> str:
    """Return the value of the form that most records share, in its longest spelling."""
    if not given:
        return ""
    shares: Counter[str] = Counter()
    for value, ids in given.items():
        shares[normalise.plain(value)] += len(ids)
    return max(given, key=lambda value: (shares[normalise.plain(value)], len(value), value))


def _conflict(name: str, given: Mapping[str, tuple[str, ...]]) -> bool:
    form = normalise.doi if name == "doi" else normalise.plain
    return len({form(value) for value in given}) > 1
