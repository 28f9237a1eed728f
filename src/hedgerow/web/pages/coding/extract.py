"""Extraction: effects with their raw numbers, costs, implementation and the summary of one study."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.disclosure.released import Value
from hedgerow.errors import HedgerowError
from hedgerow.evidence.extraction import INPUTS, KINDS, Kind
from hedgerow.evidence.extraction.compute import TITLES
from hedgerow.evidence.extraction.effect import CHOICES, Effect
from hedgerow.evidence.extraction.filled import Filled
from hedgerow.evidence.extraction.form import Form, form_named
from hedgerow.evidence.tables.review import ReviewLog
from hedgerow.evidence.tables.review.extraction import (
    Extracted,
    effects_table,
    extract_effect,
    extracted_of,
    fill_form,
    take_effect_back,
)
from hedgerow.evidence.tables.review.to_code import Study, studies_to_code
from hedgerow.vocabulary import terms
from hedgerow.web.blocks import Block, Link, LinksBlock, TableBlock, TextBlock
from hedgerow.web.filters import Choice, Select, filters, labelled
from hedgerow.web.forms import Field, Sent, form, sent
from hedgerow.web.page import Page, Section
from hedgerow.web.pages.coding.fields import fields_of
from hedgerow.web.pages.coding.kept import kept_section
from hedgerow.web.pages.reviews.frame import address, review_of, review_page
from hedgerow.web.render import respond
from hedgerow.web.reviewer import reviewer

router = APIRouter()
FORMS = ("summary", "cost", "implementation")


@router.get("/reviews/{review}/code/{study}/extract")
def extract(request: Request, study: str) -> Response:
    """Show what was extracted from a study, with the forms."""
    reviewer(request)
    return respond(request, extract_page(request, study))


@router.post("/reviews/{review}/code/{study}/extract")
async def keep(request: Request, study: str) -> Response:
    """Keep an effect or a filled form."""
    actor = reviewer(request)
    given = await sent(request)
    try:
        await run_in_threadpool(_keep, review_of(request), study, given, actor)
    except HedgerowError as error:
        page = await run_in_threadpool(extract_page, request, study, given, error)
        return respond(request, page)
    home = f"{address(str(request.path_params['review']), 'code')}/{study}/extract"
    return RedirectResponse(
        f"{home}#{'effects' if given.text('kind') else given.text('form')}", status_code=303
    )


def _keep(log: ReviewLog, study: str, given: Sent, actor: str) -> None:
    one = studies_to_code(log).study(study)
    if given.text("act") == "take_back":
        take_effect_back(log, given.text("entry"), actor=actor)
        return
    texts = {name: text for name, text in given.values.items() if name not in {"csrf", "entry", "form"}}
    if given.text("form"):
        fill_form(
            log, one.reports[0], given.text("form"), _plain(texts), actor=actor, entry=given.text("entry")
        )
    else:
        extract_effect(log, one.reports[0], texts, actor=actor, effect=given.text("entry"))


def _plain(texts: Mapping[str, str]) -> dict[str, str]:
    return {name.partition(":")[2] or name: text for name, text in texts.items()}


def extract_page(
    request: Request, name: str, given: Sent | None = None, wrong: HedgerowError | None = None
) -> Page:
    """Return the page of extraction."""
    log = review_of(request)
    one = studies_to_code(log).study(name)
    found = extracted_of(log)
    home = f"{address(log.review, 'code')}/{one.id}"
    sections = [
        Section(_effects(found, one, home), heading="Effects", id="effects"),
        Section(_effect_form(request, found, home, given, wrong), heading="Extract an effect", id="add"),
        *(_form_section(found, one, form_named(each), home, given, wrong) for each in FORMS),
        *kept_section(
            request,
            {one.id, *one.reports},
            ("effect_extracted", "form_filled"),
            f"{home}/extract#kept",
            heading="What was kept, to take back",
        ),
    ]
    return review_page(
        request,
        "code",
        title=f"Extract: {one.name}",
        question=f"What does it report? {one.name}",
        summary=f"Effects: {len(found.of(one.id))}. Costs: {len(found.filled(one.id, 'cost'))}.",
        sections=(
            Section(
                (LinksBlock((Link("Back to the study", home), Link("Pool", address(log.review, "pool")))),)
            ),
            *sections,
        ),
        status=400 if wrong else 200,
        styles=("coding.css",),
        eyebrow="Extract",
    )


def _effects(found: Extracted, one: Study, home: str) -> tuple[Block, ...]:
    made = found.of(one.id)
    if not made:
        text = "Numbers are kept as the publication prints them; what they come to is computed beside them."
        return (TextBlock((text,), tone="empty", heading="No effect is extracted yet"),)
    links = {(row, "outcome"): f"{home}/extract?effect={each.effect.id}#add" for row, each in enumerate(made)}
    columns = ("outcome", "printed", "measure", "estimate", "lower", "upper", "formula", "beside", "misprint",
               "blocked", "quote", "page", "actor")  # fmt: skip
    return (TableBlock(effects_table(made, {one.id: one.name}), links, columns),)


def _effect_form(
    request: Request, found: Extracted, home: str, given: Sent | None, wrong: HedgerowError | None
) -> tuple[Block, ...]:
    held = found.effect(request.query_params.get("effect", ""))
    typed = given if given and given.text("kind") else None
    asked = typed.text("kind") if typed else held.kind if held else request.query_params.get("kind", "totals")
    kind = KINDS.get(asked) or KINDS["totals"]
    kinds = tuple(Choice(name, each.title) for name, each in KINDS.items())
    choose = filters(
        (Select("kind", "What the publication prints", kinds, kind.id),), button="Show the fields"
    )
    filled = typed or (Sent(_as_typed(held)) if held else Sent({"kind": kind.id, "entry": ""}))
    block = form(
        f"{home}/extract#add",
        _fields(kind),
        button="Correct the effect" if held else "Keep the effect",
        given=filled,
        wrong=wrong if typed else None,
    )
    back: tuple[Block, ...] = ()
    if held:
        undo = (Field("act", "Act", "hidden"), Field("entry", "Effect", "hidden"))
        sure = Sent({"act": "take_back", "entry": held.id})
        back = (form(f"{home}/extract#effects", undo, button="Take this effect back", given=sure),)
    return (choose, TextBlock((kind.hint,), tone="plain"), block, *back)


def _as_typed(held: Effect) -> dict[str, str]:
    texts = {name: str(value) for name, value in held.as_dict().items() if isinstance(value, str)}
    return {**texts, **held.values, "entry": held.id, "kind": held.kind}


def _fields(kind: Kind) -> tuple[Field, ...]:
    outcomes = labelled([(word.id, word.title) for word in terms("outcome").values()], "None of them")
    measures = tuple(Choice(code, TITLES[code]) for code in kind.measures)
    chosen = {
        name: labelled(list(allowed.items()), "Choose") if name == "positive_means" else tuple(
            Choice(value, text) for value, text in allowed.items()
        )
        for name, allowed in CHOICES.items()
    }  # fmt: skip
    return (
        Field("kind", "Kind", "hidden"),
        Field("entry", "Effect", "hidden"),
        Field("outcome", "Outcome, as the study names it", required=True),
        Field("word", "Word of the vocabulary for it", "select", choices=outcomes),
        *(Field(name, INPUTS[name], required=name in kind.needs) for name in kind.fields),
        Field("measure", "Computed as", "select", choices=measures),
        Field("positive_means", "What a positive effect means", "select", choices=chosen["positive_means"],
              hint="Older reviews of crime print the inverse: above 1 is less crime.",
              required=True),
        Field("comparator", "Compared with what"),
        Field("follow_up", "Follow-up", hint="For example 12 months."),
        Field("arm", "Arm"),
        Field("analysis", "Who is counted", "select", choices=chosen["analysis"]),
        Field("clustered", "Were clusters allocated?", "select", choices=chosen["clustered"]),
        Field("cluster_size", "Mean size of a cluster"),
        Field("icc", "Intra-cluster correlation (ICC)"),
        Field("icc_source", "Where the ICC comes from"),
        Field("quote", "Words of the source", "area"),
        Field("page", "Page or table"),
        Field("verified", "Where it was read", "select", choices=chosen["verified"]),
        Field("note", "Note", "area"),
    )  # fmt: skip


def _form_section(
    found: Extracted, one: Study, shape: Form, home: str, given: Sent | None, wrong: HedgerowError | None
) -> Section:
    held = found.filled(one.id, shape.id)
    typed = given if given and given.text("form") == shape.id else None
    hidden = {"form": shape.id, "entry": held[-1].id if shape.single and held else ""}
    filled = typed or Sent(
        {
            **hidden,
            **({f"{shape.id}:{k}": v for k, v in held[-1].values.items()} if shape.single and held else {}),
        }
    )
    block = form(
        f"{home}/extract#{shape.id}",
        (
            Field("form", "Form", "hidden"),
            Field("entry", "Entry", "hidden"),
            *fields_of(shape, prefix=f"{shape.id}:"),
        ),
        button=f"Keep: {shape.title.lower()}",
        given=filled,
        wrong=wrong if typed else None,
    )
    shown: tuple[Block, ...] = (TableBlock(filled_table(shape, held)),) if held and not shape.single else ()
    return Section((*shown, block), heading=shape.title, intro=shape.about, id=shape.id)


def filled_table(shape: Form, held: tuple[Filled, ...]) -> Released:
    """Return filled forms as a table."""
    columns = tuple(ReleasedColumn(field.name, field.label) for field in shape.fields.values())
    rows: list[tuple[Value, ...]] = []
    for one in held:
        words = {name: dict(field.choices) for name, field in shape.fields.items()}
        rows.append(
            tuple(words[name].get(one.values.get(name, ""), one.values.get(name)) for name in shape.fields)
        )
    return release(Draft(f"form_{shape.id}", shape.title, columns, tuple(rows)))
