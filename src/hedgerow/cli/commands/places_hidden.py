"""Estimate a hidden population."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.options import Json


def hidden(
    lists: Annotated[Path, typer.Argument(help="A CSV with a column of 0 and 1 for each list, and a count.")],
    count: Annotated[str, typer.Option(help="Column of the counts; the last where it is not given.")] = "",
    replicates: Annotated[int, typer.Option(help="Sets drawn for the limits.")] = 1000,
    models: Annotated[int, typer.Option(help="How many of the best models the choice is among.")] = 100,
    seed: Annotated[int, typer.Option(help="Of all draws.")] = 1,
    as_json: Json = False,
) -> None:
    """Say how many nobody has counted, by several models: a range, never one number."""
    from hedgerow.places.hidden import Options, estimate_hidden, read_lists

    options = Options(
        replicates=replicates, replicates_of_set=max(replicates // 5, 1), models=models, seed=seed
    )
    found = estimate_hidden(read_lists(lists, count), options)
    rows = (("independent lists", found.main), ("forward steps", found.steps), ("least BIC", found.best))
    marks = {True: "holds", False: "look", None: "always"}
    lines = [found.summary(), ""]
    lines += [f"{title}: {one.name} gives {one.total:,.0f} (BIC {one.bic:.1f})" for title, one in rows]
    for name, limits in found.limits.items():
        low, high = limits.values[0], limits.values[-1]
        lines.append(f"95 % limits, {name.replace('_', ' ')}: {low:,.0f} to {high:,.0f}")
    lines += ["", *(f"{marks[check.passed]}: {check.text}" for check in found.checks)]
    show.answer(found, as_json=as_json, render=lambda console: show.view(console, "\n".join(lines)))
