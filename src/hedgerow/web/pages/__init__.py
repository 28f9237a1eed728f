"""The pages: one file a part of the service, each with its router."""

from fastapi import APIRouter

from hedgerow.web.pages import (
    about,
    alignment,
    area,
    coding,
    data,
    disagreements,
    evidence,
    gapmap,
    gapmap_changes,
    gapmap_layers,
    home,
    jobs,
    map_export,
    map_page,
    methods,
    patterns,
    places,
    plans,
    pool,
    profile,
    reviews,
    screening,
    transfer,
    words,
)

ROUTERS: tuple[APIRouter, ...] = (
    home.router,
    places.router,
    area.router,
    map_page.router,
    map_export.router,
    patterns.router,
    gapmap.router,
    gapmap_changes.router,
    gapmap_layers.router,
    disagreements.router,
    *screening.ROUTERS,  # before the pages of a review: “who” is no review
    *reviews.ROUTERS,
    transfer.router,  # before the records: “transfer” is no record
    *coding.ROUTERS,
    evidence.router,
    pool.router,
    plans.router,
    alignment.router,
    profile.router,
    jobs.router,
    data.router,
    methods.router,
    words.router,
    about.router,
)
