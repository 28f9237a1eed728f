"""Writing: one transaction in which records gain versions and the audit chain gains entries."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Table, insert, select

from hedgerow.errors import ConflictError, NotFoundError, UsageError
from hedgerow.provenance import sha256_value
from hedgerow.store import audit
from hedgerow.store.database import log
from hedgerow.store.schema import VERSIONED, metadata

RESERVED = frozenset({"id", "version", "removed", "recorded_at", "actor", "reason"})
Row = dict[str, Any]


def versioned(name: str) -> Table:
    """Return a table of versioned records by name."""
    if name not in VERSIONED:
        raise NotFoundError(
            f"There are no records of “{name}”.", remedy=f"There are: {', '.join(VERSIONED)}."
        )
    return VERSIONED[name]


def newest(connection: Connection, table: Table, record: str) -> Row:
    """Return the newest version of a record, removed or not; raise `NotFoundError` when there is none."""
    query = select(table).where(table.c.id == record).order_by(table.c.version.desc()).limit(1)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise NotFoundError(f"There is no {table.name} “{record}”.", remedy="Look up its id in the list.")
    return dict(row)


@dataclass(frozen=True)
class Writer:
    """What may be done inside one write transaction; `actor` and `reason` go onto every version."""

    connection: Connection
    actor: str
    reason: str | None = None

    def add(self, name: str, values: Mapping[str, Any], *, record: str | None = None) -> str:
        """Add a record and return its id."""
        table = versioned(name)
        record = record or f"{name.replace('_', '-')}-{uuid4().hex[:10]}"
        self._append(table, record, 1, values, removed=False, action="add")
        return record

    def amend(self, name: str, record: str, values: Mapping[str, Any], *, based_on: int | None = None) -> int:
        """Append a version with some values changed; return its number.

        Raises
        ------
        ConflictError
            When the newest version is not `based_on`: someone else changed it since it was read.
        """
        table = versioned(name)
        old = self._expected(table, record, based_on)
        if old["removed"]:
            raise ConflictError(f"The {name} “{record}” was removed.", remedy="Bring it back first (undo).")
        return self._next(table, old, values, removed=False, action="amend")

    def remove(self, name: str, record: str, *, based_on: int | None = None) -> int:
        """Append a tombstone: the record leaves the lists, and its versions stay."""
        table = versioned(name)
        old = self._expected(table, record, based_on)
        return self._next(table, old, {}, removed=True, action="remove")

    def undo(self, name: str, record: str) -> int:
        """Append a version that equals the one before the newest; return its number."""
        table = versioned(name)
        new = newest(self.connection, table, record)
        if new["version"] < 2:
            raise UsageError(f"The {name} “{record}” has one version: there is nothing to undo.")
        query = select(table).where(table.c.id == record, table.c.version == new["version"] - 1)
        old = dict(self.connection.execute(query).mappings().one())
        values = {key: value for key, value in old.items() if key not in RESERVED}
        return self._next(table, new, values, removed=bool(old["removed"]), action="undo")

    def rows(self, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows to a table that has no versions (paragraphs, documents)."""
        if rows:
            self.connection.execute(insert(metadata.tables[name]), [dict(row) for row in rows])

    def once(self, name: str, key: str, row: Mapping[str, Any]) -> None:
        """Write a row to a table that has no versions, unless one with this key is there."""
        table = metadata.tables[name]
        if self.connection.execute(select(table.c[key]).where(table.c[key] == row[key])).first() is None:
            self.rows(name, [row])

    def events(self, review: str, drafts: Sequence[Row]) -> list[str]:
        """Append events to the log of a review and return their ids; the audit chain notes the newest."""
        ids = log.append(self.connection, review, self.actor, drafts)
        if ids:
            kinds = sorted({str(draft["type"]) for draft in drafts})
            self.note("events", f"review/{review}", {"events": len(ids), "last": ids[-1], "types": kinds})
        return ids

    def note(self, action: str, thing: str, detail: Mapping[str, Any] | None = None) -> audit.Head:
        """Write an entry of the audit chain by itself, for example that a document was made."""
        return audit.append(self.connection, actor=self.actor, action=action, thing=thing, detail=detail)

    def _expected(self, table: Table, record: str, based_on: int | None) -> Row:
        old = newest(self.connection, table, record)
        if based_on is not None and old["version"] != based_on:
            raise ConflictError(
                f"The {table.name} “{record}” was changed by {old['actor']} since you read it.",
                cause=f"You read version {based_on}; the newest is {old['version']}.",
                remedy="Read it again and repeat your change.",
            )
        return old

    def _next(self, table: Table, old: Row, values: Mapping[str, Any], *, removed: bool, action: str) -> int:
        kept = {key: value for key, value in old.items() if key not in RESERVED}
        version = int(old["version"]) + 1
        _check_names(table, values)
        self._append(table, old["id"], version, {**kept, **values}, removed=removed, action=action)
        return version

    def _append(
        self,
        table: Table,
        record: str,
        version: int,
        values: Mapping[str, Any],
        *,
        removed: bool,
        action: str,
    ) -> None:
        _check_names(table, values)
        row: Row = {column.name: None for column in table.columns} | dict(values)
        row |= {
            "id": record,
            "version": version,
            "removed": removed,
            "recorded_at": audit.now(),
            "actor": self.actor,
            "reason": self.reason,
        }
        self.connection.execute(insert(table).values(row))
        # The chain holds the hash of what was written, not the words: an erasure leaves it whole.
        detail = {"version": version, "sha256": sha256_value(row), "reason": self.reason}
        self.note(action, f"{table.name}/{record}", detail)


def _check_names(table: Table, values: Mapping[str, Any]) -> None:
    allowed = [column.name for column in table.columns if column.name not in RESERVED]
    unknown = sorted(set(values) - set(allowed))
    if unknown:
        raise UsageError(
            f"A {table.name} has no {', '.join(unknown)}.", remedy=f"It has: {', '.join(allowed)}."
        )


def as_json(value: object) -> str:
    """Return a value as the JSON text that a cell holds."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
