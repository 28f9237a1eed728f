"""The dossier of a place and its twins as a page to read and print, and the shortlist of low places."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hedgerow.errors import UsageError
from hedgerow.places.dossier import Dossier, Part
from hedgerow.places.tables.dossier import dossier_view, family_of
from hedgerow.places.tables.shortlist import Shortlist, shortlist_view
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms
from hedgerow.web.blocks import Block, Link, LinksBlock, OwnBlock, SourcesBlock, TableBlock, TextBlock
from hedgerow.web.filters import Choice, Select, filters
from hedgerow.web.page import Crumb, Page, Section
from hedgerow.web.pages.places import PLACES
from hedgerow.web.render import respond
from hedgerow.web.site import site
from hedgerow.web.unbuilt import needs

router = APIRouter()
SHORTLIST = Crumb("Low places in deprived areas", "/shortlist")
LISTED = ("name", "house_name", "district", "decile", "observed", "expected", "ratio", "standing", "twins")
TENTHS = (
    ("1", "The most deprived tenth"),
    ("3", "The three most deprived tenths"),
    ("10", "Every tenth"),
)
KEPT_OFF = "View what a gate keeps off"
LINKED = {"contrast_twin": ("twin", "name"), "twin_of": ("lsoa21", "lsoa21")}


@router.get("/area/{code}/dossier")
def elsewhere(request: Request, code: str) -> Response:
    """Lead to the dossier at the address of its place."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/places/{quote(code, safe='')}/dossier{query}", status_code=307)


@router.get("/places/{code}/dossier")
def dossier(request: Request, code: str) -> Response:
    """Show the dossier of one LSOA."""
    lake = needs(site(request).lake(), "area", "area_lookup", "contrast")
    family = request.query_params.get("family", "")
    return respond(request, page_of(dossier_view(lake, code, family or family_of(lake, code))))


@router.get("/shortlist")
def shortlist(request: Request) -> Response:
    """Show unexpectedly low places in deprived areas."""
    lake = needs(site(request).lake(), "area", "contrast", "contrast_twin", "indicator_value")
    asked = request.query_params
    return respond(request, list_page(lake, asked.get("family", ""), asked.get("tenths", "")))


def page_of(made: Dossier) -> Page:
    """Return the page of a dossier."""
    sections = [_section(part) for part in made.parts]
    contents = LinksBlock(tuple(Link(part.heading, f"#{part.id}") for part in made.parts), "contents")
    families = tuple(
        Link(one.title, f"/places/{made.code}/dossier?family={name}")
        for name, one in terms("crime_family").items()
        if name != made.family
    )
    others = Section((LinksBlock(families),), heading="The same place, another crime", id="families")
    tables = tuple(table for part in made.parts for table in part.tables)
    about = Section(
        (
            TextBlock((made.people,), tone="care"),
            SourcesBlock(tables),
            TextBlock((), links=(Link("How the contrast is made", "/methods/contrast"),)),
        ),
        heading="Read with care",
        id="care",
    )
    return Page(
        made.title,
        f"{made.name}: what is known, and what to look for on a visit",
        made.answer,
        (Section((contents,)), *sections, others, about),
        (PLACES, SHORTLIST, Crumb(made.name, f"/places/{made.code}")),
        area="places",
        eyebrow=f"Dossier: {made.family_title.lower()}",
        kept=True,
    )


def _section(part: Part) -> Section:
    blocks: list[Block] = [*_blocks(part)]
    for below in part.within:
        blocks.append(TextBlock(below.paragraphs, heading=below.heading))
        blocks += _blocks(below, plain=False)
    return Section(tuple(blocks), heading=part.heading, id=part.id)


def _blocks(part: Part, *, plain: bool = True) -> Iterator[Block]:
    if plain and part.paragraphs:
        yield TextBlock(part.paragraphs)
    if part.bullets:
        yield OwnBlock("bullets", {"lines": part.bullets}, said={"lines": list(part.bullets)})
    for table in part.tables:
        links: dict[tuple[int, str], str] = {}
        if table.name in LINKED:
            code, column = LINKED[table.name]
            links = {(i, column): f"/places/{row[code]}" for i, row in enumerate(table.records())}
        yield TableBlock(table, links)


def list_page(lake: Lake, family: str, tenths: str) -> Page:
    """Return the page of the shortlist; an unknown choice is refused by name."""
    try:
        found = shortlist_view(lake, family or "all_crime", deprived=int(tenths or "3"))
    except ValueError as error:
        raise UsageError(f"“{tenths}” is no tenth.", remedy="Choose one from the list.") from error
    choices = tuple(Choice(name, one.title) for name, one in terms("crime_family").items())
    asking = filters(
        (
            Select("family", "Crime", choices, found.family),
            Select("tenths", "Deprivation", tuple(Choice(*pair) for pair in TENTHS), tenths or "3"),
        ),
    )
    first, *rest = found.sentences
    said = TextBlock(tuple(rest), tone="verdict", heading=_answer(found))
    blocks: list[Block] = [said, _listed(found, found.family)]
    if len(found.left_out):
        blocks.append(TableBlock(found.left_out, columns=LISTED, folded=True, opener=KEPT_OFF))
    blocks += [
        SourcesBlock((found.places,)),
        TextBlock((), links=(Link("How the contrast is made", "/methods/contrast"),)),
    ]
    return Page(
        "Low places in deprived areas",
        "Which deprived places record far less crime than their context gives?",
        first,
        (Section((asking,)), Section(tuple(blocks), heading=found.title, id="list")),
        (PLACES,),
        area="places",
        kept=True,
    )


def _answer(found: Shortlist) -> str:
    if found.firm:
        return f"{found.firm} to learn from"
    return "None can be told apart" + (f"; {found.leads} leads" if found.leads else "")


def _listed(found: Shortlist, family: str) -> TableBlock:
    query = urlencode({"family": family})
    links = {
        (i, "name"): f"/places/{row['lsoa21']}/dossier?{query}"
        for i, row in enumerate(found.places.records())
    }
    return TableBlock(found.places, links, LISTED)
