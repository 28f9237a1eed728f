"""From a page to an answer: HTML, its JSON twin, or one of its tables as a file."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from starlette.requests import Request
from starlette.responses import Response

from hedgerow.disclosure import Released, released_to_csv, released_to_json, released_to_xlsx
from hedgerow.errors import NotFoundError
from hedgerow.web.charts.lines import month_name
from hedgerow.web.csrf import token
from hedgerow.web.months import in_words
from hedgerow.web.page import Page
from hedgerow.web.site import Site, site

TEMPLATES = Path(__file__).parent / "templates"
NAVIGATION = (
    ("Places", "/places", "places"),
    ("Map", "/map", "map"),
    ("Evidence", "/evidence", "evidence"),
    ("Plans", "/plans", "plans"),
    ("Alignment", "/alignment", "alignment"),
    ("Profile", "/profile", "profile"),
    ("Data", "/data/sources", "data"),
)
# The pages about places, for the bar under the sections; one that this build of the app lacks is not listed.
ABOUT_PLACES = (
    ("Find a place", "/places"),
    ("Map", "/map"),
    ("Explore", "/explore"),
    ("Need and strength", "/scores"),
    ("Where crime gathers", "/patterns"),
    ("Shortlist", "/shortlist"),
    ("Warning signs", "/signals"),
    ("Shock and recovery", "/shocks"),
    ("Demand", "/demand"),
    ("Modern slavery", "/modern-slavery"),
)
BAR_FOR = frozenset({"places", "map"})
FILES: Mapping[str, tuple[str, Callable[[Released], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", released_to_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", released_to_xlsx),
    "table": ("application/json", released_to_json),
}


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the template engine: everything is escaped and an unknown name is an error."""
    engine = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    engine.filters["month"] = month_name
    engine.filters["in_words"] = in_words
    engine.filters["identity"] = id
    return engine


@lru_cache(maxsize=32)
def template(name: str) -> Template:
    """Return a compiled template."""
    return environment().get_template(name)


def respond(request: Request, page: Page) -> Response:
    """Return the page in the form that was asked for."""
    asked = request.scope.get("hedgerow.form", "html")
    if asked in FILES and page.status < 400:  # a failure has no table: it is told as a page
        return _file(request, page, asked)
    if asked == "json":
        body = json.dumps(page.as_dict(), ensure_ascii=False, indent=1, default=str).encode()
        return _answer(request, page, body, "application/json")
    return _answer(request, page, html(request, page).encode(), "text/html; charset=utf-8")


def data_answer(request: Request, data: object) -> Response:
    """Return JSON for a script of ours, remembered until the next build."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    return _finished(request, body, "application/json", status=200, kept=True)


def html(request: Request, page: Page) -> str:
    """Return the page as HTML."""
    here: Site = site(request)
    return template("page.html").render(
        page=page,
        site=here,
        navigation=NAVIGATION,
        bar=_bar(request, page),
        path=request.url.path,
        address=_address(request),
        query=request.query_params.get("q", ""),
        keys=page.keys(),
        csrf=token(here.secret, request) if not page.kept else "",
    )


def _bar(request: Request, page: Page) -> tuple[tuple[str, str], ...]:
    """Return the ways to the other pages about places, on a page about places."""
    if page.area not in BAR_FOR:
        return ()
    return tuple(pair for pair in ABOUT_PLACES if pair[1] in request.app.state.paths)


def _address(request: Request) -> Callable[..., str]:
    """Return a function that makes the address of this page in another form or with another state."""

    def other(form: str = "", **changes: object) -> str:
        kept = {k: v for k, v in request.query_params.items() if k != "table"}
        kept |= {name: str(value) for name, value in changes.items() if value not in (None, "")}
        for name in [name for name, value in changes.items() if value in (None, "")]:
            kept.pop(name, None)
        path = request.url.path if request.url.path != "/" or not form else "/index"
        query = str(request.url.replace_query_params(**kept).query) if kept else ""
        return f"{path}{'.' + form if form else ''}{'?' + query if query else ''}"

    return other


def _file(request: Request, page: Page, asked: str) -> Response:
    tables = page.tables()
    name = request.query_params.get("table", next(iter(tables), ""))
    if name not in tables:
        raise NotFoundError(
            f"This page has no table “{name}”.", remedy=f"It has: {', '.join(tables) or 'none'}."
        )
    kind, write = FILES[asked]
    ending = "json" if asked == "table" else asked
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return Response(write(tables[name]), media_type=kind, headers=headers)


def _answer(request: Request, page: Page, body: bytes, kind: str) -> Response:
    return _finished(request, body, kind, status=page.status, kept=page.kept, authored=page.authored)


def _finished(
    request: Request, body: bytes, kind: str, *, status: int, kept: bool, authored: bool = False
) -> Response:
    tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    headers = {"Cache-Control": "no-cache", "Vary": "Accept, Accept-Encoding", "ETag": tag}
    if kept:
        headers["X-Hedgerow-Kept"] = "authored" if authored else "lake"
    if "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, 5, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(body, status_code=status, media_type=kind, headers=headers)
