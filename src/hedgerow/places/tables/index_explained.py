"""What each indicator does in an index, which choice of method moves it, and its checks."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.places.index import IndexResult
from hedgerow.places.indicators import definitions
from hedgerow.places.tables.index_views import TITLES, index_list
from hedgerow.store.lake import Lake

FIRM = 0.9
CHOICES: Mapping[str, str] = {
    "normalise": "The scale that indicators are brought to",
    "aggregate.method": "The kind of mean",
    "weights": "The weights, each changed by up to half",
    "leave_out": "Which indicator is left out, if any",
}
ELEMENT_COLUMNS = (
    ReleasedColumn("title", "Indicator"),
    ReleasedColumn("domain", "Domain"),
    ReleasedColumn("share", "Share of the score", "%", 1),
    ReleasedColumn("influence", "Moves with the score", "correlation", 2, missing="cannot_tell"),
    ReleasedColumn("item_rest", "Moves with the others", "correlation", 2, missing="cannot_tell"),
    ReleasedColumn("rank_change", "Ranks move without it, on average", "places", 0, missing="cannot_tell"),
    ReleasedColumn("largest_change", "At most", "places", 0, missing="cannot_tell"),
)
CHOICE_COLUMNS = (
    ReleasedColumn("choice", "Choice of method"),
    ReleasedColumn("total", "Share of what moves the ranks, with others", decimals=2),
    ReleasedColumn("total_lower", "Lower limit (90 %)", decimals=2),
    ReleasedColumn("total_upper", "Upper limit (90 %)", decimals=2),
    ReleasedColumn("first", "By itself", decimals=2),
    ReleasedColumn("runs", "Runs", decimals=0),
)
CHECK_COLUMNS = (
    ReleasedColumn("check", "Looked at"),
    ReleasedColumn("passed", "Holds"),
    ReleasedColumn("text", "Found"),
)


@dataclass(frozen=True)
class IndexExplained:
    """One index of the region: its places by rank, what moves it, and whether it holds together."""

    index: str
    title: str
    summary: str
    places: Released
    elements: Released
    choices: Released
    checks: Released


def explained(result: IndexResult) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of index_element, index_choice and index_check."""
    made = result.made
    removed = {one.element: one for one in made.removed}
    rest = {
        child: value
        for node in made.coherence
        for child, value in zip(node.children, node.item_rest, strict=True)
    }
    elements = []
    for (name, domain), share in zip(result.parts, result.shares, strict=True):
        without = removed.get(name)
        elements.append(
            {
                "index": result.name,
                "indicator": name,
                "domain": domain,
                "weight": float(share),
                "influence": _finite(made.influence.get(name)),
                "item_rest": _finite(rest.get(name)),
                "rank_change": _finite(without.mean_rank_change) if without else None,
                "largest_change": _finite(without.largest_rank_change) if without else None,
                "largest_area": without.largest_unit if without else None,
            }
        )
    checks = [
        {"index": result.name, "check": one.name, "passed": one.passed, "text": one.text}
        for one in result.checks
    ]
    return {"index_element": elements, "index_choice": _choices(result), "index_check": checks}


def _choices(result: IndexResult) -> list[dict[str, Any]]:
    around = result.made.uncertain
    if around is None or around.sensitivity is None:
        return []
    found = around.sensitivity
    return [
        {
            "index": result.name,
            "choice": factor.name,
            "first": float(found.first[place]),
            "total": float(found.total[place]),
            "total_lower": float(found.total_interval[0][place]),
            "total_upper": float(found.total_interval[1][place]),
            "runs": around.runs,
        }
        for place, factor in enumerate(around.factors)
    ]


def _finite(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)


def index_explained(lake: Lake, index: str) -> IndexExplained:
    """Return what is known of one index of the region.

    Raises
    ------
    UsageError
        When the index is neither need nor strength.
    """
    places = index_list(lake, index)
    asked = {"index": index}
    elements = lake.query('SELECT * FROM index_element WHERE "index" = $index ORDER BY weight DESC', asked)
    choices = lake.query('SELECT * FROM index_choice WHERE "index" = $index ORDER BY total DESC', asked)
    checks = lake.query('SELECT * FROM index_check WHERE "index" = $index', asked)
    known = {name: one.title for name, one in definitions().items()}
    title = TITLES[index]
    return IndexExplained(
        index=index,
        title=title,
        summary=_summary(title, places, choices.to_pylist()),
        places=places,
        elements=_release(
            "index_element",
            f"{title}: what each indicator does",
            ELEMENT_COLUMNS,
            [
                {**row, "title": known.get(row["indicator"], row["indicator"]), "share": 100 * row["weight"]}
                for row in elements.to_pylist()
            ],
        ),
        choices=_release(
            "index_choice",
            f"{title}: which choice of method matters",
            CHOICE_COLUMNS,
            [{**row, "choice": CHOICES.get(row["choice"], row["choice"])} for row in choices.to_pylist()],
        ),
        checks=_release(
            "index_check",
            f"{title}: checks",
            CHECK_COLUMNS,
            [{**row, "passed": _word(row["passed"])} for row in checks.to_pylist()],
        ),
    )


def _word(passed: bool | None) -> str:
    return "not made" if passed is None else "yes" if passed else "look"


def _summary(title: str, places: Released, choices: Sequence[Mapping[str, Any]]) -> str:
    scored = [row for row in places.records() if row["score"] is not None]
    if not scored:
        return f"{title} is not built: too few of its indicators are held."
    top = [row for row in scored if row["decile"] == 1]
    sure = [row["p_top_decile"] for row in top]
    firm = sum(1 for share in sure if isinstance(share, int | float) and share >= FIRM)
    said = (
        f"{title} of {len(scored):,} small neighbourhoods. Of the {len(top):,} in the tenth with the most, "
        f"{firm:,} stay there in at least nine tenths of the other reasonable methods."
    )
    if choices:
        said += f" What moves the ranks most: {CHOICES.get(choices[0]['choice'], '').lower()}."
    return said


def _release(
    name: str, title: str, columns: tuple[ReleasedColumn, ...], rows: Sequence[Mapping[str, Any]]
) -> Released:
    cells = tuple(tuple(row[column.name] for column in columns) for row in rows)
    return release(Draft(name, title, columns, cells))
