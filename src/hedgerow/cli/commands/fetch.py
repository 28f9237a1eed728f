"""Ask a public database and write what it answers as a file to import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.options import Json

if TYPE_CHECKING:
    from hedgerow.evidence.online import Fetched


def fetch(
    service: Annotated[str, typer.Argument(help="openalex, crossref or zotero.")],
    query: Annotated[str, typer.Argument(help="What to ask, in its own syntax; for Zotero groups/NUMBER.")],
    out: Annotated[Path, typer.Option(help="File to write, as CSL-JSON.")],
    contact: Annotated[str, typer.Option(help="Your e-mail address, sent with each request.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="Greatest number of records.")] = 10_000,
    as_json: Json = False,
) -> None:
    """Ask OpenAlex, Crossref or Zotero over the network; a broken run goes on where it stopped."""
    from rich.console import Console

    from hedgerow.evidence.online import fetch as ask

    said = Console(stderr=True, highlight=False, quiet=as_json)

    def tell(done: int, total: int, name: str) -> None:
        said.print(f"{name}: {done:,} of {total:,} records")

    done = ask(service, query, out, contact=contact, limit=limit, progress=tell)
    show.answer(done, as_json=as_json, render=lambda console: show.view(console, _words(done)))


def _words(done: Fetched) -> str:
    again = " It went on from an earlier run." if done.resumed else ""
    return (
        f"{done.records:,} of {done.hits:,} records of {done.service} are in {done.file}.{again}\n"
        f"Next: hedgerow evidence import {done.file} --source {done.service}"
    )
