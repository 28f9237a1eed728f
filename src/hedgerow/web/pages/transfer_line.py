"""The judgement in one line, to stand beside an effect wherever one is shown."""

from __future__ import annotations

from dataclasses import replace

from hedgerow.commissioning.tables.transfer import transfer_line
from hedgerow.web.blocks import Link, TextBlock
from hedgerow.web.page import Page
from hedgerow.web.site import Site

BESIDE = "Effects"


def line_block(here: Site, record: str, area: str = "") -> TextBlock:
    """Return the line for a place, or for none, with the way to the whole judgement.

    Raises
    ------
    NotFoundError
        When no area has this code.
    """
    line = transfer_line(here.lake(), here.database, record, area or None)
    address = f"/evidence/{record}/transfer"
    text = "Hold it against a place" if line.area is None else f"The whole judgement for {line.place}"
    link = Link(text, address if line.area is None else f"{address}?area={line.area}")
    return TextBlock((*line.warning, line.text), tone="care", heading="Would it hold here?", links=(link,))


def with_transfer(page: Page, here: Site, record: str, area: str = "") -> Page:
    """Return the page of a publication with the line at the head of its effects."""
    block = line_block(here, record, area)
    sections = tuple(
        replace(section, blocks=(block, *section.blocks)) if section.heading.startswith(BESIDE) else section
        for section in page.sections
    )
    return replace(page, sections=sections, authored=True)
