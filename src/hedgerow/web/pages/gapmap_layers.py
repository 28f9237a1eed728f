"""Published maps laid over ours: add a page, confirm what its codes are, take it away."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hedgerow.errors import HedgerowError, InputError, UsageError
from hedgerow.evidence.gapmap.axes import axis
from hedgerow.evidence.tables import (
    LayerView,
    Ownership,
    add_layer,
    confirm_layer,
    layer_view,
    layer_views,
    remove_layer,
)
from hedgerow.web.blocks import Block, Link, LinksBlock, OwnBlock, PairsBlock, TextBlock
from hedgerow.web.forms import Field, Sent, form, sent
from hedgerow.web.gapmap.address import MAP
from hedgerow.web.page import Crumb, Page, Section
from hedgerow.web.pages.evidence import EVIDENCE
from hedgerow.web.pages.gapmap_changes import HERE
from hedgerow.web.render import respond
from hedgerow.web.site import Site, site

router = APIRouter()
LAYERS = f"{MAP}/layers"
FIELDS = (
    Field(
        "file",
        "The published map",
        "file",
        "A page of EPPI-Mapper, saved as one HTML file. It is read, never run.",
        accept=".html,.htm",
        required=True,
    ),
    Field("owner", "Whose it is", hint="For example: Youth Endowment Fund."),
    Field("terms", "Terms", hint="Under which terms it may be used, as its owner says.", required=True),
    Field("made", "Date of the map", hint="For example: 2026-04."),
)


@router.get(LAYERS)
def layers(request: Request) -> Response:
    """List the layers, with the form to add one."""
    return respond(request, listing(site(request)))


@router.post(LAYERS)
async def add(request: Request) -> Response:
    """Read a published map and keep it."""
    given, here = await sent(request), site(request)
    try:
        name, content = given.files.get("file", ("", b""))
        if not name:
            raise InputError("No file was chosen.", remedy="Choose a saved page of EPPI-Mapper.")
        whose = Ownership(given.text("owner"), given.text("terms"), given.text("made"))
        layer = await run_in_threadpool(add_layer, here.database, name, content, whose, actor="web")
    except HedgerowError as error:
        return respond(request, listing(here, given, error))
    return RedirectResponse(f"{LAYERS}/{layer}", status_code=303)


def listing(here: Site, given: Sent | None = None, wrong: HedgerowError | None = None) -> Page:
    """Return the page of the layers."""
    views = layer_views(here.database)
    held: Block = LinksBlock(
        tuple(Link(view.title, f"{LAYERS}/{view.id}", view.summary) for view in views), "records"
    )
    if not views:
        held = TextBlock(
            ("A published map is drawn beside our counts, with a mark of its own, and never added to them.",),
            tone="empty",
            heading="No published map is laid over ours",
        )
    adding = form(LAYERS, FIELDS, button="Read this map", given=given, wrong=wrong, upload=True)
    sections = [Section((held,)), Section((adding,), heading="Lay a published map over it", id="add")]
    return Page(
        "Published maps laid over ours",
        "Which published maps lie over ours?",
        f"{len(views)} published maps are kept. Each is drawn once a person has confirmed its crosswalk.",
        tuple(reversed(sections) if wrong else sections),
        (EVIDENCE, HERE),
        area="evidence",
        status=400 if wrong else 200,
    )


@router.get(f"{LAYERS}/{{layer}}")
def one(request: Request, layer: str) -> Response:
    """Show one layer and its crosswalk."""
    return respond(request, page_of(layer_view(site(request).database, layer)))


@router.post(f"{LAYERS}/{{layer}}")
async def decide(request: Request, layer: str) -> Response:
    """Take a person's word on a crosswalk."""
    given, here = await sent_whole(request), site(request)
    try:
        await run_in_threadpool(_decide, here, layer, given)
    except UsageError as error:
        return respond(request, page_of(layer_view(here.database, layer), error))
    where = LAYERS if given.text("act") == "remove" else MAP
    return RedirectResponse(where, status_code=303)


async def sent_whole(request: Request) -> Sent:
    """Read a form that may have a field for each of many codes."""
    return await sent(request, most_fields=5000)


def _decide(here: Site, layer: str, given: Sent) -> None:
    if given.text("act") == "remove":
        remove_layer(here.database, layer, actor="web")
        return
    crosswalk = {name[2:]: value for name, value in given.values.items() if name.startswith("c-")}
    confirm_layer(here.database, layer, crosswalk, actor="web")


def page_of(view: LayerView, wrong: HedgerowError | None = None) -> Page:
    """Return the page of a layer."""
    choices = {
        "row": list(axis(view.laid.rows).values.items()),
        "column": list(axis(view.laid.columns).values.items()),
    }
    values = {
        "action": f"{LAYERS}/{view.id}",
        "rows": list(view.crosswalk.records()),
        "choices": choices,
        "wrong": wrong,
    }
    said = {"crosswalk": view.crosswalk.as_dict(), "status": view.status}
    pairs = (
        ("Owner", view.laid.owner),
        ("Terms", view.laid.terms),
        ("Date", view.laid.made or "not stated"),
        ("Standing", "confirmed" if view.status == "confirmed" else "suggested by words: not drawn yet"),
    )
    return Page(
        view.title,
        f"What do the codes of “{view.title}” mean in our map?",
        view.summary,
        (
            Section((PairsBlock(pairs),)),
            Section((OwnBlock("gapmap_crosswalk", values, said=said),), heading="Crosswalk", id="crosswalk"),
        ),
        (EVIDENCE, HERE, Crumb("Published maps", LAYERS)),
        area="evidence",
        status=400 if wrong else 200,
    )
