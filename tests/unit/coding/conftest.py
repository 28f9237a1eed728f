"""A review in a SQLite file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hedgerow.evidence.tables.review import ReviewLog
from hedgerow.store.database import Database


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An empty migrated database, made once."""
    path = tmp_path_factory.mktemp("coding") / "hedgerow.db"
    with Database(f"sqlite:///{path}"):
        pass
    return path.read_bytes()


@pytest.fixture
def log(tmp_path: Path, migrated: bytes) -> Iterator[ReviewLog]:
    path = tmp_path / "hedgerow.db"
    path.write_bytes(migrated)
    database = Database(f"sqlite:///{path}")
    yield ReviewLog(database)
    database.close()
