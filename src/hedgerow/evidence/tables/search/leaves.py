"""What one term of a search finds: the engine's expressions for it, and the records with their ranks."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass, field
from itertools import islice, product
from typing import TypeAlias

import numpy as np

from hedgerow.evidence.query import Near, Term
from hedgerow.evidence.query.spelling import folded, spellings
from hedgerow.evidence.tables.search.file import RANK, Rows, Scores, quoted, unpacked

# How many words an open word may stand for, and how many ways a phrase may be put.
OPENED, WAYS = 400, 200
_BOTH = re.compile(r"[*?]")


@dataclass(frozen=True)
class Expression:
    """A question for one index: ``stem``, where words stand in any form, or ``plain``, as they are written.

    Attributes
    ----------
    frequent
        The stem or word whose ranks are kept, where the question is that alone, in any field.
    """

    index: str
    text: str
    frequent: str = ""


@dataclass
class Vocabulary:
    """The words of the index, asked for one search; `notes` gather what had to be cut short."""

    connection: sqlite3.Connection
    notes: list[str] = field(default_factory=list)

    def stem_and_root(self, word: str) -> tuple[str, str] | None:
        """Return stem and root of a folded word; `None` where no record holds it."""
        found = self.connection.execute("SELECT stem, root FROM word WHERE word = ?", (word,)).fetchone()
        return (found[0], found[1]) if found else None

    def kin(self, stem: str, root: str) -> list[str]:
        """Return words of the same root that have another stem: other spellings."""
        asked = "SELECT word FROM word WHERE root = ? AND stem <> ? ORDER BY n DESC, word LIMIT 40"
        return [word for (word,) in self.connection.execute(asked, (root, stem))]

    def known(self, word: str) -> tuple[str, ...]:
        """Return the spellings of a word that some record holds; the word itself where none is."""
        own = folded(word)
        found = tuple(name for name in spellings(own) if self.stem_and_root(name))
        return found or (own,)

    def opened(self, word: str) -> tuple[str, ...]:
        """Return the words that an open word stands for, the most frequent first."""
        pattern = folded(word)
        globs = ["".join("[[]" if letter == "[" else letter for letter in pattern)]
        if "?" in pattern:  # none or one letter
            marks = [("", "?")] * pattern.count("?")
            pieces = globs[0].split("?")
            ways = islice(product(*marks), 16)
            globs = ["".join(a + b for a, b in zip(pieces, (*way, ""), strict=True)) for way in ways]
        start = _BOTH.split(pattern, maxsplit=1)[0]
        asked = "SELECT word, n FROM word WHERE word >= ? AND word < ? AND word GLOB ?"
        found: dict[str, int] = {}
        for glob in globs:
            found.update(self.connection.execute(asked, (start, start + "\U0010ffff", glob)))
        words = sorted(found, key=lambda name: (-found[name], name))
        if len(words) > OPENED:
            self.note(
                f"“{word}” stands for {len(words):,} words; the {OPENED} most frequent were looked for."
            )
        return tuple(words[:OPENED])

    def frequent(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of some words whose ranks are kept."""
        asked = "SELECT 1 FROM frequent WHERE kind = 'plain' AND term = ?"
        return tuple(word for word in words if self.connection.execute(asked, (word,)).fetchone())

    def note(self, text: str) -> None:
        """Keep a note once."""
        if text not in self.notes:
            self.notes.append(text)


def expressions(term: Term | Near, words: Vocabulary) -> tuple[Expression, ...]:
    """Return the questions that together find a term; none where no record can hold it."""
    if isinstance(term, Near):
        return _near(term, words)
    if len(term.words) == 1 and not term.is_open:
        return _word(term, words)
    if len(term.words) == 1:
        return _open_word(term, words)
    ways = _ways(_alternatives(term, words), words)
    index = "plain" if term.is_open else "stem"
    return _asked(index, [quoted(*way) for way in ways], term.field)


def _word(term: Term, words: Vocabulary) -> tuple[Expression, ...]:
    spelt = words.known(term.words[0])
    known = words.stem_and_root(spelt[0])
    if known is None:
        return _asked("stem", [quoted(spelt[0])], term.field)
    frequent = "" if term.field else known[0]
    own = Expression("stem", _in_field(quoted(spelt[0]), term.field), frequent)
    return (own, *_as_they_stand(tuple(words.kin(*known)), term.field, words))


def _open_word(term: Term, words: Vocabulary) -> tuple[Expression, ...]:
    word = folded(term.words[0])
    letters = word.rstrip("*")
    found = words.opened(word)
    if len(found) == OPENED and not _BOTH.search(letters):  # more words than are worth naming
        words.notes.clear()
        return _asked("plain", [f"{quoted(letters)} *"], term.field)
    return _as_they_stand(found, term.field, words)


def _as_they_stand(found: tuple[str, ...], column: str, words: Vocabulary) -> tuple[Expression, ...]:
    """Return the questions for any of some words: one for each frequent word, one for all the rest."""
    kept = () if column else words.frequent(found)
    left = [quoted(name) for name in found if name not in kept]
    own = (Expression("plain", quoted(name), name) for name in kept)
    return (*own, *_asked("plain", left, column))


def _alternatives(term: Term, words: Vocabulary) -> list[tuple[str, ...]]:
    """Return, for each word of a phrase, the words that may stand in its place."""
    if term.is_open:
        return [words.opened(word) if _BOTH.search(word) else words.known(word) for word in term.words]
    return [words.known(word) for word in term.words]


def _ways(alternatives: list[tuple[str, ...]], words: Vocabulary) -> list[tuple[str, ...]]:
    """Return the ways to put a phrase, no more than `WAYS`; the most frequent words are tried first."""
    total = int(np.prod([len(choices) for choices in alternatives], dtype=np.float64))
    if total > WAYS:
        words.note(f"A phrase could be put in {total:,} ways; {WAYS} of the likeliest were looked for.")
        most = max(2, int(WAYS ** (1 / sum(len(choices) > 1 for choices in alternatives))))
        alternatives = [choices[:most] for choices in alternatives]
    return list(islice(product(*alternatives), WAYS))


def _near(near: Near, words: Vocabulary) -> tuple[Expression, ...]:
    is_open = any(part.is_open for part in near.parts)
    parts = [
        tuple(quoted(*way) for way in _ways(_alternatives(part, words) if not is_open else
              _as_written(part, words), words))
        for part in near.parts
    ]  # fmt: skip
    ways = _ways(parts, words)
    asked = [f"NEAR({' '.join(way)}, {near.distance})" for way in ways]
    return _asked("plain" if is_open else "stem", asked, near.field)


def _as_written(term: Term, words: Vocabulary) -> list[tuple[str, ...]]:
    """Return alternatives for the index of words as written: an open word's, or every form of a word."""
    return [words.opened(word) if _BOTH.search(word) else _forms(word, words) for word in term.words]


def _forms(word: str, words: Vocabulary) -> tuple[str, ...]:
    spelt = words.known(word)
    known = words.stem_and_root(spelt[0])
    if known is None:
        return spelt
    asked = "SELECT word FROM word WHERE root = ? ORDER BY n DESC, word LIMIT 40"
    return tuple(name for (name,) in words.connection.execute(asked, (known[1],)))


def _asked(index: str, texts: list[str], column: str) -> tuple[Expression, ...]:
    return (Expression(index, _in_field(" OR ".join(texts), column)),) if texts else ()


def _in_field(text: str, column: str) -> str:
    return f"{column} : ({text})" if column else f"({text})"


Hits: TypeAlias = tuple[Rows, Scores]


def hits(connection: sqlite3.Connection, asked: Expression) -> Hits:
    """Return the records that an expression finds and what it adds to the rank of each."""
    if asked.frequent:
        sql = "SELECT rows, scores FROM frequent WHERE kind = ? AND term = ?"
        kept = connection.execute(sql, (asked.index, asked.frequent)).fetchone()
        if kept:
            return unpacked(kept[0]), np.frombuffer(kept[1], "<f4")
    found = connection.execute(RANK[asked.index], (asked.text,)).fetchall()
    rows = np.array([row[0] for row in found], np.uint32)
    return rows, np.array([row[1] for row in found], np.float32)
