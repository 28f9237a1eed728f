"""Screening: how well the order of reading would have done on a set that has its labels."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.options import Json

if TYPE_CHECKING:
    from rich.console import Console

    from hedgerow.evidence.screening import Simulation

app = typer.Typer(help="Screening: which record to read next, and when to stop.", no_args_is_help=True)


@app.callback()
def screen() -> None:
    """Screening: which record to read next, and when to stop."""


@app.command("simulate")
def simulate(
    file: Annotated[
        Path, typer.Argument(help="A CSV file with title, abstract and label_included (0 or 1).")
    ],
    priors: Annotated[
        str, typer.Option(help="Records known beforehand: relevant+irrelevant; 0+0 for none.")
    ] = "1+1",
    seed: Annotated[int, typer.Option(min=0, help="Seed of the draw of priors.")] = 1,
    protocol: Annotated[
        Path | None, typer.Option(help="A text file with the question and criteria, a passage a line.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Screen a labelled set as if nobody had read it, and give loss, recall and work saved."""
    from hedgerow.evidence.screening import Priors, read_labelled, read_protocol
    from hedgerow.evidence.screening import simulate as run

    known = Priors.parse(priors)
    passages = read_protocol(protocol) if protocol else ()
    done = run(read_labelled(file), priors=known, seed=seed, protocol=passages)
    show.answer(done, as_json=as_json, render=lambda console: _words(console, done))


def _words(console: Console, done: Simulation) -> None:
    for line in done.summary():
        console.print(line, markup=False)
