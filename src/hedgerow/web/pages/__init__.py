"""The pages: one file a part of the service, each with its router."""

from fastapi import APIRouter

from hedgerow.web.pages import about

ROUTERS: tuple[APIRouter, ...] = (about.router,)
