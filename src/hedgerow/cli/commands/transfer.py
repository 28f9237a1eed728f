"""Whether what a finding rests on holds in a place, and a person's word on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.options import HERE, Actor, Json, WorkspaceFolder, actor_of

if TYPE_CHECKING:
    from rich.console import Console

    from hedgerow.commissioning.tables.transfer import TransferView


def transfer(
    record: Annotated[str, typer.Argument(help="Id of an evidence record.")],
    area: Annotated[str, typer.Argument(help="Code or name of an area of any kind.")],
    judge: Annotated[
        str, typer.Option(help="FACTOR=STATE: holds, partly, does_not_hold or cannot_tell.")
    ] = "",
    why: Annotated[str, typer.Option(help="The reason for the judgement.")] = "",
    undo: Annotated[str, typer.Option(help="FACTOR: take back its newest judgement.")] = "",
    actor: Actor = "",
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Hold a finding against a place: which stated conditions hold there, with reasons, never one number."""
    from hedgerow.commissioning.tables.transfer import judge as record_judgement
    from hedgerow.commissioning.tables.transfer import transfer_view
    from hedgerow.commissioning.tables.transfer import undo as take_back
    from hedgerow.commissioning.tables.transfer_judgements import Said
    from hedgerow.workspace import open_workspace
    from hedgerow.workspace.area import find_code

    opened = open_workspace(workspace)
    lake, database, code = opened.lake, opened.database, find_code(opened, area)
    if judge:
        factor, state = _pair(judge)
        record_judgement(lake, database, record, code, factor, Said(state, why, actor_of(actor)))
    if undo:
        take_back(lake, database, record, code, undo, actor=actor_of(actor))
    found = transfer_view(lake, database, record, code)
    show.answer(found, as_json=as_json, render=lambda console: _print(console, found))


def _pair(text: str) -> tuple[str, str]:
    """Return factor and state of FACTOR=STATE."""
    from hedgerow.errors import UsageError

    factor, sign, state = text.partition("=")
    if not sign or not factor or not state:
        raise UsageError(
            f"“{text}” is no judgement.", remedy="Write it as FACTOR=STATE, for example people=holds."
        )
    return factor.strip(), state.strip()


def _print(console: Console, found: TransferView) -> None:
    """Print the judgement for a reader: warnings, the whole in words, then factor by factor."""
    from hedgerow.commissioning.transfer import STATES

    console.print(f"{found.title}\nin {found.place} ({found.area})", style="bold", markup=False)
    for line in (*found.warning, found.profile.headline, *found.profile.sentences):
        console.print(line, markup=False)
    domain = ""
    for row in found.factors.records():
        if row["domain"] != domain:
            domain = str(row["domain"])
            console.print(f"\n{domain}", style="bold", markup=False)
        who = (
            f" (judged by {row['judged_by']}, {row['judged_at']}: {row['why_judged']})"
            if row["judged"]
            else ""
        )
        mark = " [critical]" if row["critical"] else ""
        console.print(f"  {STATES[str(row['stands'])]}: {row['title']}{mark}{who}", markup=False)
        for label, name in (("stated", "stated"), ("here", "here"), ("rule", "why_suggested")):
            if row[name]:
                console.print(f"      {label}: {row[name]}", style="dim", markup=False)
    console.print("\nWhat to find out before commissioning", style="bold")
    for key, _, ask in found.profile.find_out:
        console.print(f"  {key}: {ask}", markup=False)
    for table in (found.trials, found.uk):
        if len(table):
            show.table(console, table)
