"""The vectors of the search file: one a record, and what they were made with."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hedgerow.errors import NotFoundError, UsageError
from hedgerow.evidence.query import FIELDS, Near, SearchQuery
from hedgerow.evidence.query.nodes import positive
from hedgerow.evidence.similar import WORD_SPACE, Embedder, Vectors, WordSpace, chosen_model, fused
from hedgerow.evidence.tables.search.file import SearchFile
from hedgerow.evidence.tables.search.matching import Mask, Matched, best

# How many of the nearest are taken, and what is too far to be called near.
NEAREST, FARTHEST = 100, 0.2
# How many of those that hold the words are fused with them; the rest come after, in their own order.
FUSED, _BEYOND = 1000, 0.5
_LEFT_OUT = frozenset({"authors", "place"})


@dataclass(frozen=True)
class Nearness:
    """Vectors, shape (records, dimensions), and what made them."""

    vectors: Vectors
    embedder: Embedder | None
    name: str


def write_vectors(connection: sqlite3.Connection, embedder: Embedder | None = None) -> None:
    """Write the vectors of every record of the file, by the model that was chosen or by a word space."""
    columns = ", ".join(name for name in FIELDS if name not in _LEFT_OUT)
    asked = f"SELECT {columns} FROM record ORDER BY n"  # noqa: S608 - the columns are this package's own
    texts = [". ".join(filter(None, row)) for row in connection.execute(asked)]
    made = embedder or chosen_model() or WordSpace().fit(texts)
    vectors = made.embed(texts) if texts else np.zeros((0, 1), np.float32)
    kept: dict[str, NDArray[np.generic]] = {"vectors": vectors.astype("<f2")}
    words = ""
    if isinstance(made, WordSpace):
        kept |= {"weights": made.weights_.astype("<f4"), "axes": made.axes_.astype("<f2")}
        words = " ".join(sorted(made.words_, key=lambda word: made.words_[word]))
    connection.execute("CREATE TABLE near (name TEXT PRIMARY KEY, width INTEGER, data BLOB)")
    for name, array in kept.items():
        width = array.shape[1] if array.ndim == 2 else 1
        connection.execute("INSERT INTO near VALUES (?, ?, ?)", (name, width, array.tobytes()))
    connection.execute("INSERT INTO near VALUES ('words', 0, ?)", (words,))
    connection.execute("INSERT INTO near VALUES ('made_by', 0, ?)", (made.name,))


@lru_cache(maxsize=2)
def nearness(file: SearchFile) -> Nearness:
    """Return the vectors of a search file, read once."""
    with file.connect() as connection:
        rows = connection.execute("SELECT name, width, data FROM near")
        held = {name: (width, data) for name, width, data in rows}
    width, data = held["vectors"]
    vectors = np.frombuffer(data, "<f2").reshape(-1, width).astype(np.float32)
    name = str(held["made_by"][1])
    if name != WORD_SPACE:
        model = chosen_model()
        return Nearness(vectors, model if model and model.name == name else None, name)
    width, data = held["axes"]
    axes = np.frombuffer(data, "<f2").reshape(-1, width).astype(np.float32)
    weights = np.frombuffer(held["weights"][1], "<f4")
    return Nearness(vectors, WordSpace.of(str(held["words"][1]).split(), weights, axes), name)


def with_meaning(file: SearchFile, found: Matched, query: SearchQuery) -> Matched:
    """Return what a search found with the records that are near to it in meaning, both orders fused."""
    text = " ".join(word for word in _words(query) if word)
    if not text:
        return found
    near = near_text(file, text, np.ones(file.records, bool))
    by_words = [int(n) for n in best(found, found.mask, file, FUSED)]
    mask = found.mask.copy()
    mask[near] = True
    # What lies beyond the fused orders keeps the order of its words, after them.
    ranks = np.where(found.mask, _BEYOND * found.ranks / max(float(found.ranks.max()), 1e-9), 0)
    order = fused(by_words, near)
    ranks[order] = np.linspace(2, 1, len(order))
    note = f"Records that do not hold the words but are near in meaning are among these, {_by(file)}."
    return replace(
        found, mode="meaning", mask=mask, ranks=ranks.astype(np.float32), notes=(*found.notes, note)
    )


def like_record(file: SearchFile, record_id: str) -> Matched:
    """Return the records that are like one of them, nearest first.

    Raises
    ------
    NotFoundError
        When no record has that id.
    """
    with file.connect() as connection:
        row = connection.execute("SELECT n FROM record WHERE id = ?", (record_id,)).fetchone()
    if row is None:
        raise NotFoundError(
            f"No evidence record is called “{record_id}”.", remedy="Look it up with: hedgerow evidence list."
        )
    near = near_record(file, row[0], np.ones(file.records, bool))
    mask, ranks = np.zeros(file.records, bool), np.zeros(file.records, np.float32)
    mask[near] = True
    ranks[near] = np.linspace(2, 1, len(near))
    note = f"Likeness is {_by(file)}."
    return Matched("similar", mask, ranks, (), (note,))


def _by(file: SearchFile) -> str:
    """Return what made the vectors, in words for people."""
    name = nearness(file).name
    if name == WORD_SPACE:
        name = "the company that words keep in the held records (latent semantic analysis, no language model)"
    return f"judged by {name}"


def _words(query: SearchQuery) -> Iterator[str]:
    for term in positive(query.node):
        for part in term.parts if isinstance(term, Near) else (term,):
            yield from (word.strip("*?") for word in part.words)


def near_text(file: SearchFile, text: str, within: Mask) -> list[int]:
    """Return the records nearest to a text, nearest first.

    Raises
    ------
    UsageError
        When the model that made the vectors is not at hand.
    """
    held = nearness(file)
    if held.embedder is None:
        raise UsageError(
            f"The vectors were made by “{held.name}”, which is not at hand.",
            remedy="Search by words, or name the model's folder in HEDGEROW_EMBEDDER.",
        )
    return _nearest(held.vectors, held.embedder.embed([text])[0], within)


def near_record(file: SearchFile, row: int, within: Mask) -> list[int]:
    """Return the records nearest to one of them, nearest first, without itself."""
    held = nearness(file)
    return [n for n in _nearest(held.vectors, held.vectors[row], within) if n != row]


def _nearest(vectors: Vectors, asked: Vectors, within: Mask) -> list[int]:
    cosines = np.where(within, vectors @ asked, -1.0)
    rows = np.flatnonzero(cosines >= FARTHEST)
    if len(rows) > 4 * NEAREST:
        least = np.partition(cosines[rows], len(rows) - NEAREST - 1)[len(rows) - NEAREST - 1]
        rows = rows[cosines[rows] >= least]
    order = np.lexsort((rows, -cosines[rows]))[: NEAREST + 1]
    return [int(n) for n in rows[order]]
