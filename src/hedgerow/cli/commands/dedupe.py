"""Find the records of a file that are one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.files import write_whole
from hedgerow.cli.options import HERE, Actor, Json, Review, WorkspaceFolder, actor_of
from hedgerow.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from hedgerow.evidence.dedupe.links import Found
    from hedgerow.evidence.tables.review.duplicates_view import DuplicatesSummary


@dataclass(frozen=True)
class Summary:
    """What was found, as the command prints it."""

    records: int
    rejected: tuple[dict[str, object], ...]
    merged_groups: int
    merged_records: int
    surplus: int
    asked_pairs: int
    related_pairs: int
    rules: dict[str, int]
    out: str = ""
    pairs: str = ""
    links: tuple[dict[str, object], ...] = ()


def dedupe(  # noqa: PLR0913 - one argument for each option that a person may give
    records: Annotated[
        Path | None, typer.Argument(help="A CSV with id, title, author, year, journal and so on.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="CSV to write: one row a record.")] = None,
    pairs: Annotated[Path | None, typer.Option(help="CSV to write: one row a link.")] = None,
    settled: Annotated[
        Path | None,
        typer.Option(help="CSV of answers: one, other, answer (same, different, related, undone)."),
    ] = None,
    pair: Annotated[
        tuple[str, str, str] | None,
        typer.Option("--settle", metavar="ONE OTHER ANSWER", help="Answer a pair: same, different, related."),
    ] = None,
    undo: Annotated[str, typer.Option(help="Take back an answer, by the id of its event.")] = "",
    reason: Annotated[str, typer.Option(help="Why, for --settle.")] = "",
    review: Review = "main",
    actor: Actor = "",
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Find the records that are one, in a CSV file or, without one, in a review of the workspace."""
    if records is None:
        if settled is not None:
            raise UsageError(
                "--settled belongs to a file of records.", remedy="Use --settle ONE OTHER ANSWER."
            )
        act = ReviewAct(pair, undo, reason, actor_of(actor))
        _in_review(workspace, review, act, (out, pairs), as_json=as_json)
        return
    if pair or undo:
        raise UsageError(
            "--settle and --undo belong to a review.", remedy="Leave the file out, or use --settled."
        )
    _in_file(records, settled, out, pairs, as_json=as_json)


@dataclass(frozen=True)
class ReviewAct:
    """What a person says on the command line: an answer, an undo, or nothing."""

    pair: tuple[str, str, str] | None
    undo: str
    reason: str
    actor: str


def _in_review(
    workspace: Path, name: str, act: ReviewAct, files: tuple[Path | None, Path | None], *, as_json: bool
) -> None:
    from hedgerow.evidence.dedupe import csv_file
    from hedgerow.evidence.tables.review import ReviewLog, search_duplicates, settle_pair, take_back
    from hedgerow.evidence.tables.review.duplicates_view import duplicates_summary, placements
    from hedgerow.workspace import open_workspace

    try:
        opened = open_workspace(workspace)
    except NotFoundError as error:
        raise UsageError(
            "No file of records was named, and there is no workspace here.",
            remedy="Name a file: hedgerow evidence dedupe RECORDS.csv, or a workspace: --workspace PATH.",
        ) from error
    review = ReviewLog(opened.database, name)
    if act.pair:
        one, other, answer = act.pair
        settle_pair(review, one, other, answer, actor=act.actor, reason=act.reason)
    if act.undo:
        take_back(review, act.undo, actor=act.actor)
    found = search_duplicates(review, actor=act.actor)
    links = [link for group in found.standing.groups.links.values() for link in group]
    for path, text in (
        (files[0], csv_file.placements_csv(placements(found.standing))),
        (files[1], csv_file.links_csv([*links, *found.standing.groups.asked])),
    ):
        if path is not None:
            write_whole(path, text)
    summary = duplicates_summary(review, found)
    show.answer(summary, as_json=as_json, render=lambda console: show.view(console, _review_words(summary)))


def _in_file(
    records: Path, settled: Path | None, out: Path | None, pairs: Path | None, *, as_json: bool
) -> None:
    from hedgerow.evidence.dedupe import csv_file, find_duplicates, settle

    read = csv_file.read_records(records)
    answers = settle(csv_file.read_settlements(settled) if settled else ())
    found = find_duplicates(read.records, answers)
    for path, text in (
        (out, csv_file.placements_csv(found.placements)),
        (pairs, csv_file.links_csv(found.links)),
    ):
        if path is not None:
            write_whole(path, text)
    rejected = tuple({"row": row.row_number, "reason": row.reason} for row in read.rejected)
    summary = _summary(found, rejected, out=out, pairs=pairs)
    show.answer(summary, as_json=as_json, render=lambda console: show.view(console, _words(summary)))


def _summary(
    found: Found, rejected: tuple[dict[str, object], ...], *, out: Path | None, pairs: Path | None
) -> Summary:
    merged = [placement.group for placement in found.placements if placement.tier == "merge"]
    asked = [link for link in found.links if link.tier == "ask"]
    return Summary(
        records=len(found.placements),
        rejected=rejected,
        merged_groups=len(set(merged)),
        merged_records=len(merged),
        surplus=found.surplus,
        asked_pairs=len(asked),
        related_pairs=sum(link.kind == "related" for link in found.links),
        rules=dict(Counter(f"{link.tier}: {link.rule}" for link in found.links).most_common()),
        out=str(out or ""),
        pairs=str(pairs or ""),
        links=tuple(vars(link) for link in found.links),
    )


def _words(found: Summary) -> str:
    lines = [
        f"{found.records:,} records; {len(found.rejected):,} rows rejected.",
        f"{found.merged_records:,} are {found.merged_groups:,}: {found.surplus:,} surplus copies.",
        f"{found.asked_pairs:,} pairs to settle, of them {found.related_pairs:,} related reports.",
    ]
    lines += [f"  {count:>6,}  {rule}" for rule, count in found.rules.items()]
    lines += [f"row {row['row']}: {row['reason']}" for row in found.rejected[:20]]
    lines += [f"Written: {path}" for path in (found.out, found.pairs) if path]
    return "\n".join(lines)


def _review_words(found: DuplicatesSummary) -> str:
    lines = [
        f"Review {found.review}: {found.references:,} references from {found.files:,} files.",
        f"{found.merged_groups:,} groups are one each: {found.surplus:,} surplus copies, "
        f"{found.units:,} are left.",
        f"{found.asked_pairs:,} pairs to settle; {found.answers:,} were answered.",
    ]
    lines += [f"  {count:>6,}  {rule}" for rule, count in found.rules.items()]
    lines += [f"  {one['one']} {one['other']}  {one['rule']}: {one['title']}" for one in found.asked[:10]]
    if found.asked_pairs:
        lines.append("Settle a pair: hedgerow evidence dedupe --settle ONE OTHER same|different|related")
    if found.contradictions:
        lines.append(
            f"{len(found.contradictions)} chains of answers contradict themselves; --json names them."
        )
    return "\n".join(lines)
