"""Words marked in a text: those of the protocol, and those that a reviewer asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# What every protocol says and no reader looks for.
_USUAL = frozenset(
    {"include", "included", "includes", "including", "inclusion", "exclude", "excluded", "excludes"}
    | {"exclusion", "study", "studies", "review", "reviews", "work", "works", "evidence", "criteria"}
    | {"criterion", "research", "paper", "papers"}
)


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `mark` is empty, protocol or own."""

    text: str
    mark: str = ""


def words_of(passages: Iterable[str]) -> frozenset[str]:
    """Return the words worth marking, in their plain form."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    found = {_plain(word) for text in passages for word in _WORD.findall(text)}
    usual = ENGLISH_STOP_WORDS | {_plain(word) for word in _USUAL}
    return frozenset(word for word in found if len(word) > 2 and word not in usual)


def own_words(text: str) -> tuple[str, ...]:
    """Return the words and phrases that a reviewer typed, parted by commas or lines: at most forty."""
    listed = (" ".join(part.split())[:60] for part in re.split(r"[,;\n]", text))
    return tuple(dict.fromkeys(part for part in listed if part))[:40]


def marked(text: str, protocol: frozenset[str], own: Iterable[str] = ()) -> tuple[Piece, ...]:
    """Return a text in pieces: joined they are the text. A reviewer's own words outdo the protocol's."""
    spans = sorted(_spans(text, protocol, tuple(own)), key=lambda span: (span[0], -span[1]))
    pieces: list[Piece] = []
    at = 0
    for start, stop, mark in spans:
        if start < at:
            continue
        if start > at:
            pieces.append(Piece(text[at:start]))
        pieces.append(Piece(text[start:stop], mark))
        at = stop
    return (*pieces, Piece(text[at:])) if at < len(text) else tuple(pieces)


def _spans(text: str, protocol: frozenset[str], own: tuple[str, ...]) -> Iterable[tuple[int, int, str]]:
    mine: list[tuple[int, int]] = []
    for phrase in own:
        start = r"(?<!\w)" if phrase[0].isalnum() else ""
        pattern = start + r"\s+".join(map(re.escape, phrase.rstrip("*").split()))
        pattern += r"\w*" if phrase.endswith("*") else r"(?!\w)" if phrase[-1].isalnum() else ""
        found = [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)] if pattern else []
        mine.extend(span for span in found if span[1] > span[0])
    for start_at, stop_at in mine:
        yield start_at, stop_at, "own"
    for match in _WORD.finditer(text):
        first, last = match.span()
        if _plain(match[0]) in protocol and not any(a < last and first < b for a, b in mine):
            yield first, last, "protocol"


def _plain(word: str) -> str:
    """Return a word in lower case without a plural's s."""
    low = word.casefold()
    return low[:-1] if len(low) > 4 and low.endswith("s") and not low.endswith(("ss", "us", "is")) else low
