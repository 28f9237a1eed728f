"""A layer of the map as a file: a table, outlines with values, or a picture."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hedgerow.cli import show
from hedgerow.cli.files import write_whole
from hedgerow.cli.options import Json

if TYPE_CHECKING:
    from hedgerow.places.tables.views import LayerValues, MapLayers


def export(
    workspace: Annotated[Path, typer.Argument(help="Folder of a workspace that was built.")],
    layer: Annotated[
        str,
        typer.Option(help="Name of the layer, such as need or ratio:all_crime; without it they are listed."),
    ] = "",
    form: Annotated[
        str, typer.Option("--format", help="csv, geojson (with method and licence inside), png or svg.")
    ] = "csv",
    out: Annotated[
        Path | None, typer.Option(help="Where to write it; by default REGION-LAYER.FORMAT here.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write a layer of the map to a file, with its intervals, flags, sources and marking."""
    from hedgerow.places.tables.views import layer_values, map_layers
    from hedgerow.provenance import sha256_file
    from hedgerow.web.pictures.layer_file import layer_file
    from hedgerow.workspace import open_workspace

    opened = open_workspace(workspace)
    lake, region = opened.lake, opened.settings.region
    lake.read("area_lookup", ["lsoa21"])
    if not layer:
        _list(map_layers(lake), as_json=as_json)
        return
    view = layer_values(lake, layer)
    made = layer_file(lake, view, form, region=region.name, today=datetime.now(UTC).date())
    path = out or Path(f"{region.slug}-{layer.replace(':', '-')}.{form}")
    write_whole(path, made)
    said = _said(view, path, form) | {"sha256": sha256_file(path), "bytes": len(made)}
    show.answer(
        said if as_json else None,
        as_json=as_json,
        render=lambda console: show.view(console, f"{view.summary}\nWritten to {path}."),
    )


def _said(view: LayerValues, path: Path, form: str) -> dict[str, object]:
    return {
        "layer": view.layer.name,
        "title": view.layer.title,
        "unit": view.layer.unit,
        "period": view.layer.period,
        "format": form,
        "file": str(path),
        "areas": len(view.values),
        "missing": view.missing,
        "flags": dict(view.flags),
        "marking": view.values.marking,
        "summary": view.summary,
    }


def _list(layers: MapLayers, *, as_json: bool) -> None:
    found = {
        "layers": [
            {"name": one.name, "title": one.title, "group": one.group, "unit": one.unit, "period": one.period}
            for one in layers.layers
        ],
        "not_built": [{"group": group, "remedy": remedy} for group, remedy in layers.unbuilt],
    }
    lines = [f"{one.name}: {one.title}" for one in layers.layers]
    lines += [f"{group}: {remedy}" for group, remedy in layers.unbuilt]
    show.answer(
        found if as_json else None,
        as_json=as_json,
        render=lambda console: show.view(console, "\n".join([layers.summary, *lines])),
    )
