"""Which records a search finds, and how well each fits."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hedgerow.evidence.query import And, Fact, Near, Node, Not, Or, SearchQuery, Term
from hedgerow.evidence.query.nodes import positive
from hedgerow.evidence.tables.search.file import SearchFile, open_search
from hedgerow.evidence.tables.search.leaves import Expression, Vocabulary, expressions, hits
from hedgerow.store.lake import Lake

Mask = NDArray[np.bool_]
Ranks = NDArray[np.float32]


@dataclass(frozen=True)
class Matched:
    """What a search found.

    Attributes
    ----------
    mode
        ``every`` word was found, ``any`` word, or there was ``nothing`` to look for.
    mask, ranks
        For each record whether it was found, and how well it fits: more is better.
    marked
        The expressions whose words are to be marked.
    notes
        What could not be looked for as it was asked.
    """

    mode: str
    mask: Mask
    ranks: Ranks
    marked: tuple[Expression, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """What a search found, as ids.

    Attributes
    ----------
    ids
        Records, best first.
    mode
        As of `Matched`.
    """

    ids: tuple[str, ...]
    mode: str


def search(lake: Lake, query: SearchQuery) -> Found:
    """Return every record that a search finds, best first.

    Raises
    ------
    NotFoundError
        When the search file has not been built.
    """
    file = open_search(lake)
    found = match(file, query)
    rows = best(found, found.mask, file, file.records).tolist()
    with file.connect() as connection:
        names = dict(connection.execute("SELECT n, id FROM record"))
    return Found(tuple(names[n] for n in rows), found.mode)


def match(file: SearchFile, query: SearchQuery) -> Matched:
    """Return the records that hold what is asked or, where none does, any of its words."""
    empty = np.zeros(file.records, bool), np.zeros(file.records, np.float32)
    if query.node is None:
        return Matched("nothing", *empty, (), query.notes)
    with file.connect() as connection:
        engine = _Engine(file, connection)
        for mode, node in (("every", query.node), ("any", query.loose)):
            if node is None:
                continue
            mask, ranks = engine.find(node)
            if mask.any():
                return Matched(mode, mask, ranks, engine.marked(node), (*query.notes, *engine.words.notes))
        return Matched("every", *empty, (), (*query.notes, *engine.words.notes))


# How many values are named where one that is asked for is not held.
_SOME = 12


class _Engine:
    """Finds the parts of a tree, each once."""

    def __init__(self, file: SearchFile, connection: sqlite3.Connection) -> None:
        self.file = file
        self.connection = connection
        self.words = Vocabulary(connection)
        self.known: dict[Term | Near, tuple[Mask, Ranks]] = {}

    def find(self, node: Node) -> tuple[Mask, Ranks]:
        """Return mask and ranks of a tree; neither may be written to."""
        if isinstance(node, Term | Near):
            if node not in self.known:
                self.known[node] = self.term(node)
            return self.known[node]
        if isinstance(node, Fact):
            return self.fact(node), np.zeros(self.file.records, np.float32)
        if isinstance(node, Not):
            return ~self.find(node.part)[0], np.zeros(self.file.records, np.float32)
        return self.joined(node)

    def term(self, node: Term | Near) -> tuple[Mask, Ranks]:
        mask, ranks = np.zeros(self.file.records, bool), np.zeros(self.file.records, np.float32)
        for asked in expressions(node, self.words):
            rows, scores = hits(self.connection, asked)
            mask[rows] = True
            ranks[rows] += scores
        return mask, ranks

    def joined(self, node: And | Or) -> tuple[Mask, Ranks]:
        found = [self.find(part) for part in node.parts]
        masks = np.array([mask for mask, _ in found])
        ranks = np.array([np.where(mask, ranks, 0) for mask, ranks in found], np.float32)
        mask: Mask = np.asarray(masks.all(axis=0) if isinstance(node, And) else masks.any(axis=0))
        total: Ranks = ranks.sum(axis=0)
        return mask, total

    def fact(self, node: Fact) -> Mask:
        if node.name != "year":
            held = self.file.facets.get(node.name, {})
            if node.value not in held:
                some = ", ".join(sorted(held)[:_SOME])
                self.words.note(f"No record has {node.name}:{node.value}; held are: {some or 'none'}.")
            return self.file.holds(node.name, node.value)
        first, _, last = node.value.partition("-")
        return between(self.file, int(first or 1), int(last or 9999))

    def marked(self, node: Node) -> tuple[Expression, ...]:
        found = (asked for term in positive(node) for asked in expressions(term, self.words))
        return tuple(dict.fromkeys(found))


def between(file: SearchFile, first: int, last: int) -> Mask:
    """Return which records are of the years from `first` to `last`; one without a year is not."""
    return (file.year >= max(first, 1)) & (file.year <= last)


def best(matched: Matched, mask: Mask, file: SearchFile, stop: int) -> NDArray[np.uint32]:
    """Return the first `stop` records of those in `mask`, best first; alike ones by their id."""
    ids = file.listed["id"]
    rows = ids[mask[ids]]
    ranks = matched.ranks[rows]
    if len(rows) > 4 * stop:
        least = np.partition(ranks, len(ranks) - stop)[len(ranks) - stop]
        rows, ranks = rows[ranks >= least], ranks[ranks >= least]
    return rows[np.argsort(-ranks, kind="stable")][:stop]
