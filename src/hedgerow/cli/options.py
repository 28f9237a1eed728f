"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
WorkspaceFolder = Annotated[
    Path,
    typer.Option(
        "--workspace", "-w", envvar="HEDGEROW_WORKSPACE", help="Folder of the workspace.", show_default="here"
    ),
]
HERE = Path()
Review = Annotated[str, typer.Option("--review", help="Id of the review.")]
Actor = Annotated[
    str,
    typer.Option(
        "--as",
        envvar="HEDGEROW_REVIEWER",
        help="Your name, as it is to stand beside what you do.",
        show_default="your account's name",
    ),
]


def actor_of(given: str) -> str:
    """Return the name that was given, or that of the account on this machine."""
    import getpass

    if given.strip():
        return given.strip()
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name
        return "command line"
