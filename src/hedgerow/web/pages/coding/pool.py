"""Pooling what was extracted: outcome and measure, which effects, why others stay out, the answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.disclosure.released import Value
from hedgerow.errors import NotFoundError
from hedgerow.evidence.extraction import groups, outcome_of, pooling_rows, why_not
from hedgerow.evidence.extraction.compute import LOGS, TITLES, Made
from hedgerow.evidence.extraction.pool import Row, on
from hedgerow.evidence.review import EventDraft
from hedgerow.evidence.synthesis import EffectsTable, pool_rows, table_of
from hedgerow.evidence.tables.review import ReviewLog
from hedgerow.evidence.tables.review.extraction import extracted_of
from hedgerow.evidence.tables.review.to_code import studies_to_code
from hedgerow.evidence.wording import outcome_title
from hedgerow.vocabulary import terms
from hedgerow.web.blocks import Block, Link, LinksBlock, OwnBlock, TableBlock, TextBlock
from hedgerow.web.forms import Sent, sent
from hedgerow.web.page import Crumb, Page, Section
from hedgerow.web.pages.pool import figure_answer, pool_page
from hedgerow.web.pages.pool.choices import Choices, states_its_sign
from hedgerow.web.pages.reviews.frame import CRUMBS, address, review_nav, review_of, review_page
from hedgerow.web.render import respond
from hedgerow.web.reviewer import reviewer

router = APIRouter()
ALL = "all"
AT = "/reviews/{review}/pool/{outcome}/{measure}/{left}"


@router.get("/reviews/{review}/pool")
def choose(request: Request) -> Response:
    """Show what could be pooled."""
    log = review_of(request)
    found = groups(extracted_of(log).effects)
    home = address(log.review, "pool")
    blocks: tuple[Block, ...] = (TextBlock(
        ("Extract effects first: the numbers as printed, and what a positive effect means.",),
        tone="empty", heading="No effect is extracted yet",
        links=(Link("Studies to code", address(log.review, "code")),),
    ),)  # fmt: skip
    if found:
        links = tuple(
            Link(
                f"{outcome_title(one.outcome)}: {TITLES.get(one.measure, one.measure)}",
                f"{home}/{quote(one.outcome, safe='')}/{one.measure}",
                f"{one.poolable} of {one.effects} effects may be pooled.",
            )
            for one in found
            if one.measure in TITLES
        )
        blocks = (LinksBlock(links, style="records"),)
    page = review_page(
        request,
        "pool",
        title="Pool",
        question="What do the studies say together?",
        summary="Only effects of one outcome, on one measure and with one sign, are pooled.",
        sections=(Section(blocks),),
    )
    return respond(request, page)


@router.get("/reviews/{review}/pool/{outcome}/{measure}")
def effects(request: Request, outcome: str, measure: str) -> Response:
    """List the effects of an outcome, with a tick for each that may be pooled."""
    log = review_of(request)
    names = {one.id: one.name for one in studies_to_code(log).studies}
    made = [one for one in extracted_of(log).effects if outcome_of(one) == outcome]
    if not made or measure not in TITLES:
        raise NotFoundError(f"No effect on “{outcome}” is extracted as {measure}.")
    fine = [one for one in made if not why_not(one, outcome, measure)]
    rows = [
        {
            "id": one.effect.id,
            "study": names.get(one.effect.study, one.effect.study[:12]),
            "shown": _shown(one, measure),
            "follow_up": one.effect.follow_up,
        }
        for one in fine
    ]  # fmt: skip
    action = f"{address(log.review, 'pool')}/{quote(outcome, safe='')}/{measure}"
    choosing: Block = OwnBlock("pool_ticks", {"rows": rows, "action": action}, said={"effects": rows})
    if len(fine) < 2:
        choosing = TextBlock(("Fewer than two effects may be pooled.",), tone="empty")
    out = _left_out([one for one in made if why_not(one, outcome, measure)], outcome, measure, names)
    page = review_page(
        request,
        "pool",
        title=f"Pool: {outcome_title(outcome)}",
        question=f"Which effects on “{outcome_title(outcome)}” are pooled?",
        summary=f"{len(fine)} of {len(made)} effects may be pooled as {TITLES[measure].lower()}.",
        sections=(
            Section((choosing,), heading="Effects"),
            *((Section((TableBlock(out),), heading="Why others stay out"),) if len(out) else ()),
        ),
        styles=("coding.css",),
    )
    return respond(request, page)


@router.post("/reviews/{review}/pool/{outcome}/{measure}")
async def ticked(request: Request, outcome: str, measure: str) -> Response:
    """Take the ticks and go to the answer: what is left out stands in the address."""
    given = await sent(request)
    kept, every = given.lists.get("use", ()), given.text("every").split(",")
    left = "-".join(name for name in every if name not in kept) or ALL
    home = f"{address(str(request.path_params['review']), 'pool')}/{quote(outcome, safe='')}/{measure}"
    return RedirectResponse(f"{home}/{left}", status_code=303)


@router.get(AT)
def answer(request: Request, outcome: str, measure: str, left: str) -> Response:
    """Show the answer."""
    log = review_of(request)
    return respond(request, _answer_page(request, log, outcome, measure, left))


@router.get(f"{AT}/figures/{{name}}.svg")
def figure(request: Request, outcome: str, measure: str, left: str) -> Response:
    """Answer a figure of the answer as a file."""
    table, _ = _table(review_of(request), outcome, measure, left)
    return figure_answer(request, table, str(request.path_params["name"]))


@router.post(AT)
async def keep(request: Request, outcome: str, measure: str, left: str) -> Response:
    """Write the answer into the log: which studies, how they were pooled, and what came out."""
    actor = reviewer(request)
    given = await sent(request)
    await run_in_threadpool(_keep, review_of(request), (outcome, measure, left), given, actor)
    return RedirectResponse(
        f"{_base(request, outcome, measure, left)}?{given.text('query')}", status_code=303
    )


def _keep(log: ReviewLog, what: tuple[str, str, str], given: Sent, actor: str) -> None:
    table, studies = _table(log, *what)
    chosen = Choices(dict(part.split("=", 1) for part in given.text("query").split("&") if "=" in part))
    found = pool_rows(table, chosen.options(states_its_sign(table))).synthesis
    options: dict[str, Any] = {"outcome": what[0], "measure": what[1], "left_out": what[2],
                               "method": found.method, "test": chosen.text("test", "knha")}  # fmt: skip
    result = {
        "k": found.k,
        "estimate": float(found.estimate[0]),
        "interval": [float(bound[0]) for bound in found.interval],
        "tau2": float(found.tau2),
    }
    payload = {"options": options, "result": result}
    log.append(EventDraft("pooled", studies, payload), actor=actor)


def _base(request: Request, outcome: str, measure: str, left: str) -> str:
    home = address(str(request.path_params["review"]), "pool")
    return f"{home}/{quote(outcome, safe='')}/{measure}/{left}"


def _table(log: ReviewLog, outcome: str, measure: str, left: str) -> tuple[EffectsTable, tuple[str, ...]]:
    """Return the rows as a table, counts where all effects have them, and the studies that they are of."""
    made = extracted_of(log).effects
    out = set() if left == ALL else set(left.split("-"))
    chosen = [one.effect.id for one in made if one.effect.id not in out]
    names = {one.id: one.name for one in studies_to_code(log).studies}

    def name(study: str) -> str:
        return names.get(study, study[:12])

    rows = pooling_rows(made, outcome, measure, chosen=chosen, name=name)
    counts = pooling_rows(made, outcome, measure, chosen=chosen, name=name, counts=True)
    if not rows:
        raise NotFoundError(f"No effect on “{outcome}” is left to pool.", remedy="Tick at least two.")
    whole = len(counts) == len(rows) and measure in {"OR", "RR", "RD"}
    studies = tuple(dict.fromkeys(str(row["cluster"]) for row in rows))
    table = table_of([_worded(row) for row in (counts if whole else rows)])
    return replace(table, name=f"{outcome_title(outcome)}, {TITLES[measure].lower()}"), studies


def _worded(row: Row) -> Row:
    """Return a row that says in words what a positive effect means, and whether that is good."""
    outcome = str(row["outcome"])
    kept = {key: value for key, value in row.items() if key != "sign_convention"}
    if row["sign_convention"] == "positive_is_benefit":
        return {**kept, "positive_means": "a benefit"}
    good = terms("outcome")[outcome].data["good_when"] if outcome in terms("outcome") else "neither"
    said = {"less": " (harm)", "more": " (good)"}.get(str(good), "")
    return {**kept, "positive_means": f"more {outcome_title(outcome).lower()}{said}"}


def _answer_page(request: Request, log: ReviewLog, outcome: str, measure: str, left: str) -> Page:
    table, _ = _table(log, outcome, measure, left)
    base = _base(request, outcome, measure, left)
    review = str(request.path_params["review"])
    crumbs = (*CRUMBS, Crumb(f"Review “{review}”", address(review)), Crumb("Pool", address(review, "pool")))
    page = pool_page(request, table, base=base, crumbs=crumbs)
    held = [event for event in log.events(("pooled",)) if event.payload["options"].get("outcome") == outcome]
    values = {"action": base, "query": request.url.query, "kept": len(held)}
    keeping = Section((OwnBlock("pool_keep", values, said={"kept": len(held)}),), heading="Keep this answer")
    first = Section((review_nav(request, "pool"),))
    return replace(page, sections=(first, *page.sections, keeping), styles=(*page.styles, "reviews.css"))


def _shown(one: Made, measure: str) -> str:
    found = on(one, measure)
    if found is None:
        return ""
    middle, low, high = found.shown
    scale = TITLES[measure] if measure in LOGS else f"{TITLES[measure]}, more of the outcome above 0"
    return (
        f"{scale} {middle:.3g} ({low:.3g} to {high:.3g})"
        if low is not None and high is not None
        else f"{middle:.3g}"
    )


def _left_out(made: list[Made], outcome: str, measure: str, names: dict[str, str]) -> Released:
    columns = (
        ReleasedColumn("study", "Study"),
        ReleasedColumn("outcome", "Outcome, as the study names it"),
        ReleasedColumn("why", "Why it is not pooled"),
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            names.get(one.effect.study, one.effect.study[:12]),
            one.effect.outcome,
            why_not(one, outcome, measure),
        )
        for one in made
    )
    return release(Draft("not_pooled", "Effects that are not pooled", columns, rows))
