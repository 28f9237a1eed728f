"""A composite index from a specification and a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.options import Json
from hedgerow.errors import MachineError

if TYPE_CHECKING:
    from hedgerow.places.composite import Comparison, CompositeResult


def index(
    spec: Annotated[Path, typer.Argument(help="A TOML file: indicators, the tree above them, each step.")],
    table: Annotated[Path, typer.Option(help="A CSV or Parquet file with one row a unit.")],
    regenerate: Annotated[
        list[str] | None,
        typer.Option(
            help="NAME=VALUE: make the index again with this changed, and compare; for example "
            "normalise.method=z or indicators.CODE.weight=2. Again for another."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Where to write scores, ranks, intervals and nodes, as CSV.")
    ] = None,
    stages: Annotated[
        Path | None, typer.Option(help="Folder for the output of each step, one CSV a step.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Make a composite index: every step as the file says, its checks, how far other choices move it.

    The least file says unit = "area" and has one table "indicators" for each indicator, with its code and
    direction = 1 or -1. The tables screen, impute, treat, normalise, weight, aggregate, aggregates and
    uncertainty say the rest; docs/explanation/composite-index.md names every key.
    """
    from hedgerow.places.composite import changed, compare, data_of, read_document, read_table, run, spec_of
    from hedgerow.places.composite.output import as_dict, write_csv, write_stages
    from hedgerow.provenance import sha256_file

    document = read_document(spec)
    first = spec_of(document)
    second = spec_of(changed(document, regenerate)) if regenerate else None
    words = {word for one in (first, second) if one for word in (one.unit, one.impute.group) if word}
    rows = read_table(table, tuple(sorted(words)))
    source = {"table": table.name, "table_sha256": sha256_file(table)}
    result = run(first, data_of(rows, first, source=source))
    comparison = None
    if second is not None:
        again = run(second, data_of(rows, second, source=source))
        comparison, result = compare(result, again, regenerate or []), again
    try:
        if out:
            write_csv(result.tidy(), out, str(result.provenance["unit"]))
        if stages:
            write_stages(result, stages)
    except OSError as error:
        raise MachineError(f"The index cannot be written: {error}.", remedy="Give another path.") from error
    show.answer(
        as_dict(result, comparison) if as_json else None,
        as_json=as_json,
        render=lambda console: show.view(console, _words(result, comparison)),
    )


def _words(result: CompositeResult, comparison: Comparison | None) -> str:
    marks = {True: "holds", False: "look", None: "not made"}
    ranked = sorted(zip(result.rank.tolist(), result.units, result.estimate.tolist(), strict=True))
    lines = [result.summary(), ""]
    lines += [f"{rank:g}. {unit} {score:.3f}" for rank, unit, score in ranked[:10] if rank == rank]
    lines += ["", *_of_uncertainty(result)]
    nodes = set(result.spec.tree.nodes)
    lines += [
        f"without {one.element}: mean rank change {one.mean_rank_change:.2f}, most {one.largest_unit} "
        f"({one.largest_rank_change:g})"
        for one in result.removed
        if one.element in nodes
    ]
    lines += ["", *(f"{marks[check.passed]}: {check.text}" for check in result.checks)]
    lines += [f"left out: {unit}, {reason}" for unit, reason in list(result.dropped.items())[:20]]
    lines += ["", *(f"{step.name}: {step.says}" for step in result.log)]
    return "\n".join([*lines, *(["", comparison.summary()] if comparison else [])])


def _of_uncertainty(result: CompositeResult) -> list[str]:
    held = result.uncertain
    if held is None or held.sensitivity is None:
        return []
    s = held.sensitivity
    return [
        f"sensitivity to {factor.name}: first {s.first[i]:.2f}, total {s.total[i]:.2f} "
        f"({s.total_interval[0, i]:.2f} to {s.total_interval[1, i]:.2f})"
        for i, factor in enumerate(held.factors)
    ] + [""]
