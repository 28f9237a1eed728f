"""References: the list, and one with its raw text, fields, corrections and history."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hedgerow.disclosure import Released
from hedgerow.errors import HedgerowError
from hedgerow.evidence.tables.review.correcting import correct_field
from hedgerow.evidence.tables.review.listing import (
    ReferencesView,
    ReferenceView,
    reference_view,
    references_view,
)
from hedgerow.web.blocks import Block, Link, OwnBlock, PairsBlock, SourcesBlock, TableBlock, TextBlock
from hedgerow.web.filters import Choice, Entry, filters, turn, whole_number
from hedgerow.web.forms import Field, Sent, form, sent
from hedgerow.web.page import Page, Section
from hedgerow.web.pages.reviews.frame import address, review_of, review_page
from hedgerow.web.render import respond
from hedgerow.web.reviewer import reviewer, reviewer_or_none

router = APIRouter()


@router.get("/reviews/{review}/references")
def listing(request: Request) -> Response:
    """List the references."""
    text = request.query_params.get("q", "")[:200]
    view = references_view(review_of(request), text=text, page=whole_number(request, "page", 1))
    return respond(request, list_page(request, view))


def list_page(request: Request, view: ReferencesView) -> Page:
    """Return the page of the list."""
    here = address(view.review, "references")
    rows = list(view.references.records())
    links = {(i, "title"): f"{here}/{row['id']}" for i, row in enumerate(rows)}
    before, after = turn(request, view.page, view.pages)
    columns = ("title", "authors", "year", "source", "abstract", "copies")
    found: Block = TableBlock(view.references, links, columns)
    if not rows:
        found = TextBlock(
            ("Import a file first." if not view.text else "Try fewer words.",),
            tone="empty",
            heading="No reference matches" if view.text else "No reference is held yet",
            links=(Link("Import a file", address(view.review, "import")),),
        )
    blocks: tuple[Block, ...] = (
        filters((Entry("q", "Words in any field", view.text),), clear=here if view.text else ""),
        found,
        OwnBlock("pager", {"before": before, "after": after, "page": view.page, "pages": view.pages}),
        SourcesBlock((view.references,)),
    )
    return review_page(
        request,
        "references",
        title="References",
        question="What was imported?",
        summary=f"{view.total:,} references{' match' if view.text else ', copies included'}.",
        sections=(Section(blocks),),
    )


@router.get("/reviews/{review}/references/{reference}")
def show(request: Request, reference: str) -> Response:
    """Show one reference."""
    return respond(request, reference_page(request, _view(request, reference)))


def _view(request: Request, reference: str) -> ReferenceView:
    return reference_view(review_of(request), reference, reviewer_or_none(request) or "")


@router.post("/reviews/{review}/references/{reference}")
async def correct(request: Request, review: str, reference: str) -> Response:
    """Correct a field."""
    given = await sent(request)
    log, actor = review_of(request), reviewer(request)
    values = given.text("field"), given.values.get("value", "")
    try:
        await run_in_threadpool(correct_field, log, reference, *values, actor=actor)
    except HedgerowError as error:
        view = _view(request, reference)
        return respond(request, reference_page(request, view, given, error))
    return RedirectResponse(f"{address(review, 'references')}/{reference}", status_code=303)


def reference_page(
    request: Request, view: ReferenceView, given: Sent | None = None, wrong: HedgerowError | None = None
) -> Page:
    """Return the page of a reference."""
    here = f"{address(view.review, 'references')}/{view.id}"
    where = f", line {view.line:,}" if view.line else ""
    pairs = PairsBlock(
        (("Id", view.id), ("Source", view.source), ("File", f"{view.file or 'taken back'}{where}"))
    )
    fields = TableBlock(view.fields, columns=("label", "value", "file"), narrow=True)
    sections = [
        Section((pairs, fields, SourcesBlock((view.fields,))), heading="What is known of it"),
        *_codes(view),
        Section(_copies(view), heading="Copies", id="copies"),
        Section((_history(view, here), TableBlock(view.history, folded=True)), heading="What happened to it"),
        Section((_correction(view, here, given, wrong),), heading="Correct a field", id="correct"),
        Section(
            (OwnBlock("raw_text", {"raw": view.raw}, said={"raw": view.raw}),), heading="As the file has it"
        ),
    ]
    summary = "A reference of this review." if view.held else "Its file was taken back: it counts nowhere."
    return review_page(
        request,
        "references",
        title=view.title,
        question=view.title,
        summary=summary,
        sections=sections,
        eyebrow="Reference",
        status=400 if wrong else 200,
    )


def _codes(view: ReferenceView) -> tuple[Section, ...]:
    """Return what the file codes of it, under the name of its source; nothing where it codes nothing."""
    if not len(view.codes):
        return ()
    columns = tuple(c for c in ("code", "tree", "note", "quote", "arm") if c != "arm" or _any(view.codes, c))
    note = TextBlock(view.codes.notes)
    return (Section((note, TableBlock(view.codes, columns=columns)), heading=view.codes.title, id="codes"),)


def _any(table: Released, column: str) -> bool:
    return any(row[column] is not None for row in table.records())


def _copies(view: ReferenceView) -> tuple[Block, ...]:
    if not len(view.copies):
        return (TextBlock(("No other reference is known to be the same publication.",)),)
    here = address(view.review, "references")
    links = {(i, "title"): f"{here}/{row['id']}" for i, row in enumerate(view.copies.records())}
    apart = TextBlock(
        ("Not the same after all? The way back is on the page of the duplicates.",),
        links=(Link("Duplicates", f"{address(view.review, 'duplicates')}#groups"),),
    )
    return (TableBlock(view.copies, links, ("title", "source", "year")), apart)


def _history(view: ReferenceView, here: str) -> OwnBlock:
    values = {"review": view.review, "events": list(view.history.records()), "back": here}
    return OwnBlock("review_events", values, said={"shown": len(view.history)})


def _correction(view: ReferenceView, here: str, given: Sent | None, wrong: HedgerowError | None) -> OwnBlock:
    choices = tuple(Choice(name, label) for name, label in view.correctable.items())
    fields = (
        Field("field", "Field", "select", choices=choices, required=True),
        Field(
            "value", "What it should be", "area", "What the file says stays beside it, and you can undo it."
        ),
    )
    return form(here, fields, button="Correct it", given=given, wrong=wrong)
