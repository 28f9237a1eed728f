"""The list of publications: search, facets, sorting and pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.errors import UsageError
from hedgerow.evidence.query import parse_query
from hedgerow.evidence.tables.facets import EvidenceQuery, check_facets, facet_table, misses_of
from hedgerow.evidence.tables.search import Found, Segment, search, snippets
from hedgerow.evidence.tables.sourcing import BIAS, SOURCES
from hedgerow.evidence.wording import KINDS, VERIFIED, standing, titles, year_text
from hedgerow.store.lake import Lake

Row = Mapping[str, object]
SORTS = ("best", "newest", "oldest", "title")
_KIND_ORDER = list(KINDS)


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
        ``all`` without a search; ``every`` word found, ``any`` word found, or ``nothing`` to look for.
    """

    query: EvidenceQuery
    total: int
    pages: int
    results: Released
    facets: Released
    snippets: Mapping[str, tuple[Segment, ...]]
    mode: str


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
    rows = _rows(lake)
    found = Found((), "all", "")
    if query.text.strip():
        found = search(lake, parse_query(query.text))
    order = {name: number for number, name in enumerate(found.ids)}
    if found.mode != "all":
        rows = [row for row in rows if row["id"] in order]
    misses = [misses_of(row, query) for row in rows]
    matching = [row for row, missed in zip(rows, misses, strict=True) if not missed]
    matching.sort(key=_sort_key(query.sort, order))
    pages = max(1, -(-len(matching) // query.size))
    query = replace(query, page=min(query.page, pages))
    shown = matching[(query.page - 1) * query.size : query.page * query.size]
    return EvidenceListView(
        query=query,
        total=len(matching),
        pages=pages,
        results=_results(shown),
        facets=facet_table(rows, misses, query),
        snippets=MappingProxyType(snippets(lake, found, [str(row["id"]) for row in shown])),
        mode=found.mode,
    )


def _check(query: EvidenceQuery) -> None:
    if query.sort not in SORTS:
        raise UsageError(
            f"“{query.sort}” is not a way to sort.", remedy=f"Choose one of: {', '.join(SORTS)}."
        )
    if query.page < 1 or not 1 <= query.size <= 1000:
        raise UsageError("A page starts from 1 and holds 1 to 1,000 records.", remedy="Correct page or size.")
    check_facets(query)


def _rows(lake: Lake) -> list[dict[str, object]]:
    columns = ["id", "title", "authors", "year", "kind", "approaches", "interventions", "outcomes"]
    columns += ["place_scope", "uk_evidence", "east_midlands", "finding", "verified", "tier"]
    columns += ["superseded_by", "claim_awaiting_evaluation", "grade_scheme", "grade_value"]
    effects = lake.read("evidence_effect", ["id", "numeric"]).to_pylist()
    counted = Counter(effect["id"] for effect in effects)
    numeric = Counter(effect["id"] for effect in effects if effect["numeric"])
    return [
        {
            **row,
            "effects": counted[row["id"]],
            "numbers": numeric[row["id"]],
            "with_number": None if row["tier"] in {"C", "X"} else numeric[row["id"]] > 0,
        }
        for row in lake.read("evidence_record", columns).to_pylist()
    ]


def _sort_key(sort: str, order: Mapping[str, int]) -> Callable[[Row], tuple[object, ...]]:
    def title(row: Row) -> str:
        return str(row["title"]).lower()

    def year(row: Row) -> int:
        return int(str(row["year"])) if row["year"] is not None else 0

    def best(row: Row) -> tuple[object, ...]:
        if order:
            return (order[str(row["id"])],)
        kind = _KIND_ORDER.index(str(row["kind"])) if row["kind"] in _KIND_ORDER else len(_KIND_ORDER)
        return (str(row["tier"]), kind, -year(row), title(row))

    keys: dict[str, Callable[[Row], tuple[object, ...]]] = {
        "best": best,
        "newest": lambda row: (-year(row), title(row)),
        "oldest": lambda row: (year(row) or 9999, title(row)),
        "title": lambda row: (title(row), str(row["id"])),
    }
    return keys[sort]


def _results(rows: list[dict[str, object]]) -> Released:
    shown = []
    for row in rows:
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
