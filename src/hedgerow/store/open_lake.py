"""A lake held open for many readers: one engine and the tables that were read, until the build changes.

A page that asks ten small questions should not open ten engines. `OpenLake` is a `Lake` that keeps them; it
is thrown away whole when `stamp` says that the lake was built again.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa

from hedgerow.store import catalogue
from hedgerow.store.lake import Lake

IN_MEMORY = 24 << 20
KEPT = 64


@dataclass
class _Held:
    """What is kept between questions."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    engine: duckdb.DuckDBPyConnection | None = None
    tables: dict[tuple[str, tuple[str, ...] | None], pa.Table] = field(default_factory=dict)


@dataclass(frozen=True)
class OpenLake(Lake):
    """A lake for reading, with its engine and its small tables in memory."""

    held: _Held = field(default_factory=_Held, compare=False, repr=False)

    def read(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """Return a table or some of its columns; the same question is read from the disk once."""
        asked = (name, tuple(columns) if columns else None)
        with self.held.lock:
            known = self.held.tables.get(asked)
        if known is None:
            known = super().read(name, columns)
            with self.held.lock:
                if len(self.held.tables) >= KEPT:
                    self.held.tables.clear()
                self.held.tables[asked] = known
        return known

    @contextmanager
    def connect(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Yield a cursor of the engine that is kept; safe from several threads at once."""
        with self.held.lock:
            if self.held.engine is None:
                self.held.engine = self._open()
            cursor = self.held.engine.cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    def _open(self) -> duckdb.DuckDBPyConnection:
        options: dict[str, str | bool | int | float | list[str]] = {"threads": 2}
        options["autoinstall_known_extensions"] = "false"
        engine = duckdb.connect(":memory:", config=options)
        for name in catalogue.tables():
            if self.has(name):
                path = self.path(name)
                files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
                pattern = str(path / "*.parquet") if path.is_dir() else str(path)
                kind = "TABLE" if sum(file.stat().st_size for file in files) < IN_MEMORY else "VIEW"
                quoted = pattern.replace("'", "''")
                # The name is the catalogue's and the path is ours; DuckDB binds no parameter here.
                engine.execute(f"CREATE {kind} {name} AS FROM read_parquet('{quoted}')")
        return engine


def stamp(root: Path) -> tuple[tuple[str, int, int], ...]:
    """Return what changes whenever the lake at `root` is built again: name, time and size of its tables."""
    if not root.is_dir():
        return ()
    seen = [(entry.name, entry.stat()) for entry in root.iterdir() if not entry.name.startswith(".")]
    return tuple(sorted((name, state.st_mtime_ns, state.st_size) for name, state in seen))
