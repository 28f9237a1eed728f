"""When something goes wrong: a page with code, message, remedy and a reference, never a stack."""

from __future__ import annotations

import secrets

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from hedgerow.errors import DisclosureError, HedgerowError, InputError, NotFoundError, UsageError
from hedgerow.web.blocks import Link, LinksBlock, PairsBlock
from hedgerow.web.page import Page, Section
from hedgerow.web.render import respond

_log = structlog.get_logger("hedgerow.web")
ONWARD = LinksBlock(
    (
        Link("Overview of the region", "/"),
        Link("Find a place", "/places"),
        Link("Read the evidence", "/evidence"),
        Link("What the data hold, and what is missing", "/data/sources"),
    )
)


def status_of(error: HedgerowError) -> int:
    """Return the HTTP status of one of our errors."""
    if isinstance(error, NotFoundError):
        return 404
    if isinstance(error, DisclosureError):
        return 403
    return 400 if isinstance(error, UsageError | InputError) else 500


def known(request: Request, error: Exception) -> Response:
    """Answer one of our own errors."""
    assert isinstance(error, HedgerowError)
    status = status_of(error)
    question = "We could not find that" if status == 404 else "That did not work"
    remedy = _here(error.remedy or "Go back and try another way.")
    return respond(request, _page(status, question, error.message, remedy, error.code, error.cause))


def _here(remedy: str) -> str:
    """Return a remedy for a reader of pages: a search by name is at the top of each."""
    return remedy.replace("hedgerow area find NAME", "use the search box at the top of the page")


def missing(request: Request, error: Exception) -> Response:
    """Answer an address that does not exist, or a method that it does not take."""
    assert isinstance(error, HTTPException)
    message = f"There is no page at {request.url.path}."
    remedy = "Check the address, or start from one of the pages below."
    return respond(
        request, _page(error.status_code, "We could not find that page", message, remedy, "HR300", "")
    )


def broken(request: Request, error: Exception) -> Response:
    """Answer a fault of ours: the reference leads to the log, which alone holds the details."""
    reference = secrets.token_hex(4)
    _log.error("page_failed", reference=reference, path=request.url.path, exc_info=error)
    message = "This page has a fault of its own. It is written down, and nothing was lost."
    remedy = f"Try again; if it fails again, report the reference {reference} to whoever runs this server."
    return respond(request, _page(500, "Something went wrong here", message, remedy, "HR900", "", reference))


def _page(
    status: int, question: str, message: str, remedy: str, code: str, cause: str, reference: str = ""
) -> Page:
    pairs = [("What to do", remedy), ("Code", code)]
    if cause:
        pairs.insert(0, ("Why", cause))
    if reference:
        pairs.append(("Reference", reference))
    blocks = (PairsBlock(tuple(pairs)),)
    sections = (Section(blocks), Section((ONWARD,), heading="Ways onward"))
    return Page(title=question, question=question, summary=message, sections=sections, status=status)
