"""What the database says when the machine refuses, and what it keeps through a kill."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hedgerow.errors import MachineError, UsageError
from hedgerow.store.database import Database

WALK = {"name": "Evening walk"}


def url(path: Path) -> str:
    return f"sqlite:///{path}"


@pytest.mark.parametrize(
    "address", ["", "mysql://x/y", "sqlite://", "sqlite:///:memory:", "hedgerow.db", "oracle://a"]
)
def test_an_address_that_is_not_one(address: str) -> None:
    with pytest.raises(UsageError, match=r"not (the address of )?a database"):
        Database(address)


def test_a_password_is_never_shown() -> None:
    database = Database("postgresql://ann:secret@127.0.0.1:9/hedgerow")
    assert "secret" not in database.name
    with pytest.raises(MachineError) as caught:
        database.migrate()
    assert "secret" not in str(caught.value)
    assert "cannot be opened" in caught.value.message
    database.close()


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(MachineError, match="does not exist"):
        Database(url(tmp_path / "nowhere" / "hedgerow.db"))


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "hedgerow.db").write_bytes(b"these are words, not a database " * 200)
    with pytest.raises(MachineError, match="not a whole database") as caught:
        Database(url(tmp_path / "hedgerow.db")).migrate()
    assert "backup" in caught.value.remedy


def test_another_program_that_keeps_it_locked(tmp_path: Path) -> None:
    path = tmp_path / "hedgerow.db"
    with Database(url(path), wait_seconds=0.1) as database:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(MachineError, match="is busy"):
            database.add("initiative", WALK)
        assert database.current("initiative") == [], "readers do not wait"
        other.execute("ROLLBACK")
        other.close()
        database.add("initiative", WALK)


def test_a_full_disk_keeps_all_that_was_acknowledged(tmp_path: Path) -> None:
    with Database(url(tmp_path / "hedgerow.db")) as database:
        kept = [database.add("initiative", WALK)]
        with database.reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        # The one connection of the pool is told that the disk ends a little further on.
        with database.reading() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 8}")
        with pytest.raises(MachineError, match="disk is full"):
            for _ in range(100):
                kept.append(database.add("initiative", {"name": "x" * 2000}))
        with database.reading() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        assert [row["id"] for row in database.current("initiative")] == kept
        database.add("initiative", WALK)
        assert database.verify().passed


def test_a_file_that_may_not_be_written(tmp_path: Path) -> None:
    path = tmp_path / "hedgerow.db"
    with Database(url(path)) as database:
        database.add("initiative", WALK)
        with database.reading() as connection:
            connection.exec_driver_sql("PRAGMA query_only = ON")
        with pytest.raises(MachineError, match="may not be written"):
            database.add("initiative", WALK)


WRITER = """
import sys
from hedgerow.store.database import Database
with Database(sys.argv[1]) as database:
    while True:
        print(database.add("initiative", {"name": "x" * 500}), flush=True)
"""


@pytest.mark.parametrize(
    "wait", [0.02, 0.05, *(pytest.param(n / 400, marks=pytest.mark.slow) for n in range(58))]
)
def test_what_was_acknowledged_survives_a_kill(tmp_path: Path, wait: float) -> None:
    address = url(tmp_path / "hedgerow.db")
    with Database(address):
        pass
    writer = subprocess.Popen([sys.executable, "-c", WRITER, address], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    told = [writer.stdout.readline().strip()]
    time.sleep(wait)
    os.kill(writer.pid, signal.SIGKILL)
    told += [line.strip() for line in writer.stdout if line.endswith("\n")]
    writer.wait()
    writer.stdout.close()
    with Database(address) as database:
        kept = {row["id"] for row in database.current("initiative")}
        assert set(told) <= kept
        assert database.verify().passed
