"""The desk of each review that this server has open, and what a browser has set for reading."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import Response

from hedgerow.errors import HedgerowError
from hedgerow.evidence.screening.marking import own_words
from hedgerow.evidence.screening.reading import FULL_TEXT, TITLE_ABSTRACT
from hedgerow.evidence.tables.review import ReviewLog
from hedgerow.evidence.tables.review.desk import Desk
from hedgerow.web.blocks import TextBlock
from hedgerow.web.page import Page, Section
from hedgerow.web.pages.reviews.frame import address, review_of, review_page
from hedgerow.web.site import site

WORDS, KEYS = "hedgerow-words", "hedgerow-keys"
STYLES, SCRIPTS = ("screening.css",), ("screening.js",)
STOPS = {TITLE_ABSTRACT: "screen", FULL_TEXT: "screen/full-text"}
_lock = threading.Lock()


def desk_of(request: Request) -> Desk:
    """Return the desk of the review that the address names."""
    log = review_of(request)
    with _lock:
        held: dict[str, Desk] | None = getattr(request.app.state, "desks", None)
        if held is None:
            held = request.app.state.desks = {}
        if log.review not in held:
            held[log.review] = Desk(log, site(request).workspace.state, background=True)
        return held[log.review]


@dataclass(frozen=True)
class Settings:
    """What a browser has set: words to mark, and whether single keys decide."""

    words: tuple[str, ...]
    keys: bool


def settings_of(request: Request) -> Settings:
    """Return what this browser has set; single keys decide until they are switched off."""
    words = own_words(unquote(request.cookies.get(WORDS, "")))
    return Settings(words, request.cookies.get(KEYS, "on") != "off")


def keep_settings(response: Response, words: str, *, keys: bool) -> Response:
    """Return the response with what the browser has set."""
    text = quote(", ".join(own_words(words)), safe="")[:3000]
    year = 365 * 24 * 3600
    response.set_cookie(WORDS, text, max_age=year, httponly=True, samesite="strict", path="/reviews")
    response.set_cookie(KEYS, "on" if keys else "off", max_age=year, samesite="strict", path="/reviews")
    return response


def stop_address(request: Request, stage: str) -> str:
    """Return the address at which a stage is read."""
    return address(str(request.path_params["review"]), STOPS[stage])


def nothing_yet(request: Request, here: str, question: str, log: ReviewLog) -> Page | None:
    """Return the page of a review that holds no reference; `None` when it holds some."""
    if log.arrived() and desk_of(request).look().standing.file_of:
        return None
    said = TextBlock(
        ("Import a file of references first; then they are read here, one at a time.",),
        tone="empty",
        heading="There is nothing to read yet",
    )
    return review_page(
        request,
        here,
        title="Nothing to read yet",
        question=question,
        summary="No reference has been imported into this review.",
        sections=(Section((said,)),),
    )


def error_blocks(wrong: HedgerowError | None) -> tuple[TextBlock, ...]:
    """Return what was wrong, as a block; nothing where nothing was."""
    if wrong is None:
        return ()
    text = tuple(part for part in (wrong.message, wrong.cause, wrong.remedy) if part)
    return (TextBlock(text, tone="wrong", heading="That did not work"),)
