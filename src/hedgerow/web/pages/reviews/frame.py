"""What every page of a review shares: which review it is, the pages beside it, and the way back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from starlette.requests import Request
from starlette.routing import Match

from hedgerow.errors import NotFoundError
from hedgerow.evidence.tables.review import MAIN, ReviewLog
from hedgerow.web.blocks import Link, OwnBlock
from hedgerow.web.page import Crumb, Page, Section
from hedgerow.web.site import site

CRUMBS = (Crumb("Evidence", "/evidence"), Crumb("Reviews", "/reviews"))
# The pages of a review in the order of the work: the end of the address, and its name in the navigation.
# A page that no router serves is left out.
STOPS = (
    ("", "Overview"),
    ("protocol", "Protocol"),
    ("searches", "Searches"),
    ("import", "Import"),
    ("references", "References"),
    ("duplicates", "Duplicates"),
    ("merging", "Merging"),
    ("screen", "Screen"),
    ("conflicts", "Conflicts"),
    ("agreement", "Agreement"),
    ("stop", "Stopping"),
    ("code", "Code"),
    ("practice", "Practice"),
    ("pool", "Pool"),
    ("flow", "Flow"),
    ("export", "Export"),
    ("people", "People"),
)
STYLES = ("reviews.css",)


def review_of(request: Request) -> ReviewLog:
    """Return the log of the review that the address names.

    Raises
    ------
    NotFoundError
        When no review of this id has been started. The review ``main`` needs no start: its pages are there
        before its first file.
    """
    log = ReviewLog(site(request).database, str(request.path_params["review"]))
    if log.review != MAIN and not log.arrived():
        raise NotFoundError(
            f"No review “{log.review}” has been started.", remedy="Start it on the page of the reviews."
        )
    return log


def address(review: str, stop: str = "") -> str:
    """Return the address of a page of a review."""
    return f"/reviews/{review}/{stop}" if stop else f"/reviews/{review}"


def review_nav(request: Request, here: str) -> OwnBlock:
    """Return the ways to the other pages of the review; `here` is the end of this page's address."""
    review = str(request.path_params["review"])
    served = _served(request)
    links = [Link(text, address(review, stop)) for stop, text in STOPS if stop in served or stop == here]
    values = {"links": links, "here": address(review, here), "review": review}
    return OwnBlock("review_nav", values, said={"links": [link.href for link in links]})


def _served(request: Request) -> frozenset[str]:
    """Return the pages that this app has, asked of its routes once."""
    state = request.app.state
    if not hasattr(state, "review_stops"):
        state.review_stops = frozenset(stop for stop, _ in STOPS if _is_served(request, stop))
    found: frozenset[str] = state.review_stops
    return found


def _is_served(request: Request, stop: str) -> bool:
    scope = {"type": "http", "method": "GET", "path": address(MAIN, stop), "headers": [], "root_path": ""}
    return any(route.matches(scope)[0] == Match.FULL for route in request.app.routes)


def review_page(
    request: Request,
    here: str,
    *,
    title: str,
    question: str,
    summary: str,
    sections: Iterable[Section],
    **more: Any,
) -> Page:
    """Return a page of a review with its navigation on top.

    Parameters
    ----------
    here
        The end of its address, one of `STOPS`; what lies below it names the page above.
    more
        Whatever else a `Page` takes: `status`, `scripts`, `styles` (added to those of all reviews).
    """
    review = str(request.path_params["review"])
    crumbs = (*CRUMBS, Crumb(f"Review “{review}”", address(review)))
    styles = (*STYLES, *more.pop("styles", ()))
    return Page(
        title,
        question,
        summary,
        (Section((review_nav(request, here),)), *sections),
        crumbs if here else CRUMBS,
        area="evidence",
        styles=styles,
        **{"eyebrow": "Review", **more},
    )
