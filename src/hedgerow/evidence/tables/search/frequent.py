"""Words that very many records hold: their rank contributions are worked out once, when the file is built.

BM25 of a search is the sum of what each of its words contributes. For a rare word SQLite works that out in a
moment; for a word that most records hold it takes a tenth of a second. Such words are few, so their sums are
kept: an impact-ordered list (Anh & Moffat 2001) in its simplest form.
"""

from __future__ import annotations

import sqlite3

import numpy as np

from hedgerow.evidence.tables.search.file import RANK, packed, quoted

# Under this many records a word is quick enough; of more it is kept where one record in `SHARE` holds it.
FEW = 1000
SHARE = 20


_SPELT = "(SELECT word FROM word WHERE stem = term ORDER BY n DESC, word LIMIT 1)"
_ASKED = {
    "stem": f"SELECT term, {_SPELT} FROM temp.counted WHERE doc >= ? ORDER BY term",  # noqa: S608
    "plain": "SELECT term, term FROM temp.counted WHERE doc >= ? ORDER BY term",
}


def write_frequent(connection: sqlite3.Connection, records: int) -> None:
    """Write the table ``frequent``: for each frequent stem and word its records, and what it adds to each."""
    connection.execute(
        "CREATE TABLE frequent (kind TEXT, term TEXT, rows BLOB, scores BLOB, PRIMARY KEY (kind, term))"
    )
    if records <= FEW:
        return
    for kind, asked in _ASKED.items():
        connection.execute(f"CREATE VIRTUAL TABLE temp.counted USING fts5vocab(main, {kind}, row)")
        least = max(FEW, records // SHARE)
        for term, word in connection.execute(asked, (least,)).fetchall():
            if word is not None:
                _keep(connection, (kind, term, word), records)
        connection.execute("DROP TABLE temp.counted")


def _keep(connection: sqlite3.Connection, named: tuple[str, str, str], records: int) -> None:
    kind, term, word = named
    found = connection.execute(f"{RANK[kind]} ORDER BY rowid", (quoted(word),)).fetchall()
    rows = np.array([n for n, _ in found], np.uint32)
    scores = np.array([score for _, score in found], "<f4").tobytes()
    connection.execute(
        "INSERT INTO frequent VALUES (?, ?, ?, ?)", (kind, term, packed(rows, records), scores)
    )
