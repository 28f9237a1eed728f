"""The pages: one file a part of the service, each with its router."""

from fastapi import APIRouter

from hedgerow.web.pages import about, evidence, gapmap, words

ROUTERS: tuple[APIRouter, ...] = (about.router, words.router, gapmap.router, evidence.router)
