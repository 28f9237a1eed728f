"""Dossiers of places and their twins, and the shortlist of low-crime places in deprived areas."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.commands.places_contrast import Workspace
from hedgerow.cli.files import write_whole
from hedgerow.cli.options import Json
from hedgerow.errors import UsageError

if TYPE_CHECKING:
    from hedgerow.places.dossier import Dossier

FORMATS = (".html", ".docx", ".md", ".json")


def dossier(
    workspace: Workspace,
    area: Annotated[str, typer.Argument(help="Code or name of an LSOA.")],
    family: Annotated[
        str, typer.Option(help="Crime family; the one in which the place stands out by default.")
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option(
            help="A file (.html, .docx, .md or .json), or a folder: this dossier and those of its twins, "
            "as HTML and Word."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Write the dossier of a place and its twins: figures, gates, hypotheses and a site-visit protocol."""
    from hedgerow.places.dossier import to_markdown
    from hedgerow.places.tables.dossier import dossier_view, family_of
    from hedgerow.workspace import open_workspace
    from hedgerow.workspace.area import find_code

    here = open_workspace(workspace)
    code = find_code(here, area, kinds=("lsoa",))
    made = dossier_view(here.lake, code, family or family_of(here.lake, code))
    files: list[str] = []
    if out:
        twins = made.twins if _is_folder(out) else ()
        dossiers = [made, *(dossier_view(here.lake, twin, made.family) for twin in twins)]
        files = [str(path) for path in _write(out, dossiers)]
        show.whisper(f"Written: {', '.join(files)}.")
    show.answer(
        {**made.as_dict(), "files": files} if as_json else None,
        as_json=as_json,
        render=lambda console: None if out else console.print(to_markdown(made), markup=False),
    )


def _write(out: Path, dossiers: list[Dossier]) -> list[Path]:
    writers = _writers()
    if not _is_folder(out):
        if out.suffix not in writers:
            raise UsageError(
                f"A dossier is not written as “{out.suffix}”.", remedy=f"Endings are: {', '.join(FORMATS)}."
            )
        write_whole(out, writers[out.suffix](dossiers[0]))
        return [out]
    paths: list[Path] = []
    for one in dossiers:
        for ending in (".html", ".docx"):
            paths.append(out / f"{re.sub(r'[^A-Za-z0-9]', '-', one.code)}-{one.family}{ending}")
            write_whole(paths[-1], writers[ending](one))
    return paths


def _is_folder(out: Path) -> bool:
    return out.is_dir() or not out.suffix


def _writers() -> Mapping[str, Callable[[Dossier], str | bytes]]:
    import json

    from hedgerow.places.dossier import to_html, to_markdown, to_word

    return {
        ".html": to_html,
        ".docx": to_word,
        ".md": to_markdown,
        ".json": lambda one: json.dumps(one.as_dict(), ensure_ascii=False, indent=1) + "\n",
    }


def shortlist(
    workspace: Workspace,
    family: Annotated[str, typer.Option(help="Crime family.")] = "all_crime",
    deprived: Annotated[
        int, typer.Option(help="Places in so many of the most deprived tenths of England.")
    ] = 3,
    area: Annotated[str, typer.Option(help="Only inside this area: a code or a name.")] = "",
    out: Annotated[Path | None, typer.Option(help="Where to save the places, as CSV or XLSX.")] = None,
    as_json: Json = False,
) -> None:
    """List unexpectedly low-crime places in deprived areas, or say that none can be told apart."""
    from hedgerow.disclosure import released_to_csv, released_to_xlsx
    from hedgerow.places.tables.shortlist import shortlist_view
    from hedgerow.workspace import open_workspace
    from hedgerow.workspace.area import find_code

    here = open_workspace(workspace)
    within = find_code(here, area) if area else None
    found = shortlist_view(here.lake, family, deprived=deprived, within=within)
    if out:
        write_whole(out, (released_to_xlsx if out.suffix == ".xlsx" else released_to_csv)(found.places))
        show.whisper(f"The shortlist is in {out}.")
    show.answer(
        found,
        as_json=as_json,
        render=lambda console: show.view(console, (*found.sentences, "", found.places, found.left_out)),
    )
