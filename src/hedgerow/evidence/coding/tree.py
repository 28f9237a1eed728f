"""Code trees: what may be said of a study, as data that survives renaming and moving."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

# What a code is for. The first four are EPPI-Reviewer's checkbox, radio button, heading and number.
KINDS = (
    "tick",
    "choice",
    "heading",
    "number",
    "text",
    "include",
    "exclude",
    "outcome",
    "intervention",
    "comparison",
)


@dataclass(frozen=True)
class Code:
    """One code.

    Attributes
    ----------
    id
        Stays the same when the code is renamed or moved.
    parent
        Id of the code above it; empty for a root.
    kind
        One of `KINDS`: tick and choice may be applied, heading only groups, number and text take a value.
    term
        Word of Hedgerow's vocabulary that it stands for, as ``scheme:id``; empty for none.
    eppi_attribute_id
        EPPI-Reviewer's own number, kept as text: it is an opaque 64-bit integer.
    """

    id: str
    name: str
    parent: str = ""
    kind: str = "tick"
    description: str = ""
    order: int = 0
    term: str = ""
    eppi_attribute_id: str = ""


@dataclass(frozen=True)
class CodeTree:
    """A named set of codes, in the order in which they are shown."""

    id: str
    name: str
    description: str = ""
    kind: str = "standard"  # standard, screening, administrative, map
    codes: tuple[Code, ...] = ()
    owner: str = ""
    version: str = "1"
    source: str = ""

    def children(self, parent: str = "") -> tuple[Code, ...]:
        """Return the codes directly below one, in order; the roots where `parent` is empty."""
        found = [code for code in self.codes if code.parent == parent]
        return tuple(sorted(found, key=lambda code: code.order))

    def walk(self, parent: str = "", depth: int = 0) -> Iterator[tuple[int, Code]]:
        """Yield every code with its depth, each before those below it."""
        below: dict[str, list[Code]] = {}
        for code in sorted(self.codes, key=lambda code: code.order, reverse=True):
            below.setdefault(code.parent, []).append(code)
        waiting = [(depth, code) for code in below.get(parent, ())]
        while waiting:
            level, code = waiting.pop()
            yield level, code
            waiting.extend((level + 1, child) for child in below.get(code.id, ()))
