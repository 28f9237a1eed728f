"""Super and zero output: where crime is far from what its context gives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.files import write_whole
from hedgerow.cli.options import Json

if TYPE_CHECKING:
    from hedgerow.places.tables.contrast_answers import ContrastAnswer, FamilyAnswer

MARKS = {True: "holds", False: "look", None: "not made"}
Workspace = Annotated[Path, typer.Argument(help="Folder of a workspace that was built.")]


def contrast(  # noqa: PLR0913 - one argument for each option that a person may give
    workspace: Workspace,
    region: Annotated[
        str, typer.Option(help="Only the forces of this region: its name, or the path of a region file.")
    ] = "",
    months: Annotated[
        str, typer.Option(help="First and last month as 2023-05:2026-01; three years by default.")
    ] = "",
    family: Annotated[
        list[str] | None, typer.Option(help="Only this crime family. Again for another.")
    ] = None,
    low: Annotated[float, typer.Option(help="Less than this share of the expected is low.")] = 0.5,
    high: Annotated[float, typer.Option(help="More than so many times the expected is high.")] = 2.0,
    q: Annotated[float, typer.Option(help="Share of false discoveries that is accepted.")] = 0.05,
    out: Annotated[
        Path | None, typer.Option(help="Where to save every place with all its figures, as CSV.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Compare recorded crime with what context gives: super output, zero output, or “cannot tell”."""
    from hedgerow.places.contrast import ContrastOptions
    from hedgerow.places.tables.contrast_answers import answer_contrast
    from hedgerow.places.tables.contrast_asked import Ask, check_ask
    from hedgerow.workspace import open_workspace

    ask = Ask(region, months, tuple(family or ()), ContrastOptions(low=low, high=high, q=q))
    check_ask(ask)
    found = answer_contrast(open_workspace(workspace).lake, ask)
    if out:
        write_whole(out, _csv(found))
        show.whisper(f"Every place is in {out}.")
    show.answer(
        found if as_json else None,
        as_json=as_json,
        render=lambda console: show.view(console, _words(found, saved=out is not None)),
    )


def _csv(found: ContrastAnswer) -> str:
    """Return the released places with the keys of the JSON as headings."""
    import csv
    import io

    from hedgerow.disclosure.export import guarded

    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([column.name for column in found.places.columns])
    writer.writerows([["" if v is None else guarded(v) for v in row] for row in found.places.rows])
    return buffer.getvalue()


def _words(found: ContrastAnswer, *, saved: bool) -> str:
    first, last = found.months[0], found.months[-1]
    lines = [f"{found.region}, {len(found.months)} months, {first} to {last}.", ""]
    lines += [f"Not held here: {name}." for name in found.absent]
    for one in found.families:
        lines += [*_family(one), *_standing_out(found, one.family), ""]
    lines += found.notes
    if not saved:
        lines.append("--out FILE.csv saves every place with all its figures; --json prints them.")
    return "\n".join(lines)


def _family(one: FamilyAnswer) -> list[str]:
    if one.refused:
        return [f"{one.title}: not known. {one.refused}"]
    checks = [f"  {MARKS[_passed(check['passed'])]}: {check['text']}" for check in one.checks]
    return [one.summary, *checks]


def _passed(value: object) -> bool | None:
    return None if value is None else bool(value)


def _standing_out(found: ContrastAnswer, family: str) -> list[str]:
    """Name the places that are zero output or leads, lowest first."""
    rows = [row for row in found.places.records() if row["family"] == family]
    low = [row for row in rows if row["verdict"] == "zero_output" or row["lead"]]
    low.sort(key=lambda row: float(str(row["ratio"])))
    lines = [
        f"  {row['lsoa21']} {row['name']}: {float(str(row['observed'])):,.0f} recorded, "
        f"{float(str(row['expected'])):,.0f} expected, ratio {float(str(row['ratio'])):.2f} "
        f"({float(str(row['ratio_lower'])):.2f} to {float(str(row['ratio_upper'])):.2f}); "
        + ("zero output" if row["verdict"] == "zero_output" else "a lead, not a finding")
        for row in low[:10]
    ]
    return lines + ([f"  … and {len(low) - 10} more."] if len(low) > 10 else [])
