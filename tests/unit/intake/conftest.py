"""A database of each kind for the storage of a review, and files of references."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hedgerow.evidence.tables.review import ReviewLog
from hedgerow.store.database import Database
from unit.store.conftest import address, database, postgres  # noqa: F401 (fixtures)

Write = Callable[..., Path]


@pytest.fixture
def review(database: Database) -> ReviewLog:  # noqa: F811 (a fixture)
    """The review `main` of an empty database."""
    return ReviewLog(database)


@pytest.fixture
def ris(tmp_path: Path) -> Write:
    """Write a RIS file of records that are given as mappings from tag to value."""

    def write(name: str, *records: dict[str, str]) -> Path:
        lines = []
        for record in records:
            tags = {"TY": "JOUR", **record}
            lines += [f"{tag}  - {value}" for tag, value in tags.items()]
            lines += ["ER  - ", ""]
        path = tmp_path / name
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    return write
