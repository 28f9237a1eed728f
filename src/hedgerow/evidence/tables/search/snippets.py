"""Where a search's words stand in a record: pieces of its text, the words marked; never HTML."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from hedgerow.evidence.query import FIELDS
from hedgerow.evidence.tables.search.file import TOKENS, SearchFile
from hedgerow.evidence.tables.search.leaves import Expression

_OPEN, _CLOSE = "\x02", "\x03"
_COLUMNS = ", ".join(FIELDS)
# The tables and columns are this package's own; what a person typed is bound.
_SQL = {
    name: f"SELECT rowid, snippet({name}, -1, ?, ?, '…', 24) FROM {name} WHERE {name} MATCH ?"  # noqa: S608
    for name in TOKENS
}


@dataclass(frozen=True)
class Segment:
    """A piece of a snippet, marked when it is what was looked for."""

    text: str
    marked: bool


def snippets(
    file: SearchFile, marked: Sequence[Expression], rows: Sequence[int]
) -> dict[int, tuple[Segment, ...]]:
    """Return where the words stand in some of the records that were found, by record number."""
    asked = {
        index: " OR ".join(f"({one.text})" for one in marked if one.index == index)
        for index in ("stem", "plain")
    }
    found: dict[int, tuple[Segment, ...]] = {}
    if not rows or not any(asked.values()):
        return found
    indexes = [index for index in ("plain", "stem") if asked[index]]
    with closing(_small(file, rows, indexes)) as connection:
        for index in indexes:
            bound = (_OPEN, _CLOSE, asked[index])
            found |= {n: segments(text.strip("… ")) for n, text in connection.execute(_SQL[index], bound)}
    return found


def _small(file: SearchFile, rows: Sequence[int], indexes: Sequence[str]) -> sqlite3.Connection:
    """Return an index of a few records alone: marking them there costs the same whatever was asked."""
    # The columns are this package's own.
    asked = f"SELECT n, {_COLUMNS} FROM record WHERE n = ?"  # noqa: S608
    marks = ", ".join("?" * len(FIELDS))
    with file.connect() as whole:
        texts = [whole.execute(asked, (row,)).fetchone() for row in rows]
    connection = sqlite3.connect(":memory:")
    for name in indexes:
        tokens = TOKENS[name]
        connection.execute(f"CREATE VIRTUAL TABLE {name} USING fts5({_COLUMNS}, tokenize = '{tokens}')")
        insert = f"INSERT INTO {name}(rowid, {_COLUMNS}) VALUES (?, {marks})"  # noqa: S608
        connection.executemany(insert, texts)
    return connection


def segments(text: str) -> tuple[Segment, ...]:
    """Cut a snippet at its marks."""
    found: list[Segment] = []
    for number, piece in enumerate(text.split(_OPEN)):
        inside, closed, after = piece.partition(_CLOSE) if number else ("", "", piece)
        found += [Segment(inside, True)] if closed else []
        found += [Segment(after, False)] if after else []
    return tuple(found)
