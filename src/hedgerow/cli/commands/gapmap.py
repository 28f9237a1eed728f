"""The evidence and gap map: draw it, write it, keep a version, compare two, lay another map over it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.files import write_whole
from hedgerow.cli.options import HERE, Json, WorkspaceFolder
from hedgerow.errors import UsageError

if TYPE_CHECKING:
    from hedgerow.evidence.tables import GapMapQuery
    from hedgerow.workspace import Workspace

Said = Annotated[
    list[str] | None,
    typer.Option(
        "--with",
        help="NAME=VALUE, as often as needed: an axis (rows, columns, segments, scale, draw), a filter "
        "(approach, uk, year_from, q …), or, with --overlay, owner, terms and made.",
    ),
]


def gap_map(
    out: Annotated[Path | None, typer.Option(help="Write it: FILE.html, FILE.svg or FILE.csv.")] = None,
    said: Said = None,
    keep: Annotated[str | None, typer.Option(help="Keep this version of the map under a name.")] = None,
    since: Annotated[
        str | None, typer.Option(help="What changed since a date (2026-03) or the name of a version.")
    ] = None,
    overlay: Annotated[
        Path | None, typer.Option(help="A published map of EPPI-Mapper, saved as HTML, to lay over ours.")
    ] = None,
    crosswalk: Annotated[
        Path | None,
        typer.Option(help="CSV with the columns code and value: what you confirm of the overlay’s codes."),
    ] = None,
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Show the evidence and gap map, or write, keep, compare or overlay it."""
    from hedgerow.workspace import open_workspace

    given = _given(said or ())
    _check_together({"--since": since, "--keep": keep, "--overlay": overlay}, out, crosswalk)
    place = open_workspace(workspace)
    if since is not None:
        _changes(place, since, as_json=as_json)
    elif overlay is not None:
        _overlay(place, overlay, crosswalk, given, out=out, as_json=as_json)
    elif keep is not None:
        _keep(place, keep, as_json=as_json)
    elif out is not None:
        _write(place, out, _query(given), as_json=as_json)
    else:
        from hedgerow.evidence.tables import gap_map as draw

        found = draw(place.lake, _query(given))
        show.answer(found, as_json=as_json, render=lambda console: show.view(console, found))


def _check_together(acts: dict[str, object], out: Path | None, crosswalk: Path | None) -> None:
    """Refuse options of which one would be passed over."""
    asked = [name for name, value in acts.items() if value is not None]
    if len(asked) > 1:
        raise UsageError(f"{' and '.join(asked)} cannot go together.", remedy="Give one at a time.")
    if out is not None and asked and asked[0] != "--overlay":
        raise UsageError(f"{asked[0]} and --out cannot go together.", remedy="Give one at a time.")
    if crosswalk is not None and asked != ["--overlay"]:
        raise UsageError("--crosswalk goes with --overlay.", remedy="Name the published map with --overlay.")


def _given(said: Sequence[str]) -> dict[str, str]:
    found = {}
    for one in said:
        name, equals, value = one.partition("=")
        if not equals or not name:
            raise UsageError(f"“{one}” is not NAME=VALUE.", remedy="For example: --with rows=intervention.")
        found[name.strip()] = value.strip()
    return found


def _query(given: dict[str, str]) -> GapMapQuery:
    from hedgerow.web.gapmap.address import NAMES, query_of

    unknown = sorted(set(given) - set(NAMES))
    if unknown:
        raise UsageError(f"The map has no {', '.join(unknown)}.", remedy=f"It has: {', '.join(NAMES)}.")
    return query_of(given)


def _changes(place: Workspace, since: str, *, as_json: bool) -> None:
    from hedgerow.evidence.tables import gap_map_changes

    found = gap_map_changes(place.lake, place.database, since)
    show.answer(found, as_json=as_json, render=lambda console: show.view(console, found))


def _keep(place: Workspace, name: str, *, as_json: bool) -> None:
    from hedgerow.evidence.tables import keep_version

    kept = keep_version(place.database, place.lake, name=name)
    show.answer(kept, as_json=as_json, render=lambda console: show.view(console, kept))


def _write(place: Workspace, out: Path, query: GapMapQuery, *, as_json: bool) -> None:
    content = _written(place, out, query)
    said = {"file": str(out), "bytes": content, "format": out.suffix.lower().removeprefix(".")}
    show.answer(said, as_json=as_json, render=lambda console: console.print(f"Wrote {out}."))


def _written(place: Workspace, out: Path, query: GapMapQuery) -> int:
    """Write the map and return how many bytes it has."""
    from hedgerow.web.gapmap.writing import map_file

    content = map_file(place, query, out.suffix.lower())
    write_whole(out, content)
    return len(content)


def _overlay(
    place: Workspace,
    page: Path,
    crosswalk: Path | None,
    given: dict[str, str],
    *,
    out: Path | None,
    as_json: bool,
) -> None:
    from hedgerow.evidence.tables import Ownership, add_layer, confirm_layer, layer_view
    from hedgerow.evidence.tables.gap_map_layers import read_crosswalk

    whose = Ownership(*(given.pop(name, "") for name in ("owner", "terms", "made")))
    layer = add_layer(place.database, page.name, _bytes(page), whose)
    if crosswalk is not None:
        confirm_layer(place.database, layer, read_crosswalk(_bytes(crosswalk), crosswalk.name))
    if out is not None:
        _written(place, out, _query(given))
    found = layer_view(place.database, layer)
    show.answer(found, as_json=as_json, render=lambda console: show.view(console, found))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read.", cause=f"{error.strerror}.", remedy="Check the name of the file."
        ) from error
