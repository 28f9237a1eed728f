"""Read what every page rests on before the first visitor asks, beside the server and never in its way."""

from __future__ import annotations

import os
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI

from hedgerow.errors import HedgerowError
from hedgerow.places.tables.views import gaps_view, layer_values, region_overview
from hedgerow.web.pages.area import page_of
from hedgerow.web.pages.area_charts import LAYER
from hedgerow.web.pages.areas_known import areas_known
from hedgerow.web.site import Site

KINDS = ("pfa", "lad")


def warm(here: Site) -> None:
    """Make the overview, one page of each wide kind and the first layer; what is not built is passed over."""
    lake = here.lake()
    if not lake.has("area_lookup"):
        return
    with suppress(HedgerowError):
        page_of(lake, f"region:{here.region.slug}", database=here.database)
        region_overview(lake, here.region)
        gaps_view(lake)
        layer_values(lake, LAYER)
        for kind in KINDS:
            for code, _ in areas_known(lake, (kind,))[:1]:
                page_of(lake, code, database=here.database)


def one_page_a_core() -> None:
    """Let as many pages be made at once as there are cores, two at least: more only hold each other up.

    The benchmark `web`, twenty users without a pause, decided it.
    """
    current_default_thread_limiter().total_tokens = max(2, os.cpu_count() or 2)


def warming(here: Site) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Return what a server does as it starts: share out the cores, and warm in a thread of its own."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        one_page_a_core()
        threading.Thread(target=warm, args=(here,), daemon=True, name="warm").start()
        yield

    return lifespan
