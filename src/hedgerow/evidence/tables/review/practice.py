"""Local practice in the log of a review: keep a record, change it, take in a file, and show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hedgerow.disclosure import Draft, Edition, Released, ReleasedColumn, release
from hedgerow.disclosure.released import Value
from hedgerow.errors import ConflictError, UsageError
from hedgerow.evidence.extraction.form import form_named
from hedgerow.evidence.intake import OUTSIDE, told
from hedgerow.evidence.practice import (
    Practice,
    PracticeFile,
    checked_practice,
    practice_id,
    practice_named,
    practices_of,
)
from hedgerow.evidence.review import EventDraft
from hedgerow.evidence.tables.review.log import ReviewLog
from hedgerow.evidence.wording import titles

TYPES = ("practice_recorded", OUTSIDE)
CLAIM = "claim awaiting evaluation"


@dataclass(frozen=True)
class PracticeQuery:
    """What is asked of the list: words in any field, an approach, a kind; empty asks nothing."""

    text: str = ""
    approach: str = ""
    kind: str = ""


@dataclass(frozen=True)
class PracticeView:
    """One record as it is shown."""

    id: str
    title: str
    summary: str
    told: Released
    richness: Released
    missing: tuple[str, ...]
    versions: Released


def practices_in(log: ReviewLog) -> tuple[Practice, ...]:
    """Return the records of practice of a review."""
    return practices_of(told(log.events(TYPES)))


def record_practice(
    log: ReviewLog,
    given: Mapping[str, str],
    *,
    actor: str,
    practice: str = "",
    reason: str = "",
    based_on: str = "",
) -> str:
    """Keep a new record or a new version of one; return the record's id.

    Parameters
    ----------
    practice
        Id of the record that is changed; empty for a new one.
    based_on
        The event of the version that the writer saw.

    Raises
    ------
    UsageError
        When a field is wrong or seems to name a person.
    ConflictError
        When somebody else changed the record meanwhile.
    """
    values = checked_practice(given)
    with log.turn(actor) as turn:
        held = practices_of(told(turn.events(TYPES)))
        name = practice or practice_id(values)
        if practice:
            newest = practice_named(held, practice).versions[-1]
            if based_on and newest.event != based_on:
                raise ConflictError(
                    f"{newest.actor} changed this record after you opened it.",
                    remedy="Look at the newer version, then change it again.",
                )
            if dict(newest.values) == values:
                raise UsageError("Nothing was changed.")
        elif any(one.id == name for one in held):
            raise UsageError("The same record is held already.", remedy="Open it and change it there.")
        payload = {"practice": {"id": name, "values": values}}
        turn.append(
            EventDraft("practice_recorded", (name,), payload | ({"reason": reason} if reason else {}))
        )
    return name


def take_in_practice(log: ReviewLog, file: PracticeFile, *, actor: str) -> tuple[int, int]:
    """Keep the records of a file; return how many are new and how many were held already."""
    with log.turn(actor) as turn:
        held = {one.id for one in practices_of(told(turn.events(TYPES)))}
        drafts = {}
        for _, values in file.records:
            name = practice_id(values)
            if name not in held:
                payload = {"practice": {"id": name, "values": values}, "reason": f"from {file.name}"}
                drafts[name] = EventDraft("practice_recorded", (name,), payload)
        if drafts:
            turn.append(*drafts.values())
    return len(drafts), len(file.records) - len(drafts)


def chosen(found: tuple[Practice, ...], query: PracticeQuery) -> tuple[Practice, ...]:
    """Return the records that a query asks for."""
    words = query.text.casefold().split()
    return tuple(
        one
        for one in found
        if all(word in " ".join(one.values.values()).casefold() for word in words)
        and (not query.approach or query.approach in one.values.get("approach", "").split("|"))
        and query.kind in {"", one.values.get("kind", "")}
    )


def practice_table(found: tuple[Practice, ...]) -> Released:
    """Return the list as it may be shown and exported: every field, the richness and the standing."""
    shape = form_named("practice")
    columns = (
        ReleasedColumn("id", "Record"),
        *(ReleasedColumn(name, field.label) for name, field in shape.fields.items()),
        ReleasedColumn("told", "Told", "fields"),
        ReleasedColumn("of", "Of", "fields"),
        ReleasedColumn("standing", "Standing"),
    )
    rows: list[tuple[Value, ...]] = []
    for one in found:
        rich = one.richness
        said = tuple(one.values.get(name) for name in shape.fields)
        rows.append((one.id, *said, rich.told, rich.fields, standing_of(one)))
    return release(
        Draft("practice", "Local practice", columns, tuple(rows), notes=(NOT_A_GRADE,)),
        edition=edition_of(found),
    )


NOT_A_GRADE = "“Told” counts how much is recorded. It is not a grade of quality and not a measure of effect."


_EDITIONS = {"public": Edition.PUBLIC, "partners": Edition.PARTNER, "restricted": Edition.RESTRICTED}
_STRICT = (Edition.PUBLIC, Edition.PARTNER, Edition.RESTRICTED)


def edition_of(found: Sequence[Practice]) -> Edition:
    """Return for whom records may be shown: as the strictest of them is marked, partners where none says."""
    marked = [_EDITIONS.get(one.values.get("marking", ""), Edition.PARTNER) for one in found]
    return max(marked, key=_STRICT.index, default=Edition.PUBLIC)


def standing_of(one: Practice) -> str:
    """Return what a record counts as, and what it lacks altogether."""
    parts = [CLAIM] if one.claim else []
    if one.richness.incomplete:
        parts.append(f"incomplete: no {', no '.join(one.richness.incomplete)}")
    return "; ".join(parts) or "told, not evaluated here"


def practice_view(log: ReviewLog, name: str) -> PracticeView:
    """Return one record as it is shown."""
    one = practice_named(practices_in(log), name)
    rich = one.richness
    return PracticeView(
        id=one.id,
        title=one.title,
        summary=f"{rich.words}; {standing_of(one)}.",
        told=_told(one),
        richness=_richness(one),
        missing=rich.missing,
        versions=_versions(one),
    )


def _told(one: Practice) -> Released:
    columns = (
        ReleasedColumn("section", "Part"),
        ReleasedColumn("field", "Field"),
        ReleasedColumn("value", "What is told"),
    )
    rows: list[tuple[Value, ...]] = []
    for section in form_named("practice").sections:
        for field in section.fields:
            text = one.values.get(field.name)
            words = dict(field.choices).get(text or "", text)
            if field.kind == "words" and text:
                words = titles(field.scheme, text)
            rows.append((section.title, field.label, words))
    return release(Draft("practice_told", one.title, columns, tuple(rows)), edition=edition_of((one,)))


def _richness(one: Practice) -> Released:
    columns = (
        ReleasedColumn("section", "Part"),
        ReleasedColumn("told", "Fields told"),
        ReleasedColumn("fields", "Fields"),
    )
    rows = tuple((part.title, part.told, part.fields) for part in one.richness.sections)
    draft = Draft("richness", "How much is told", columns, rows, notes=(NOT_A_GRADE,))
    return release(draft, edition=edition_of((one,)))


def _versions(one: Practice) -> Released:
    columns = (
        ReleasedColumn("at", "When"),
        ReleasedColumn("actor", "Who"),
        ReleasedColumn("changed", "Fields changed"),
        ReleasedColumn("reason", "Why", missing="not_applicable"),
    )
    labels = form_named("practice").fields
    rows: list[tuple[Value, ...]] = []
    before: Mapping[str, str] = {}
    for version in one.versions:
        changed = [
            field.label
            for name, field in labels.items()
            if before.get(name, "") != version.values.get(name, "")
        ]
        rows.append((version.at[:16], version.actor, "; ".join(changed), version.reason or None))
        before = version.values
    draft = Draft("practice_versions", "Versions", columns, tuple(reversed(rows)))
    return release(draft, edition=edition_of((one,)))
