"""The list of publications: search, facets, sorting and pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.errors import UsageError
from hedgerow.evidence.query import SearchQuery, parse_query
from hedgerow.evidence.tables.facets import EvidenceQuery, check_facets, facet_table, narrowed
from hedgerow.evidence.tables.search import Matched, SearchFile, Segment, match, open_search, snippets
from hedgerow.evidence.tables.search.file import SHOWN
from hedgerow.evidence.tables.search.matching import Mask, best
from hedgerow.evidence.tables.search.nearness import like_record, with_meaning
from hedgerow.evidence.tables.sourcing import BIAS, SOURCES
from hedgerow.evidence.wording import KINDS, VERIFIED, standing, titles, year_text
from hedgerow.store.lake import Lake

SORTS = ("best", "newest", "oldest", "title")


@dataclass(frozen=True)
class EvidenceListView:
    """One page of the list.

    Attributes
    ----------
    query
        As asked, with the page brought into range.
    total, pages
        Records that match, and pages of them.
    results
        The records of the page.
    facets
        For each facet and value, how many records match when everything else stays as asked.
    snippets
        Where the search's words stand, by record.
    mode
        ``all`` without a search; ``every`` word found, ``any`` word found, or ``nothing`` to look for;
        ``meaning``: words and nearness in meaning; ``similar``: like one record.
    reading
        How the search was read, every bracket written.
    notes
        What of it could not be read or looked for as it stood.
    """

    query: EvidenceQuery
    total: int
    pages: int
    results: Released
    facets: Released
    snippets: Mapping[str, tuple[Segment, ...]]
    mode: str
    reading: str = ""
    notes: tuple[str, ...] = ()


_COLUMNS = (
    ReleasedColumn("id", "Record"),
    ReleasedColumn("title", "Title"),
    ReleasedColumn("authors", "Authors"),
    ReleasedColumn("year", "Year"),
    ReleasedColumn("kind", "Kind"),
    ReleasedColumn("finding", "Finding"),
    ReleasedColumn("place", "Place"),
    ReleasedColumn("approaches", "Approaches"),
    ReleasedColumn("interventions", "Interventions"),
    ReleasedColumn("uk", "UK evidence"),
    ReleasedColumn("standing", "Standing"),
    ReleasedColumn("superseded_by", "Replaced by", missing="not_applicable"),
    ReleasedColumn("verified", "Source check"),
    ReleasedColumn("effects", "Effect rows", missing="not_applicable"),
    ReleasedColumn("numbers", "With a number", missing="not_applicable"),
)


def evidence_list(lake: Lake, query: EvidenceQuery | None = None) -> EvidenceListView:
    """Return one page of the publications that match.

    Raises
    ------
    NotFoundError
        When an approach, intervention or group is not in the vocabulary.
    UsageError
        When the sort or another value is not one of the allowed, or a page or size is below 1.
    """
    query = query or EvidenceQuery()
    _check(query)
    file = open_search(lake)
    check_facets(query, file)
    read = parse_query(query.text)
    found = _found(file, query, read)
    whole, masks = narrowed(query, file, found.mask)
    total = int(np.count_nonzero(whole))
    pages = max(1, -(-total // query.size))
    query = replace(query, page=min(query.page, pages))
    rows = _page(file, found, whole, query)
    marked = snippets(file, found.marked, rows)
    shown = _read(file, rows)
    return EvidenceListView(
        query=query,
        total=total,
        pages=pages,
        results=_results(shown),
        facets=facet_table(query, file, whole, masks),
        snippets=MappingProxyType({str(row["id"]): marked[n] for n, row in shown.items() if n in marked}),
        mode=found.mode,
        reading=read.reading,
        notes=found.notes,
    )


RANKED = frozenset({"every", "any", "meaning", "similar"})


def search(lake: Lake, text: str, **narrowing: Any) -> EvidenceListView:
    """Return the first page of what a search finds; `narrowing` names fields of `EvidenceQuery`."""
    return evidence_list(lake, EvidenceQuery(text=text, **narrowing))


def _check(query: EvidenceQuery) -> None:
    if query.sort not in SORTS:
        raise UsageError(
            f"“{query.sort}” is not a way to sort.", remedy=f"Choose one of: {', '.join(SORTS)}."
        )
    if query.page < 1 or not 1 <= query.size <= 1000:
        raise UsageError("A page starts from 1 and holds 1 to 1,000 records.", remedy="Correct page or size.")
    if query.meaning not in {"", "yes"}:
        raise UsageError(
            f"“{query.meaning}” is not a value of meaning.", remedy="Choose yes, or leave it out."
        )


def _found(file: SearchFile, query: EvidenceQuery, read: SearchQuery) -> Matched:
    if query.similar_to:
        return like_record(file, query.similar_to)
    if not query.text.strip():
        return _all(file)
    found = match(file, read)
    return with_meaning(file, found, read) if query.meaning == "yes" else found


def _all(file: SearchFile) -> Matched:
    return Matched("all", np.ones(file.records, bool), np.zeros(file.records, np.float32), ())


def _page(file: SearchFile, found: Matched, whole: Mask, query: EvidenceQuery) -> list[int]:
    """Return the numbers of the records of the page that is asked for."""
    first, stop = (query.page - 1) * query.size, query.page * query.size
    if query.sort == "best" and found.mode in RANKED:
        return [int(n) for n in best(found, whole, file, stop)[first:]]
    order = file.listed[query.sort]
    return [int(n) for n in order[whole[order]][first:stop]]


_SHOWN = ", ".join(("id", "title", "authors", "finding", "place AS place_scope", *SHOWN))
_FLAGS = ("uk_evidence", "claim_awaiting_evaluation")


def _read(file: SearchFile, rows: list[int]) -> dict[int, dict[str, object]]:
    """Return what is shown of some records, in their order."""
    # The columns are this module's own; the numbers are bound.
    sql = f"SELECT {_SHOWN} FROM record WHERE n = ?"  # noqa: S608
    found: dict[int, dict[str, object]] = {}
    with file.connect() as connection:
        connection.row_factory = sqlite3.Row
        for n in rows:
            row: dict[str, object] = dict(connection.execute(sql, (n,)).fetchone())
            found[n] = row | {name: None if row[name] is None else bool(row[name]) for name in _FLAGS}
    return found


def _results(rows: Mapping[int, dict[str, object]]) -> Released:
    shown = []
    for row in rows.values():
        coded = row["tier"] in {"A", "B"}
        shown.append(
            (
                row["id"],
                row["title"],
                row["authors"],
                year_text(row["year"]),
                KINDS.get(str(row["kind"]), row["kind"]),
                row["finding"],
                row["place_scope"],
                titles("approach", row["approaches"]),
                titles("intervention", row["interventions"]),
                row["uk_evidence"],
                standing(row),
                row["superseded_by"],
                VERIFIED[str(row["verified"])],
                row["effects"] if coded else None,
                row["numbers"] if coded else None,
            )
        )
    return release(
        Draft("evidence_list", "Publications", _COLUMNS, tuple(shown), sources=SOURCES, notes=(BIAS,))  # type: ignore[arg-type]
    )
