"""The protocol of a review: show it, write it, amend it with a reason."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.options import HERE, Actor, Json, Review, WorkspaceFolder, actor_of

if TYPE_CHECKING:
    from hedgerow.evidence.review import Criterion, Protocol


def protocol(  # noqa: PLR0913 - one argument for each option that a person may give
    title: Annotated[str, typer.Option(help="Name of the review.")] = "",
    question: Annotated[str, typer.Option(help="What is asked; records are ranked by it at first.")] = "",
    inside: Annotated[
        list[str] | None, typer.Option("--include", help="A criterion of what is in; give it again for more.")
    ] = None,
    outside: Annotated[
        list[str] | None, typer.Option("--exclude", help="A criterion of what is out; offered as a reason.")
    ] = None,
    policy: Annotated[str, typer.Option(help="Who reads: single, sample, double or liberal.")] = "",
    target: Annotated[
        float | None, typer.Option(help="Share to find before stopping, for example 0.95.")
    ] = None,
    confidence: Annotated[float | None, typer.Option(help="How sure to be of it.")] = None,
    reason: Annotated[str, typer.Option(help="Why it is amended.")] = "",
    actor: Actor = "",
    review: Review = "main",
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Show the protocol of a review; with options, write it or amend it."""
    from hedgerow.evidence.review import Protocol, protocol_of
    from hedgerow.evidence.tables.review import ReviewLog
    from hedgerow.workspace import open_workspace

    log = ReviewLog(open_workspace(workspace).database, review)
    held = protocol_of(log.events(("review_started", "protocol_amended")))
    changes = {"title": title, "question": question, "target": target, "confidence": confidence}
    given: dict[str, object] = {field: value for field, value in changes.items() if value not in ("", None)}
    if inside is not None or outside is not None:
        given["criteria"] = _criteria(held, inside, outside)
    if policy:
        given["policies"] = (("title_abstract", policy), ("full_text", policy))
    if given:
        wanted = replace(held or Protocol(title or review), **given)  # type: ignore[arg-type]
        if held is None:
            log.start(wanted, actor=actor_of(actor))
        elif wanted != held:
            log.amend(wanted, reason=reason, actor=actor_of(actor))
    now = log.protocol()
    data = {**now.as_dict(), "sha256": now.sha256, "review": review}
    show.answer(data, as_json=as_json, render=lambda console: show.view(console, now))


def _criteria(
    held: Protocol | None, inside: list[str] | None, outside: list[str] | None
) -> tuple[Criterion, ...]:
    """Return the criteria: of each kind those that were given, else those that were held."""
    from hedgerow.evidence.review import Criterion

    found: list[Criterion] = []
    for kind, texts in (("include", inside), ("exclude", outside)):
        if texts is None:
            found += [one for one in (held.criteria if held else ()) if one.kind == kind]
            continue
        for text in texts:
            digest = hashlib.sha256(text.encode()).hexdigest()[:8]
            found.append(Criterion(f"{kind}-{digest}", text, kind))
    return tuple(found)
