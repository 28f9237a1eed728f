"""One page of an answer, and how a missing client is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from hedgerow.errors import UsageError

Item = dict[str, Any]


@dataclass(frozen=True)
class Hits:
    """One page.

    Attributes
    ----------
    items
        Its records as CSL-JSON.
    cursor
        What to ask for next; `None` after the last page.
    hits
        How many records the service says there are in all.
    """

    items: list[Item]
    cursor: str | None
    hits: int


Ask = Callable[[str, str, str], Hits]  # query, cursor (empty for the first page), contact


def client(name: str) -> Any:
    """Return the module of an optional client.

    Raises
    ------
    UsageError
        When it is not installed.
    """
    try:
        return import_module(name)
    except ImportError as error:
        raise UsageError(
            f"The client “{name}” is not installed.",
            cause="Asking public databases is an optional extra.",
            remedy="Install it: pip install 'hedgerow[online]'.",
        ) from error


def said(values: Item) -> Item:
    """Return the values that say something."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}
