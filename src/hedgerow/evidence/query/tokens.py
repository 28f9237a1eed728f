"""The marks of a search, one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
_MARK = re.compile(
    r"""
    (?P<open>\() | (?P<close>\))
    | "(?P<phrase>[^"]*)(?P<shut>"?)(?:~(?P<slop>\d{1,3}))?
    | (?P<field>[A-Za-z][A-Za-z_]*):(?=[^\s:/])
    | (?P<near>(?:NEAR|ADJ|W|PRE|N)/?\d{1,3})(?=[\s()"]|$)
    | (?P<near_plain>(?:NEAR|ADJ)(?=[\s()"]|$))
    | (?P<operator>(?:AND|OR|NOT)(?=[\s()"]|$))
    | (?P<minus>-(?=[^\s-]))
    | (?P<word>[^\s"()]+)
    """,
    re.VERBOSE,
)
# A word with what it leaves open: a star anywhere, a question mark only inside.
_WORD = re.compile(r"(?:[^\W_]|\*|\?(?=[^\W_]))+", re.UNICODE)
_LEAST_LETTERS = 2


@dataclass(frozen=True)
class Mark:
    """One mark.

    Attributes
    ----------
    kind
        ``open``, ``close``, ``field``, ``near``, ``operator``, ``minus`` or ``words``.
    text
        The operator or the field.
    words
        What is looked for, where it is words.
    number
        The distance of nearness; -1 for none.
    """

    kind: str
    text: str = ""
    words: tuple[str, ...] = ()
    number: int = -1
    quoted: bool = False


def marks(text: str) -> Iterator[Mark]:
    """Yield the marks of a text; what is no mark is passed over."""
    for found in _MARK.finditer(text.translate(_QUOTES)):
        kind = str(found.lastgroup)
        if kind in {"phrase", "shut", "slop"}:
            number = int(found["slop"]) if found["slop"] else -1
            yield Mark("words", found["phrase"], _words(found["phrase"]), number, quoted=True)
        elif kind in {"near", "near_plain"}:
            digits = re.sub(r"\D", "", found[kind])
            yield Mark("near", number=int(digits) if digits else 10)
        elif kind == "word":
            yield Mark("words", found["word"], _words(found["word"]))
        else:
            yield Mark(kind, found[kind])


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in map(_kept, _WORD.findall(text)) if word)


def _kept(word: str) -> str:
    """Return a word with at least two letters beside what it leaves open, else its letters alone."""
    letters = word.replace("*", "").replace("?", "")
    return word if letters == word or len(letters) >= _LEAST_LETTERS else letters
