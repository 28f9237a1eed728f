"""The vocabulary: each scheme of controlled words, and its terms."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from hedgerow import vocabulary
from hedgerow.disclosure import Draft, Released, ReleasedColumn, SourceNote, Value, release
from hedgerow.web.blocks import Link, LinksBlock, PairsBlock, SourcesBlock, TableBlock
from hedgerow.web.page import Crumb, Page, Section
from hedgerow.web.render import respond

router = APIRouter()
HERE = Crumb("Vocabulary", "/vocabulary")


@router.get("/vocabulary")
def schemes(request: Request) -> Response:
    """List the schemes."""
    links = tuple(
        Link(
            scheme.title, f"/vocabulary/{scheme.id}", scheme.about, (("none", f"{len(scheme.terms)} words"),)
        )
        for scheme in vocabulary.schemes().values()
    )
    summary = f"{len(links)} lists of words join evidence, places, plans and action: one word, one thing."
    page = Page(
        "Vocabulary",
        "Which words are used here, and what do they mean?",
        summary,
        (Section((LinksBlock(links, "cards"),)),),
        kept=True,
    )
    return respond(request, page)


@router.get("/vocabulary/{name}")
def scheme(request: Request, name: str) -> Response:
    """Show the terms of one scheme."""
    found = vocabulary.scheme(name)
    table = terms_table(found)
    pairs = (("Kept by", found.owner), ("Edition", found.version), ("How far checked", found.status))
    sections = (
        Section((TableBlock(table), SourcesBlock((table,)))),
        Section((PairsBlock(pairs),), heading="About this list"),
    )
    return respond(request, Page(found.title, found.title, found.about, sections, (HERE,), kept=True))


def terms_table(found: vocabulary.Scheme) -> Released:
    """Return the terms of a scheme as a table that may be shown."""
    grouped = any(term.parent for term in found.terms.values())
    extra = tuple(field for field in found.fields if field.type in {"text", "number", "flag"})
    columns = [ReleasedColumn("title", "Word"), ReleasedColumn("about", "Meaning")]
    if grouped:
        columns.append(ReleasedColumn("group", "Group", missing="not_applicable"))
    columns += [
        ReleasedColumn(f.name, f.name.replace("_", " ").capitalize(), missing="not_applicable") for f in extra
    ]
    rows: list[tuple[Value, ...]] = []
    for term in found.terms.values():
        row: list[Value] = [term.title, term.about]
        if grouped:
            row.append(_title_of(found.parent, term.parent))
        rows.append((*row, *(_plain(term.data.get(field.name)) for field in extra)))
    note = SourceNote(found.source, found.owner, "", found.version)
    draft = Draft(f"vocabulary_{found.id}", found.title, tuple(columns), tuple(rows), sources=(note,))
    return release(draft)


def _title_of(parent: str | None, term: str | None) -> str | None:
    return vocabulary.term(parent, term).title if parent and term else None


def _plain(value: object) -> Value:
    return value if isinstance(value, str | int | float | bool) and value != "" else None
