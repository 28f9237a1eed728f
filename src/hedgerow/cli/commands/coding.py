"""Coding the studies of a review: trees, what is to be coded, codes applied, differences, effects."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.options import HERE, Actor, Json, Review, WorkspaceFolder, actor_of
from hedgerow.errors import UsageError

if TYPE_CHECKING:
    from hedgerow.disclosure import Released
    from hedgerow.evidence.tables.review import ReviewLog

app = typer.Typer(help="Code studies: what each says, coded once or twice blind.", no_args_is_help=True)
Study = Annotated[str, typer.Argument(help="Id of a study, or of a report of it.")]
CodeId = Annotated[str, typer.Argument(help="Id of a code; list them with: hedgerow evidence code trees.")]


@dataclass(frozen=True)
class Said:
    """What an act did: the event that says so."""

    event: str
    study: str
    said: str


@dataclass(frozen=True)
class Coded:
    """One study: its status, its final codes, and the effects that were extracted."""

    study: str
    title: str
    status: str
    finished_by: tuple[str, ...]
    codes: Released
    effects: Released


@app.command("list")
def to_code(review: Review = "main", workspace: WorkspaceFolder = HERE, as_json: Json = False) -> None:
    """List the studies to code, and how far each is."""
    from hedgerow.evidence.tables.review.to_code import studies_to_code

    found = studies_to_code(_log(workspace, review)).table()
    show.answer(found, as_json=as_json, render=lambda console: show.view(console, found))


@app.command("trees")
def trees(
    tree: Annotated[str, typer.Argument(help="Id of a tree; all trees without it.")] = "",
    review: Review = "main",
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """List the code trees, or the codes of one."""
    from hedgerow.evidence.tables.review.coding import coding_of
    from hedgerow.evidence.tables.review.tree_tables import codes_table, trees_table

    shelf = coding_of(_log(workspace, review)).shelf
    if tree and tree not in shelf.trees:
        raise UsageError(f"There is no code tree “{tree}”.", remedy=f"There are: {', '.join(shelf.trees)}.")
    found = codes_table(shelf.trees[tree]) if tree else trees_table(shelf)
    show.answer(found, as_json=as_json, render=lambda console: show.view(console, found))


@app.command("show")
def one(
    study: Study, review: Review = "main", workspace: WorkspaceFolder = HERE, as_json: Json = False
) -> None:
    """Show the final codes and the effects of a study."""
    from hedgerow.evidence.tables.review.coding_views import final_codes
    from hedgerow.evidence.tables.review.extraction import effects_table, extracted_of
    from hedgerow.evidence.tables.review.to_code import STATUS, studies_to_code

    log = _log(workspace, review)
    whole = studies_to_code(log)
    held = whole.study(study)
    effects = effects_table(extracted_of(log).of(held.id), {held.id: held.name})
    found = Coded(
        held.id,
        held.name,
        STATUS[held.status],
        held.finishers,
        final_codes(whole.coding, held.id),
        effects,
    )
    show.answer(found, as_json=as_json, render=lambda console: show.view(console, found))


@app.command("apply")
def apply(
    study: Study,
    code: CodeId,
    quote: Annotated[str, typer.Option(help="Words of the text that it rests on.")] = "",
    value: Annotated[str, typer.Option(help="For a code of a number or of words.")] = "",
    actor: Actor = "",
    review: Review = "main",
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Apply a code to a study; another answer to the same question is taken off."""
    from hedgerow.evidence.tables.review import standing
    from hedgerow.evidence.tables.review.coding import Words, apply_code
    from hedgerow.evidence.tables.review.to_code import studies_to_code

    log = _log(workspace, review)
    held = studies_to_code(log).study(study)
    words = Words(quote=quote, value=value)
    unit = standing(log).groups.unit
    event = apply_code(log, held.reports[0], code, actor=actor_of(actor), words=words, unit=unit)
    _said(Said(event, held.id, f"applied {code}"), as_json=as_json)


@app.command("remove")
def remove(
    study: Study,
    code: CodeId,
    actor: Actor = "",
    review: Review = "main",
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Take your own code off a study."""
    from hedgerow.evidence.tables.review import standing
    from hedgerow.evidence.tables.review.coding import remove_code
    from hedgerow.evidence.tables.review.to_code import studies_to_code

    log = _log(workspace, review)
    held = studies_to_code(log).study(study)
    unit = standing(log).groups.unit
    event = remove_code(log, held.reports[0], code, actor=actor_of(actor), unit=unit)
    _said(Said(event, held.id, f"took {code} off"), as_json=as_json)


@app.command("finish")
def finish(
    study: Study,
    actor: Actor = "",
    review: Review = "main",
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Say that you have finished a study; from then on your blind coding stands."""
    from hedgerow.evidence.tables.review import standing
    from hedgerow.evidence.tables.review.coding import finish_coding
    from hedgerow.evidence.tables.review.to_code import studies_to_code

    log = _log(workspace, review)
    held = studies_to_code(log).study(study)
    event = finish_coding(log, held.reports[0], actor=actor_of(actor), unit=standing(log).groups.unit)
    _said(Said(event, held.id, "finished"), as_json=as_json)


@app.command("agreement")
def agreement(review: Review = "main", workspace: WorkspaceFolder = HERE, as_json: Json = False) -> None:
    """Show how far coders agree, code by code, over the studies that were coded twice."""
    from hedgerow.evidence.tables.review.coding_views import agreement_view
    from hedgerow.evidence.tables.review.to_code import studies_to_code

    found = agreement_view(studies_to_code(_log(workspace, review)).coding)
    show.answer(found, as_json=as_json, render=lambda console: show.view(console, found))


def _log(workspace: Path, review: str) -> ReviewLog:
    from hedgerow.evidence.tables.review import ReviewLog
    from hedgerow.workspace import open_workspace

    return ReviewLog(open_workspace(workspace).database, review)


def _said(done: Said, *, as_json: bool) -> None:
    show.answer(done, as_json=as_json, render=lambda console: show.view(console, done))
