"""Hierarchical models of lists: which groups of lists depend on each other.

A term is a set of lists, held as the bits of a number; a model is a set of terms that holds every part of
each of its terms. It is written by its largest terms: [123,25,34].
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from hedgerow.errors import UsageError

Model = frozenset[int]
EXHAUSTIVE = 5  # lists up to which every hierarchical model is looked at


def independent(lists: int) -> Model:
    """Return the model in which no list depends on another."""
    return frozenset(1 << place for place in range(lists))


def pairs(lists: int) -> tuple[int, ...]:
    """Return all terms of two lists."""
    return tuple((1 << one) | (1 << two) for one in range(lists) for two in range(one + 1, lists))


def parts(term: int) -> Iterator[int]:
    """Return every proper part of a term but the empty one."""
    part = (term - 1) & term
    while part:
        yield part
        part = (part - 1) & term


def may_join(model: Model, term: int) -> bool:
    """Return whether the model stays hierarchical when the term joins."""
    return term not in model and all(part in model for part in parts(term))


def may_leave(model: Model, term: int) -> bool:
    """Return whether the model stays hierarchical, with every list, when the term leaves."""
    return term.bit_count() > 1 and not any(other != term and other & term == term for other in model)


@lru_cache(maxsize=8)
def hierarchical(lists: int) -> tuple[Model, ...]:
    """Return every hierarchical model that holds all lists but not the term of all of them."""
    if lists > EXHAUSTIVE:
        raise UsageError(
            f"{lists} lists have too many models to look at each.",
            remedy=f"Merge lists to {EXHAUSTIVE} or fewer, or search by steps.",
        )
    full = (1 << lists) - 1
    terms = sorted(
        (term for term in range(1, full) if term.bit_count() > 1), key=lambda term: (term.bit_count(), term)
    )
    models = [independent(lists)]
    for term in terms:
        models += [model | {term} for model in models if may_join(model, term)]
    return tuple(models)


def written(model: Model) -> str:
    """Return the model by its largest terms, lists counted from 1."""
    largest = [term for term in model if not any(o != term and o & term == term for o in model)]
    return f"[{','.join(sorted(map(_digits, largest)))}]"


def read(text: str, lists: int) -> Model:
    """Return the model that is written so.

    Raises
    ------
    UsageError
        When a list is named that is not there.
    """
    terms: set[int] = set(independent(lists))
    for word in text.strip().strip("[]").split(","):
        term = _bits(word.strip(), lists)
        terms |= {term, *parts(term)}
    return frozenset(terms)


def _bits(word: str, lists: int) -> int:
    places = word.split(".") if "." in word else list(word)
    if not all(place.isdigit() and 1 <= int(place) <= lists for place in places) or not places:
        raise UsageError(
            f"“{word}” names no lists of 1 to {lists}.", remedy="Write a model as [12,3] or [123,25,34]."
        )
    return sum({1 << (int(place) - 1) for place in places})


def _digits(term: int) -> str:
    places = [str(place + 1) for place in range(term.bit_length()) if term >> place & 1]
    return (".".join if term.bit_length() > 9 else "".join)(places)


def largest_of(models: Iterable[Model]) -> int:
    """Return the size of the largest term of the models."""
    return max(term.bit_count() for model in models for term in model)
