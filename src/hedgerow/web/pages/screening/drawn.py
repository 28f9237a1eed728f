"""The blocks of the page on which records are read."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request

from hedgerow.errors import HedgerowError
from hedgerow.evidence.screening.marking import marked, words_of
from hedgerow.evidence.screening.reading import FULL_TEXT, TITLE_ABSTRACT, Reading
from hedgerow.evidence.tables.review.desk import Desk
from hedgerow.evidence.tables.review.screening import Look
from hedgerow.evidence.tables.review.screening_views import (
    ProgressView,
    RecordView,
    criteria_of,
    last_reading,
    titles_of,
)
from hedgerow.web.blocks import OwnBlock, TableBlock
from hedgerow.web.forms import Sent
from hedgerow.web.pages.reviews.frame import address
from hedgerow.web.pages.screening.desks import settings_of, stop_address
from hedgerow.web.reviewer import WHO

SAID = {"include": "include", "exclude": "exclude", "maybe": "maybe"}


def record_block(
    request: Request, look: Look, view: RecordView, *, given: Sent | None, wrong: HedgerowError | None
) -> OwnBlock:
    """Return one record with its criteria and the form of the decision."""
    chosen = settings_of(request)
    criteria = criteria_of(look, view.stage)
    words = words_of((*look.protocol.passages(), *(one.text for one in criteria)))
    said = view.said
    about = (said.authors, str(said.year) if said.year else "", said.journal)
    values: dict[str, Any] = {
        "view": view,
        "action": stop_address(request, view.stage),
        "full": view.stage == FULL_TEXT,
        "title": marked(said.title, words, chosen.words),
        "abstract": marked(said.abstract or "", words, chosen.words),
        "about": " · ".join(part for part in about if part),
        "doi": said.doi if said.doi and said.doi.startswith("10.") else "",
        "criteria": criteria,
        "question": look.protocol.question or look.protocol.title,
        "reasons": tuple(one.text for one in criteria if one.kind == "exclude"),
        "single_keys": chosen.keys,
        "typed": given.values if given and wrong else {},
        "wrong": wrong,
    }
    return OwnBlock("screen_record", values, said=_told(view, wrong))


def _told(view: RecordView, wrong: HedgerowError | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "unit": view.unit,
        "stage": view.stage,
        "title": view.said.title,
        "abstract": view.said.abstract,
        "mine": reading_dict(view.mine) if view.mine else None,
        "others": [reading_dict(one) for one in view.others],
        "terms": [list(term) for term in view.terms],
    }
    return told | ({"error": wrong.as_dict()} if wrong else {})


def reading_dict(one: Reading) -> dict[str, Any]:
    """Return a decision as JSON-ready values."""
    return {"reviewer": one.reviewer, "decision": one.decision, "reason": one.reason, "note": one.note}


def done_block(request: Request, stage: str, progress: ProgressView, *, stopped: bool) -> OwnBlock:
    """Return what is said when nothing is left for this reviewer."""
    review = str(request.path_params["review"])
    values = {
        "stopped": stopped,
        "full": stage == FULL_TEXT,
        "counts": progress.counts,
        "title_address": stop_address(request, TITLE_ABSTRACT),
        "full_address": stop_address(request, FULL_TEXT),
        "conflicts": address(review, "conflicts"),
        "stop": address(review, "stop"),
        "agreement": address(review, "agreement"),
    }
    return OwnBlock("screen_done", values, said={"unit": None, "stopped": stopped})


def progress_block(request: Request, here: Desk, stage: str, who: str, progress: ProgressView) -> OwnBlock:
    """Return the last decision with its undo, the counts, and what a browser may set."""
    look = here.look()
    last = last_reading(look, stage, who)
    review = str(request.path_params["review"])
    chosen = settings_of(request)
    values = {
        "stage": stage,
        "action": stop_address(request, stage),
        "settings": f"{stop_address(request, TITLE_ABSTRACT)}/settings",
        "who": who,
        "change_who": f"{WHO}?back={stop_address(request, stage)}",
        "last": last[1] if last else None,
        "last_unit": last[0] if last else "",
        "last_title": titles_of(here, (last[0],)).get(last[0], "") if last else "",
        "last_terms": here.why(stage, who, last[0]) if last else (),
        "mine": progress.mine,
        "counts": progress.counts.full if stage == FULL_TEXT else progress.counts.title,
        "other": stop_address(request, TITLE_ABSTRACT if stage == FULL_TEXT else FULL_TEXT),
        "other_name": "title and abstract" if stage == FULL_TEXT else "full text",
        "conflicts": address(review, "conflicts"),
        "words": ", ".join(chosen.words),
        "single_keys": chosen.keys,
    }
    table = TableBlock(progress.table, folded=True, opener="All counts as a table")
    return OwnBlock("screen_progress", values, (table,), said={"mine": progress.mine})


def found_block(request: Request, stage: str, words: str, found: tuple[tuple[str, str], ...]) -> OwnBlock:
    """Return the search for a record by its title, and what it found."""
    values = {"action": stop_address(request, stage), "words": words, "found": found}
    return OwnBlock("screen_find", values, said={"found": [unit for unit, _ in found]})
