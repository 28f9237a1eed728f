"""One study to code: its text on one side, a code tree on the other, and what one has said so far."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hedgerow.errors import HedgerowError, UsageError
from hedgerow.evidence.coding import Application
from hedgerow.evidence.tables.review import ReviewLog, standing
from hedgerow.evidence.tables.review.coding import (
    Words,
    apply_code,
    finish_coding,
    form_study,
    remove_code,
    reopen_coding,
    set_codes,
)
from hedgerow.evidence.tables.review.to_code import STATUS, Study, ToCode, studies_to_code
from hedgerow.web.blocks import Block, Link, LinksBlock, OwnBlock, PairsBlock, TextBlock
from hedgerow.web.filters import Choice
from hedgerow.web.forms import Field, Sent, form, sent
from hedgerow.web.page import Page, Section
from hedgerow.web.pages.coding.marks import all_ids, groups_found, groups_of_tree, ticks_of
from hedgerow.web.pages.reviews.frame import address, review_of, review_page
from hedgerow.web.render import respond
from hedgerow.web.reviewer import reviewer

router = APIRouter()
FIRST_TREE = "design"


@router.get("/reviews/{review}/code/{study}")
def study(request: Request, study: str) -> Response:
    """Show a study to code."""
    return respond(request, study_page(request, study, reviewer(request)))


@router.post("/reviews/{review}/code/{study}")
async def act(request: Request, study: str) -> Response:
    """Take what a coder says: ticks of a form, words for a code, taking off, finishing, reopening."""
    actor = reviewer(request)
    given = await sent(request)
    try:
        await run_in_threadpool(_act, review_of(request), study, given, actor)
    except HedgerowError as error:
        page = await run_in_threadpool(study_page, request, study, actor, error)
        return respond(request, page)
    return RedirectResponse(f"{_home(request, study)}{_back(given)}", status_code=303)


def _home(request: Request, study: str) -> str:
    return f"{address(str(request.path_params['review']), 'code')}/{study}"


def _back(given: Sent) -> str:
    tree, find = given.text("tree"), given.text("find")
    asked = f"?find={quote(find)}" if find else f"?tree={quote(tree)}" if tree else ""
    return f"{asked}#{'said' if given.text('act') in {'words', 'remove'} else 'codes'}"


def _act(log: ReviewLog, study: str, given: Sent, actor: str) -> None:
    unit = standing(log).groups.unit
    act, code = given.text("act"), given.text("code")
    if act == "ticks":
        set_codes(log, study, ticks_of(given), actor=actor, unit=unit)
    elif act == "words":
        said = studies_to_code(log).study(study).said
        apply_code(
            log, study, code, actor=actor, words=_words(given, said[0].abstract if said else ""), unit=unit
        )
    elif act == "remove":
        remove_code(log, study, code, actor=actor, arm=given.text("arm"), unit=unit)
    elif act == "join":
        whole = studies_to_code(log)
        reports = (*whole.study(study).reports, *whole.study(given.text("other")).reports)
        form_study(log, reports, study=whole.study(study).id, name=given.text("name"), actor=actor)
    elif act == "finish":
        finish_coding(log, study, actor=actor, unit=unit)
    elif act == "reopen":
        reopen_coding(log, study, actor=actor, unit=unit)
    else:
        raise UsageError(f"“{act}” is nothing that a coder can do.")


def _words(given: Sent, abstract: str | None) -> Words:
    """Return what goes with a code; words that stand in the abstract once are found there."""
    text = given.text("quote")
    place = abstract.find(text) if abstract and text and abstract.count(text) == 1 else -1
    return Words(
        quote=text,
        page=given.text("page"),
        start=place if place >= 0 else None,
        end=place + len(text) if place >= 0 else None,
        document="abstract" if place >= 0 else "",
        arm=given.text("arm"),
        note=given.text("note"),
        value=given.text("value"),
    )


def study_page(request: Request, name: str, actor: str, wrong: HedgerowError | None = None) -> Page:
    """Return the page of one study to code."""
    found = studies_to_code(review_of(request))
    one = found.study(name)
    mine = found.coding.state.by(one.id, actor)
    finished = actor in one.finishers
    sections = [
        Section((_wrong(wrong),)) if wrong else None,
        Section((_standing(found, one, actor),)),
        Section(_text(found, one, mine), heading="The text", id="text"),
        Section((_choosing(request, found, mine, one),), heading="Codes", id="codes")
        if not finished
        else None,
        Section(_said(found, one, mine, finished=finished), heading="What you have said", id="said"),
        Section((_finish(one, actor),), heading="Finish", id="finish"),
        Section((_joining(found, one),), heading="Reports of one study", id="reports")
        if len(found.studies) > 1
        else None,
    ]
    return review_page(
        request,
        "code",
        title=f"Code: {one.name}",
        question=one.name,
        summary=f"{STATUS[one.status]}. You are {actor}.",
        sections=tuple(section for section in sections if section),
        status=400 if wrong else 200,
        styles=("coding.css",),
        eyebrow="Code a study",
    )


def _wrong(error: HedgerowError) -> TextBlock:
    return TextBlock(
        tuple(part for part in (error.message, error.cause, error.remedy) if part),
        tone="wrong",
        heading="That did not work",
    )


def _standing(found: ToCode, one: Study, actor: str) -> LinksBlock:
    home = f"{address(found.review, 'code')}/{one.id}"
    ways = [
        Link("Extract effects, costs and implementation", f"{home}/extract"),
        Link("Judge risk of bias and record grades", f"{home}/appraise"),
    ]
    if actor in one.finishers and len(one.finishers) > 1:
        ways.insert(0, Link("Compare the codings and settle differences", f"{home}/compare"))
    return LinksBlock(tuple(ways))


def _text(found: ToCode, one: Study, mine: tuple[Application, ...]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    quotes = [quote.text for code in mine for quote in code.quotes]
    for said in one.said:
        facts = [("Authors", said.authors), ("Year", str(said.year or "")), ("Published in", said.journal)]
        blocks.append(PairsBlock(tuple((label, text) for label, text in facts if text)))
        shown = said.abstract or "The file gives no abstract. Code from the publication, with page numbers."
        blocks.append(
            OwnBlock("code_text", {"parts": marked(shown, quotes)}, said={"abstract": said.abstract})
        )
        carried = [found.coding.shelf.name(code.code) for code in said.codes]
        if carried:
            words = (
                "The imported file carries these codes. They are another’s, and count when you apply them:"
            )
            blocks.append(TextBlock((words, "; ".join(carried)), tone="note"))
    return tuple(blocks)


def marked(text: str, quotes: list[str]) -> list[tuple[str, bool]]:
    """Return a text in parts, those that are quoted marked."""
    flags = bytearray(len(text))
    for quoted in quotes:
        place = text.find(quoted) if quoted else -1
        if place >= 0:
            flags[place : place + len(quoted)] = b"\x01" * len(quoted)
    parts: list[tuple[str, bool]] = []
    for letter, flag in zip(text, flags, strict=True):
        if parts and parts[-1][1] == bool(flag):
            parts[-1] = (parts[-1][0] + letter, bool(flag))
        else:
            parts.append((letter, bool(flag)))
    return parts


def _choosing(request: Request, found: ToCode, mine: tuple[Application, ...], one: Study) -> OwnBlock:
    shelf = found.coding.shelf
    find = request.query_params.get("find", "").strip()
    tree = request.query_params.get("tree", FIRST_TREE)
    if tree not in shelf.trees:
        tree = FIRST_TREE
    whole = {held.code: held for held in mine if not held.arm}
    groups = groups_found(shelf, find, whole) if find else groups_of_tree(shelf.trees[tree], whole)
    counts = {name: sum(shelf.home.get(code) == name for code in whole) for name in shelf.trees}
    values = {
        "action": f"{address(found.review, 'code')}/{one.id}",
        "trees": [(name, known.name, counts[name]) for name, known in shelf.trees.items()],
        "tree": "" if find else tree,
        "find": find,
        "groups": groups,
        "about": "" if find else shelf.trees[tree].description,
        "among": all_ids(groups),
    }
    said = {"tree": tree, "find": find, "codes": [mark.id for group in groups for mark in group.marks]}
    return OwnBlock("code_tree", values, said=said)


def _said(found: ToCode, one: Study, mine: tuple[Application, ...], *, finished: bool) -> tuple[Block, ...]:
    if not mine:
        return (TextBlock(("You have applied no code to this study yet.",), tone="empty"),)
    listed = [(held, found.coding.shelf.name(held.code)) for held in mine]
    action = f"{address(found.review, 'code')}/{one.id}"
    values = {"listed": listed, "action": action, "finished": finished}
    said = {"codes": [{"code": held.code, "name": name, "quotes": len(held.quotes)} for held, name in listed]}
    return (OwnBlock("code_said", values, said=said),)


def _joining(found: ToCode, one: Study) -> OwnBlock:
    """Return the form that takes another report as one of this study."""
    others = tuple(Choice(each.id, each.name[:90]) for each in found.studies if each.id != one.id)
    fields = (
        Field("act", "Act", "hidden"),
        Field(
            "other",
            "Another report of this study",
            "select",
            "What was said of both is then told of one study.",
            others,
        ),
        Field("name", "Name of the study"),
    )
    return form(
        f"{address(found.review, 'code')}/{one.id}",
        fields,
        button="Take both as one study",
        given=Sent({"act": "join", "name": found.coding.state.studies.names.get(one.id, "")}),
    )


def _finish(one: Study, actor: str) -> OwnBlock:
    done = actor in one.finishers
    others = len([name for name in one.finishers if name != actor])
    values = {"done": done, "others": others, "study": one.id}
    return OwnBlock(
        "code_finish", values, said={"finished": done, "others_finished": others if done else None}
    )
