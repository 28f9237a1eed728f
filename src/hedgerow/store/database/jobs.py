"""Rows that say how far a job is. They are not authored: they are changed in place and not audited."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, insert, select, update

from hedgerow.errors import NotFoundError
from hedgerow.store.audit import now
from hedgerow.store.database.writing import Row, Writer
from hedgerow.store.schema import job

OVER = ("done", "failed", "cancelled")


class Jobs:
    """The jobs of one database, which lends its two kinds of transaction."""

    def __init__(
        self,
        reading: Callable[[], AbstractContextManager[Connection]],
        writing: Callable[[], AbstractContextManager[Writer]],
    ) -> None:
        self._reading = reading
        self._writing = writing

    def new(self, kind: str, *, arguments: str | None = None, actor: str | None = None) -> str:
        """Add a queued job and return its id; `arguments` is JSON."""
        at, name = now(), f"job-{uuid4().hex[:10]}"
        values = {"id": name, "kind": kind, "arguments": arguments, "state": "queued", "actor": actor}
        with self._writing() as writer:
            writer.connection.execute(insert(job).values(values | {"created_at": at, "updated_at": at}))
        return name

    def set(self, name: str, **values: Any) -> None:
        """Change what a job says of itself; its start and end are stamped when the state says so."""
        at = now()
        stamps = {"updated_at": at}
        if values.get("state") == "running":
            stamps["started_at"] = at
        if values.get("state") in OVER:
            stamps["finished_at"] = at
        with self._writing() as writer:
            changed = writer.connection.execute(update(job).where(job.c.id == name).values(values | stamps))
        if not changed.rowcount:
            raise NotFoundError(f"There is no job “{name}”.", remedy="Look up its id in the list of jobs.")

    def get(self, name: str) -> Row:
        """Return one job."""
        with self._reading() as connection:
            found = connection.execute(select(job).where(job.c.id == name)).mappings().first()
        if found is None:
            raise NotFoundError(f"There is no job “{name}”.", remedy="Look up its id in the list of jobs.")
        return dict(found)

    def newest(self, limit: int = 50) -> list[Row]:
        """Return the newest jobs, newest first."""
        with self._reading() as connection:
            query = select(job).order_by(job.c.created_at.desc(), job.c.id).limit(limit)
            return [dict(row) for row in connection.execute(query).mappings()]
