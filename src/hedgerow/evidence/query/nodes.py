"""The tree of a search: terms, nearness and facts, joined by and, or and not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Term:
    """A word, or words that stand together; ``*`` and ``?`` in a word stand for what is left open.

    Attributes
    ----------
    words
        In order, without punctuation.
    field
        The column that it must stand in; empty for any.
    """

    words: tuple[str, ...]
    field: str = ""

    @property
    def is_open(self) -> bool:
        """Whether a word is given by a part of it."""
        return any("*" in word or "?" in word for word in self.words)


@dataclass(frozen=True)
class Near:
    """Terms that stand within `distance` words of each other, in any order."""

    parts: tuple[Term, ...]
    distance: int
    field: str = ""


@dataclass(frozen=True)
class Fact:
    """A fact of the record: the facet `name` has `value`; for ``year`` the value is ``first-last``."""

    name: str
    value: str


@dataclass(frozen=True)
class Not:
    """What must not hold."""

    part: Node


@dataclass(frozen=True)
class And:
    """All of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Or:
    """Any of the parts."""

    parts: tuple[Node, ...]


Node: TypeAlias = Term | Near | Fact | Not | And | Or


def reading(node: Node | None) -> str:
    """Return a whole search in the words of the search box, without a bracket about all of it."""
    text = said(node)
    return text[1:-1] if isinstance(node, And | Or) and len(node.parts) > 1 else text


def said(node: Node | None) -> str:
    """Return a tree in the words of the search box, every bracket written."""
    if node is None:
        return ""
    if isinstance(node, Term):
        return f"{_prefix(node.field)}{_quoted(node.words)}"
    if isinstance(node, Near):
        words = f" NEAR/{node.distance} ".join(_quoted(part.words) for part in node.parts)
        return f"{_prefix(node.field)}({words})"
    if isinstance(node, Fact):
        return f"{node.name}:{node.value}" if " " not in node.value else f'{node.name}:"{node.value}"'
    if isinstance(node, Not):
        return f"NOT {said(node.part)}"
    if len(node.parts) == 1:
        return said(node.parts[0])
    word = " AND " if isinstance(node, And) else " OR "
    return "(" + word.join(said(part) for part in node.parts) + ")"


def _prefix(field: str) -> str:
    return f"{field}:" if field else ""


def _quoted(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else '"' + " ".join(words) + '"'


def positive(node: Node | None) -> tuple[Term | Near, ...]:
    """Return the terms that a record is wanted for, in the order that they stand: what is marked."""
    if node is None or isinstance(node, Fact | Not):
        return ()
    if isinstance(node, Term | Near):
        return (node,)
    return tuple(found for part in node.parts for found in positive(part))
