"""A part that exists but holds nothing yet: why, what to do, and where to go meanwhile."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from hedgerow.store.lake import Lake
from hedgerow.web.blocks import Link, LinksBlock, TextBlock
from hedgerow.web.page import Page, Section
from hedgerow.web.render import respond


class NotBuiltYet(Exception):
    """What a page needs has not been built."""

    def __init__(self, table: str) -> None:
        super().__init__(table)
        self.table = table


def needs(lake: Lake, *tables: str) -> Lake:
    """Return the lake when it has every table."""
    for table in tables:
        if not lake.has(table):
            raise NotBuiltYet(table)
    return lake


def nothing_yet(request: Request, error: Exception) -> Response:
    """Answer a page whose part has not been built."""
    assert isinstance(error, NotBuiltYet)
    said = TextBlock(
        (
            f"This page rests on the table {error.table}, which this workspace does not hold yet.",
            "Run: hedgerow build PATH. Then: hedgerow doctor PATH says what is still missing, and why. "
            "Until then nothing is shown, because nothing is known: that is not the same as nought.",
        ),
        tone="empty",
        heading="Nothing has been built here yet",
    )
    onward = LinksBlock(
        (
            Link("What the data hold", "/data/sources"),
            Link("The vocabulary", "/vocabulary"),
            Link("Overview", "/"),
        )
    )
    summary = "This part of the workspace is empty so far."
    sections = (Section((said,)), Section((onward,), heading="Meanwhile"))
    return respond(request, Page("Nothing here yet", "What is here?", summary, sections))
