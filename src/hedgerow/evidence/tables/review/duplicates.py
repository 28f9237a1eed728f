"""Duplicates in a review: run the rules on all references, and take people's answers about pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hedgerow.errors import ConflictError, NotFoundError, UsageError
from hedgerow.evidence.dedupe import Link, find_duplicates
from hedgerow.evidence.dedupe.find import SETTLED
from hedgerow.evidence.dedupe.settle import pair_of
from hedgerow.evidence.intake import groups_of, links_of
from hedgerow.evidence.intake.links import (
    RULES_VERSION,
    Answer,
    run_draft,
    settlement_draft,
    settlements_of,
)
from hedgerow.evidence.intake.links import (
    SETTLED as SETTLED_BY,
)
from hedgerow.evidence.intake.unit import record_of
from hedgerow.evidence.tables.review.log import ReviewLog
from hedgerow.evidence.tables.review.standing import Standing, standing, standing_at
from hedgerow.evidence.tables.review.units import read_held


@dataclass(frozen=True)
class Searched:
    """What a run of the rules came to; `event` is empty when it found nothing that was not known."""

    review: str
    references: int
    groups: int
    surplus: int
    asked: int
    event: str
    standing: Standing


def search_duplicates(review: ReviewLog, *, actor: str) -> Searched:
    """Run the rules on every reference that is held, with what people have answered.

    Settled pairs are neither merged against the answer nor asked again. A run that finds exactly what is
    known writes nothing.

    Raises
    ------
    NotFoundError
        When the review holds no reference.
    """
    now = standing(review)
    if not now.file_of:
        raise NotFoundError(
            f"The review “{review.review}” holds no reference.",
            remedy="Import a file first: hedgerow evidence import FILE.",
        )
    links = _links(review, now)
    event = ""
    files = [file.sha256 for file in now.files]
    if _is_news(now, links, frozenset(files)):
        with review.turn(actor) as turn:
            event = turn.append(run_draft(links, files, now.references))[0]
        now = standing(review)
    groups = now.groups
    counts = (len(groups.members), groups.surplus, len(groups.asked))
    return Searched(review.review, now.references, *counts, event, now)


def _links(review: ReviewLog, now: Standing) -> tuple[Link, ...]:
    """Return what the rules say; of an answered pair, what they said before anybody answered."""
    forms = {file.sha256: file.format for file in now.files}
    with review.database.reading() as connection:
        records = [record_of(one, forms[one.file]) for one in read_held(connection, now)]
    records.sort(key=lambda record: record.id)
    found = find_duplicates(records, settlements_of(now.answers))
    known = {pair_of(link.one, link.other): link for link in links_of(now.runs, now.file_of)}
    links = {pair: known[pair] for pair in now.answers if pair in known}
    for link in found.links:
        pair = pair_of(link.one, link.other)
        if pair not in now.answers:
            links[pair] = known.get(pair, link) if link.rule == SETTLED else link
    return tuple(links[pair] for pair in sorted(links))


def _is_news(now: Standing, links: Sequence[Link], files: frozenset[str]) -> bool:
    last = now.runs[-1] if now.runs else None
    return (
        last is None
        or last.rules_version != RULES_VERSION
        or last.files != files
        or last.links != tuple(links)
    )


def settle_pair(
    review: ReviewLog,
    one: str,
    other: str,
    answer: str,
    *,
    actor: str,
    reason: str = "",
    role: str = "reviewer",
) -> str:
    """Take an answer about a pair: same, different or related; return the id of the event.

    Raises
    ------
    NotFoundError
        When one of the two is not held.
    UsageError
        When it is no answer.
    ConflictError
        When it contradicts what was said of others: both answers cannot be right.
    """
    return settle_pairs(review, [(one, other)], answer, actor=actor, reason=reason, role=role)[0]


def settle_pairs(
    review: ReviewLog,
    pairs: Sequence[tuple[str, str]],
    answer: str,
    *,
    actor: str,
    reason: str = "",
    role: str = "reviewer",
) -> list[str]:
    """Take one answer about several pairs, all of them or none; return the ids of the events."""
    drafts = [settlement_draft(one, other, answer, reason=reason, role=role) for one, other in pairs]
    with review.turn(actor) as turn:
        now = standing_at(turn.connection, turn.review)
        for one, other in pairs:
            _refuse_unknown(now, one)
            _refuse_unknown(now, other)
        _refuse_contradiction(now, pairs, answer, actor)
        return turn.append(*drafts)


def take_back(review: ReviewLog, event: str, *, actor: str) -> str:
    """Take back an answer; return the id of the undo. The rules look again: it had shaped their links.

    Raises
    ------
    NotFoundError
        When the event is no answer that holds in this log.
    """
    held = {one.id for one in review.events((SETTLED_BY,))}
    if event not in held:
        raise NotFoundError(
            f"There is no answer “{event[:12]}” to take back.",
            remedy="It was taken back before, or given in another library: answer the pair yourself instead.",
        )
    undo = review.undo([event], actor=actor)
    search_duplicates(review, actor=actor)
    return undo


def take_out(review: ReviewLog, reference: str, *, actor: str, reason: str = "") -> list[str]:
    """Say that a reference is none of the others of its group; it never comes back by itself."""
    now = standing(review)
    _refuse_unknown(now, reference)
    unit = now.groups.unit(reference)
    others = [name for name in now.groups.of(unit) if name != reference]
    if not others:
        raise UsageError(
            "This reference is not merged with any other.", remedy="Open it again: it was taken out."
        )
    return settle_pairs(
        review, [(reference, name) for name in others], "different", actor=actor, reason=reason
    )


def _refuse_unknown(now: Standing, name: str) -> None:
    if name not in now.file_of:
        raise NotFoundError(
            f"The review “{now.review}” holds no reference “{name[:60]}”.",
            remedy="Look up its id in the list of references.",
        )


def _refuse_contradiction(now: Standing, pairs: Sequence[tuple[str, str]], answer: str, actor: str) -> None:
    """Refuse an answer that, with the others, would say that a pair is the same and different."""
    answers = dict(now.answers)
    for one, other in pairs:
        pair = pair_of(one, other)
        answers[pair] = (*answers.get(pair, ()), Answer(pair, answer, "", actor, "reviewer", "~", ""))
    groups = groups_of((), settlements_of(answers), now.file_of)
    before = {found.apart for found in groups_of((), settlements_of(now.answers), now.file_of).contradictions}
    new = [found for found in groups.contradictions if found.apart not in before]
    if new:
        names = " and ".join(name[:12] for name in new[0].apart)
        raise ConflictError(
            f"This answer contradicts earlier ones: {names} would be the same and not the same.",
            cause=f"Called the same, pair by pair: {', '.join(n[:12] for n in new[0].references)}.",
            remedy="Take back the answer that is wrong, then answer again.",
        )
