"""Pool the effects of a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.files import write_whole
from hedgerow.cli.options import Json
from hedgerow.errors import UsageError

if TYPE_CHECKING:
    from hedgerow.evidence.synthesis import Pooling
    from hedgerow.evidence.synthesis.figures import Figure


def synthesise(  # noqa: PLR0913 - one argument for each option that a person may give
    effects: Annotated[
        Path,
        typer.Argument(help="A CSV file or a workbook with one row an effect, or a study's raw numbers."),
    ],
    yi: Annotated[str, typer.Option(help="Column of the effects; found where it is not given.")] = "",
    vi: Annotated[str, typer.Option(help="Column of their sampling variances.")] = "",
    measure: Annotated[
        str, typer.Option(help="What to compute: OR, RR, RD, SMD, MD, IRR, ZCOR, PLO and more.")
    ] = "",
    mods: Annotated[
        list[str] | None, typer.Option(help="Column of a moderator; again for another, or with commas.")
    ] = None,
    cluster: Annotated[str, typer.Option(help="Column that says which effects belong together.")] = "",
    nested: Annotated[str, typer.Option(help="Column of the unit within the cluster.")] = "",
    method: Annotated[
        str, typer.Option(help="EE (or FE), DL, PM, EB, HE, HS, SJ, ML or REML; MH or PETO from counts.")
    ] = "REML",
    test: Annotated[str, typer.Option(help="z, t, knha or adhoc.")] = "knha",
    level: Annotated[float, typer.Option(help="Level of all intervals.")] = 0.95,
    where: Annotated[list[str] | None, typer.Option(help="COLUMN=VALUE: only these rows.")] = None,
    given: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            help="NAME=VALUE: a column that is not recognised (se=error, ai=hits), positive_means=WORDS, "
            "inverse=yes for ratios printed the old way round, search=highest where there are two tops.",
        ),
    ] = None,
    figure: Annotated[
        Path | None,
        typer.Option(
            help="Where to save an SVG; --set draw=funnel, baujat, left_out or cumulative for another."
        ),
    ] = None,
    also: Annotated[
        list[str] | None,
        typer.Option(
            help="A further answer: methods, leave_one_out, cumulative (=COLUMN, the year by default), "
            "influence, bias, subgroups=COLUMN, permutation, rve (=COLUMN); again for another."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Pool effects: the pooled effect, what to expect elsewhere, and what speaks against trusting it."""
    from hedgerow.evidence.synthesis import PoolOptions, further, pool_rows, read_table

    table = read_table(effects)
    settings, columns = _settings(given or [], yi, vi)
    for name in columns.values():
        table.need(name)
    options = PoolOptions(
        measure=measure,
        method=method,
        test=test,
        level=level,
        columns=columns,
        mods=tuple(name.strip() for one in mods or [] for name in one.split(",") if name.strip()),
        cluster=cluster,
        nested=nested,
        search=settings.get("search", "standard").lower(),
        positive_means=settings.get("positive_means", ""),
        r=_correlation(settings.get("r", "")),
        inverse={"yes": True, "no": False}.get(settings.get("inverse", "").lower()),
    )
    pooled = pool_rows(table.where(_wanted(where or [])), options)
    if figure:
        write_whole(figure, _drawn(pooled, settings).file())
        show.whisper(f"The figure is in {figure}.")
    asked = [one.strip().partition("=") for one in also or []]
    more = {
        key: further(pooled, key, column)
        for key, column in ((name.replace("-", "_"), column) for name, _, column in asked)
    }
    found = pooled.synthesis.as_dict() | ({"also": more} if more else {})
    show.answer(found, as_json=as_json, render=lambda console: show.view(console, _words(found)))


_SETTINGS = ("r", "search", "positive_means", "inverse", "draw", "risks", "groups", "order")


def _correlation(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError as error:
        raise UsageError(f"“{text}” is no correlation.", remedy="Give for example --set r=0.6.") from error


def _drawn(pooled: Pooling, settings: dict[str, str]) -> Figure:
    """Return the figure that was asked for; a forest plot by default."""
    from hedgerow.evidence.synthesis import figures, read_table

    kind = settings.get("draw", "forest")
    if kind == "forest":
        risks = settings.get("risks")
        judged = figures.read_risks(read_table(Path(risks))) if risks else None
        groups = pooled.table.words(settings.get("groups", ""))
        return figures.forest(
            pooled, risks=judged, groups=tuple(groups[row] for row in pooled.rows if groups)
        )
    if kind == "cumulative":
        order = settings.get("order", "year")
        return figures.cumulative_figure(pooled, pooled.table.numbers(order)[list(pooled.rows)], order)
    ways = {"funnel": figures.funnel, "baujat": figures.baujat, "left_out": figures.left_out_figure}
    if kind not in ways:
        raise UsageError(
            f"There is no figure “{kind}”.", remedy=f"Use forest, cumulative, {', '.join(ways)}."
        )
    return ways[kind](pooled)


def _settings(given: list[str], yi: str, vi: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return settings, and columns by role; effects alone are joined by variances in their usual column."""
    pairs = dict(_pairs(given, "NAME=VALUE", "--set se=error"))
    columns = {role: name for role, name in pairs.items() if role not in _SETTINGS}
    columns |= {role: name for role, name in (("yi", yi), ("vi", vi)) if name}
    if "yi" in columns and not {"vi", "se"} & columns.keys():
        columns["vi"] = "vi"
    if {"vi", "se"} & columns.keys():
        columns.setdefault("yi", "yi")
    return {name: pairs[name] for name in _SETTINGS if name in pairs}, columns


def _wanted(where: list[str]) -> tuple[tuple[str, str], ...]:
    return _pairs(where, "COLUMN=VALUE", "--where outcome=burglary")


def _pairs(given: list[str], form: str, example: str) -> tuple[tuple[str, str], ...]:
    pairs = [one.partition("=") for one in given]
    wrong = [one for one, (name, sign, _) in zip(given, pairs, strict=True) if not (name and sign)]
    if wrong:
        raise UsageError(f"“{wrong[0]}” is not {form}.", remedy=f"Give for example {example}.")
    return tuple((name.strip(), value.strip()) for name, _, value in pairs)


def _ratio(value: float | None) -> str:
    return "beyond all numbers" if value is None else f"{value:.3f}"


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
    if isinstance(ratio := found["exponentiated"], dict):
        lines.append(f"As a ratio: {_ratio(ratio['estimate'])} ({' to '.join(map(_ratio, ratio['ci']))}).")
    lines += [f"Q {found['q']:.2f} (p {found['q_p']:.3g}), {found['k']} effects.", ""]
    marks = {True: "holds", False: "look", None: "not made"}
    lines += [f"{marks[check['passed']]}: {check['text']}" for check in checks]
    lines += [f"note: {note}" for note in found["notes"]] if isinstance(found["notes"], list) else []
    return "\n".join([*lines, *_further(found.get("also"))])


def _further(more: object) -> list[str]:
    """Return further answers, a line each."""
    lines = []
    for name, got in more.items() if isinstance(more, dict) else ():
        lines += ["", f"{name.replace('_', ' ').capitalize()}:"]
        rows = got if isinstance(got, list) else [{"name": key, "": value} for key, value in got.items()]
        lines += [f"{row['name']}: {_shown(row.get('', row))}" for row in rows]
    return lines


def _shown(value: object) -> str:
    if isinstance(value, dict):
        if "said" in value:
            return str(value["said"])
        told = ((key, one) for key, one in value.items() if key != "name" and one is not None)
        return ", ".join(f"{key} {_shown(one)}" for key, one in told)
    if isinstance(value, list):
        groups = bool(value) and isinstance(value[0], dict)
        return "; ".join(f"{one['name']}: {_shown(one)}" for one in value) if groups else _to(value)
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _to(ends: list[object]) -> str:
    return " to ".join(map(_shown, ends))
