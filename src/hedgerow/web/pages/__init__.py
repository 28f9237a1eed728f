"""The pages: one file a part of the service, each with its router."""

from fastapi import APIRouter

from hedgerow.web.pages import about, words

ROUTERS: tuple[APIRouter, ...] = (about.router, words.router)
