"""The engine: SQLite in the workspace by default, PostgreSQL by address; both keep what they acknowledge."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from hedgerow.errors import MachineError, UsageError

WAIT_SECONDS = 30
LOG_TRIES = 100
LOG_PAUSE = 0.05
# Every writer of PostgreSQL takes this advisory lock, so that writing is one at a time, as in SQLite.
WRITER_LOCK = 7_241_963


def read_address(text: str) -> URL:
    """Return the parsed address of a database; only SQLite files and PostgreSQL are known."""
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise UsageError(
            f"“{text}” is not the address of a database.",
            remedy="Give sqlite:///PATH or postgresql://USER@HOST/NAME as `database` in hedgerow.toml.",
        ) from error
    backend = url.get_backend_name()
    if backend == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and url.database and url.database != ":memory:":
        return url
    raise UsageError(
        f"“{url.render_as_string(hide_password=True)}” is not a database that Hedgerow can keep.",
        remedy="Give sqlite:///PATH or postgresql://USER@HOST/NAME as `database` in hedgerow.toml.",
    )


def name_of(url: URL) -> str:
    """What to call it in an error: the file, or the address without its password."""
    return (
        str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
    )


def make_engine(url: URL, wait_seconds: float) -> Engine:
    """Return an engine with the settings that the promise "nothing lost" needs."""
    if url.get_backend_name() == "sqlite":
        _require_folder(Path(str(url.database)))
        engine = create_engine(url, connect_args={"timeout": wait_seconds, "check_same_thread": False})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        options = f"-c lock_timeout={int(wait_seconds * 1000)} -c synchronous_commit=on -c timezone=UTC"
        return create_engine(
            url, connect_args={"options": options, "connect_timeout": 10}, pool_pre_ping=True
        )
    except (ImportError, NoSuchModuleError) as error:
        raise MachineError(
            "This address needs the PostgreSQL driver, which is not installed.",
            cause=f"{error}.",
            remedy="Install it with: pip install 'hedgerow[postgres]'.",
        ) from error


def take_turn(connection: Connection) -> None:
    """Wait until no one else writes. SQLite has done so when the transaction began."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")


def _require_folder(path: Path) -> None:
    if not path.parent.is_dir():
        raise MachineError(
            f"The folder of the database {path} does not exist.",
            remedy="Make the folder, or correct `database` in hedgerow.toml.",
        )


def _prepare_sqlite(raw: Any, _record: Any) -> None:
    """Set what holds for one connection; transactions are begun by `_begin_sqlite`, not by the driver."""
    connection: sqlite3.Connection = raw
    connection.isolation_level = None
    for pragma in ("foreign_keys = ON", "synchronous = FULL", "trusted_schema = OFF"):
        connection.execute(f"PRAGMA {pragma}")
    _keep_log(connection)


def _keep_log(connection: sqlite3.Connection) -> None:
    """Write ahead (WAL), so that readers and the writer do not wait for each other.

    The file remembers it. Changing it does not wait its turn as other statements do, so it is tried again.
    """
    for left in range(LOG_TRIES, -1, -1):
        if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            return
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if not left:
                raise
            time.sleep(LOG_PAUSE)


def _begin_sqlite(connection: Connection) -> None:
    """Begin as a reader, or as the one writer: asking for the lock at once, never half-way."""
    writing = connection.get_execution_options().get("hedgerow_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
