"""Whether a finding holds in a place: factor by factor, with a person's word above the rule's."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hedgerow.commissioning.tables.transfer import TransferView, judge, transfer_view, undo
from hedgerow.commissioning.tables.transfer_judgements import Said
from hedgerow.commissioning.tables.transfer_list import TransferListView, transfer_list
from hedgerow.errors import HedgerowError, NotFoundError, UsageError
from hedgerow.evidence.tables import evidence_record
from hedgerow.vocabulary import terms
from hedgerow.web.blocks import SourcesBlock, TableBlock, TextBlock
from hedgerow.web.filters import Choice, Entry, Select, filters, labelled
from hedgerow.web.forms import Sent, sent
from hedgerow.web.page import Crumb, Page, Section
from hedgerow.web.pages.areas_known import areas_known
from hedgerow.web.pages.evidence import EVIDENCE
from hedgerow.web.pages.transfer_blocks import sections_of
from hedgerow.web.render import respond
from hedgerow.web.reviewer import reviewer_or_none
from hedgerow.web.site import Site, site
from hedgerow.web.unbuilt import needs
from hedgerow.workspace.area import find_code

router = APIRouter()
KINDS = ("pfa", "lad")
LOOK = "Choose from the list, or look for it with the search box at the top of the page."


@dataclass(frozen=True)
class Refused:
    """A judgement that was not taken: what was sent, and why not."""

    factor: str
    given: Sent
    error: HedgerowError


@router.get("/evidence/transfer")
def findings(request: Request) -> Response:
    """Hold every finding that counts against one place."""
    here, asked = site(request), request.query_params
    lake = needs(here.lake(), "evidence_record", "evidence_effect", "area", "area_lookup")
    wanted = asked.get("place", "").strip() or asked.get("area", "").strip()
    approach = asked.get("approach", "")
    if not wanted:
        return respond(request, unplaced(here, "", "Findings", approach=approach))
    try:
        code = find_code(here.workspace, wanted)
    except NotFoundError as error:
        return respond(request, unplaced(here, "", "Findings", wanted, error, approach=approach))
    if asked.get("place", "").strip() or code != wanted:
        more = f"&approach={quote(approach)}" if approach else ""
        return RedirectResponse(f"/evidence/transfer?area={code}{more}", status_code=303)
    return respond(request, list_page(here, transfer_list(lake, here.database, code, approach=approach)))


def list_page(here: Site, view: TransferListView) -> Page:
    """Return the page of the findings held against a place."""
    rows = list(view.findings.records())
    links = {(i, "title"): f"/evidence/{row['id']}/transfer?area={view.area}" for i, row in enumerate(rows)}
    columns = (
        "title",
        "uk",
        "uk_others",
        "stated",
        "read",
        "holds",
        "partly",
        "does_not_hold",
        "cannot_tell",
        "failing",
    )
    said = (
        f"{view.stating} of {len(rows)} findings state a condition, as far as they were read. "
        "What a finding does not state is not known, and never counts as met or unmet."
    )
    table = Section(
        (TextBlock((said,)), TableBlock(view.findings, links, columns), SourcesBlock((view.findings,)))
    )
    return Page(
        f"Transfer to {view.place}",
        f"Which findings would hold in {view.place}?",
        "Finding by finding, in alphabetical order: this is no ranking. Open one for its conditions.",
        (_choose(here, view.area, view.place, approach=view.approach), table),
        (EVIDENCE, Crumb(view.place, f"/places/{view.area}")),
        area="evidence",
        eyebrow="Transferability",
        kept=True,
        authored=True,
    )


@router.get("/evidence/{record_id}/transfer")
def transfer(request: Request, record_id: str) -> Response:
    """Hold a publication against a place."""
    here, asked = site(request), request.query_params
    lake = needs(here.lake(), "evidence_record", "evidence_effect")
    title = evidence_record(lake, record_id).title
    wanted = asked.get("place", "").strip() or asked.get("area", "").strip()
    if not wanted:
        return respond(request, unplaced(here, record_id, title))
    needs(lake, "area", "area_lookup")
    try:
        code = find_code(here.workspace, wanted)
    except NotFoundError as error:
        return respond(request, unplaced(here, record_id, title, wanted, error))
    if asked.get("place", "").strip() or code != wanted:
        return RedirectResponse(f"/evidence/{record_id}/transfer?area={code}", status_code=303)
    return respond(request, page_of(here, transfer_view(lake, here.database, record_id, code)))


@router.post("/evidence/{record_id}/transfer")
async def say(request: Request, record_id: str) -> Response:
    """Take a person's word on one factor, or take it back."""
    given = await sent(request)
    area, factor = given.text("area"), given.text("factor")
    actor = reviewer_or_none(request) or "web"
    here = site(request)
    try:
        await run_in_threadpool(_say, here, record_id, given, actor)
    except (UsageError, NotFoundError) as error:
        view = await run_in_threadpool(transfer_view, here.lake(), here.database, record_id, area)
        return respond(request, page_of(here, view, Refused(factor, given, error)))
    return RedirectResponse(f"/evidence/{record_id}/transfer?area={area}#f-{factor}", status_code=303)


def _say(here: Site, record: str, given: Sent, actor: str) -> None:
    area, factor, act = given.text("area"), given.text("factor"), given.text("act")
    if act == "undo":
        undo(here.lake(), here.database, record, area, factor, actor=actor)
        return
    if act != "judge":
        raise UsageError(f"“{act}” is nothing that can be done here.", remedy="Judge, or undo.")
    version = given.text("version")
    based = int(version) if version.isdigit() else None
    said = Said(given.text("state"), given.text("why"), actor, based)
    judge(here.lake(), here.database, record, area, factor, said)


def _choose(here: Site, chosen: str, name: str = "", typed: str = "", approach: str | None = None) -> Section:
    """Return the form that chooses the place, and for the list the approach."""
    choices = [Choice("", "Choose a force or district"), *_known(here)]
    if chosen and all(choice.value != chosen for choice in choices):
        choices.append(Choice(chosen, name or chosen))
    fields: list[Select | Entry] = [
        Select("area", "Place", tuple(choices), chosen),
        Entry("place", "Or any other: its code or name", typed),
    ]
    if approach is not None:
        named = [(one.id, one.title) for one in terms("approach").values()]
        fields.append(Select("approach", "Approach", labelled(named, "Any"), approach))
    return Section((filters(fields),))


def _known(here: Site) -> list[Choice]:
    return [Choice(code, name) for code, name in areas_known(here.lake(), KINDS)]


def _crumbs(record: str, title: str) -> tuple[Crumb, ...]:
    return (EVIDENCE, Crumb(title, f"/evidence/{record}")) if record else (EVIDENCE,)


def unplaced(
    here: Site,
    record: str,
    title: str,
    typed: str = "",
    wrong: HedgerowError | None = None,
    approach: str | None = None,
) -> Page:
    """Return the page before a place is chosen, or when there is none of that name."""
    said = TextBlock(
        (
            "Choose a place. What a record states is then held against what is known there.",
            "Nothing is added up: each condition stands by itself, and what is not known says so.",
        ),
        tone="empty",
        heading="Where is it to be done?",
    )
    sections = [_choose(here, "", typed=typed, approach=approach), Section((said,))]
    if wrong:
        words = tuple(part for part in (wrong.message, wrong.cause, LOOK) if part)
        sections.insert(0, Section((TextBlock(words, tone="wrong", heading="That place was not found"),)))
    return Page(
        f"Transfer: {title}",
        "Would it hold here?",
        title if record else "Findings and a place: which stated conditions hold there.",
        tuple(sections),
        _crumbs(record, title),
        area="evidence",
        eyebrow="Transferability",
        status=404 if wrong else 200,
    )


def page_of(here: Site, view: TransferView, refused: Refused | None = None) -> Page:
    """Return the page of a finding and a place."""
    back = (refused.factor, refused.given, refused.error) if refused else None
    return Page(
        f"{view.title}: transfer to {view.place}",
        f"Would it hold in {view.place}?",
        view.title,
        (_choose(here, view.area, view.place), *sections_of(view, back)),
        (*_crumbs(view.record, view.title), Crumb(view.place, f"/places/{view.area}")),
        area="evidence",
        eyebrow="Transferability",
        status=400 if refused else 200,
    )
