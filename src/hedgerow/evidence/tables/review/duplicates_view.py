"""Duplicates of a review as shells show them: counts, open questions, merged groups with why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from hedgerow.evidence.dedupe import Placement
from hedgerow.evidence.tables.review.duplicates import Searched
from hedgerow.evidence.tables.review.log import ReviewLog
from hedgerow.evidence.tables.review.references import find_references
from hedgerow.evidence.tables.review.standing import Standing


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
