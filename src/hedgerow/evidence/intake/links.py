"""Links between references: what the rules found, run by run, and what people answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hedgerow.errors import UsageError
from hedgerow.evidence.dedupe import Link, Settled, Settlement, settle
from hedgerow.evidence.dedupe.settle import Pair, pair_of
from hedgerow.evidence.review import Event, EventDraft

FOUND = "duplicates_found"
SETTLED = "link_settled"
RULES_VERSION = "1"
ANSWERS = ("same", "different", "related")
_COLUMNS = ("one", "other", "tier", "kind", "score", "rule")


@dataclass(frozen=True)
class Run:
    """One run of the rules: which files it looked at, and the links that it made."""

    event: str
    at: str
    actor: str
    files: frozenset[str]
    links: tuple[Link, ...]
    rules_version: str
    records: int


def run_draft(links: Sequence[Link], files: Iterable[str], records: int) -> EventDraft:
    """Return the event of a run of the rules."""
    merges = sum(link.tier == "merge" for link in links)
    payload: dict[str, Any] = {
        "rules_version": RULES_VERSION,
        "files": sorted(files),
        "records": records,
        "merge_links": merges,
        "ask_links": len(links) - merges,
        "columns": list(_COLUMNS),
        "links": [[getattr(link, name) for name in _COLUMNS] for link in links],
    }
    return EventDraft(FOUND, (), payload, "programme")


def runs_of(events: Iterable[Event]) -> tuple[Run, ...]:
    """Return the runs of the rules, in their order."""
    return tuple(_run(event) for event in events if event.type == FOUND)


def _run(event: Event) -> Run:
    said = event.payload
    return Run(
        event.id,
        event.at,
        event.actor,
        frozenset(said.get("files", ())),
        tuple(Link(*row) for row in said["links"]),
        str(said["rules_version"]),
        int(said.get("records", 0)),
    )


def links_of(runs: Sequence[Run], file_of: Mapping[str, str]) -> tuple[Link, ...]:
    """Return the links that hold: of each pair, what the last run says that looked at the files of both.

    So two copies of a review that were searched apart keep what either found, until a run looks at all.
    """
    held: dict[Pair, Link] = {}
    for number, run in enumerate(runs):
        later = [other.files for other in runs[number + 1 :]]
        for link in run.links:
            files = {file_of.get(link.one, ""), file_of.get(link.other, "")}
            if "" not in files and not any(files <= seen for seen in later):
                held[pair_of(link.one, link.other)] = link
    return tuple(held.values())


def settlement_draft(
    one: str, other: str, answer: str, *, reason: str = "", role: str = "reviewer"
) -> EventDraft:
    """Return the event of an answer about a pair.

    Raises
    ------
    UsageError
        When the answer is none of the three, or the pair is one reference.
    """
    if answer not in ANSWERS:
        raise UsageError(f"“{answer}” is no answer.", remedy=f"There are: {', '.join(ANSWERS)}.")
    if one == other:
        raise UsageError("A reference cannot be compared with itself.", remedy="Name two references.")
    payload = {"answer": answer} | ({"reason": reason} if reason else {})
    return EventDraft(SETTLED, pair_of(one, other), payload, role)


@dataclass(frozen=True)
class Answer:
    """What one person said of one pair."""

    pair: Pair
    answer: str
    reason: str
    actor: str
    role: str
    at: str
    event: str
    library: str = ""


def answers_of(events: Iterable[Event]) -> dict[Pair, tuple[Answer, ...]]:
    """Return every answer that holds for each pair, in the order of time."""
    found: dict[Pair, tuple[Answer, ...]] = {}
    for event in events:
        if event.type == SETTLED and len(event.targets) == 2:
            pair = pair_of(*event.targets)
            said = event.payload
            library = str(said.get("from", {}).get("workspace", ""))
            one = Answer(
                pair,
                said["answer"],
                said.get("reason", ""),
                event.actor,
                event.role,
                event.at,
                event.id,
                library,
            )
            found[pair] = (*found.get(pair, ()), one)
    return found


def settlements_of(answers: Mapping[Pair, Sequence[Answer]]) -> Settled:
    """Return what holds of the answers: the last about each pair."""
    last = (given[-1] for given in answers.values())
    return settle(Settlement(*one.pair, _known(one.answer), one.actor, one.at) for one in last)


def _known(answer: str) -> Any:
    return answer
