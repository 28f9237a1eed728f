"""Local practice: the list, one record with its versions, the form, and a file of records."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hedgerow import vocabulary
from hedgerow.errors import HedgerowError, InputError
from hedgerow.evidence.extraction.form import form_named
from hedgerow.evidence.practice import RULE, RULES, Practice, practice_named, read_practice
from hedgerow.evidence.tables.review import MAIN, ReviewLog
from hedgerow.evidence.tables.review.practice import (
    PracticeQuery,
    chosen,
    practice_table,
    practice_view,
    practices_in,
    record_practice,
    take_in_practice,
)
from hedgerow.web.blocks import Block, Link, LinksBlock, OwnBlock, TableBlock, TextBlock
from hedgerow.web.filters import Entry, Select, filters, labelled
from hedgerow.web.forms import Field, Kept, Sent, form, sent
from hedgerow.web.page import Page, Section
from hedgerow.web.pages.coding.fields import fields_of
from hedgerow.web.pages.coding.kept import kept_section
from hedgerow.web.pages.reviews.frame import address, review_of, review_page
from hedgerow.web.render import respond
from hedgerow.web.reviewer import reviewer

router = APIRouter()
RULE_OF_PERSONS = (
    "Records are about places and organisations. Name no person: not a victim, a suspect, an officer or "
    "a volunteer. The form refuses "
    + ", ".join(rule.what for rule in RULES)
    + "; it cannot find every name, so look once more before you send it."
)


@router.get("/practice")
def short(request: Request) -> Response:
    """Go to the practice of the main review."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{address(MAIN, 'practice')}{query}", status_code=303)


@router.get("/reviews/{review}/practice")
def listing(request: Request) -> Response:
    """List the records of practice."""
    return respond(request, list_page(request))


@router.post("/reviews/{review}/practice")
async def take_in(request: Request) -> Response:
    """Take in a CSV file of records."""
    actor = reviewer(request)
    given = await sent(request)
    try:
        said = await run_in_threadpool(_take_in, review_of(request), given, actor)
    except HedgerowError as error:
        return respond(request, await run_in_threadpool(list_page, request, (), error))
    return respond(request, await run_in_threadpool(list_page, request, said))


def _take_in(log: ReviewLog, given: Sent, actor: str) -> tuple[str, ...]:
    name, content = given.files.get("file", ("", b""))
    if not name:
        raise InputError("No file was chosen.", remedy="Choose a CSV file.")
    with Kept(name, content) as path:
        file = read_practice(path)
    new, known = take_in_practice(log, file, actor=actor)
    told = f"{file.rows} rows in {name}: {new} new, {known} held already, {len(file.refused)} refused."
    refused = tuple(f"Line {one.line}: {one.reason}" for one in file.refused)
    unknown = (
        (f"These columns are no field and were left: {', '.join(file.unknown)}.",) if file.unknown else ()
    )
    return (told, *unknown, *refused)


def list_page(request: Request, said: tuple[str, ...] = (), wrong: HedgerowError | None = None) -> Page:
    """Return the list."""
    log = review_of(request)
    held = practices_in(log)
    asked = request.query_params
    query = PracticeQuery(asked.get("q", ""), asked.get("approach", ""), asked.get("kind", ""))
    found = chosen(held, query)
    home = address(log.review, "practice")
    adding = form(
        home,
        (
            Field(
                "file",
                "A CSV file",
                "file",
                "A column a field, named as in the export.",
                accept=".csv,.tsv,.txt",
            ),
        ),
        button="Take these records in",
        wrong=wrong,
        upload=True,
    )
    news = (Section((TextBlock(said, tone="note", heading="The file was read"),)),) if said else ()
    return review_page(
        request,
        "practice",
        title="Local practice",
        question="What has been tried here?",
        summary="Each record is told by the five Is and EMMIE. "
        f"{len(held):,} {'is' if len(held) == 1 else 'are'} held.",
        sections=(
            *news,
            Section((*_choose(query, held), *_records(found, held, home)), heading="Records"),
            Section((LinksBlock((Link("Add a record", f"{home}/add"),)), adding), heading="Add", id="add"),
            Section((TextBlock((RULE_OF_PERSONS, RULE), tone="note"),), heading="Rules"),
        ),
        status=400 if wrong else 200,
        styles=("coding.css",),
        eyebrow="Practice",
    )


def _choose(query: PracticeQuery, held: tuple[Practice, ...]) -> tuple[Block, ...]:
    if not held:
        return ()
    approaches = labelled([(one.id, one.title) for one in vocabulary.terms("approach").values()], "Any")
    kinds = labelled(list(form_named("practice").fields["kind"].choices), "Any")
    return (
        filters(
            (
                Entry("q", "Words", query.text),
                Select("approach", "Approach", approaches, query.approach),
                Select("kind", "Kind", kinds, query.kind),
            )
        ),
    )


def _records(found: tuple[Practice, ...], held: tuple[Practice, ...], home: str) -> tuple[Block, ...]:
    if not held:
        text = "Operations, campaigns and programmes that were never published are evidence too, once told."
        return (TextBlock((text,), tone="empty", heading="No practice is recorded yet"),)
    links = {(row, "title"): f"{home}/{one.id}" for row, one in enumerate(found)}
    columns = ("title", "kind", "area", "from", "told", "of", "standing")
    return (TableBlock(practice_table(found), links, columns),)


@router.get("/reviews/{review}/practice/add")
def add(request: Request) -> Response:
    """Show the empty form."""
    reviewer(request)
    return respond(request, form_page(request))


@router.post("/reviews/{review}/practice/add")
async def keep_new(request: Request) -> Response:
    """Keep a new record."""
    return await _keep(request, "")


@router.get("/reviews/{review}/practice/{practice}")
def one(request: Request, practice: str) -> Response:
    """Show one record."""
    log = review_of(request)
    view = practice_view(log, practice)
    home = f"{address(log.review, 'practice')}/{practice}"
    missing: tuple[Block, ...] = (TextBlock(("Every field that counts says something.",), tone="note"),)
    if view.missing:
        missing = (OwnBlock("bullets", {"lines": view.missing}, said={"missing": list(view.missing)}),)
    page = review_page(
        request,
        "practice",
        title=view.title,
        question=view.title,
        summary=view.summary,
        sections=(
            Section((LinksBlock((Link("Change this record", f"{home}/change"),)), TableBlock(view.told)),
                    heading="What is told"),
            Section((TableBlock(view.richness, narrow=True), TextBlock((RULE,), tone="note")),
                    heading="How much is told"),
            Section(missing, heading="What would make this record more useful"),
            Section((TableBlock(view.versions),), heading="Versions"),
            *kept_section(request, {practice}, ("practice_recorded",), home if len(view.versions) > 1 else
                          address(log.review, "practice"), heading="Take a version back"),
        ),
        styles=("coding.css",),
        eyebrow="Local practice",
    )  # fmt: skip
    return respond(request, page)


@router.get("/reviews/{review}/practice/{practice}/change")
def change(request: Request, practice: str) -> Response:
    """Show the form with what is told."""
    reviewer(request)
    return respond(request, form_page(request, practice))


@router.post("/reviews/{review}/practice/{practice}/change")
async def keep_changed(request: Request, practice: str) -> Response:
    """Keep a new version."""
    return await _keep(request, practice)


async def _keep(request: Request, practice: str) -> Response:
    actor = reviewer(request)
    given = await sent(request)
    try:
        name = await run_in_threadpool(_record, review_of(request), given, actor, practice)
    except HedgerowError as error:
        return respond(request, await run_in_threadpool(form_page, request, practice, given, error))
    home = address(str(request.path_params["review"]), "practice")
    return RedirectResponse(f"{home}/{name}", status_code=303)


def _record(log: ReviewLog, given: Sent, actor: str, practice: str) -> str:
    texts = {name: text for name, text in given.values.items() if name not in {"csrf", "reason", "based_on"}}
    return record_practice(
        log,
        texts,
        actor=actor,
        practice=practice,
        reason=given.text("reason"),
        based_on=given.text("based_on"),
    )


def form_page(
    request: Request, practice: str = "", given: Sent | None = None, wrong: HedgerowError | None = None
) -> Page:
    """Return the page with the form, empty or with what is told."""
    log = review_of(request)
    held = practice_named(practices_in(log), practice).versions[-1] if practice else None
    filled = given or (Sent({**held.values, "based_on": held.event}) if held else Sent())
    home = address(log.review, "practice")
    extra = (Field("reason", "Why it is changed"), Field("based_on", "Version", "hidden")) if practice else ()
    values = form(
        f"{home}/{practice}/change" if practice else f"{home}/add",
        (*fields_of(form_named("practice")), *extra),
        button="Keep this record",
        given=filled,
        wrong=wrong,
    ).values
    parts = tuple(
        (section.title, section.about, tuple(field.name for field in section.fields))
        for section in form_named("practice").sections
    )
    parts += (("This change", "", tuple(field.name for field in extra)),) if extra else ()
    block = OwnBlock("form_parts", {**values, "parts": parts}, said={"parts": [part[0] for part in parts]})
    return review_page(
        request,
        "practice",
        title="A record of practice",
        question="What was tried, and what came of it?",
        summary="Only the name is needed now. Whatever you can add makes the record more useful.",
        sections=(Section((TextBlock((RULE_OF_PERSONS,), tone="care"), block)),),
        status=400 if wrong else 200,
        styles=("coding.css",),
        eyebrow="Local practice",
    )
