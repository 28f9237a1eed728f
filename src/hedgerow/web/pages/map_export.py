"""A layer as a file to keep."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from hedgerow.places.tables.views import layer_values
from hedgerow.web.blocks import Link
from hedgerow.web.pictures.layer_file import FORMATS, SAID, layer_file
from hedgerow.web.site import site
from hedgerow.web.unbuilt import needs

router = APIRouter()


@router.get("/map/export/{form}/{layer}")
def export(request: Request, form: str, layer: str) -> Response:
    """Return one layer in the form that was asked for."""
    here = site(request)
    lake = needs(here.lake(), "area_lookup", "area_geometry")
    view = layer_values(lake, layer)
    body = layer_file(lake, view, form, region=here.region.name, today=datetime.now(UTC).date())
    return file_answer(request, body, form, f"{here.region.slug}-{layer.replace(':', '-')}")


def file_answer(request: Request, body: bytes, form: str, name: str) -> Response:
    """Return a file to save, or to look at where the address asks for that."""
    kept = "inline" if request.query_params.get("show") else "attachment"
    headers = {"Content-Disposition": f'{kept}; filename="{name}.{form}"', "Cache-Control": "no-cache"}
    return Response(body, media_type=FORMATS[form], headers=headers)


def ways(layer: str) -> tuple[Link, ...]:
    """Return the ways to the files of a layer."""
    return tuple(Link(SAID[form], f"/map/export/{form}/{layer}") for form in FORMATS)
