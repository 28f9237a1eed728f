"""Search the evidence, write a search for the databases, and test it against records that are known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hedgerow.cli import show
from hedgerow.cli.options import HERE, Json, WorkspaceFolder
from hedgerow.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from hedgerow.evidence.query import SearchQuery
    from hedgerow.evidence.tables import EvidenceListView

Narrow = Annotated[
    list[str] | None,
    typer.Option(
        "--filter",
        "-f",
        help="Narrow by name=value: kind=rct, year_from=2015, uk=yes; meaning=yes finds what is near too.",
    ),
]
Known = Annotated[
    Path | None,
    typer.Option(help="References known to matter: which of them does the search find? Searches them alone."),
]


def search(
    text: Annotated[
        str,
        typer.Argument(help='Words; "a phrase", title:word, gang*, a NEAR/5 b, year:2015-2020, AND OR NOT.'),
    ] = "",
    narrow: Narrow = None,
    known: Known = None,
    similar_to: Annotated[str, typer.Option(help="Id of a record: find those that are like it.")] = "",
    page: Annotated[int, typer.Option(min=1)] = 1,
    size: Annotated[int, typer.Option(min=1, max=1000)] = 20,
    workspace: WorkspaceFolder = HERE,
    as_json: Json = False,
) -> None:
    """Search titles, findings, abstracts and notes, best first."""
    from hedgerow.evidence.query import parse_query

    if known is not None:
        _test(parse_query(text), known, as_json=as_json)
        return
    from hedgerow.evidence.tables import EvidenceQuery, evidence_list
    from hedgerow.workspace import open_workspace

    if not text.strip() and not similar_to:
        raise UsageError("There is nothing to look for.", remedy='Try: hedgerow evidence search "hot spots".')
    facts = _facts(narrow or [])
    query = EvidenceQuery(text=text, page=page, size=size, similar_to=similar_to, **facts)
    found = evidence_list(open_workspace(workspace).lake, query)
    show.answer(answer(found), as_json=as_json, render=lambda console: _show(console, found))


def _facts(given: list[str]) -> dict[str, Any]:
    from dataclasses import fields

    from hedgerow.evidence.tables import EvidenceQuery

    names = [field.name for field in fields(EvidenceQuery) if field.name not in _OWN]
    pairs = [entry.partition("=") for entry in given]
    for name, sign, _ in pairs:
        if name not in names or not sign:
            raise UsageError(
                f"“{name}” is not a fact to narrow by.",
                remedy=f"Write name=value; names: {', '.join(names)}.",
            )
    return {name: value for name, _, value in pairs}


_OWN = frozenset({"text", "page", "size", "similar_to"})


def answer(found: EvidenceListView) -> dict[str, object]:
    """Return what a search found as JSON-ready values."""
    first = (found.query.page - 1) * found.query.size
    records = []
    for number, row in enumerate(found.results.records(), start=first + 1):
        pieces = found.snippets.get(str(row["id"]), ())
        marked = [piece.text for piece in pieces if piece.marked]
        snippet = "".join(piece.text for piece in pieces)
        records.append({"rank": number, **row, "snippet": snippet, "marked": marked})
    facets: dict[str, list[dict[str, object]]] = {}
    for row in found.facets.records():
        facets.setdefault(str(row["facet"]), []).append({k: v for k, v in row.items() if k != "facet"})
    return {
        "query": found.query.text,
        "reading": found.reading,
        "mode": found.mode,
        "notes": list(found.notes),
        "total": found.total,
        "page": found.query.page,
        "pages": found.pages,
        "records": records,
        "facets": facets,
        "sources": [vars(source) for source in found.results.sources],
    }


def _show(console: Console, found: EvidenceListView) -> None:
    from rich.text import Text

    said = "publication matches" if found.total == 1 else "publications match"
    console.print(
        f"{found.total:,} {said}; page {found.query.page} of {found.pages}. Read as: {found.reading}"
    )
    for note in (*found.notes, *((LOOSE,) if found.mode == "any" else ())):
        console.print(note, style="yellow")
    first = (found.query.page - 1) * found.query.size
    for number, row in enumerate(found.results.records(), start=first + 1):
        console.print(Text(f"{number:>4}  {row['title']} ({row['year'] or 'year not known'})", style="bold"))
        console.print(Text(f"      {row['id']} · {row['kind']} · {row['standing']}", style="dim"))
        pieces = found.snippets.get(str(row["id"]), ())
        if pieces:
            parts = [(piece.text, "reverse" if piece.marked else "") for piece in pieces]
            console.print(Text.assemble("      … ", *parts, " …"))


LOOSE = "No record holds every word; these hold some of them."


def strings(
    blocks: Annotated[
        Path | None, typer.Argument(help="TOML of concepts; by default the starting block of Hedgerow.")
    ] = None,
    known: Known = None,
    as_json: Json = False,
) -> None:
    """Write a search of concept blocks for Hedgerow, Ovid, Scopus and Web of Science, and test it."""
    from hedgerow.evidence.query import START, parse_query, read_concepts, search_string, search_strings

    concepts = read_concepts(blocks) if blocks else START
    written = search_strings(concepts)
    if known is not None:
        _test(parse_query(search_string(concepts)), known, as_json=as_json)
        return

    def render(console: Console) -> None:
        for one in written:
            console.print(f"{one.syntax}: {one.note}", style="bold")
            console.print(one.text, markup=False, soft_wrap=True)

    found = {"concepts": [vars(one) for one in concepts], "strings": [vars(one) for one in written]}
    show.answer(found, as_json=as_json, render=render)


def _test(query: SearchQuery, known: Path, *, as_json: bool) -> None:
    from hedgerow.evidence.readers import read_file
    from hedgerow.evidence.tables.search.hit_test import hit_test

    found = hit_test(query, read_file(known).records)

    def render(console: Console) -> None:
        console.print(f"{found.found:,} of {found.known:,} known records are found. Read as: {found.reading}")
        for block, count in found.blocks:
            console.print(f"{count:>6,}  {block}", markup=False)
        for one in found.missed:
            why = "" if one.has_abstract else " (its file gives no abstract)"
            blocks = "; ".join(one.missed_by)
            console.print(f"Missed: {one.title} ({one.year}){why}, by: {blocks}", markup=False)

    show.answer(found, as_json=as_json, render=render)
