"""Pool the effects of a table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.options import Json
from hedgerow.errors import UsageError


def synthesise(  # noqa: PLR0913 - one argument for each option that a person may give
    effects: Annotated[Path, typer.Argument(help="A CSV with one row an effect.")],
    yi: Annotated[str, typer.Option(help="Column of the effects.")] = "yi",
    vi: Annotated[str, typer.Option(help="Column of their sampling variances.")] = "vi",
    mods: Annotated[
        list[str] | None, typer.Option(help="Column of a moderator; again for another, or with commas.")
    ] = None,
    cluster: Annotated[str, typer.Option(help="Column that says which effects belong together.")] = "",
    nested: Annotated[str, typer.Option(help="Column of the unit within the cluster.")] = "",
    method: Annotated[str, typer.Option(help="EE, DL, PM, EB, HE, HS, SJ, ML or REML.")] = "REML",
    test: Annotated[str, typer.Option(help="z, t, knha or adhoc.")] = "knha",
    level: Annotated[float, typer.Option(help="Level of all intervals.")] = 0.95,
    where: Annotated[list[str] | None, typer.Option(help="COLUMN=VALUE: only these rows.")] = None,
    as_json: Json = False,
) -> None:
    """Pool effects: the pooled effect, what to expect elsewhere, and what speaks against trusting it."""
    from hedgerow.evidence.synthesis import (
        EffectColumns,
        SynthesisDesign,
        SynthesisOptions,
        read_effects,
    )
    from hedgerow.evidence.synthesis import synthesise as pool

    named = tuple(name.strip() for given in mods or [] for name in given.split(",") if name.strip())
    read = read_effects(effects, EffectColumns(yi, vi, named, cluster, nested), _wanted(where or []))
    design = SynthesisDesign(_spelt(method, upper=True), _spelt(test, upper=False), read.moderators)
    found = pool(read.data, design, options=SynthesisOptions(level))
    show.answer(found, as_json=as_json, render=lambda console: show.view(console, _words(found.as_dict())))


def _spelt(name: str, *, upper: bool) -> str:
    return name.strip().upper() if upper else name.strip().lower()


def _wanted(where: list[str]) -> tuple[tuple[str, str], ...]:
    pairs = [given.partition("=") for given in where]
    wrong = [given for given, (name, sign, _) in zip(where, pairs, strict=True) if not (name and sign)]
    if wrong:
        raise UsageError(
            f"“{wrong[0]}” is not COLUMN=VALUE.", remedy="Give for example --where outcome=burglary."
        )
    return tuple((name.strip(), value.strip()) for name, _, value in pairs)


def _words(found: dict[str, object]) -> str:
    lines = [str(found["summary"]), ""]
    rows, checks = found["coefficients"], found["checks"]
    assert isinstance(rows, list)
    assert isinstance(checks, list)
    lines += [
        f"{row['name']}: {row['estimate']:.4f} (standard error {row['se']:.4f}; {row['ci_low']:.4f} to "
        f"{row['ci_high']:.4f}; p {row['p_value']:.4g})"
        for row in rows
    ]
    lines += [f"Q {found['q']:.2f} (p {found['q_p']:.3g}), {found['k']} effects.", ""]
    marks = {True: "holds", False: "look", None: "not made"}
    lines += [f"{marks[check['passed']]}: {check['text']}" for check in checks]
    return "\n".join(lines)
