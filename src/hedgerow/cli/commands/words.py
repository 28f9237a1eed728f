"""The vocabulary and the version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.options import Json

if TYPE_CHECKING:
    from hedgerow.disclosure import Released, Value


def vocabulary(
    scheme: Annotated[str | None, typer.Argument(help="Name of a scheme; all schemes by default.")] = None,
    as_json: Json = False,
) -> None:
    """List the controlled words: schemes, or the terms of one."""
    listed = _schemes() if scheme is None else _terms(scheme)
    show.answer(listed, as_json=as_json, render=lambda console: show.table(console, listed, limit=500))


def _schemes() -> Released:
    from hedgerow import vocabulary as words
    from hedgerow.disclosure import Draft, ReleasedColumn, release

    names = ("id", "title", "owner", "version", "status")
    columns = (*(ReleasedColumn(name, name.capitalize()) for name in names), ReleasedColumn("terms", "Terms"))
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (*(str(getattr(scheme, name)) for name in names), len(scheme.terms))
        for scheme in words.schemes().values()
    )
    return release(Draft(name="schemes", title="Schemes of the vocabulary", columns=columns, rows=rows))


def _terms(name: str) -> Released:
    from hedgerow import vocabulary as words
    from hedgerow.disclosure import Draft, ReleasedColumn, release

    scheme = words.scheme(name)
    fields = ("id", "title", "about", "parent", "valid_from", "valid_to")
    columns = tuple(
        ReleasedColumn(field, field.replace("_", " ").capitalize(), missing="not_applicable")
        for field in fields
    )
    rows = tuple(tuple(getattr(term, field) for field in fields) for term in words.terms(name).values())
    return release(Draft(name=name, title=scheme.title, columns=columns, rows=rows))


def version(as_json: Json = False) -> None:
    """Print the version."""
    from hedgerow import __version__

    show.answer({"version": __version__}, as_json=as_json, render=lambda console: console.print(__version__))
