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
