"""Import: send files, see what they would give, take them in, read the account."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hedgerow.errors import HedgerowError, InputError
from hedgerow.evidence.intake.preview import Preview, chosen_columns, preview, usual_columns
from hedgerow.evidence.tables.review import ReviewLog, standing
from hedgerow.evidence.tables.review.intake import KINDS
from hedgerow.evidence.tables.review.overview import files_table, rejected_table
from hedgerow.web.blocks import Block, Link, LinksBlock, OwnBlock, SourcesBlock, TableBlock, TextBlock
from hedgerow.web.forms import Sent, sent
from hedgerow.web.page import Page, Section
from hedgerow.web.pages.reviews.frame import address, review_of, review_page
from hedgerow.web.render import respond
from hedgerow.web.reviewer import reviewer
from hedgerow.web.site import Site, site
from hedgerow.workspace import waiting
from hedgerow.workspace.adding import ImportReport, import_evidence
from hedgerow.workspace.jobs import start

router = APIRouter()
MOST_FILES = 10
ACCEPT = ".ris,.txt,.nbib,.ciw,.bib,.xml,.json,.csv,.tsv,.tab,.xlsx,.html,.asreview,.enw"
KIND_TITLES = {
    "database": "A database",
    "register": "A register of trials",
    "website": "A website",
    "organisation": "An organisation, or a local archive",
    "citation": "Following citations",
}
MAPPED = {
    "title": "Title",
    "abstract": "Abstract",
    "authors": "Authors",
    "year": "Year",
    "journal": "Journal",
    "doi": "DOI",
    "link": "Web address",
    "keywords": "Keywords",
    "volume": "Volume",
    "issue": "Issue",
    "pages": "Pages",
    "label": "Earlier decision",
}
HERE_ALREADY = TextBlock(
    (
        "The starter library of publications comes with Hedgerow and is in the list, the search and the gap "
        "map already: there is nothing to import for it. What you import is yours, and stays “imported, not "
        "yet coded” until somebody has coded it.",
    ),
    heading="The starter library is already here",
    links=(Link("Open the library", "/evidence"),),
)


@router.get("/reviews/{review}/import")
def page(request: Request) -> Response:
    """Ask for files; or show what those that wait would give; or what became of them."""
    reviewer(request)
    log, asked = review_of(request), request.query_params
    if digests := _digests(asked.get("files", "")):
        return respond(request, _look(request, log, digests))
    return respond(request, import_page(request, log, done=_digests(asked.get("done", ""))))


def _digests(text: str) -> list[str]:
    return [part for part in text.split(",") if len(part) == 64 and part.isalnum()][:MOST_FILES]


@router.post("/reviews/{review}/import")
async def send(request: Request, review: str) -> Response:
    """Keep the files that were sent until the person has seen what they would give."""
    given = await sent(request, most_files=MOST_FILES)
    log = review_of(request)
    reviewer(request)
    files = given.uploads.get("files", ())
    if not files:
        wrong = InputError("No file was chosen.", remedy="Choose one or several files of references.")
        return respond(request, import_page(request, log, wrong=wrong))
    here = site(request)
    digests = [await run_in_threadpool(waiting.keep, here.workspace, *file) for file in files]
    asked = {"files": ",".join(dict.fromkeys(digests)), **_said(given)}
    return RedirectResponse(f"{address(review, 'import')}?{urlencode(asked)}", status_code=303)


def _said(given: Mapping[str, str] | Sent) -> dict[str, str]:
    values = given.values if isinstance(given, Sent) else given
    named = {name: str(values.get(name, "")).strip() for name in ("source", "kind")}
    return {name: value for name, value in named.items() if value}


def _columns(values: Mapping[str, str], number: int) -> dict[str, str]:
    """Return the headings that were chosen for a file."""
    found = {field: values.get(f"c{number}-{field}") for field in MAPPED}
    return {field: heading for field, heading in found.items() if heading is not None}


def _look(
    request: Request,
    log: ReviewLog,
    digests: list[str],
    *,
    refused: Mapping[str, HedgerowError] | None = None,
) -> Page:
    """Return the page of what the files that wait would give."""
    here, asked = site(request), request.query_params
    seen = []
    for number, digest in enumerate(digests):
        path = waiting.waiting(here.workspace, digest)
        seen.append(preview(path, digest, _columns(asked, number)))
    held = {file.sha256 for file in standing(log).files}
    return preview_page(request, seen, held, refused or {})


def preview_page(
    request: Request, seen: list[Preview], held: set[str], refused: Mapping[str, HedgerowError]
) -> Page:
    """Return the page of what files would give."""
    review = str(request.path_params["review"])
    records = sum(one.kept for one in seen)
    values = {
        "action": address(review, "import/take"),
        "again": address(review, "import"),
        "seen": seen,
        "held": held,
        "refused": refused,
        "fields": MAPPED,
        "kinds": KIND_TITLES,
        "source": request.query_params.get("source", ""),
        "kind": request.query_params.get("kind", KINDS[0]),
        "usable": any(one.error is None and one.sha256 not in held for one in seen),
    }
    said = {"files": [{"name": one.name, "records": one.kept, "rejected": len(one.rejected)} for one in seen]}
    return review_page(
        request,
        "import",
        title="Import: look first",
        question="Is this what you meant to import?",
        summary=f"{records:,} records can be read from {len(seen):,} files. Nothing is kept yet.",
        sections=(Section((OwnBlock("import_preview", values, said=said),)),),
        status=400 if refused else 200,
    )


@router.post("/reviews/{review}/import/take")
async def take(request: Request, review: str) -> Response:
    """Take the files in that were looked at, or look at them again with other columns."""
    given = await sent(request)
    digests = _digests(given.text("files"))
    columns = {name: value for name, value in given.values.items() if name[:1] == "c" and "-" in name}
    if given.text("act") == "look":
        asked = {"files": ",".join(digests), **_said(given), **columns}
        return RedirectResponse(f"{address(review, 'import')}?{urlencode(asked)}", status_code=303)
    here, log, actor = site(request), review_of(request), reviewer(request)
    done, wrong = await run_in_threadpool(_take, here, log, digests, given, actor)
    if wrong and not done:
        return respond(request, import_page(request, log, wrong=next(iter(wrong.values()))))
    asked = {"done": ",".join(done), "refused": "; ".join(str(e.message) for e in wrong.values())}
    return RedirectResponse(f"{address(review, 'import')}?{urlencode(asked)}", status_code=303)


def _take(
    here: Site, log: ReviewLog, digests: list[str], given: Sent, actor: str
) -> tuple[list[str], dict[str, HedgerowError]]:
    done: list[str] = []
    wrong: dict[str, HedgerowError] = {}
    new = 0
    for number, digest in enumerate(digests):
        try:
            report = _take_one(here, log, waiting.waiting(here.workspace, digest), given, number, actor)
        except HedgerowError as error:
            wrong[digest] = error
            continue
        done.append(digest)
        new += report.new
        waiting.let_go(here.workspace, digest)
    if new:
        start(here.workspace, "evidence", actor=actor)
    return done, wrong


def _take_one(here: Site, log: ReviewLog, path: Path, given: Sent, number: int, actor: str) -> ImportReport:
    columns = chosen_columns(usual_columns(path), _columns(given.values, number))
    return import_evidence(
        here.workspace,
        [path],
        actor=actor,
        review=log.review,
        source=given.text("source"),
        kind=given.text("kind") or KINDS[0],
        columns=columns,
    )


def import_page(
    request: Request, log: ReviewLog, *, done: list[str] | None = None, wrong: HedgerowError | None = None
) -> Page:
    """Return the page that asks for files, with what became of the last ones."""
    now = standing(log)
    values = {
        "action": address(log.review, "import"),
        "wrong": wrong,
        "accept": ACCEPT,
        "kinds": KIND_TITLES,
        "most": MOST_FILES,
    }
    asking = Section((OwnBlock("import_form", values, said={"action": values["action"]}), HERE_ALREADY))
    sections = [asking]
    if done:
        sections.insert(0, _result(request, log, done))
    if now.files:
        columns = ("name", "source", "format", "expected", "records", "rejected", "at", "actor", "library")
        table = files_table(now)
        held: tuple[Block, ...] = (TableBlock(table, columns=columns), SourcesBlock((table,)))
        sections.append(Section(held, heading="Files that are held", id="files"))
    return review_page(
        request,
        "import",
        title="Import",
        question="Which references do you bring?",
        summary="Files are told by their content. Every record is kept or rejected with its reason, and the "
        "original is kept whole.",
        sections=sections,
        status=400 if wrong else 200,
        scripts=("imports.js",),
    )


def _result(request: Request, log: ReviewLog, done: list[str]) -> Section:
    """Return what became of the files that were just taken in."""
    now = standing(log)
    files = [file for file in now.files if file.sha256 in done]
    kept, lost = sum(file.records for file in files), sum(len(file.rejected) for file in files)
    words = [f"{kept:,} records of {len(files):,} files are in the review; {lost:,} were rejected."]
    if refused := request.query_params.get("refused"):
        words.append(f"Nothing was kept of the others: {refused}")
    words.append("The list and the search of the evidence show them as soon as the job is done.")
    ways = LinksBlock(
        (
            Link("Find the duplicates", address(log.review, "duplicates"), "The next step."),
            Link("See how far the search is", "/jobs", "The list and the search are made again."),
            Link(
                "Look at the references", address(log.review, "references"), "With every field of the file."
            ),
        ),
        "cards",
    )
    blocks: list[Block] = [TextBlock(tuple(words), tone="verdict", heading="Imported")]
    for file in files:
        if file.rejected:
            blocks.append(TableBlock(rejected_table(now, file.sha256)))
    return Section((*blocks, ways), heading="What became of them", id="done")
