"""Serve a workspace to this machine's browser; make the demonstration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.options import HERE, Json

if TYPE_CHECKING:
    from rich.console import Console

PORT = 8765


def serve(
    path: Annotated[Path, typer.Argument(help="Folder of the workspace.", show_default="here")] = HERE,
    port: Annotated[int, typer.Option(help="Port on this machine.", min=1, max=65535)] = PORT,
    as_json: Json = False,
) -> None:
    """Serve the pages on this machine alone, and print the address."""
    from hedgerow.cli.server import claim_port, run_server
    from hedgerow.web import create_app
    from hedgerow.workspace import open_workspace
    from hedgerow.workspace.jobs import Worker

    workspace = open_workspace(path)
    socket = claim_port(port)
    address = f"http://127.0.0.1:{port}/"
    app = create_app(workspace)
    data = {"address": address, "workspace": workspace.root}
    show.answer(data, as_json=as_json, render=lambda console: _address(console, address))
    with Worker(workspace):
        run_server(app, socket)


def _address(console: Console, address: str) -> None:
    console.print(f"Hedgerow is at [bold]{address}[/bold] (Ctrl+C stops it).")
    console.file.flush()


def demo(
    path: Annotated[Path, typer.Argument(help="Folder to make.")],
    seed: Annotated[int | None, typer.Option(help="Another seed gives another fictional region.")] = None,
    as_json: Json = False,
) -> None:
    """Make a workspace of a small, fictional region with planted truths."""
    from hedgerow.demo import SEED, make_workspace
    from hedgerow.demo.recording import record

    if (path / "hedgerow.toml").is_file() and (path / "demonstration" / "truths.json").is_file():
        made, fresh = path.resolve(), False
    else:
        made, fresh = make_workspace(path, SEED if seed is None else seed).root, True
    record(made)
    words = "Made" if fresh else "Kept"
    show.answer(
        {"workspace": made, "made": fresh},
        as_json=as_json,
        render=lambda console: console.print(f"{words} the demonstration at {made}.", markup=False),
    )
