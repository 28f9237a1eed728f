"""The pages: one file a part of the service, each with its router."""

from fastapi import APIRouter

from hedgerow.web.pages import about, area, data, evidence, gapmap, home, map_page, places, words

ROUTERS: tuple[APIRouter, ...] = (
    home.router,
    places.router,
    area.router,
    map_page.router,
    gapmap.router,
    evidence.router,
    data.router,
    words.router,
    about.router,
)
