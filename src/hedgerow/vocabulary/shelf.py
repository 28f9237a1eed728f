"""The shipped schemes: all loaded and checked against each other once, then looked up by name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from hedgerow.errors import NotFoundError, SchemaError
from hedgerow.vocabulary.scheme import Scheme, Term, parse_scheme


@cache
def schemes() -> Mapping[str, Scheme]:
    """Return every scheme by id.

    Raises
    ------
    SchemaError
        When a file breaks its schema, or names a term of another scheme that does not exist.
    """
    folder = files("hedgerow.vocabulary") / "data"
    entries = sorted((entry for entry in folder.iterdir()), key=lambda entry: entry.name)
    read = [
        parse_scheme(entry.read_text("utf-8"), entry.name)
        for entry in entries
        if entry.name.endswith(".toml")
    ]
    return check_links({scheme.id: scheme for scheme in read})


def check_links(found: dict[str, Scheme]) -> Mapping[str, Scheme]:
    """Return the schemes when every parent and every named term of another scheme exists."""
    for scheme in found.values():
        for term in scheme.terms.values():
            for other, value in _references(scheme, term):
                if other not in found or value not in found[other].terms:
                    raise SchemaError(
                        f"The vocabulary {scheme.id} names “{value}” in {term.id}, which is not in {other}."
                    )
    return MappingProxyType(found)


def _references(scheme: Scheme, term: Term) -> Iterable[tuple[str, str]]:
    if term.parent is not None:
        yield scheme.parent or "(no parent scheme)", term.parent
    for field in scheme.fields:
        if field.scheme and field.name in term.data:
            value = term.data[field.name]
            for part in value if isinstance(value, tuple) else (str(value),):
                yield field.scheme, part


def scheme(name: str) -> Scheme:
    """Return one scheme; raise `NotFoundError`, with near names, for an unknown one."""
    if name not in schemes():
        raise NotFoundError(
            f"There is no vocabulary called “{name}”.",
            remedy=f"{_nearest(name, schemes())}The vocabularies are: {', '.join(schemes())}.",
        )
    return schemes()[name]


def terms(name: str) -> Mapping[str, Term]:
    """Return the terms of one scheme by id, in their published order."""
    return scheme(name).terms


def term(name: str, term_id: str) -> Term:
    """Return one term of one scheme; raise `NotFoundError`, with near matches, for an unknown one."""
    found = terms(name)
    if term_id not in found:
        titles = {entry.title: entry.id for entry in found.values()}
        raise NotFoundError(
            f"The vocabulary {name} has no term “{term_id}”.",
            remedy=_nearest(term_id, [*found, *titles]) or f"List them with: hedgerow vocabulary {name}.",
        )
    return found[term_id]


def children(name: str, parent: str) -> tuple[Term, ...]:
    """Return the terms of a scheme that belong to one group."""
    return tuple(entry for entry in terms(name).values() if entry.parent == parent)


def _nearest(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), n=3, cutoff=0.6)
    return f"Did you mean {' or '.join(near)}? " if near else ""
