"""The page of one table: how it was read, what may be chosen, and the answer once the sign is stated."""

from __future__ import annotations

from starlette.requests import Request

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.errors import HedgerowError
from hedgerow.evidence.synthesis import EffectsTable, Pooling, pool_rows
from hedgerow.evidence.synthesis.columns import recognised
from hedgerow.evidence.synthesis.sensitivity import METHOD_NAMES
from hedgerow.web.blocks import Block, TableBlock, TextBlock
from hedgerow.web.page import Crumb, Page, Section
from hedgerow.web.pages.pool.answer import answer_sections
from hedgerow.web.pages.pool.choices import ROLES, Choices, choices_form, states_its_sign

POOL = Crumb("Pool effects", "/pool")
EVIDENCE = Crumb("Evidence", "/evidence")
_SHOWN = 200


def pool_page(
    request: Request, table: EffectsTable, *, base: str, crumbs: tuple[Crumb, ...] = (EVIDENCE, POOL)
) -> Page:
    """Return the page of a table of effects; its choices stand in the address.

    Parameters
    ----------
    base
        The address of this page; figures are answered at ``{base}/figures/{name}.svg`` by `figure_answer`.
    """
    chosen = Choices(dict(request.query_params))
    form = Section((choices_form(table, chosen, base),), heading="How to pool", id="choices")
    read = Section(_read(table), heading="What was read", id="read")
    if not (chosen.sign or states_its_sign(table)):
        return _made(table, _unsigned(), (form, read), crumbs)
    try:
        found = pool_rows(table, chosen.options(states_its_sign(table)))
        answer = answer_sections(request, found, chosen, base)
    except HedgerowError as error:
        parts = (_refused(error), form, read)
        return _made(table, "The table was read; it could not be pooled as asked.", parts, crumbs, 400)
    return _made(table, _pooled_as(found), (*answer, form, read), crumbs)


def _made(
    table: EffectsTable,
    summary: str,
    sections: tuple[Section, ...],
    crumbs: tuple[Crumb, ...],
    status: int = 200,
) -> Page:
    return Page(
        f"Pool: {table.name}",
        f"What do {len(table.rows)} rows say together?",
        summary,
        sections,
        crumbs,
        area="evidence",
        eyebrow=table.name,
        status=status,
    )


def _pooled_as(found: Pooling) -> str:
    one = found.synthesis
    title = f"the {found.measure.title}" if found.measure else "effects as given"
    how = METHOD_NAMES[one.method]
    return f"{one.k} studies were pooled as {title}, by {how}. Every choice can be changed below."


def _unsigned() -> str:
    return (
        "The table was read. Before anything is pooled, say below what a value above the line of no "
        "difference means: one effect turned round changes the answer without a trace."
    )


def _refused(error: HedgerowError) -> Section:
    lines = tuple(part for part in (error.message, error.cause, error.remedy) if part)
    return Section((TextBlock(lines, tone="wrong", heading="That cannot be pooled"),))


def _read(table: EffectsTable) -> tuple[Block, ...]:
    ways = recognised(table.heads)
    blocks: list[Block] = []
    if ways:
        told = [f"{ROLES.get(role, role)}: column “{head}”" for role, head in ways[0].columns.items()]
        blocks.append(TextBlock(("The columns were recognised by their names.", "; ".join(told) + ".")))
    else:
        blocks.append(
            TextBlock(
                ("Say under “Columns” what each row holds, and which column is which.",),
                tone="care",
                heading="The columns were not recognised",
            )
        )
    blocks.append(TableBlock(_rows(table), folded=True, opener="See the rows as they were sent"))
    return tuple(blocks)


def _rows(table: EffectsTable) -> Released:
    columns = tuple(ReleasedColumn(f"c{number}", head or "–") for number, head in enumerate(table.heads))
    rows = tuple(tuple(row[head] for head in table.heads) for row in table.rows[:_SHOWN])
    return release(Draft("rows_sent", f"Rows of {table.name}", columns, rows))
