"""Crime types as police.uk names them, with the months in which each name was in use."""

from __future__ import annotations

from functools import cache

from hedgerow.errors import NotFoundError
from hedgerow.vocabulary.scheme import Term
from hedgerow.vocabulary.shelf import term, terms


def crime_type_of(text: str, month: str) -> Term:
    """Return the crime type that a source's text names in a month.

    Parameters
    ----------
    text
        The category as published, in any case, or its slug.
    month
        ``YYYY-MM``.

    Raises
    ------
    NotFoundError
        When no category of that name was in use in that month; the error says in which months it was.
    """
    candidates = _by_name().get(_fold(text), ())
    for found in candidates:
        if (found.valid_from or "") <= month <= (found.valid_to or "9999-12"):
            return found
    if not candidates:
        names = ", ".join(entry.title for entry in terms("crime_type").values() if entry.valid_to is None)
        raise NotFoundError(f"“{text}” is not a crime type.", remedy=f"Those in use are: {names}.")
    spans = "; ".join(f"{c.valid_from or 'the start'} to {c.valid_to or 'now'}" for c in candidates)
    raise NotFoundError(
        f"“{text}” was not a crime type in {month}.",
        cause=f"It was in use from {spans}.",
        remedy="Check the month of the file, and whether its columns are shifted.",
    )


def family_types(family: str) -> tuple[str, ...]:
    """Return the crime types of one family; raise `NotFoundError` for an unknown family."""
    types = term("crime_family", family).data["types"]
    return types if isinstance(types, tuple) else (str(types),)


def police_discovered() -> tuple[str, ...]:
    """Return the crime types that police mostly discover, so that counts follow what they look for."""
    return family_types("drugs_weapons")


@cache
def _by_name() -> dict[str, tuple[Term, ...]]:
    names: dict[str, tuple[Term, ...]] = {}
    for entry in terms("crime_type").values():
        also = entry.data.get("also", ())
        for name in {_fold(n) for n in (entry.id, entry.title, *(also if isinstance(also, tuple) else ()))}:
            names[name] = (*names.get(name, ()), entry)
    return names


def _fold(text: str) -> str:
    return " ".join(text.replace("-", " ").lower().split())
