"""Concept blocks of a systematic search, and the same search in the syntax of the large databases.

A block is one concept in all its words; the blocks are joined by AND, the words of a block by OR. A word may
be open (``gang*``, ``organi?ation``), several words are a phrase, and ``a NEAR/3 b`` asks for words that
stand close together.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from hedgerow.errors import UsageError

_NEAR = re.compile(r"\s+NEAR/(\d{1,2})\s+")
_BAD = re.compile(r'["()\[\]{}:;,]|\b(?:AND|OR|NOT)\b')


@dataclass(frozen=True)
class Concept:
    """One concept: its name, and the words that stand for it."""

    name: str
    terms: tuple[str, ...]


# Nordic review of evaluations of work against organised crime, 2025: its published block.
START = (
    Concept(
        "Organised crime groups",
        (
            "gang*",
            "clan*",
            "crim* network*",
            "group*",
            "organi?ation*",
            "organi?ed crim*",
            "cartel*",
            "syndicate*",
            "outlaw group*",
            "motorcycle gang*",
        ),
    ),
    Concept(
        "Interventions",
        ("intervention*", "preventi*", "policing", "approach*", "initiati*", "program*", "support*"),
    ),
)


@dataclass(frozen=True)
class SearchString:
    """One search in one syntax, and what is to be known of it."""

    syntax: str
    text: str
    note: str


def search_strings(concepts: Sequence[Concept]) -> tuple[SearchString, ...]:
    """Return the search of some concepts in every syntax.

    Raises
    ------
    UsageError
        When there is no concept, a concept has no word, or a word holds a mark of a syntax.
    """
    checked(concepts)
    return tuple(SearchString(name, write(concepts), _NOTES[name]) for name, write in SYNTAXES.items())


def search_string(concepts: Sequence[Concept], syntax: str = "hedgerow") -> str:
    """Return the search in one syntax; raise `UsageError` for an unknown one."""
    checked(concepts)
    if syntax not in SYNTAXES:
        raise UsageError(
            f"“{syntax}” is not a syntax that is known.", remedy=f"Choose one of: {', '.join(SYNTAXES)}."
        )
    return SYNTAXES[syntax](concepts)


def checked(concepts: Sequence[Concept]) -> None:
    """Refuse concepts that no syntax could hold; raise `UsageError`."""
    if not concepts:
        raise UsageError("A search needs a concept.", remedy="Name one concept with its words.")
    for concept in concepts:
        if not concept.terms:
            raise UsageError(f"The concept “{concept.name}” has no word.", remedy="Give it a word.")
        for term in concept.terms:
            if not term.strip() or _BAD.search(term):
                raise UsageError(
                    f"“{term}” of the concept “{concept.name}” cannot be written in every syntax.",
                    remedy="Use letters, spaces, * and ?; write one word or phrase an entry.",
                )


def read_concepts(path: Path) -> tuple[Concept, ...]:
    """Read concepts from a TOML file: ``[[concept]]`` with ``name`` and ``terms``.

    Raises
    ------
    UsageError
        When the file is no such file.
    """
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path} cannot be read as concepts.", cause=f"{error}.", remedy=_FORM) from error
    blocks = given.get("concept")
    if not isinstance(blocks, list) or not all(map(_is_concept, blocks)):
        raise UsageError(f"{path} holds no concepts.", remedy=_FORM)
    found = tuple(Concept(block["name"], tuple(block["terms"])) for block in blocks)
    checked(found)
    return found


_FORM = 'Write for each concept: [[concept]], name = "Gangs", terms = ["gang*", "crim* network*"].'


def _is_concept(block: object) -> bool:
    if not isinstance(block, dict) or not isinstance(block.get("name"), str):
        return False
    terms = block.get("terms")
    return isinstance(terms, list) and all(isinstance(term, str) for term in terms)


def _parts(term: str) -> tuple[list[str], int]:
    """Return what stands near each other and how near; one part and 0 for a word or phrase."""
    pieces = _NEAR.split(" ".join(term.split()))
    return pieces[::2], int(pieces[1]) if len(pieces) > 1 else 0


def _joined(concepts: Sequence[Concept], term: Callable[[str], str], either: str = " OR ") -> list[str]:
    return ["(" + either.join(term(one) for one in concept.terms) + ")" for concept in concepts]


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text else text


def _hedgerow(concepts: Sequence[Concept]) -> str:
    def term(text: str) -> str:
        parts, near = _parts(text)
        return f" NEAR/{near} ".join(map(_quoted, parts))

    return " AND ".join(_joined(concepts, term))


def _ovid(concepts: Sequence[Concept]) -> str:
    def term(text: str) -> str:
        parts, near = _parts(text)
        # Ovid counts the words from one to the other, Hedgerow those between them.
        return f"({f' adj{near + 1} '.join(parts)})" if len(parts) > 1 else parts[0]

    return " and ".join(f"{block}.ti,ab,kf." for block in _joined(concepts, term, " or "))


def _scopus(concepts: Sequence[Concept]) -> str:
    def term(text: str) -> str:
        parts, near = _parts(text)
        return f" W/{near} ".join(map(_quoted, parts))

    return " AND ".join(f"TITLE-ABS-KEY{block}" for block in _joined(concepts, term))


def _web_of_science(concepts: Sequence[Concept]) -> str:
    def term(text: str) -> str:
        parts, near = _parts(text)
        return f" NEAR/{near} ".join(_quoted(part.replace("?", "$")) for part in parts)

    return " AND ".join(f"TS={block}" for block in _joined(concepts, term))


SYNTAXES: Mapping[str, Callable[[Sequence[Concept]], str]] = MappingProxyType(
    {"hedgerow": _hedgerow, "ovid": _ovid, "scopus": _scopus, "web_of_science": _web_of_science}
)
_NOTES = {
    "hedgerow": "Title, abstract and the other texts; ? is none or one letter, * any letters.",
    "ovid": "Title, abstract and author keywords (.ti,ab,kf.); add subject headings by hand.",
    "scopus": "Title, abstract and keywords; here ? is exactly one letter.",
    "web_of_science": "Topic (TS); $ is none or one letter.",
}
