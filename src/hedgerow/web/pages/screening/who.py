"""Who is reading: a name for the decisions of this browser."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hedgerow.errors import HedgerowError
from hedgerow.web.blocks import OwnBlock, TextBlock
from hedgerow.web.forms import Sent, sent
from hedgerow.web.page import Page, Section
from hedgerow.web.render import respond
from hedgerow.web.reviewer import WHO, checked_name, remember, reviewer_or_none, way_back

router = APIRouter()


@router.get(WHO)
def who(request: Request) -> Response:
    """Ask who is reading."""
    return respond(request, asking(request, way_back(request.query_params.get("back", ""))))


@router.post(WHO)
async def chosen(request: Request) -> Response:
    """Take a name and go back."""
    given = await sent(request)
    back = way_back(given.text("back"))
    try:
        name = checked_name(given.text("name"))
    except HedgerowError as error:
        return respond(request, asking(request, back, given, error))
    return remember(request, RedirectResponse(back, status_code=303), name)


def asking(
    request: Request, back: str, given: Sent | None = None, wrong: HedgerowError | None = None
) -> Page:
    """Return the page that asks."""
    now = reviewer_or_none(request) or ""
    values = {"name": given.text("name") if given else now, "back": back, "wrong": wrong, "action": WHO}
    asked = OwnBlock("who", values, said={"reviewer": now} | ({"error": wrong.as_dict()} if wrong else {}))
    said = TextBlock(
        (
            "There are no accounts and no passwords here: who can reach this server can take any name. "
            "The name is written on every decision that you make, so that two people’s readings stay apart.",
            "Use the same name each time, letter for letter: “Sam” and “Sam W” are two people.",
        ),
        tone="note",
    )
    summary = f"You are {now}." if now else "Choose the name that your decisions will carry."
    return Page(
        "Who is reading?",
        "Who is reading?",
        summary,
        (Section((asked,)), Section((said,))),
        area="evidence",
        status=400 if wrong else 200,
    )
