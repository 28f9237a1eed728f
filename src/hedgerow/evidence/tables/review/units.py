"""The references of a review as units: each group of references that are one, once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from hedgerow.evidence.intake import Unit, merged
from hedgerow.evidence.review import Reference
from hedgerow.evidence.tables.review.references import find_references, read_references
from hedgerow.evidence.tables.review.standing import Standing


def read_held(connection: Connection, standing: Standing) -> Iterator[Reference]:
    """Yield the references whose import holds, corrected, without their raw text."""
    for one in read_references(connection, standing.review):
        if one.id in standing.file_of:
            yield standing.shown(one)


def read_units(connection: Connection, standing: Standing) -> Iterator[Unit]:
    """Yield every unit once, as soon as the last of its references is read."""
    waiting: dict[str, list[Reference]] = {}
    for one in read_held(connection, standing):
        unit = standing.groups.unit(one.id)
        members = standing.groups.of(unit)
        if len(members) == 1:
            yield merged([one])
            continue
        found = waiting.setdefault(unit, [])
        found.append(one)
        if len(found) == len(members):
            yield merged(waiting.pop(unit))


def find_units(connection: Connection, standing: Standing, names: Sequence[str]) -> dict[str, Unit]:
    """Return units by the id of the unit or of any of its references, with their raw text.

    The key is the id of the unit; what is not held is left out.
    """
    units = dict.fromkeys(standing.groups.unit(name) for name in names)
    wanted = [name for unit in units for name in standing.groups.of(unit) if name in standing.file_of]
    found = find_references(connection, standing.review, wanted)
    grouped: dict[str, list[Reference]] = {}
    for name in wanted:
        if name in found:
            grouped.setdefault(standing.groups.unit(name), []).append(standing.shown(found[name]))
    return {unit: merged(members) for unit, members in grouped.items()}
