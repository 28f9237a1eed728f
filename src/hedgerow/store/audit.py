"""The audit chain: who did what, append-only; each entry's hash covers it and the hash before it.

A changed, removed or inserted entry breaks the chain. Cutting the newest entries leaves a whole, shorter
chain, so a `Head` (count and hash) is also written outside the database, in documents and backups, and
`verify` takes any number of them as witnesses.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from hedgerow.provenance import canonical_json
from hedgerow.store.schema import audit

START = "0" * 64


@dataclass(frozen=True)
class Head:
    """Where a chain ends: how many entries, and the hash of the last."""

    count: int
    hash: str


@dataclass(frozen=True)
class AuditCheck:
    """What the check of a chain found; `first_wrong` is the sequence number of the first bad entry."""

    passed: bool
    head: Head
    first_wrong: int | None
    text: str


def now() -> str:
    """Return this moment in UTC, to the millisecond, as it is stored. Order is by sequence, not by time."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def digest(entry: Mapping[str, Any]) -> str:
    """Return the hash of an entry: all its columns but the hash itself, which includes the one before."""
    body = {
        name: entry[name] for name in ("sequence", "at", "actor", "action", "object", "detail", "previous")
    }
    return hashlib.sha256(canonical_json(body).encode()).hexdigest()


def append(
    connection: Connection, *, actor: str, action: str, thing: str, detail: Mapping[str, Any] | None = None
) -> Head:
    """Add one entry inside a write transaction: without the entry there is no act."""
    last = head(connection)
    entry: dict[str, Any] = {
        "sequence": last.count + 1,
        "at": now(),
        "actor": actor,
        "action": action,
        "object": thing,
        "detail": canonical_json(dict(detail or {})),
        "previous": last.hash,
    }
    entry["hash"] = digest(entry)
    connection.execute(insert(audit).values(entry))
    return Head(entry["sequence"], entry["hash"])


def head(connection: Connection) -> Head:
    """Return where the chain ends now."""
    last = connection.execute(
        select(audit.c.sequence, audit.c.hash).order_by(audit.c.sequence.desc()).limit(1)
    ).first()
    return Head(last.sequence, last.hash) if last else Head(0, START)


def verify(connection: Connection, witnesses: Iterable[Head] = ()) -> AuditCheck:
    """Follow the whole chain, and hold it against what was witnessed elsewhere."""
    waiting = {witness.count: witness.hash for witness in witnesses}
    previous, count = START, 0
    for found in connection.execute(select(audit).order_by(audit.c.sequence)).mappings():
        row, count = dict(found), count + 1
        if row["sequence"] != count or row["previous"] != previous or row["hash"] != digest(row):
            return _broken(count, Head(count - 1, previous), "does not follow from the one before")
        previous = row["hash"]
        if waiting.pop(count, previous) != previous:
            return _broken(count, Head(count, previous), "is not the one that was witnessed")
    waiting.pop(0, None)
    if waiting:
        first = min(waiting)
        return _broken(count + 1, Head(count, previous), f"is missing: entry {first} was witnessed")
    total = connection.execute(select(func.count()).select_from(audit)).scalar_one()
    return AuditCheck(
        True, Head(count, previous), None, f"{total} entries, each follows from the one before."
    )


def _broken(sequence: int, reached: Head, why: str) -> AuditCheck:
    return AuditCheck(False, reached, sequence, f"Entry {sequence} of the audit chain {why}.")
