"""Cells that join a list by ``|``, and the groups of the words in them."""

from __future__ import annotations

from collections.abc import Sequence

from hedgerow.vocabulary import terms


def split(value: object) -> tuple[str, ...]:
    """Return the parts of a cell that joins a list by ``|``."""
    return tuple(part for part in str(value or "").split("|") if part)


def groups_of(scheme: str, words: Sequence[str]) -> tuple[str, ...]:
    """Return the groups of some interventions or outcomes, each once, in order; unknown words have none."""
    known = terms(scheme)
    parents = (known[word].parent for word in words if word in known)
    return tuple(dict.fromkeys(parent for parent in parents if parent))
