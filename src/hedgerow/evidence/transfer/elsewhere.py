"""What other records of the same intervention found in the United Kingdom, those without benefit first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hedgerow.evidence.joined import split
from hedgerow.evidence.reading import Reading, read_record
from hedgerow.evidence.shipped import REVIEWS, STUDIES
from hedgerow.vocabulary import terms

Row = Mapping[str, object]
# A result that warns stands before one that reassures; one that says nothing comes last.
ORDER = ("worse", "none", "mixed", "better", "unread")
WORDS = {
    "worse": "worse",
    "none": "no clear effect",
    "mixed": "mixed",
    "better": "better",
    "unread": "no usable direction recorded",
}


@dataclass(frozen=True)
class UkResult:
    """What one record with evidence from the United Kingdom found.

    Attributes
    ----------
    id, title, year, kind, place
        The record.
    verdict
        worse, none (no clear effect), mixed, better, or unread (no usable direction is recorded).
    rows
        The effects behind it, in words.
    shared
        The interventions that both records name.
    broad
        Whether it covers four or more interventions at once, so that it says less of each.
    secondary
        Whether it was read only on somebody else's page.
    """

    id: str
    title: str
    year: int | None
    kind: str
    place: str
    verdict: str
    rows: tuple[str, ...]
    shared: tuple[str, ...]
    broad: bool
    secondary: bool


def uk_results(
    row: Row, records: Sequence[Row], effects: Mapping[str, Sequence[Row]]
) -> tuple[UkResult, ...]:
    """Return the current coded reviews and studies with evidence from here on any of the same interventions.

    Words that describe rather than name something done (measurement, risk factors) bind no two records.
    """
    own = {word for word in split(row["interventions"]) if not _describes(word)}
    found = []
    for other in records:
        shared = own.intersection(split(other["interventions"]))
        if shared and other["id"] != row["id"] and _counts(other):
            reading = read_record(other, effects.get(str(other["id"]), ()), None)
            found.append(_result(other, reading, tuple(sorted(shared))))
    return tuple(
        sorted(found, key=lambda one: (ORDER.index(one.verdict), one.broad, -(one.year or 0), one.id))
    )


def _describes(word: str) -> bool:
    known = terms("intervention")
    return word in known and bool(known[word].data.get("descriptive"))


def _counts(other: Row) -> bool:
    return bool(
        other["uk_evidence"]
        and other["tier"] == "A"
        and other["kind"] in REVIEWS | STUDIES
        and not other["superseded_by"]
        and not other["claim_awaiting_evaluation"]
    )


def _result(other: Row, reading: Reading | None, shared: tuple[str, ...]) -> UkResult:
    year = other["year"]
    return UkResult(
        id=str(other["id"]),
        title=str(other["title"]),
        year=year if isinstance(year, int) else None,
        kind=str(other["kind"]),
        place=str(other["place_scope"] or ""),
        verdict=reading.verdict if reading else "unread",
        rows=reading.rows if reading else (),
        shared=shared,
        broad=len(split(other["interventions"])) >= 4,
        secondary=reading.secondary if reading else other["verified"] == "secondary",
    )
