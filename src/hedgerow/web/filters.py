"""Filters of a page: a form that changes the address, so that the address holds the whole state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request

from hedgerow.errors import UsageError
from hedgerow.web.blocks import Link, OwnBlock


@dataclass(frozen=True)
class Choice:
    """One value that may be chosen."""

    value: str
    text: str


@dataclass(frozen=True)
class Select:
    """A list to choose from; the first choice asks nothing where its value is empty."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    chosen: str = ""


@dataclass(frozen=True)
class Entry:
    """A field to type in."""

    name: str
    label: str
    value: str = ""
    hint: str = ""


def filters(
    fields: Iterable[Select | Entry],
    *,
    button: str = "Show",
    clear: str = "",
    label: str = "Narrow this page",
    anchor: str = "",
    keep: Mapping[str, str] | None = None,
) -> OwnBlock:
    """Return the form; `label` tells several on a page apart, `anchor` is the part that it leads back to.

    `keep` holds what another form of the page has set, so that neither drops the other's.
    """
    listed = tuple(field for field in fields if isinstance(field, Entry) or len(field.choices) > 1)
    said = {field.name: field.chosen if isinstance(field, Select) else field.value for field in listed}
    held = tuple((name, value) for name, value in (keep or {}).items() if value)
    values = {
        "fields": listed,
        "button": button,
        "clear": clear,
        "label": label,
        "anchor": anchor,
        "keep": held,
    }
    return OwnBlock("filters", values, said={"chosen": said})


def whole_number(request: Request, name: str, default: int, most: int = 100_000) -> int:
    """Return a number from the address.

    Raises
    ------
    UsageError
        When it is no whole number from 1.
    """
    text = request.query_params.get(name, "")
    if not text:
        return default
    if not text.isdigit() or not 1 <= int(text) <= most:
        raise UsageError(f"“{text}” is not a {name} from 1 to {most:,}.", remedy="Correct the address.")
    return int(text)


def turn(request: Request, page: int, pages: int) -> tuple[Link | None, Link | None]:
    """Return the ways to the page before and to the page after."""

    def link(text: str, number: int) -> Link:
        url = request.url.include_query_params(page=number)
        return Link(text, f"{url.path}?{url.query}")

    before = link("Earlier rows", page - 1) if page > 1 else None
    after = link("More rows", page + 1) if page < pages else None
    return before, after


def labelled(pairs: Sequence[tuple[str, str]], every: str) -> tuple[Choice, ...]:
    """Return choices with one before them that asks nothing."""
    return (Choice("", every), *(Choice(value, text) for value, text in pairs))
