"""Risk of bias and grades of one study, and the judgements of a whole review in one table."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hedgerow import vocabulary
from hedgerow.errors import HedgerowError, InputError
from hedgerow.evidence.appraisal import OVERALL, Tool, read_robvis, tool_named, tools
from hedgerow.evidence.readers.text import decode
from hedgerow.evidence.tables.review import ReviewLog
from hedgerow.evidence.tables.review.appraisal import (
    Appraised,
    appraised_of,
    bias_table,
    coded_grades,
    export_robvis,
    grades_table,
    judge,
    reasons_table,
    record_grade,
    take_in_robvis,
)
from hedgerow.evidence.tables.review.to_code import Study, ToCode, studies_to_code
from hedgerow.web.blocks import Block, Link, LinksBlock, TableBlock, TextBlock
from hedgerow.web.filters import Choice, Select, filters, labelled
from hedgerow.web.forms import Field, Sent, form, sent
from hedgerow.web.page import Page, Section
from hedgerow.web.pages.coding.kept import kept_section
from hedgerow.web.pages.reviews.frame import address, review_of, review_page
from hedgerow.web.render import respond
from hedgerow.web.reviewer import reviewer

router = APIRouter()
NOT_JUDGED = "Not judged now"


@router.get("/reviews/{review}/code/risk-of-bias")
def whole(request: Request) -> Response:
    """Show the judgements of the review."""
    return respond(request, whole_page(request))


@router.post("/reviews/{review}/code/risk-of-bias")
async def take_in(request: Request) -> Response:
    """Take in a file of judgements."""
    actor = reviewer(request)
    given = await sent(request)
    try:
        said = await run_in_threadpool(_take_in, review_of(request), given, actor)
    except HedgerowError as error:
        return respond(request, await run_in_threadpool(whole_page, request, (), error))
    return respond(request, await run_in_threadpool(whole_page, request, said))


@router.get("/reviews/{review}/code/risk-of-bias/{tool}/robvis")
def export(request: Request, tool: str) -> Response:
    """Send the judgements by one tool as robvis reads them."""
    log = review_of(request)
    names = {one.id: one.name for one in studies_to_code(log).studies}
    body = export_robvis(appraised_of(log), tool, names)
    headers = {"Content-Disposition": f'attachment; filename="robvis-{tool_named(tool).id}.csv"'}
    return Response(body.encode(), media_type="text/csv; charset=utf-8", headers=headers)


def _take_in(log: ReviewLog, given: Sent, actor: str) -> tuple[str, ...]:
    name, content = given.files.get("file", ("", b""))
    if not name:
        raise InputError("No file was chosen.", remedy="Choose a CSV file.")
    file = read_robvis(decode(content)[0], name, tool=given.text("tool"))
    studies = {one.name: one.id for one in studies_to_code(log).studies}
    judged, unknown = take_in_robvis(log, file, studies, name=name, actor=actor)
    told = f"{len(file.rows)} rows of {file.tool.title} in {name}: {judged} studies judged."
    missing = (f"Not held under this title, and left: {'; '.join(unknown)}.",) if unknown else ()
    return (told, *missing)


def whole_page(request: Request, said: tuple[str, ...] = (), wrong: HedgerowError | None = None) -> Page:
    """Return the page of all judgements."""
    log = review_of(request)
    found = appraised_of(log)
    names = {one.id: one.name for one in studies_to_code(log).studies}
    home = f"{address(log.review, 'code')}/risk-of-bias"
    blocks: list[Block] = []
    for tool in tools().values():
        table = bias_table(found, tool, names)
        if len(table):
            links = {(row, "name"): f"{address(log.review, 'code')}/{one['study']}/appraise"
                     for row, one in enumerate(table.records())}  # fmt: skip
            columns = ("name", "outcome", *tool.domains, "overall", "override")
            blocks += [
                TableBlock(table, links, columns),
                LinksBlock((Link("Download for robvis", f"{home}/{tool.id}/robvis"),)),
            ]
    if not blocks:
        blocks = [TextBlock(("Judge a study on its own page, or take in a file.",), tone="empty",
                            heading="Nothing is judged yet")]  # fmt: skip
    choices = labelled([(tool.id, tool.title) for tool in tools().values()], "By the columns of the file")
    adding = form(
        home,
        (
            Field("file", "A CSV file", "file", "Study, one column a domain, Overall: as robvis reads it. "
                  "A study is found by its title.", accept=".csv"),
            Field("tool", "Tool", "select", choices=choices),
        ),
        button="Take these judgements in",
        wrong=wrong,
        upload=True,
    )  # fmt: skip
    news = (Section((TextBlock(said, tone="note", heading="The file was read"),)),) if said else ()
    return review_page(
        request,
        "code",
        title="Risk of bias",
        question="How far can the studies be trusted?",
        summary=f"{len({one.study for one in found.appraisals})} studies are judged, each with reasons.",
        sections=(*news, Section(tuple(blocks)), Section((adding,), heading="From a file")),
        status=400 if wrong else 200,
        styles=("coding.css",),
    )


@router.get("/reviews/{review}/code/{study}/appraise")
def appraise(request: Request, study: str) -> Response:
    """Show the judgements and grades of a study, with the forms."""
    reviewer(request)
    return respond(request, study_page(request, study))


@router.post("/reviews/{review}/code/{study}/appraise")
async def keep(request: Request, study: str) -> Response:
    """Keep judgements or a grade."""
    actor = reviewer(request)
    given = await sent(request)
    try:
        await run_in_threadpool(_keep, review_of(request), study, given, actor)
    except HedgerowError as error:
        return respond(request, await run_in_threadpool(study_page, request, study, given, error))
    home = f"{address(str(request.path_params['review']), 'code')}/{study}/appraise"
    where = f"?tool={given.text('tool')}#bias" if given.text("tool") else "#grades"
    return RedirectResponse(f"{home}{where}", status_code=303)


def _keep(log: ReviewLog, study: str, given: Sent, actor: str) -> None:
    one = studies_to_code(log).study(study)
    if not given.text("tool"):
        texts = {name: text for name, text in given.values.items() if name not in {"csrf", "tool"}}
        record_grade(log, one.reports[0], texts, actor=actor)
        return
    tool = tool_named(given.text("tool"))
    judged = {
        key: (given.text(f"j:{key}"), given.text(f"r:{key}"))
        for key in (*tool.domains, OVERALL)
        if given.text(f"j:{key}")
    }
    judge(log, one.reports[0], tool.id, judged, outcome=given.text("outcome"), actor=actor)


def study_page(
    request: Request, name: str, given: Sent | None = None, wrong: HedgerowError | None = None
) -> Page:
    """Return the page of judgements and grades of one study."""
    log = review_of(request)
    whole = studies_to_code(log)
    one = whole.study(name)
    found = appraised_of(log)
    home = f"{address(log.review, 'code')}/{one.id}"
    typed = given or Sent()
    tool = tool_named(typed.text("tool") or request.query_params.get("tool", "") or "rob2")
    judging = bool(typed.text("tool"))
    return review_page(
        request,
        "code",
        title=f"Appraise: {one.name}",
        question=f"How far can it be trusted? {one.name}",
        summary="Risk of bias by domain, each with its reason; grades of other schemes beside it.",
        sections=(
            Section(
                (LinksBlock((Link("Back to the study", home),)), *_judged(found, one)),
                heading="Risk of bias",
                id="bias",
            ),
            Section(_judge_form(tool, home, typed if judging else Sent(), wrong if judging else None),
                    heading="Judge"),
            Section((*_grades(whole, found, one),), heading="Grades", id="grades"),
            Section((_grade_form(home, typed if not judging else Sent(), wrong if not judging else None),),
                    heading="Record a grade"),
            *kept_section(request, {one.id, *one.reports}, ("graded", "rob_judged"), f"{home}/appraise#kept",
                          heading="What was recorded, to take back"),
        ),
        status=400 if wrong else 200,
        styles=("coding.css",),
        eyebrow="Appraise",
    )  # fmt: skip


def _judged(found: Appraised, one: Study) -> tuple[Block, ...]:
    held = found.of(one.id)
    if not held:
        return (TextBlock(("No domain is judged yet: not rated, which is not “low”.",), tone="empty"),)
    lines = []
    for each in held:
        tool = tools()[each.tool]
        where = f" for {each.outcome}" if each.outcome else ""
        overall = each.overall or "not rated until every domain is judged"
        person = f" (the rule gives {each.by_rule})" if each.overridden else ""
        lines.append(f"{tool.title}{where}: {overall}{person}.")
    return (TextBlock(tuple(lines), tone="note"), TableBlock(reasons_table(held)))


def _judge_form(tool: Tool, home: str, given: Sent, wrong: HedgerowError | None) -> tuple[Block, ...]:
    choices = tuple(Choice(each.id, f"{each.title}: {each.suits}") for each in tools().values())
    allowed = labelled([(one, one) for one in tool.allowed], NOT_JUDGED)
    fields = [
        Field("tool", "Tool", "hidden"),
        Field("outcome", "Outcome", hint="Leave it empty where the judgement is for all outcomes."),
    ]
    for key, title in tool.domains.items():
        fields += [
            Field(f"j:{key}", f"{key} {title}", "select", choices=allowed),
            Field(f"r:{key}", f"Why ({key})", "area"),
        ]
    overall = labelled([(one, one) for one in (*tool.judgements, *tool.also)], "As the rule gives it")
    fields += [
        Field(f"j:{OVERALL}", "Overall", "select", "The rule: the worst domain decides; what is not known "
              "is never taken as low.", choices=overall),
        Field(f"r:{OVERALL}", "Why the overall judgement is not the rule’s", "area"),
    ]  # fmt: skip
    filled = Sent({**given.values, "tool": tool.id})
    block = form(f"{home}/appraise", tuple(fields), button="Keep these judgements", given=filled, wrong=wrong)
    return (filters((Select("tool", "Tool", choices, tool.id),), button="Use this tool"), block)


def _grades(whole: ToCode, found: Appraised, one: Study) -> tuple[Block, ...]:
    coded = coded_grades(whole.coding.state, whole.coding.shelf, one.id)
    grades = (*found.grades_of(one.id), *coded)
    if not grades:
        return (
            TextBlock(("No scheme’s grade is recorded: not rated, which is not a low grade.",), tone="empty"),
        )
    table = grades_table(grades)
    return (TableBlock(table), TextBlock(table.notes, tone="note"))


def _grade_form(home: str, given: Sent, wrong: HedgerowError | None) -> Block:
    schemes = tuple(Choice(one.id, one.title) for one in vocabulary.terms("grading_scheme").values())
    return form(
        f"{home}/appraise#grades",
        (
            Field("scale", "Scheme", "select", choices=schemes),
            Field("value", "Grade, in the scheme’s own words", required=True),
            Field("part", "Part of the scheme", hint="For EMMIE: Effect, Mechanism, Moderator and so on."),
            Field("version", "Version of the scheme"),
            Field("grader", "Who graded it"),
            Field("date", "When", hint="Such as 2025-06."),
            Field("note", "Note", "area"),
        ),
        button="Keep this grade",
        given=given,
        wrong=wrong,
    )
