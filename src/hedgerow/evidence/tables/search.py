"""Full-text search: one SQLite file in the lake, built whole, ranked by BM25 with the title weighing most."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from hedgerow.errors import NotFoundError
from hedgerow.evidence.gapmap import split
from hedgerow.evidence.query import FIELDS, SearchQuery
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms

FILE_NAME = "evidence_search.sqlite"
_WEIGHTS = {"title": 8.0, "authors": 3.0, "finding": 3.0, "caveats": 1.0, "words": 4.0, "place": 2.0}
_OPEN, _CLOSE = "\x02", "\x03"


@dataclass(frozen=True)
class Segment:
    """A piece of a snippet, marked when it is what was looked for."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Hit:
    """One record that was found, best first; `snippet` is where."""

    id: str
    score: float
    snippet: tuple[Segment, ...]


def build_search(lake: Lake, records: Iterable[Mapping[str, object]]) -> Path:
    """Write the search file beside the tables and put it in place in one move."""
    target = lake.root / FILE_NAME
    target.parent.mkdir(parents=True, exist_ok=True)
    waiting = target.with_suffix(".writing")
    waiting.unlink(missing_ok=True)
    with closing(sqlite3.connect(waiting)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        columns = ", ".join(FIELDS)
        connection.execute(
            f"CREATE VIRTUAL TABLE evidence USING fts5(id UNINDEXED, {columns}, "
            "tokenize = 'porter unicode61 remove_diacritics 2')"
        )
        marks = ", ".join("?" * (len(FIELDS) + 1))
        insert = f"INSERT INTO evidence VALUES ({marks})"  # noqa: S608 - only question marks are pasted
        connection.executemany(insert, [_document(record) for record in records])
        connection.execute("INSERT INTO evidence(evidence) VALUES ('optimize')")
        connection.commit()
        connection.execute("VACUUM")
    waiting.replace(target)
    return target


def _document(record: Mapping[str, object]) -> tuple[str, ...]:
    words = [
        *_titles("approach", record["approaches"]),
        *_titles("intervention", record["interventions"]),
        *_titles("outcome", record["outcomes"]),
    ]
    texts = {
        "title": record["title"],
        "authors": record["authors"],
        "finding": record["finding"],
        "caveats": record["caveats"],
        "words": ". ".join(words),
        "place": record["place_scope"],
        "abstract": record["abstract"],
    }
    return (str(record["id"]), *(str(texts[name] or "") for name in FIELDS))


def _titles(scheme: str, value: object) -> list[str]:
    known = terms(scheme)
    return [known[word].title if word in known else word for word in split(value)]


def search(lake: Lake, query: SearchQuery, *, limit: int = 1000) -> tuple[tuple[Hit, ...], str]:
    """Return what was found, best first, and how: ``every`` word, ``any`` word, or ``nothing`` to look for.

    Raises
    ------
    NotFoundError
        When the search file has not been built.
    """
    path = lake.root / FILE_NAME
    if not path.is_file():
        raise NotFoundError("The evidence search has not been built.", remedy="Run: hedgerow build PATH.")
    if not query.every:
        return (), "nothing"
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        for mode, expression in (("every", query.every), ("any", query.any)):
            hits = _hits(connection, expression, limit)
            if hits:
                return hits, mode
    return (), "every"


def _hits(connection: sqlite3.Connection, expression: str, limit: int) -> tuple[Hit, ...]:
    weights = ", ".join(["0.0", *(str(_WEIGHTS.get(name, 1.0)) for name in FIELDS)])
    # The weights are this module's own numbers; what a person typed is bound.
    sql = (
        f"SELECT id, bm25(evidence, {weights}) AS score, "  # noqa: S608
        "snippet(evidence, -1, ?, ?, '…', 24) "
        "FROM evidence WHERE evidence MATCH ? ORDER BY score, id LIMIT ?"
    )
    rows: Sequence[tuple[str, float, str]] = connection.execute(
        sql, (_OPEN, _CLOSE, expression, limit)
    ).fetchall()
    return tuple(Hit(name, -score, segments(text)) for name, score, text in rows)


def segments(text: str) -> tuple[Segment, ...]:
    """Cut a snippet at its marks."""
    found: list[Segment] = []
    for number, piece in enumerate(text.split(_OPEN)):
        inside, closed, after = piece.partition(_CLOSE) if number else ("", "", piece)
        found += [Segment(inside, True)] if closed else []
        found += [Segment(after, False)] if after else []
    return tuple(found)
