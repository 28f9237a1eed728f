"""The addresses of pooling."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hedgerow.errors import HedgerowError, InputError
from hedgerow.evidence.readers.text import decode
from hedgerow.evidence.synthesis.effects_table import table_in
from hedgerow.evidence.synthesis.written import WORKBOOKS
from hedgerow.web.blocks import TextBlock
from hedgerow.web.forms import Field, Sent, form, sent
from hedgerow.web.page import Page, Section
from hedgerow.web.pages.pool.answer import figure_answer
from hedgerow.web.pages.pool.held import held
from hedgerow.web.pages.pool.page import EVIDENCE, pool_page
from hedgerow.web.render import respond

router = APIRouter()
_LONGEST_PASTED = 20_000
FIELDS = (
    Field(
        "file",
        "A table of studies",
        "file",
        "A CSV file or a workbook with one line a study, the first line naming the columns.",
        accept=".csv,.tsv,.txt,.xlsx,.ods,.xls",
    ),
    Field(
        "pasted",
        "Or paste the table",
        "area",
        "Copied from a spreadsheet with its first line, for example: study, event_t, n_t, event_c, n_c.",
    ),
)
_SHAPES = (
    "Events and people of a treated and a control group (event_t, n_t, event_c, n_c), or a two-by-two table "
    "(ai, bi, ci, di).",
    "Means, standard deviations and sizes (m1i, sd1i, n1i, m2i, sd2i, n2i).",
    "Effects as printed: an estimate with 95 % bounds (estimate, ci_low, ci_high), with a standard error, or "
    "with a variance (yi, vi).",
    "Other names are recognised too, and can be set on the next page. A column positive_means may say what a "
    "positive value means.",
)
_KEPT = (
    "A table is held in memory for some hours and on no disk. The address of the next page holds every "
    "choice, so that it can be kept while the table is.",
)


@router.get("/pool")
def start(request: Request) -> Response:
    """Show the form that takes a table."""
    return respond(request, start_page())


@router.post("/pool")
async def take(request: Request) -> Response:
    """Keep a table and go to its page."""
    given = await sent(request)
    name, content = given.files.get("file", ("", b""))
    workbook = content.startswith(WORKBOOKS)
    text = decode(content)[0] if name and not workbook else given.values.get("pasted", "")
    try:
        if workbook:
            table = await run_in_threadpool(table_in, name, content)
            return _to(held(request).hold(table, content))
        if not text.strip():
            raise InputError("No table was sent.", remedy="Choose a file, or paste a table.")
        if not name and len(text) >= _LONGEST_PASTED:
            raise InputError(
                f"The pasted text is longer than {_LONGEST_PASTED:,} letters.",
                remedy="Save it as a CSV file and choose that.",
            )
        key = await run_in_threadpool(held(request).keep, name or "pasted table", text)
    except HedgerowError as error:
        typed = Sent(dict(given.values) | {"pasted": text[:_LONGEST_PASTED]})
        return respond(request, start_page(typed, error))
    return _to(key)


def _to(key: str) -> Response:
    return RedirectResponse(f"/pool/{key}", status_code=303)


def start_page(given: Sent | None = None, wrong: HedgerowError | None = None) -> Page:
    """Return the page that takes a table."""
    taking = form("/pool", FIELDS, button="Read this table", given=given, wrong=wrong, upload=True)
    return Page(
        "Pool effects",
        "What do several studies say together?",
        "Send a table with one line a study. The columns are recognised, and nothing is pooled before you "
        "have said what a positive value means.",
        (
            Section((taking,)),
            Section((TextBlock(_SHAPES),), heading="What a line may hold"),
            Section((TextBlock(_KEPT),), heading="What becomes of it"),
        ),
        (EVIDENCE,),
        area="evidence",
        status=400 if wrong else 200,
    )


@router.get("/pool/{key}")
def one_table(request: Request, key: str) -> Response:
    """Show a table, and its answer once the sign is stated."""
    return respond(request, pool_page(request, held(request).get(key), base=f"/pool/{key}"))


@router.get("/pool/{key}/figures/{name}.svg")
def one_figure(request: Request, key: str, name: str) -> Response:
    """Answer a figure as a file."""
    return figure_answer(request, held(request).get(key), name)
