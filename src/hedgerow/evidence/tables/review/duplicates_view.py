"""Duplicates of a review as shells show them: counts, open questions, merged groups with why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.evidence.dedupe import Placement
from hedgerow.evidence.intake import Unit
from hedgerow.evidence.intake.differences import FieldPair, side_by_side
from hedgerow.evidence.intake.words import rule_words
from hedgerow.evidence.review import Reference
from hedgerow.evidence.tables.review.duplicates import Searched
from hedgerow.evidence.tables.review.log import ReviewLog
from hedgerow.evidence.tables.review.references import find_references
from hedgerow.evidence.tables.review.standing import Standing
from hedgerow.evidence.tables.review.units import find_units


@dataclass(frozen=True)
class DuplicatesSummary:
    """What was found in a review, as the command prints it."""

    review: str
    event: str
    files: int
    references: int
    units: int
    merged_groups: int
    surplus: int
    asked_pairs: int
    answers: int
    rules: dict[str, int]
    asked: tuple[dict[str, object], ...] = ()
    groups: tuple[dict[str, object], ...] = ()
    settled: tuple[dict[str, object], ...] = ()
    contradictions: tuple[dict[str, object], ...] = ()


def duplicates_summary(review: ReviewLog, found: Searched) -> DuplicatesSummary:
    """Return what a run came to, with every open question, group and answer."""
    now = found.standing
    groups = now.groups
    titles = _titles(review, [link.one for link in groups.asked])
    links = [link for held in groups.links.values() for link in held]
    return DuplicatesSummary(
        review=now.review,
        event=found.event,
        files=len(now.files),
        references=now.references,
        units=now.units,
        merged_groups=len(groups.members),
        surplus=groups.surplus,
        asked_pairs=len(groups.asked),
        answers=len(now.answers),
        rules=dict(Counter(f"{link.tier}: {link.rule}" for link in [*links, *groups.asked]).most_common()),
        asked=tuple({**vars(link), "title": titles.get(link.one, "")} for link in groups.asked),
        groups=tuple(
            {"id": unit, "references": members, "links": [vars(link) for link in groups.links[unit]]}
            for unit, members in groups.members.items()
        ),
        settled=tuple(
            {"event": given[-1].event, "one": one, "other": other, **_answer(given[-1])}
            for (one, other), given in now.answers.items()
        ),
        contradictions=tuple(vars(one) for one in groups.contradictions),
    )


def _answer(one: object) -> dict[str, object]:
    names = ("answer", "reason", "actor", "role", "at", "library")
    return {name: getattr(one, name) for name in names}


def _titles(review: ReviewLog, names: list[str]) -> dict[str, str]:
    with review.database.reading() as connection:
        found = find_references(connection, review.review, list(dict.fromkeys(names)))
    return {name: one.said.title for name, one in found.items()}


def placements(now: Standing) -> tuple[Placement, ...]:
    """Return where each reference stands, as a file of placements has it."""
    groups = now.groups
    asked = {name: link for link in reversed(groups.asked) for name in (link.one, link.other)}
    rows = []
    for name in now.file_of:
        unit = groups.unit_of.get(name)
        if unit is not None:
            link = next(k for k in groups.links[unit] if name in (k.one, k.other))
            rows.append(Placement(name, unit, "merge", link.score, link.rule))
        elif name in asked:
            rows.append(Placement(name, name, "ask", asked[name].score, asked[name].rule))
        else:
            rows.append(Placement(name, name, "none", None, ""))
    return tuple(rows)


@dataclass(frozen=True)
class PairView:
    """One question: two references and why they are asked about."""

    one: Reference
    other: Reference
    fields: tuple[FieldPair, ...]
    rule: str
    score: float
    number: int
    of: int


@dataclass(frozen=True)
class AnswerView:
    """The newest answer of a person, which can be taken back."""

    event: str
    answer: str
    one: str
    other: str
    title: str


@dataclass(frozen=True)
class GroupView:
    """One group of references that are one: what is shown, why, and on what its references differ."""

    id: str
    title: str
    references: tuple[tuple[str, str, str], ...]
    links: tuple[tuple[str, str, str], ...]
    differs: tuple[str, ...]


def pair_view(review: ReviewLog, now: Standing, skip: int) -> PairView | None:
    """Return the open question after `skip` others; `None` when there is none."""
    asked = now.groups.asked
    if not asked:
        return None
    place = skip % len(asked)
    link = asked[place]
    with review.database.reading() as connection:
        found = find_references(connection, review.review, [link.one, link.other])
    one, other = (now.shown(found[name]) for name in (link.one, link.other))
    return PairView(one, other, side_by_side(one, other), link.rule, link.score, place + 1, len(asked))


def last_answer(review: ReviewLog, actor: str) -> AnswerView | None:
    """Return the newest answer of a person; `None` when there is none to take back."""
    mine = [event for event in review.events(("link_settled",)) if event.actor == actor]
    if not mine:
        return None
    event = mine[-1]
    title = _titles(review, [event.targets[0]]).get(event.targets[0], "")
    one, other = event.targets
    return AnswerView(event.id, str(event.payload["answer"]), one, other, title)


def groups_page(review: ReviewLog, now: Standing, page: int, size: int) -> tuple[GroupView, ...]:
    """Return the merged groups of one page."""
    units = list(now.groups.members)[(page - 1) * size : page * size]
    with review.database.reading() as connection:
        found = find_units(connection, now, units)
    return tuple(_group(now, found[unit]) for unit in units if unit in found)


def _group(now: Standing, unit: Unit) -> GroupView:
    names = {"author": "authors", "number": "issue"}
    return GroupView(
        unit.id,
        unit.said.title,
        tuple((one.id, one.source, one.said.title) for one in unit.references),
        tuple((link.one, link.other, link.rule) for link in now.groups.links[unit.id]),
        tuple(names.get(name, name) for name in unit.merged.conflicts),
    )


def duplicates_table(review: ReviewLog, now: Standing) -> Released:
    """Return every open question as a table."""
    titles = _titles(review, [name for link in now.groups.asked for name in (link.one, link.other)])
    columns = (
        ReleasedColumn("one", "One"),
        ReleasedColumn("other", "Other"),
        ReleasedColumn("title", "Title of one"),
        ReleasedColumn("other_title", "Title of the other"),
        ReleasedColumn("rule", "Why"),
        ReleasedColumn("score", "Share that agrees", decimals=2),
    )
    rows = tuple(
        (k.one, k.other, titles.get(k.one), titles.get(k.other), rule_words(k.rule), k.score)
        for k in now.groups.asked
    )
    return release(Draft("duplicate_questions", "Pairs to settle", columns, rows))
