"""`Database`: open, migrate, read and write the authored records of one workspace."""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, func, select

from hedgerow.store import audit, migrations
from hedgerow.store.database.engine import WAIT_SECONDS, make_engine, name_of, read_address, take_turn
from hedgerow.store.database.faults import spoken
from hedgerow.store.database.jobs import Jobs
from hedgerow.store.database.writing import Row, Writer, newest, versioned
from hedgerow.store.schema import metadata

LOCAL = "local"


class Database:
    """The authored records at one address.

    Parameters
    ----------
    url
        ``sqlite:///PATH`` or ``postgresql://USER@HOST/NAME``.
    wait_seconds
        How long a writer waits for its turn before it gives up with a `MachineError`.

    Nothing is read or made until it is asked for; call `migrate` once after opening.
    """

    def __init__(self, url: str, *, wait_seconds: float = WAIT_SECONDS) -> None:
        parsed = read_address(url)
        self.name = name_of(parsed)
        self.engine = make_engine(parsed, wait_seconds)
        self.jobs = Jobs(self.reading, self.writing)
        weakref.finalize(self, self.engine.dispose)  # no connection outlives the last who holds the database

    def migrate(self) -> Database:
        """Bring the tables up to this version of Hedgerow, with what they hold; return the database."""
        with self.reading() as connection:
            ready = migrations.at(connection) in migrations.heads()
        if not ready:
            with self.writing() as writer:
                migrations.upgrade(writer.connection, self.name)
        return self

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    def __enter__(self) -> Database:
        """Migrate, so that `with Database(url) as database` is ready to use."""
        return self.migrate()

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the database for as long as the block lasts."""
        with spoken(self.name), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, actor: str = LOCAL, reason: str | None = None) -> Iterator[Writer]:
        """One transaction: all that is written in the block is kept, or none of it."""
        with spoken(self.name):
            writer = self.engine.execution_options(hedgerow_write=True)
            with writer.begin() as connection:
                take_turn(connection)
                yield Writer(connection, actor, reason)

    def current(self, name: str, **equal: Any) -> list[Row]:
        """Return the newest version of every record that is not removed, oldest record first.

        `equal` keeps those whose newest version has these values, for example ``plan="plan-1"``.
        """
        table = versioned(name)
        last = select(table.c.id, func.max(table.c.version).label("version")).group_by(table.c.id).subquery()
        query = select(table).join(last, (table.c.id == last.c.id) & (table.c.version == last.c.version))
        query = query.where(table.c.removed.is_(False))
        for column, value in equal.items():
            query = query.where(table.c[column] == value)
        first = select(table.c.id, table.c.recorded_at).where(table.c.version == 1).subquery()
        query = query.join(first, first.c.id == table.c.id).order_by(first.c.recorded_at, table.c.id)
        with self.reading() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def record(self, name: str, record: str) -> Row:
        """Return the newest version of one record; its `removed` says whether it still stands."""
        with self.reading() as connection:
            return newest(connection, versioned(name), record)

    def history(self, name: str, record: str) -> list[Row]:
        """Return every version of one record, oldest first; empty when there is none."""
        table = versioned(name)
        query = select(table).where(table.c.id == record).order_by(table.c.version)
        with self.reading() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def rows(self, name: str, **equal: Any) -> list[Row]:
        """Return the rows of a table without versions, such as plan_paragraph, in the order of its key."""
        table = metadata.tables[name]
        query = select(table).order_by(*table.primary_key.columns)
        for column, value in equal.items():
            query = query.where(table.c[column] == value)
        with self.reading() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def add(
        self, name: str, values: Mapping[str, Any], *, actor: str = LOCAL, reason: str | None = None
    ) -> str:
        """Add one record and return its id."""
        with self.writing(actor, reason) as writer:
            return writer.add(name, values)

    def amend(
        self,
        name: str,
        record: str,
        values: Mapping[str, Any],
        *,
        based_on: int | None = None,
        actor: str = LOCAL,
        reason: str | None = None,
    ) -> int:
        """Append a version of one record with some values changed; return its number."""
        with self.writing(actor, reason) as writer:
            return writer.amend(name, record, values, based_on=based_on)

    def remove(self, name: str, record: str, *, actor: str = LOCAL, reason: str | None = None) -> int:
        """Append a tombstone to one record; return the number of that version."""
        with self.writing(actor, reason) as writer:
            return writer.remove(name, record)

    def undo(self, name: str, record: str, *, actor: str = LOCAL, reason: str | None = None) -> int:
        """Append a version of one record that equals the one before the newest; return its number."""
        with self.writing(actor, reason) as writer:
            return writer.undo(name, record)

    def verify(self, witnesses: tuple[audit.Head, ...] = ()) -> audit.AuditCheck:
        """Check the whole audit chain."""
        with self.reading() as connection:
            return audit.verify(connection, witnesses)
