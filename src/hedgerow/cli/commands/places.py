"""The group of commands about places."""

from __future__ import annotations

import typer

app = typer.Typer(
    help="What can be defended about places: indices, local statistics, demand, hidden populations.",
    no_args_is_help=True,
)
