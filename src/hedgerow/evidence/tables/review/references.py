"""The references of a review: written once, read by id or all in order."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, func, insert, select

from hedgerow.evidence.intake.values import storable
from hedgerow.evidence.review.reference import Reference, as_fields, from_fields
from hedgerow.provenance import canonical_json
from hedgerow.store.database.writing import Row
from hedgerow.store.schema import reference

_AT_ONCE = 500
_LIGHT = tuple(column for column in reference.columns if column.name != "raw")


def write_references(connection: Connection, review: str, references: Sequence[Reference]) -> int:
    """Write the references that are not yet held; return how many were new."""
    held = _ids(connection, review)
    new = [one for one in references if one.id not in held]
    for start in range(0, len(new), _AT_ONCE):
        connection.execute(insert(reference), [_row(review, one) for one in new[start : start + _AT_ONCE]])
    return len(new)


def count_references(connection: Connection, review: str) -> int:
    """Return how many references a review holds, copies included."""
    query = select(func.count()).select_from(reference).where(reference.c.review == review)
    return int(connection.execute(query).scalar_one())


def read_references(connection: Connection, review: str, *, raw: bool = False) -> Iterator[Reference]:
    """Yield every reference of a review, by file and ordinal; their raw text only when asked."""
    columns = reference.columns if raw else _LIGHT
    query = select(*columns).where(reference.c.review == review)
    query = query.order_by(reference.c.file, reference.c.ordinal)
    for row in connection.execution_options(yield_per=1000).execute(query).mappings():
        yield _reference(dict(row))


def find_references(connection: Connection, review: str, ids: Sequence[str]) -> dict[str, Reference]:
    """Return some references by id, with their raw text; those that are not held are left out."""
    found: dict[str, Reference] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        query = select(reference).where(reference.c.review == review, reference.c.id.in_(some))
        for row in connection.execute(query).mappings():
            found[row["id"]] = _reference(dict(row))
    return found


def _ids(connection: Connection, review: str) -> set[str]:
    query = select(reference.c.id).where(reference.c.review == review)
    return {str(name) for (name,) in connection.execute(query)}


def _row(review: str, one: Reference) -> Row:
    return {
        "review": review,
        "id": one.id,
        "file": one.file,
        "ordinal": one.ordinal,
        "line": one.said.line,
        "source": one.source,
        "fields": storable(canonical_json(as_fields(one.said))),
        "raw": storable(one.said.raw),
    }


def _reference(row: Row) -> Reference:
    said = from_fields(
        json.loads(row["fields"]), ordinal=row["ordinal"], line=row["line"], raw=row.get("raw", "")
    )
    return Reference(row["id"], row["file"], row["ordinal"], row["source"], said)
