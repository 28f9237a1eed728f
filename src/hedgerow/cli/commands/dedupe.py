"""Find the records of a file that are one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.options import Json
from hedgerow.errors import SourceFileError, UsageError

if TYPE_CHECKING:
    from hedgerow.evidence.dedupe.links import Found


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


def dedupe(
    records: Annotated[
        Path | None, typer.Argument(help="A CSV with id, title, author, year, journal and so on.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="CSV to write: one row a record.")] = None,
    pairs: Annotated[Path | None, typer.Option(help="CSV to write: one row a link.")] = None,
    settled: Annotated[
        Path | None,
        typer.Option(help="CSV of answers: one, other, answer (same, different, related, undone)."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Find the records that are one: some merged, some to be asked about, the rest left alone."""
    from hedgerow.evidence.dedupe import csv_file, find_duplicates, settle

    if records is None:
        raise UsageError(
            "No file of records was named.", remedy="Name one: hedgerow evidence dedupe RECORDS.csv"
        )
    read = csv_file.read_records(records)
    answers = settle(csv_file.read_settlements(settled) if settled else ())
    found = find_duplicates(read.records, answers)
    for path, text in (
        (out, csv_file.placements_csv(found.placements)),
        (pairs, csv_file.links_csv(found.links)),
    ):
        if path is not None:
            _write(path, text)
    rejected = tuple({"row": row.row_number, "reason": row.reason} for row in read.rejected)
    summary = _summary(found, rejected, out=out, pairs=pairs)
    show.answer(summary, as_json=as_json, render=lambda console: show.view(console, _words(summary)))


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SourceFileError(
            f"{path} cannot be written.",
            cause=f"{error.strerror}.",
            remedy="Name a folder that you may write to.",
        ) from error


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
