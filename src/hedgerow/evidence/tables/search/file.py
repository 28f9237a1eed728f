"""The search file held open: its arrays in memory until the next build, its words on the disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hedgerow.errors import NotFoundError
from hedgerow.evidence.query import FIELDS
from hedgerow.store.lake import Lake

FILE_NAME = "evidence_search.sqlite"
# Which form of the file this is; a file of another form is built again.
FORM = 3
# What the list shows of a record beside the texts that are searched.
SHOWN = (
    "year",
    "kind",
    "approaches",
    "interventions",
    "uk_evidence",
    "superseded_by",
    "verified",
    "tier",
    "claim_awaiting_evaluation",
    "effects",
    "numbers",
    "origin",
)
# Two indexes of the same texts: words in all their forms, and words as they are written.
TOKENS = {
    "stem": "porter unicode61 remove_diacritics 2",
    "plain": "unicode61 remove_diacritics 2",
}
_WEIGHTS = {"title": 8.0, "authors": 3.0, "finding": 3.0, "caveats": 1.0, "words": 4.0, "place": 2.0}
_WEIGHED = ", ".join(str(_WEIGHTS.get(name, 1.0)) for name in FIELDS)
# The weights and the tables are this module's own; what a person typed is bound.
RANK = {
    name: f"SELECT rowid, -bm25({name}, {_WEIGHED}) FROM {name} WHERE {name} MATCH ?"  # noqa: S608
    for name in TOKENS
}
Rows = NDArray[np.uint32]
Scores = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class SearchFile:
    """The file and its arrays.

    Attributes
    ----------
    path
        Where it is.
    records
        How many records it holds.
    facets
        For each facet and value, the numbers of the records that have it.
    listed
        For each way to list, the numbers of the records in that order; and their years, 0 where unknown.
    """

    path: Path
    records: int
    facets: dict[str, dict[str, Rows]]
    listed: dict[str, Rows]
    year: NDArray[np.int16]

    def count(self, facet: str, mask: NDArray[np.bool_]) -> dict[str, int]:
        """Return how many of some records have each value of a facet; what none has is left out."""
        if facet not in self._joined:
            return {}
        values, rows, starts = self._joined[facet]
        counted = np.add.reduceat(mask[rows], starts, dtype=np.int64).tolist()
        return {value: count for value, count in zip(values, counted, strict=True) if count}

    @cached_property
    def _joined(self) -> dict[str, tuple[list[str], Rows, NDArray[np.int64]]]:
        """For each facet its values, their records one after the other, and where each value begins."""
        found = {}
        for facet, held in self.facets.items():
            sizes = [len(rows) for rows in held.values()]
            starts = np.cumsum([0, *sizes[:-1]], dtype=np.int64)
            found[facet] = (list(held), np.concatenate(list(held.values())), starts)
        return found

    @contextmanager
    def connect(self) -> Iterator[sqlite3.Connection]:
        """Open the file for reading."""
        with closing(_connect(self.path)) as connection:
            yield connection

    def holds(self, facet: str, value: str) -> NDArray[np.bool_]:
        """Return which records have a value of a facet."""
        found = np.zeros(self.records, bool)
        rows = self.facets.get(facet, {}).get(value)
        if rows is not None:
            found[rows] = True
        return found


def open_search(lake: Lake) -> SearchFile:
    """Return the search file of a lake, its arrays read once for each build.

    Raises
    ------
    NotFoundError
        When it has not been built, or by an older version of Hedgerow.
    """
    return opened(lake.root / FILE_NAME)


def opened(path: Path) -> SearchFile:
    """Return a search file, as `open_search` does."""
    if not path.is_file():
        raise NotFoundError("The evidence search has not been built.", remedy="Run: hedgerow build PATH.")
    state = path.stat()
    return _opened(path.absolute(), state.st_mtime_ns, state.st_size, state.st_ino)


@lru_cache(maxsize=4)
def _opened(path: Path, _time: int, _size: int, _inode: int) -> SearchFile:
    with closing(_connect(path)) as connection:
        if connection.execute("PRAGMA user_version").fetchone()[0] != FORM:
            raise NotFoundError(
                "The evidence search was built by another version of Hedgerow.",
                remedy="Run: hedgerow build PATH.",
            )
        listed = dict(connection.execute("SELECT name, rows FROM listed").fetchall())
        facets: dict[str, dict[str, Rows]] = {}
        for name, value, rows in connection.execute("SELECT name, value, rows FROM facet"):
            facets.setdefault(name, {})[value] = np.frombuffer(rows, "<u4")
        year = np.frombuffer(listed.pop("year"), "<i2")
        order = {name: np.frombuffer(data, "<u4") for name, data in listed.items()}
    return SearchFile(path, len(year), facets, order, year)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    connection.execute("PRAGMA mmap_size = 1073741824")
    connection.execute("PRAGMA query_only = ON")
    return connection


def packed(rows: Rows, records: int) -> bytes:
    """Return record numbers as one bit a record."""
    bits = np.zeros(records, bool)
    bits[rows] = True
    return np.packbits(bits).tobytes()


def unpacked(data: bytes) -> Rows:
    """Return the record numbers of `packed`."""
    return np.flatnonzero(np.unpackbits(np.frombuffer(data, np.uint8))).astype(np.uint32)


def quoted(*words: str) -> str:
    """Return words as a phrase of the engine, which then can hold nothing but words."""
    return '"' + " ".join(words).replace('"', '""') + '"'
