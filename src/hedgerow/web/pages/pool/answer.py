"""The answer: sentence, figures, facts, sensitivity, checks, and the words for a report."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from hedgerow.disclosure import Released
from hedgerow.errors import HedgerowError, NotFoundError
from hedgerow.evidence.synthesis import EffectsTable, Pooling, pool_rows
from hedgerow.evidence.synthesis import figures as draw
from hedgerow.evidence.synthesis.effects_table import number_of
from hedgerow.evidence.synthesis.figures import Figure
from hedgerow.evidence.synthesis.findings import summary_of_findings
from hedgerow.evidence.synthesis.report import methods_text, results_text
from hedgerow.evidence.synthesis.shown_tables import (
    checks_table,
    coefficients_table,
    effect_word,
    estimators_table,
    left_out_table,
    looks_table,
    pooled_table,
)
from hedgerow.web.blocks import (
    Block,
    Fact,
    FactsBlock,
    OwnBlock,
    SourcesBlock,
    TableBlock,
    TextBlock,
    fact,
)
from hedgerow.web.page import Section
from hedgerow.web.pages.pool.certainty import certainty_form, outcome_of
from hedgerow.web.pages.pool.choices import Choices, states_its_sign

FIGURES = ("forest", "funnel", "baujat", "left_out", "cumulative")


def answer_sections(request: Request, found: Pooling, chosen: Choices, base: str) -> tuple[Section, ...]:
    """Return the sections of an answer."""
    pooled = pooled_table(found)
    said = results_text(found)
    verdict = TextBlock(said[1:] or said, tone="verdict", heading=said[0])
    first = Section((verdict, *_figures_of(found, pooled), SourcesBlock((pooled,))))
    return (
        first,
        Section(_drawn(request, found, chosen, base, "forest"), heading="The studies", id="forest"),
        Section((TableBlock(checks_table(found), narrow=True),), heading="What speaks for and against it",
                id="checks"),
        *_sensitivity(request, found, chosen, base),
        Section(_certainty(found, chosen, base), heading="How certain is it?", id="certainty"),
        Section(
            (TextBlock((" ".join(methods_text(found)),)), TextBlock((" ".join(said),))),
            heading="Words for a report", id="words",
        ),
    )  # fmt: skip


def figure_answer(request: Request, table: EffectsTable, name: str) -> Response:
    """Answer a figure as an SVG file, with the choices of the address."""
    chosen = Choices(dict(request.query_params))
    if name not in FIGURES:
        raise NotFoundError(f"There is no figure “{name}”.", remedy=f"There are: {', '.join(FIGURES)}.")
    if not (chosen.sign or states_its_sign(table)):
        raise NotFoundError(
            "There is no figure yet.",
            cause="Nothing is pooled before it is said what a positive value means.",
            remedy="State it on the page of the table.",
        )
    figure = _figure(pool_rows(table, chosen.options(states_its_sign(table))), chosen, name)
    headers = {"Content-Disposition": f'attachment; filename="{name}.svg"'}
    return Response(figure.file(), media_type="image/svg+xml", headers=headers)


def _figures_of(found: Pooling, pooled: Released) -> tuple[Block, ...]:
    """Return the headline numbers, and the coefficients where one number is not the answer."""
    many = len(found.synthesis.names) > 1 or found.synthesis.robust is not None
    facts = FactsBlock(_facts(found, pooled))
    return (facts, TableBlock(coefficients_table(found))) if many else (facts,)


def _facts(found: Pooling, pooled: Released) -> tuple[Fact, ...]:
    level = f"{100 * found.synthesis.level:g} % interval"
    if len(found.synthesis.names) > 1:
        return (fact(pooled, 0, "k", "Studies"),)
    low, high = (fact(pooled, 0, name, "").value for name in ("ci_low", "ci_high"))
    facts = [
        fact(pooled, 0, "estimate", effect_word(found), f"{level} {low} to {high}"),
        fact(pooled, 0, "k", "Studies", "fragile below 5" if found.synthesis.k < 5 else ""),
        fact(pooled, 0, "i2", "I2", "share of the spread that is more than chance", " %"),
    ]
    if found.synthesis.prediction_interval is None:
        facts.append(fact(pooled, 0, "p_value", "p"))
    else:
        ends = [fact(pooled, 0, name, "").value for name in ("prediction_low", "prediction_high")]
        facts.insert(1, Fact("In a new study", f"{ends[0]} to {ends[1]}", "expected, for a study like these"))
    return tuple(facts)


def _sensitivity(request: Request, found: Pooling, chosen: Choices, base: str) -> tuple[Section, ...]:
    sections = []
    estimators, left = estimators_table(found), left_out_table(found)
    if len(estimators):
        sections.append(
            Section(
                (TableBlock(estimators),), heading="The answer by every method", id="methods",
                intro="An answer that turns with the method is not one to rest on.",
            )
        )  # fmt: skip
    if len(left):
        blocks = _drawn(request, found, chosen, base, "left_out")
        sections.append(Section(blocks, heading="The answer without each study", id="left-out"))
    small = (
        *_drawn(request, found, chosen, base, "funnel"),
        *((TableBlock(looks),) if len(looks := looks_table(found)) else ()),
    )
    sections.append(Section(small, heading="Do small studies differ from large ones?", id="small"))
    more = (
        *_drawn(request, found, chosen, base, "baujat"),
        *_drawn(request, found, chosen, base, "cumulative"),
    )
    if any(isinstance(block, OwnBlock) for block in more):
        drawn = tuple(block for block in more if isinstance(block, OwnBlock))
        sections.append(Section(drawn, heading="Which study does what", id="influence"))
    return tuple(sections)


def _certainty(found: Pooling, chosen: Choices, base: str) -> tuple[Block, ...]:
    form = certainty_form(found, chosen, base)
    try:
        table = summary_of_findings([outcome_of(found, chosen)])
    except HedgerowError as error:
        lines = tuple(part for part in (error.message, error.remedy) if part)
        return (TextBlock(lines, tone="wrong", heading="A judgement is not complete"), form)
    return (TableBlock(table), SourcesBlock((table,)), form)


def _drawn(request: Request, found: Pooling, chosen: Choices, base: str, name: str) -> tuple[Block, ...]:
    """Return a figure with its table and a way to save it, or why there is none."""
    try:
        figure = _figure(found, chosen, name)
    except HedgerowError as error:
        return (TextBlock((error.message,), tone="empty"),)
    query = request.url.query
    values = {
        "figure": figure,
        "file": f"{base}/figures/{name}.svg{'?' + query if query else ''}",
    }
    beside = TableBlock(figure.table, folded=True, caption=figure.table.title)
    said = {"title": figure.title, "description": figure.description}
    return (OwnBlock("figure", values, (beside,), said),)


def _figure(found: Pooling, chosen: Choices, name: str) -> Figure:
    if name == "forest":
        groups = found.table.words(chosen.text("groups"))
        risks = draw.risks_within(found.table)
        return draw.forest(found, risks=risks, groups=[groups[row] for row in found.rows] if groups else ())
    if name == "cumulative":
        return _cumulative(found)
    ways = {"funnel": draw.funnel, "baujat": draw.baujat, "left_out": draw.left_out_figure}
    return ways[name](found)


def _cumulative(found: Pooling) -> Figure:
    year = next((head for head in found.table.heads if head.strip().lower() == "year"), "")
    cells = found.table.words(year)
    if not year or any(number_of(cells[row]) is None or not cells[row] for row in found.rows):
        raise NotFoundError("There is no column of years for every study.", remedy="Add a column named year.")
    return draw.cumulative_figure(found, found.table.numbers(year)[list(found.rows)])
