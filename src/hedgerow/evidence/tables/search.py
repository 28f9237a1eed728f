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
class Found:
    """What a search found.

    Attributes
    ----------
    ids
        Records, best first.
    mode
        ``every`` word was found, ``any`` word, or there was ``nothing`` to look for.
    expression
        What was asked of the engine; `snippets` takes it.
    """

    ids: tuple[str, ...]
    mode: str
    expression: str


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


def search(lake: Lake, query: SearchQuery) -> Found:
    """Return the records that hold every part of the query or, where none does, any part.

    Raises
    ------
    NotFoundError
        When the search file has not been built.
    """
    if not query.every:
        return Found((), "nothing", "")
    weights = ", ".join(["0.0", *(str(_WEIGHTS.get(name, 1.0)) for name in FIELDS)])
    # The weights are this module's own numbers; what a person typed is bound.
    sql = f"SELECT id FROM evidence WHERE evidence MATCH ? ORDER BY bm25(evidence, {weights}), id"  # noqa: S608
    with closing(_open(lake)) as connection:
        for mode, expression in (("every", query.every), ("any", query.any)):
            ids = tuple(row[0] for row in connection.execute(sql, (expression,)))
            if ids:
                return Found(ids, mode, expression)
    return Found((), "every", query.every)


def snippets(lake: Lake, found: Found, ids: Sequence[str]) -> dict[str, tuple[Segment, ...]]:
    """Return where the search's words stand in some of the records that were found."""
    if not found.expression or not ids:
        return {}
    marks = ", ".join("?" * len(ids))
    sql = (
        "SELECT id, snippet(evidence, -1, ?, ?, '…', 24) "  # noqa: S608 - only question marks are pasted
        f"FROM evidence WHERE evidence MATCH ? AND id IN ({marks})"
    )
    with closing(_open(lake)) as connection:
        rows = connection.execute(sql, (_OPEN, _CLOSE, found.expression, *ids)).fetchall()
    return {name: segments(text) for name, text in rows}


def _open(lake: Lake) -> sqlite3.Connection:
    path = lake.root / FILE_NAME
    if not path.is_file():
        raise NotFoundError("The evidence search has not been built.", remedy="Run: hedgerow build PATH.")
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def segments(text: str) -> tuple[Segment, ...]:
    """Cut a snippet at its marks."""
    found: list[Segment] = []
    for number, piece in enumerate(text.split(_OPEN)):
        inside, closed, after = piece.partition(_CLOSE) if number else ("", "", piece)
        found += [Segment(inside, True)] if closed else []
        found += [Segment(after, False)] if after else []
    return tuple(found)
