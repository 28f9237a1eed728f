"""The references of a review as a list, and one of them with everything that is known of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.errors import NotFoundError
from hedgerow.evidence.imported import NO_TITLE, Imported
from hedgerow.evidence.intake.corrections import CORRECTABLE
from hedgerow.evidence.intake.differences import FIELDS
from hedgerow.evidence.intake.outside import OUTSIDE, outside_events
from hedgerow.evidence.review import Reference, holding
from hedgerow.evidence.tables.review.log import ReviewLog
from hedgerow.evidence.tables.review.outside_codes import outside_codes
from hedgerow.evidence.tables.review.references import find_references
from hedgerow.evidence.tables.review.standing import Standing, standing
from hedgerow.evidence.tables.review.veil import undoable, veiled, words_of
from hedgerow.store.schema import reference

LABELS: Mapping[str, str] = {
    **FIELDS,
    "link": "Link",
    "keywords": "Keywords",
    "publisher": "Publisher",
    "standard_number": "ISSN or ISBN",
    "language": "Language",
    "place": "Place",
}
SIZE = 50


@dataclass(frozen=True)
class ReferencesView:
    """One page of the list of references; `total` match the words."""

    review: str
    total: int
    page: int
    pages: int
    text: str
    references: Released


@dataclass(frozen=True)
class ReferenceView:
    """One reference: what the file says, what was corrected, what it is one with, and what happened to it.

    `codes` are those that the file applies: another program's, never a reviewer's here.
    """

    review: str
    id: str
    title: str
    held: bool
    source: str
    file: str
    line: int | None
    raw: str
    unit: str
    fields: Released
    copies: Released
    history: Released
    correctable: Mapping[str, str]
    codes: Released


def references_view(review: ReviewLog, *, text: str = "", page: int = 1) -> ReferencesView:
    """Return the references in the order of their files; only those whose fields hold every word."""
    now = standing(review)
    with review.database.reading() as connection:
        names = _matching(connection, now, text)
        pages = max(1, -(-len(names) // SIZE))
        page = min(page, pages)
        shown = names[(page - 1) * SIZE : page * SIZE]
        found = find_references(connection, review.review, shown)
    rows = tuple(_row(now, now.shown(found[name])) for name in shown)
    columns = (
        ReleasedColumn("id", "Id"),
        ReleasedColumn("title", "Title"),
        ReleasedColumn("authors", "Authors"),
        ReleasedColumn("year", "Year"),
        ReleasedColumn("source", "Source"),
        ReleasedColumn("abstract", "Abstract"),
        ReleasedColumn("copies", "Copies"),
    )
    table = release(Draft("references", "References", columns, rows))
    return ReferencesView(review.review, len(names), page, pages, text, table)


def _matching(connection: Connection, now: Standing, text: str) -> list[str]:
    """Return the ids of the references that hold every word; all of them where there is none."""
    words = text.split()[:8]
    if not words:
        return list(now.file_of)
    query = select(reference.c.id).where(reference.c.review == now.review)
    for word in words:
        query = query.where(reference.c.fields.icontains(word, autoescape=True))
    found = {str(name) for (name,) in connection.execute(query)}
    return [name for name in now.file_of if name in found]


def _row(now: Standing, one: Reference) -> tuple[str | int | None, ...]:
    said = one.said
    copies = len(now.groups.of(now.groups.unit(one.id))) - 1
    abstract = "yes" if said.abstract else "none"
    return (one.id, said.title, said.authors, said.year, one.source, abstract, copies)


def reference_view(review: ReviewLog, name: str, viewer: str = "") -> ReferenceView:
    """Return one reference with its raw text, fields, corrections, copies and history.

    Raises
    ------
    NotFoundError
        When the review holds no such reference.
    """
    now = standing(review)
    unit = now.groups.unit(name)
    with review.database.reading() as connection:
        found = find_references(connection, review.review, [name, *now.groups.of(unit)])
    if name not in found:
        raise NotFoundError(
            f"The review “{review.review}” holds no reference “{name[:60]}”.",
            remedy="Look it up in the list of references.",
        )
    one = found[name]
    file = now.file(one.file)
    return ReferenceView(
        review=review.review,
        id=name,
        title=now.shown(one).said.title,
        held=name in now.file_of,
        source=one.source,
        file=file.name if file else "",
        line=one.said.line,
        raw=one.said.raw,
        unit=unit,
        fields=_fields(now, one),
        copies=_copies(now, [found[other] for other in now.groups.of(unit) if other != name]),
        history=_history(review, now, name, viewer),
        correctable=CORRECTABLE,
        codes=outside_codes(review, one),
    )


def _fields(now: Standing, one: Reference) -> Released:
    """Return every field: as the file says it, and as it was corrected."""
    rows = []
    changes = now.corrections.get(one.id, {})
    for field, label in LABELS.items():
        said, corrected = _text(one.said, field), changes[field][-1].value if field in changes else None
        if said or corrected is not None:
            rows.append((label, corrected if corrected is not None else said, said, field in changes))
    rows += [(name, "; ".join(values), "; ".join(values), False) for name, values in one.said.extra.items()]
    columns = (
        ReleasedColumn("label", "Field"),
        ReleasedColumn("value", "Value"),
        ReleasedColumn("file", "In the file", missing="not_applicable"),
        ReleasedColumn("corrected", "Corrected"),
    )
    return release(Draft("reference_fields", "Fields", columns, tuple(rows)))


def _text(said: Imported, field: str) -> str | None:
    value = getattr(said, field)
    if isinstance(value, tuple):
        return "; ".join(value) or None
    text = str(value) if value is not None else None
    return None if text == NO_TITLE else text


def _copies(now: Standing, others: Sequence[Reference]) -> Released:
    columns = (
        ReleasedColumn("id", "Id"),
        ReleasedColumn("title", "Title"),
        ReleasedColumn("source", "Source"),
        ReleasedColumn("year", "Year"),
    )
    rows = tuple((one.id, now.shown(one).said.title, one.source, one.said.year) for one in others)
    return release(Draft("reference_copies", "The same publication, from elsewhere", columns, rows))


def _history(review: ReviewLog, now: Standing, name: str, viewer: str) -> Released:
    """Return every event that names the reference, other libraries' too, newest first."""
    everything = review.all_events()
    theirs = outside_events(everything)
    held = {event.id for event in (*holding(everything), *holding(theirs))}
    about = [e for e in (*everything, *theirs) if name in e.targets and e.type not in (OUTSIDE, "ranked")]
    about.sort(key=lambda event: (event.at, event.id), reverse=True)
    ours = {event.id for event in everything}
    columns = (
        ReleasedColumn("id", "Event"),
        ReleasedColumn("at", "When (UTC)"),
        ReleasedColumn("actor", "Who"),
        ReleasedColumn("what", "What"),
        ReleasedColumn("undone", "Taken back"),
        ReleasedColumn("undoable", "Can be taken back"),
    )
    hidden = veiled(about, everything, now, viewer)
    rows = tuple(
        (
            event.id,
            event.at[:16].replace("T", " "),
            event.actor,
            words_of(event, hidden),
            event.id not in held,
            event.id in held and event.id in ours and undoable(event, viewer),
        )
        for event in about
    )
    return release(Draft("reference_history", "What happened to it", columns, rows))
