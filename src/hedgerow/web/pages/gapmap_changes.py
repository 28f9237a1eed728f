"""What changed on the gap map since a date or a kept version."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from hedgerow.disclosure import Released
from hedgerow.evidence.tables import GapMapChangesView, gap_map_changes, versions
from hedgerow.web.blocks import Block, SourcesBlock, TableBlock, TextBlock
from hedgerow.web.filters import Choice, Entry, Select, filters
from hedgerow.web.gapmap.address import MAP
from hedgerow.web.page import Crumb, Page, Section
from hedgerow.web.pages.evidence import EVIDENCE
from hedgerow.web.render import respond
from hedgerow.web.site import Site, site
from hedgerow.web.unbuilt import needs

router = APIRouter()
CHANGES = f"{MAP}/changes"
HERE = Crumb("Gap map", MAP)
SHOWN = {
    "cells": ("row_title", "column_title", "change_title", "before", "after", "came", "went"),
    "records": ("title", "change_title", "before", "after"),
    "grades": ("title", "scale", "before", "after"),
    "gaps": ("title", "before", "after"),
}
HEADINGS = {"cells": "Cells", "records": "Records", "grades": "Grades", "gaps": "Named gaps"}


@router.get(CHANGES)
def changes(request: Request) -> Response:
    """Show what changed."""
    here = site(request)
    lake = needs(here.lake(), "evidence_record")
    kept = versions(here.database)
    if not kept:
        return respond(request, _none())
    since = request.query_params.get("date", "").strip() or request.query_params.get("since", "").strip()
    return respond(request, page_of(here, gap_map_changes(lake, here.database, since or kept[-1].id)))


def page_of(here: Site, view: GapMapChangesView) -> Page:
    """Return the page of what changed."""
    sections = [Section((_choose(here, view), *_caution(view)))]
    tables: Mapping[str, Released] = {
        "cells": view.cells,
        "records": view.records,
        "grades": view.grades,
        "gaps": view.gaps,
    }
    for name, table in tables.items():
        links = {
            (i, "title"): f"/evidence/{row['id']}"
            for i, row in enumerate(table.records())
            if name in {"records", "grades"} and row.get("change") != "removed"
        }
        if not len(table):
            continue
        block: Block = TableBlock(table, links, SHOWN[name])
        sections.append(Section((block,), heading=HEADINGS[name], id=name))
    kept = TableBlock(view.versions, columns=("title", "held", "evidence", "sha256"))
    sections.append(Section((kept, SourcesBlock((view.cells,))), heading="Versions that are kept"))
    return Page(
        "What changed on the gap map",
        "What changed on the evidence and gap map?",
        view.summary,
        tuple(sections),
        (EVIDENCE, HERE),
        area="evidence",
        kept=True,
        authored=True,
    )


def _choose(here: Site, view: GapMapChangesView) -> Block:
    choices = tuple(Choice(one.id, one.title) for one in reversed(versions(here.database)))
    return filters(
        (
            Select("since", "Since the version of", choices, view.since.id),
            Entry("date", "Or since a date", "", "2026-03"),
        ),
        button="Compare",
        clear=CHANGES,
    )


def _caution(view: GapMapChangesView) -> tuple[Block, ...]:
    return (TextBlock((view.caution,), tone="care"),) if view.caution else ()


def _none() -> Page:
    empty = TextBlock(
        ("A build that changes the map keeps a version of it. Build the workspace once; then come back.",),
        tone="empty",
        heading="No version is kept yet",
    )
    return Page(
        "What changed on the gap map",
        "What changed on the evidence and gap map?",
        "No version of the map is kept yet.",
        (Section((empty,)),),
        (EVIDENCE, HERE),
        area="evidence",
        kept=True,
        authored=True,
    )
