"""Screening: how well the order of reading would have done on a set that has its labels."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.options import HERE, Actor, Json, Review, WorkspaceFolder, actor_of

if TYPE_CHECKING:
    from rich.console import Console

    from hedgerow.evidence.screening import Simulation
    from hedgerow.evidence.tables.review.desk import Desk
    from hedgerow.evidence.tables.review.screening_views import RecordView

Stage = Annotated[str, typer.Option(help="title_abstract or full_text.")]

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


@app.command("next")
def next_record(
    stage: Stage = "title_abstract",
    actor: Actor = "",
    review: Review = "main",
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Show the record that you read next; it is kept for you for twenty minutes."""
    from hedgerow.evidence.tables.review.screening_views import record_view

    desk, who = _desk(workspace, review), actor_of(actor)
    serving = desk.next(stage, who)
    if serving is None:
        left = {"record": None, "reviewer": who, "stage": stage}
        show.answer(left, as_json=as_json, render=lambda console: console.print("Nothing is left for you."))
        return
    view = record_view(desk, stage, serving.unit, who)
    show.answer(_record(view, who), as_json=as_json, render=lambda console: _show(console, view))


@app.command("decide")
def decide(  # noqa: PLR0913 - one argument for each option that a person may give
    record: Annotated[str, typer.Argument(help="The record, as `next` gives it.")],
    decision: Annotated[str, typer.Argument(help="include, exclude or maybe.")],
    stage: Stage = "title_abstract",
    reason: Annotated[str, typer.Option(help="Why it is excluded; needed at full text.")] = "",
    note: Annotated[str, typer.Option(help="A note that stays with the decision.")] = "",
    actor: Actor = "",
    review: Review = "main",
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Decide on one record; to decide again replaces your decision, and both stay in the log."""
    from hedgerow.evidence.screening.acts import Word

    desk, who = _desk(workspace, review), actor_of(actor)
    done = desk.decide(stage, who, record, Word(decision, reason, note))
    said = {"record": done.unit, "decision": decision, "reviewer": who, "stage": stage, "event": done.event}
    words = "Written down." if done.event else "You had said exactly this already; nothing was added."
    show.answer(said, as_json=as_json, render=lambda console: console.print(words))


@app.command("undo")
def undo(
    stage: Stage = "title_abstract",
    actor: Actor = "",
    review: Review = "main",
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Take back your newest decision; the record comes before you again."""
    desk, who = _desk(workspace, review), actor_of(actor)
    unit = desk.undo_last(stage, who)
    words = "Taken back." if unit else "You have decided nothing that could be taken back."
    said = {"record": unit, "reviewer": who, "stage": stage}
    show.answer(said, as_json=as_json, render=lambda console: console.print(words))


@app.command("status")
def status(review: Review = "main", workspace: WorkspaceFolder = HERE, as_json: Json = False) -> None:
    """Show how far screening is, how far reviewers agree, and what is known of the recall."""
    from hedgerow.evidence.screening.counts import screening_counts
    from hedgerow.evidence.screening.overlap import overlap
    from hedgerow.evidence.screening.stop import LEAD
    from hedgerow.evidence.screening.stopping import stopping
    from hedgerow.evidence.tables.review.screening_views import counts_table

    look = _desk(workspace, review).look()
    counts = screening_counts(look.state)
    both, stop = overlap(look.state.title), stopping(look.state, "title_abstract", look.protocol)
    last = stop.curve[-1] if stop.curve else None
    said = {
        "review": review,
        "title_abstract": counts.title,
        "full_text": counts.full,
        "sought": counts.sought,
        "obtained": counts.obtained,
        "agreement": {
            "overlap": both.both,
            "read": both.read,
            "warning": both.warning,
            "observed": both.two.figures.observed,
            "kappa": both.two.figures.kappa,
            "ac1": both.two.figures.ac1,
        },
        "stopping": {
            "target": stop.target,
            "confidence": stop.confidence,
            "p": last.plain if last else None,
            "signals": stop.signals_plainly,
            "if_a_lead_is_assumed": {
                "lead": LEAD,
                "p": last.ahead if last else None,
                "signals": stop.signals,
            },
            "proved": stop.proved is not None,
            "audits": stop.audits,
            "words": stop.words(),
        },
    }

    def render(console: Console) -> None:
        show.table(console, counts_table(counts))
        for line in (both.two.figures.summary(), both.warning, *stop.words()):
            if line:
                console.print(line, markup=False)

    show.answer(said, as_json=as_json, render=render)


def _desk(workspace: Path, review: str) -> Desk:
    from hedgerow.evidence.tables.review import ReviewLog
    from hedgerow.evidence.tables.review.desk import Desk
    from hedgerow.workspace import open_workspace

    opened = open_workspace(workspace)
    return Desk(ReviewLog(opened.database, review), opened.state)


def _record(view: RecordView, who: str) -> dict[str, object]:
    said = view.said
    return {
        "record": view.unit,
        "reviewer": who,
        "stage": view.stage,
        "title": said.title,
        "abstract": said.abstract,
        "authors": said.authors,
        "year": said.year,
        "journal": said.journal,
        "doi": said.doi,
        "has_abstract": view.has_abstract,
        "sources": view.sources,
        "references": view.copies,
    }


def _show(console: Console, view: RecordView) -> None:
    said = view.said
    about = (said.authors, str(said.year or ""), said.journal)
    console.print(f"Record {view.unit}", markup=False)
    console.print(said.title, markup=False, style="bold")
    console.print(" · ".join(part for part in about if part), markup=False)
    console.print(said.abstract or "No abstract in the file: judge by the title.", markup=False)
