"""Write the search file: the records, two indexes of their words, the facets and the orders."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hedgerow.evidence.joined import split
from hedgerow.evidence.query import FIELDS
from hedgerow.evidence.tables.search.facts import FACETS, orders
from hedgerow.evidence.tables.search.file import FILE_NAME, FORM, SHOWN, TOKENS
from hedgerow.evidence.tables.search.frequent import write_frequent
from hedgerow.evidence.tables.search.nearness import write_vectors
from hedgerow.evidence.tables.search.words import write_words
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms

Row = Mapping[str, object]


def build_search(lake: Lake, records: Iterable[Row]) -> Path:
    """Write the search file beside the tables and put it in place in one move.

    The table evidence_effect must stand: how many effect rows a record has is kept with it.
    """
    return write_search(lake.root / FILE_NAME, _counted(lake, records))


def write_search(target: Path, rows: Sequence[Row], *, near: bool = True) -> Path:
    """Write a search file of some records, each with its count of effect rows; `near`: with their vectors."""
    target.parent.mkdir(parents=True, exist_ok=True)
    waiting = target.with_suffix(".writing")
    waiting.unlink(missing_ok=True)
    with closing(sqlite3.connect(waiting)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA page_size = 8192")
        connection.execute(f"PRAGMA user_version = {FORM}")
        _write_records(connection, rows)
        _write_facets(connection, rows)
        _write_orders(connection, rows)
        _index(connection)
        write_words(connection)
        if near:
            write_vectors(connection)
        write_frequent(connection, len(rows))
        connection.commit()
        connection.execute("VACUUM")
    waiting.replace(target)
    return target


def _counted(lake: Lake, records: Iterable[Row]) -> list[Row]:
    """Return the records with how many effect rows they have; nothing is counted where nothing was coded."""
    effects = lake.read("evidence_effect", ["id", "numeric"]).to_pylist()
    counted = Counter(effect["id"] for effect in effects)
    numeric = Counter(effect["id"] for effect in effects if effect["numeric"])
    return [
        {
            **row,
            "effects": counted[row["id"]],
            "numbers": numeric[row["id"]],
            "with_number": None if row["tier"] in {"C", "X"} else numeric[row["id"]] > 0,
        }
        for row in records
    ]


def _write_records(connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
    columns = ("id", *FIELDS, *SHOWN)
    connection.execute(f"CREATE TABLE record (n INTEGER PRIMARY KEY, {', '.join(columns)})")
    marks = ", ".join("?" * (len(columns) + 1))
    insert = f"INSERT INTO record VALUES ({marks})"  # noqa: S608 - only question marks are pasted
    connection.executemany(insert, ((n, *_document(row)) for n, row in enumerate(rows)))
    connection.execute("CREATE UNIQUE INDEX record_id ON record (id)")


def _document(row: Row) -> tuple[object, ...]:
    texts = {name: row.get(name) for name in FIELDS}
    texts["words"] = ". ".join(
        title
        for scheme, column in (
            ("approach", "approaches"),
            ("intervention", "interventions"),
            ("outcome", "outcomes"),
        )
        for title in _titles(scheme, row[column])
    )
    texts["place"] = row["place_scope"]
    return (row["id"], *(texts[name] for name in FIELDS), *(row[name] for name in SHOWN))


def _titles(scheme: str, value: object) -> list[str]:
    known = terms(scheme)
    return [known[word].title if word in known else word for word in split(value)]


def _write_facets(connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
    connection.execute("CREATE TABLE facet (name TEXT, value TEXT, rows BLOB, PRIMARY KEY (name, value))")
    alike = _alike(rows)
    for name, values in FACETS.items():
        found: dict[str, list[NDArray[np.uint32]]] = {}
        for numbers in alike:
            for value in dict.fromkeys(values(rows[int(numbers[0])])):
                found.setdefault(value, []).append(numbers)
        kept = (
            (name, value, np.sort(np.concatenate(found[value])).astype("<u4").tobytes())
            for value in sorted(found)
        )
        connection.executemany("INSERT INTO facet VALUES (?, ?, ?)", kept)


# What no facet reads.
_TEXTS = frozenset(
    {
        "id",
        "title",
        "authors",
        "abstract",
        "finding",
        "caveats",
        "year",
        "link",
        "doi",
        "journal_or_publisher",
        "row_number",
        "file_id",
        "n_studies",
        "n_units",
        "unit_label",
        "source_seen",
    }
)


def _alike(rows: Sequence[Row]) -> list[NDArray[np.uint32]]:
    """Return the numbers of the rows that are alike in everything but their texts: one reading serves all."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for n, row in enumerate(rows):
        groups.setdefault(tuple(row[name] for name in row if name not in _TEXTS), []).append(n)
    return [np.array(numbers, np.uint32) for numbers in groups.values()]


def _write_orders(connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
    connection.execute("CREATE TABLE listed (name TEXT PRIMARY KEY, rows BLOB)")
    kept = ((name, order.astype("<u4").tobytes()) for name, order in orders(rows).items())
    connection.executemany("INSERT INTO listed VALUES (?, ?)", kept)
    years = np.array([row["year"] or 0 for row in rows], "<i2")
    connection.execute("INSERT INTO listed VALUES ('year', ?)", (years.tobytes(),))


def _index(connection: sqlite3.Connection) -> None:
    """Index the words in all their forms, and as they stand; the texts themselves are kept once."""
    columns = ", ".join(FIELDS)
    for name, tokens in TOKENS.items():
        connection.execute(
            f"CREATE VIRTUAL TABLE {name} USING fts5({columns}, content = 'record', content_rowid = 'n', "
            f"tokenize = '{tokens}')"
        )
        # The names are this module's own.
        connection.execute(f"INSERT INTO {name}({name}) VALUES ('rebuild')")  # noqa: S608
        connection.execute(f"INSERT INTO {name}({name}) VALUES ('optimize')")  # noqa: S608
