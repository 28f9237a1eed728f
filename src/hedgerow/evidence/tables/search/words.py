"""The words of the index: each with its stem, and the stem of its British spelling."""

from __future__ import annotations

import sqlite3

from hedgerow.evidence.query.spelling import british


def write_words(connection: sqlite3.Connection) -> None:
    """Write the table ``word``: every word as it stands, how many records hold it, its stem and its root.

    SQLite's own stemmer makes the stems, so that they are those of the index.
    """
    connection.execute("CREATE VIRTUAL TABLE temp.plain_words USING fts5vocab(main, plain, row)")
    counted = connection.execute("SELECT term, doc FROM temp.plain_words").fetchall()
    words = [word for word, _ in counted]
    stems, roots = _stems(connection, words), _stems(connection, [british(word) for word in words])
    connection.execute(
        "CREATE TABLE word (word TEXT PRIMARY KEY, n INTEGER, stem TEXT, root TEXT) WITHOUT ROWID"
    )
    connection.executemany(
        "INSERT INTO word VALUES (?, ?, ?, ?)",
        ((word, n, stem, root) for (word, n), stem, root in zip(counted, stems, roots, strict=True)),
    )
    connection.execute("CREATE INDEX word_root ON word (root)")
    connection.execute("DROP TABLE temp.plain_words")


def _stems(connection: sqlite3.Connection, words: list[str]) -> list[str]:
    """Return the stem of each word, as the index makes it."""
    connection.execute("CREATE VIRTUAL TABLE temp.one USING fts5(word, tokenize = 'porter unicode61')")
    connection.executemany("INSERT INTO temp.one(rowid, word) VALUES (?, ?)", enumerate(words))
    connection.execute("CREATE VIRTUAL TABLE temp.one_words USING fts5vocab(temp, one, instance)")
    found = dict(connection.execute("SELECT doc, term FROM temp.one_words"))
    connection.execute("DROP TABLE temp.one_words")
    connection.execute("DROP TABLE temp.one")
    return [found.get(number, word) for number, word in enumerate(words)]
