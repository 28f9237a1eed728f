"""The app over one workspace."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import FastAPI
from starlette.exceptions import HTTPException

from hedgerow.errors import HedgerowError
from hedgerow.web import failures
from hedgerow.web.files import BuiltFiles
from hedgerow.web.guard import LOCAL_HOSTS, Guard, Remembered
from hedgerow.web.pages import ROUTERS
from hedgerow.web.reviewer import UnnamedReviewerError, ask_who
from hedgerow.web.site import Site
from hedgerow.web.unbuilt import NotBuiltYet, nothing_yet
from hedgerow.web.vendor import STATIC
from hedgerow.web.warm import warming
from hedgerow.workspace import Workspace


def create_app(workspace: Workspace, *, hosts: Iterable[str] = LOCAL_HOSTS) -> FastAPI:
    """Return the web app of an open workspace; it answers to the named hosts alone.

    Raises
    ------
    MachineError
        When the browser libraries have not been built.
    """
    here = Site(workspace)
    app = FastAPI(title="Hedgerow", docs_url=None, redoc_url=None, openapi_url=None, lifespan=warming(here))
    app.state.site = here
    app.mount("/static", BuiltFiles(directory=STATIC))
    for router in ROUTERS:
        app.include_router(router)
    app.state.paths = frozenset(getattr(route, "path", "") for router in ROUTERS for route in router.routes)
    app.add_exception_handler(HedgerowError, failures.known)
    app.add_exception_handler(NotBuiltYet, nothing_yet)
    app.add_exception_handler(UnnamedReviewerError, ask_who)
    app.add_exception_handler(HTTPException, failures.missing)
    app.add_exception_handler(Exception, failures.broken)
    app.add_middleware(Remembered, site=app.state.site)
    app.add_middleware(Guard, site=app.state.site, hosts=tuple(hosts))
    return app
