"""Local practice: operations, campaigns and programmes as records of what was tried here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.files import write_whole
from hedgerow.cli.options import HERE, Actor, Json, Review, WorkspaceFolder, actor_of
from hedgerow.errors import UsageError

app = typer.Typer(help="Local practice: what was tried here, and what is known of it.", no_args_is_help=True)


@dataclass(frozen=True)
class Taken:
    """What was taken in: ``rows == new + known + refused``."""

    rows: int
    new: int
    known: int
    refused: tuple[dict[str, object], ...]
    unknown_columns: tuple[str, ...]
    record: str = ""


@app.command("add")
def add(
    file: Annotated[Path | None, typer.Argument(help="CSV with a column a field; or name fields.")] = None,
    field: Annotated[
        list[str] | None, typer.Option(help="A field as name=text; as often as there are fields.")
    ] = None,
    actor: Actor = "",
    review: Review = "main",
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Take in records of practice from a CSV file, or one record field by field."""
    from hedgerow.evidence.practice import read_practice
    from hedgerow.evidence.tables.review import ReviewLog
    from hedgerow.evidence.tables.review.practice import record_practice, take_in_practice
    from hedgerow.workspace import open_workspace

    if bool(file) == bool(field):
        raise UsageError("Give a file or fields.", remedy='Such as --field "title=Operation Hawthorn".')
    log = ReviewLog(open_workspace(workspace).database, review)
    who = actor_of(actor)
    if file is not None:
        found = read_practice(file)
        new, known = take_in_practice(log, found, actor=who)
        refused = tuple({"line": one.line, "reason": one.reason} for one in found.refused)
        done = Taken(found.rows, new, known, refused, found.unknown)
    else:
        pairs = dict(part.split("=", 1) for part in field or () if "=" in part)
        done = Taken(1, 1, 0, (), (), record_practice(log, pairs, actor=who))
    show.answer(done, as_json=as_json, render=lambda console: show.view(console, done))


@app.command("list")
def listing(
    text: Annotated[str, typer.Option(help="Words that any field holds.")] = "",
    approach: Annotated[str, typer.Option(help="Id of an approach.")] = "",
    out: Annotated[Path | None, typer.Option(help="CSV to write: every field of every record.")] = None,
    review: Review = "main",
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """List the records of practice, with how much each tells."""
    from hedgerow.disclosure import released_to_csv
    from hedgerow.evidence.tables.review import ReviewLog
    from hedgerow.evidence.tables.review.practice import (
        PracticeQuery,
        chosen,
        practice_table,
        practices_in,
    )
    from hedgerow.workspace import open_workspace

    held = practices_in(ReviewLog(open_workspace(workspace).database, review))
    found = practice_table(chosen(held, PracticeQuery(text, approach)))
    if out is not None:
        write_whole(out, released_to_csv(found))
    show.answer(found, as_json=as_json, render=lambda console: show.view(console, found))


@app.command("show")
def one(
    practice: Annotated[str, typer.Argument(help="Id of a record.")],
    review: Review = "main",
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Show one record, how much it tells, what would make it more useful, and its versions."""
    from hedgerow.evidence.tables.review import ReviewLog
    from hedgerow.evidence.tables.review.practice import practice_view
    from hedgerow.workspace import open_workspace

    found = practice_view(ReviewLog(open_workspace(workspace).database, review), practice)
    show.answer(found, as_json=as_json, render=lambda console: show.view(console, found))
