"""The lake: tables that can always be rebuilt, as Parquet read by DuckDB.

A table is one file, ``<name>.parquet``, or a folder ``<name>/`` of parts. Writing goes to a file beside it
and is renamed when whole, so a reader never meets half a table. The same rows give the same bytes.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from hedgerow.errors import MachineError, NotFoundError
from hedgerow.store import catalogue

ROW_GROUP = 1 << 18


@dataclass(frozen=True)
class Lake:
    """The tables of one workspace, in the folder `root`."""

    root: Path

    def path(self, name: str) -> Path:
        """Where the table is, or will be: a file, or a folder of parts where one exists."""
        folder = self.root / name
        return folder if folder.is_dir() else self.root / f"{name}.parquet"

    def has(self, name: str) -> bool:
        """Whether the table has been built."""
        return bool(self._files(name))

    def read(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """Return a whole table, or some of its columns.

        Raises
        ------
        NotFoundError
            When the table has not been built.
        """
        self._require(name)
        files = [str(path) for path in self._files(name)]
        return pq.read_table(files, columns=list(columns) if columns else None, partitioning=None)

    def write(self, name: str, table: pa.Table, *, part: str | None = None) -> Path:
        """Check a table against its promise and put it in place in one move; return where it is.

        `part` names one file of a table that is a folder of parts.

        Raises
        ------
        SchemaError
            When the table does not keep its promise; what stood before stays.
        MachineError
            When the disk is full or may not be written; what stood before stays.
        """
        checked = catalogue.check(name, table)
        target = self.root / name / f"{part}.parquet" if part else self.root / f"{name}.parquet"
        target.parent.mkdir(parents=True, exist_ok=True)
        if not part and (self.root / name).is_dir():
            shutil.rmtree(self.root / name)
        _put(checked, target)
        return target

    def query(self, sql: str, parameters: Mapping[str, object] | Sequence[object] = ()) -> pa.Table:
        """Run one SELECT over the tables, with bound parameters, and return its rows.

        Tables are views by their own names. Extensions are never loaded and nothing outside is reached.

        Raises
        ------
        NotFoundError
            When the statement reads a table that has not been built.
        """
        with self.connect() as connection:
            try:
                return connection.execute(sql, parameters).to_arrow_table()
            except duckdb.CatalogException as error:
                if unbuilt := self._unbuilt(str(error)):
                    raise not_built(unbuilt) from error
                raise

    @contextmanager
    def connect(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open an in-memory engine with one view for each table that is built."""
        connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false"})
        try:
            for name in catalogue.tables():
                if self.has(name):
                    path = self.path(name)
                    pattern = str(path / "*.parquet") if path.is_dir() else str(path)
                    quoted = pattern.replace("'", "''")
                    # The name is the catalogue's and the path is ours; DuckDB binds no parameter in a view.
                    connection.execute(f"CREATE VIEW {name} AS FROM read_parquet('{quoted}')")
            yield connection
        finally:
            connection.close()

    def _files(self, name: str) -> list[Path]:
        """Return the whole files of a table: never one that is still being written."""
        path = self.path(name)
        return sorted(path.glob("*.parquet")) if path.is_dir() else [path] if path.exists() else []

    def _require(self, name: str) -> None:
        catalogue.spec(name)
        if not self.has(name):
            raise not_built(name)

    def _unbuilt(self, said: str) -> str | None:
        """Return the promised table that the engine did not find, where that is what it said."""
        named = re.search(r"Table with name (\w+) does not exist", said)
        name = named.group(1) if named else ""
        return name if name in catalogue.tables() and not self.has(name) else None


def not_built(name: str) -> NotFoundError:
    """Return the error for a table that the build has not made."""
    return NotFoundError(
        f"The table {name} has not been built.",
        remedy="Run: hedgerow build PATH; hedgerow doctor PATH says what is missing.",
    )


def _put(table: pa.Table, target: Path) -> None:
    """Write a file beside its place, make it durable, and move it there."""
    waiting = target.with_suffix(".writing")
    try:
        with waiting.open("wb") as handle:
            pq.write_table(table, handle, compression="zstd", row_group_size=ROW_GROUP, write_statistics=True)
            handle.flush()
            os.fsync(handle.fileno())
        waiting.replace(target)
    except OSError as error:
        waiting.unlink(missing_ok=True)
        raise MachineError(
            f"The table {target} could not be written.",
            cause=f"{error.strerror or error}.",
            remedy="Free some space or check who owns the folder, then build again; what stood before stays.",
        ) from error
