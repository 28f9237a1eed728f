"""A database of each kind: SQLite in a file, and a PostgreSQL that these tests start themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from hedgerow.store.database import Database

DROP = ["runuser", "-u", "postgres", "--"]
SETTINGS = (
    "-c listen_addresses='' -c fsync=on -c max_connections=40 -c shared_buffers=32MB -c logging_collector=off"
)


def programs() -> Path | None:
    """Where PostgreSQL's own programs are, or nothing."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: path.parts[-3])
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


def run(*command: str, root: bool) -> None:
    prefix = DROP if root else []
    done = subprocess.run([*prefix, *command], capture_output=True, text=True, cwd="/", check=False)
    assert done.returncode == 0, f"{command}: {done.stderr}"


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a PostgreSQL cluster made for these tests; skipped, visibly, where there is none."""
    pytest.importorskip("psycopg", reason="the extra [postgres] is not installed")
    folder = programs()
    if folder is None:
        pytest.skip("PostgreSQL is not installed")
    root = os.geteuid() == 0
    if root and shutil.which("runuser") is None:
        pytest.skip("PostgreSQL refuses to run as root and there is no runuser")
    # A socket's address must be short, and the account of the server must be able to reach it.
    home = Path(subprocess.check_output(["mktemp", "-d", "/tmp/hedgerow-pg.XXXXXX"], text=True).strip())
    data = home / "data"
    if root:
        shutil.chown(home, "postgres")
    run(
        f"{folder}/initdb",
        "-D",
        str(data),
        "-A",
        "trust",
        "-U",
        "hedgerow",
        "-E",
        "UTF8",
        "--no-sync",
        root=root,
    )
    options = f"{SETTINGS} -c unix_socket_directories={home}"
    start = [f"{folder}/pg_ctl", "-D", str(data), "-w", "-l", str(home / "log"), "-o", options, "start"]
    run(*start, root=root)
    try:
        yield f"postgresql://hedgerow@/{{}}?host={home}"
    finally:
        run(f"{folder}/pg_ctl", "-D", str(data), "-m", "immediate", "stop", root=root)
        shutil.rmtree(home, ignore_errors=True)


NUMBERS = count()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'hedgerow.db'}"
    return fresh_postgres(request.getfixturevalue("postgres"))


def fresh_postgres(pattern: str) -> str:
    import psycopg

    name = f"t{next(NUMBERS)}"
    with psycopg.connect(pattern.format("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return pattern.format(name)


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    """A migrated database of each kind in turn."""
    with Database(address) as opened:
        yield opened


@pytest.fixture
def opened(address: str) -> Iterator[Callable[..., Database]]:
    """Open the same empty database as often as a test likes; all are closed after it."""
    made: list[Database] = []

    def open_one(**settings: float) -> Database:
        made.append(Database(address, **settings))
        return made[-1]

    yield open_one
    for database in made:
        database.close()
