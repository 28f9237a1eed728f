"""What was kept on a page, with a button to take each back."""

from __future__ import annotations

from collections.abc import Collection

from starlette.requests import Request

from hedgerow.evidence.tables.review import standing
from hedgerow.evidence.tables.review.kept import kept_events
from hedgerow.web.blocks import OwnBlock
from hedgerow.web.page import Section
from hedgerow.web.pages.reviews.frame import review_of


def kept_section(
    request: Request, about: Collection[str], types: Collection[str], back: str, *, heading: str
) -> tuple[Section, ...]:
    """Return the section that lists what was kept, or nothing where nothing was.

    Parameters
    ----------
    about
        Ids of the references or records.
    back
        Where to come back to after an undo: an address of the same review.
    """
    log = review_of(request)
    events = kept_events(log, standing(log), about, types)
    if not len(events):
        return ()
    values = {"review": log.review, "events": list(events.records()), "back": back}
    block = OwnBlock("review_events", values, said={"shown": len(events)})
    return (Section((block,), heading=heading, id="kept"),)
