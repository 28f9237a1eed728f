"""The tree of commands: what `hedgerow --help` shows, in the order in which a person meets it."""

from __future__ import annotations

import typer

from hedgerow.cli.commands import build, serve

START = "Start here"
WORK = "Build and check"

app = typer.Typer(
    name="hedgerow",
    help="One living map of evidence, places, plans and action for community resilience against serious and "
    "organised crime.",
    epilog="Every command has --json. A workspace is a folder: `hedgerow init` makes one.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)

app.command(rich_help_panel=START)(build.init)
app.command(rich_help_panel=START)(build.build)
app.command(rich_help_panel=START)(serve.serve)
app.command(rich_help_panel=START)(serve.demo)
app.command(rich_help_panel=WORK)(build.doctor)
app.command(rich_help_panel=WORK)(build.trace)
app.command(rich_help_panel=WORK)(build.jobs)
app.command(rich_help_panel=WORK)(build.backup)
app.command(rich_help_panel=WORK)(build.restore)
