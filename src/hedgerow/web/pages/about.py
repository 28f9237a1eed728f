"""Statements about the service itself: accessibility, privacy, health."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from hedgerow.web.blocks import TextBlock
from hedgerow.web.page import Page, Section
from hedgerow.web.render import respond
from hedgerow.web.site import site

router = APIRouter()


@router.get("/health")
def health(request: Request) -> Response:
    """Say that the server answers, and on which data."""
    here = site(request)
    return JSONResponse({"state": "ok", "version": here.version, "data_to": here.data_date() or None})


@router.get("/accessibility")
def accessibility(request: Request) -> Response:
    """Show the accessibility statement."""
    return respond(request, _page("Accessibility statement", "Can everybody use this?", ACCESSIBILITY))


@router.get("/privacy")
def privacy(request: Request) -> Response:
    """Show the privacy statement."""
    return respond(request, _page("Privacy", "What does this keep about anybody?", PRIVACY))


class Statement:
    """A summary and parts, each a heading with its paragraphs."""

    def __init__(self, summary: str, *parts: tuple[str, tuple[str, ...]]) -> None:
        self.summary = summary
        self.parts = parts


def _page(title: str, question: str, said: Statement) -> Page:
    sections = tuple(Section((TextBlock(paragraphs),), heading=heading) for heading, paragraphs in said.parts)
    return Page(title, question, said.summary, sections, kept=True)


ACCESSIBILITY = Statement(
    "Every value on a chart or map can also be reached by search and in a table, without a mouse and without "
    "a map. We aim at the Web Content Accessibility Guidelines 2.2, level AA.",
    (
        "Keys",
        (
            "The slash key (/) goes to the search box. Tab moves through links, fields and "
            "tables; arrow keys "
            "scroll a table that is wider than the window.",
            "On the map, the table below it is the way without a mouse: choose an area there "
            "and the map follows. "
            "In the evidence and gap map, arrow keys move between cells and Enter opens one.",
        ),
    ),
    (
        "How it was tested",
        (
            "Every page is checked by an automatic tool (axe) in each change, and separate "
            "tests walk the main "
            "road by keyboard, because an automatic tool cannot judge a map. No test with "
            "disabled people has "
            "been done yet.",
        ),
    ),
    (
        "What does not work well yet",
        (
            "A PDF profile is tagged, but the HTML edition is easier to read with a screen "
            "reader. The evidence "
            "and gap map scrolls sideways in a narrow window, because its columns lose their "
            "meaning when stacked.",
        ),
    ),
)
PRIVACY = Statement(
    "Nothing about visitors is kept. One cookie protects forms against forgery; it says nothing "
    "about you and "
    "ends with your browser session.",
    (
        "Places, not people",
        (
            "The data are published counts about areas. No record of a person is held, and no "
            "page scores one. "
            "Nothing here may be used for a stop, a search or a decision about any person.",
        ),
    ),
    (
        "Nothing from elsewhere",
        ("Pages load nothing from another site: no fonts, maps, scripts or counters.",),
    ),
    (
        "Small numbers",
        (
            "What leaves this service has passed the rules for its source: figures of partners below the "
            "workspace’s limit are withheld, and a number that is not known says so. It is "
            "never shown as nought.",
        ),
    ),
)
