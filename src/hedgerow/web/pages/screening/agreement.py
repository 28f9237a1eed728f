"""How far reviewers agree, on the records that two or more of them read, and how that overlap came about."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from hedgerow.evidence.tables.review.screening_reports import AgreementView, agreement_view
from hedgerow.evidence.tables.review.screening_views import STAGE_TITLES
from hedgerow.web.blocks import Block, Fact, FactsBlock, SourcesBlock, TableBlock, TextBlock
from hedgerow.web.page import Page, Section
from hedgerow.web.pages.reviews.frame import review_of, review_page
from hedgerow.web.pages.screening.desks import STYLES, desk_of, nothing_yet
from hedgerow.web.render import respond

router = APIRouter()
QUESTION = "Do reviewers agree?"


@router.get("/reviews/{review}/agreement")
def agreement(request: Request) -> Response:
    """Show the agreement at both stages."""
    return respond(request, shown(request))


def shown(request: Request) -> Page:
    """Return the page of the agreement."""
    empty = nothing_yet(request, "agreement", QUESTION, review_of(request))
    if empty:
        return empty
    here = desk_of(request)
    views = [agreement_view(here, name) for name in STAGE_TITLES]
    sections = [
        Section(_blocks(view), heading=STAGE_TITLES[view.overlap.stage].capitalize(), id=view.overlap.stage)
        for view in views
        if view.overlap.read or view.overlap.stage == "title_abstract"
    ]
    title = views[0].overlap
    return review_page(
        request,
        "agreement",
        title="Agreement",
        question=QUESTION,
        summary=f"{title.both} of {title.read} records that were read at title and abstract have two or more "
        "independent decisions; only these can show agreement. Resolutions do not enter.",
        sections=sections,
        styles=STYLES,
    )


def _blocks(view: AgreementView) -> tuple[Block, ...]:
    found = view.overlap
    if not found.both:
        text = (
            f"{found.read} records were read, none of them by two people. Agreement is not known, which is "
            "not the same as none.",
        )
        return (TextBlock(text, tone="empty", heading="No record was read by two people"),)
    blocks: list[Block] = [FactsBlock(_facts(view))]
    if found.warning:
        blocks.append(TextBlock((found.warning,), tone="care", heading="Read with care"))
    blocks += [TableBlock(view.figures), TableBlock(view.origins, narrow=True)]
    blocks += [TableBlock(table, caption=way.name) for way, table in view.crossed]
    blocks.append(SourcesBlock((view.figures,)))
    return tuple(blocks)


def _facts(view: AgreementView) -> tuple[Fact, ...]:
    figures = view.overlap.two.figures

    def said(value: float | None) -> tuple[str, bool]:
        return ("not defined", True) if value is None else (f"{value:.3f}", False)

    facts = [Fact("Read by two or more", f"{view.overlap.both:,}", f"of {view.overlap.read:,} read")]
    for label, value, interval in (
        ("Agree", figures.observed, None),
        ("Cohen’s kappa", figures.kappa, figures.kappa_interval),
        ("Gwet’s AC1", figures.ac1, figures.ac1_interval),
    ):
        text, missing = said(value)
        note = f"95 % interval {interval[0]:.3f} to {interval[1]:.3f}" if interval else ""
        facts.append(Fact(label, text, note, missing))
    return tuple(facts)
