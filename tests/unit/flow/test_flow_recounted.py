"""Whatever is done to a review, its flow is what a plain recount of the raw events gives."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from hedgerow.evidence.flow.diagram import flow_values
from hedgerow.evidence.review import EventDraft, Protocol
from hedgerow.evidence.tables.review import ReviewLog
from hedgerow.evidence.tables.review.flow import flow_view
from hedgerow.evidence.tables.review.standing import standing
from hedgerow.store.database import Database
from review_files import bring_in

ACTS = st.lists(
    st.tuples(
        st.sampled_from(("title", "title", "full", "lost", "merge", "undo", "stop", "resume", "late")),
        st.integers(0, 30),
        st.integers(0, 30),
    ),
    max_size=10,
)
DECISIONS = ("include", "exclude")


def act(log: ReviewLog, kind: str, a: int, b: int) -> None:
    names = sorted(standing(log).file_of)
    if kind == "late":
        turn = len(log.all_events())  # no file comes twice
        titles = [f"Late {turn} {n}" for n in range(b % 3 + 1)]
        bring_in(log, f"late{turn}", titles, source="Late", unreadable=a % 2)
    elif kind == "undo":
        held = [event.id for event in log.events() if event.type not in ("review_started", "file_imported")]
        if held:
            log.undo([held[a % len(held)]], actor="Ada")
    elif kind == "stop":
        log.append(
            EventDraft("stopped", tuple(names), {"stage": "title_abstract", "rule": "test"}), actor="Ada"
        )
    elif kind == "resume":
        log.append(EventDraft("resumed", (), {"stage": "title_abstract"}), actor="Ada")
    elif kind == "merge":
        one, other = names[a % len(names)], names[b % len(names)]
        if one != other:
            log.append(EventDraft("link_settled", (one, other), {"answer": "same"}), actor="Ada")
    elif kind == "lost":
        log.append(
            EventDraft("fulltext_not_obtained", (names[a % len(names)],), {"reason": "no reply"}), actor="Ada"
        )
    else:
        stage = {"title": "title_abstract", "full": "full_text"}[kind]
        said = {"stage": stage, "decision": DECISIONS[b % 2], "reason": "Because"}
        log.append(EventDraft("screened", (names[a % len(names)],), said), actor="Ada")


def raw(log: ReviewLog) -> tuple[list[tuple[str, str, list[str], dict[str, Any]]], dict[str, str]]:
    """Return the events that hold and the record of each reference, from the rows, with none of the folds."""
    with log.database.reading() as connection:
        events = connection.execute(
            text("SELECT id, type, targets, payload FROM review_event ORDER BY at, id")
        ).all()
        files = connection.execute(text("SELECT id, file FROM reference")).all()
    rows = [(name, kind, json.loads(targets), json.loads(said)) for name, kind, targets, said in events]
    gone: set[str] = set()
    for name, kind, targets, _ in reversed(rows):
        if kind == "undone" and name not in gone:
            gone |= set(targets)
    held = [row for row in rows if row[0] not in gone]
    unit = {name: name for name, _ in files}
    for _, kind, targets, _ in held:
        if kind == "link_settled":
            one, other = (unit[name] for name in targets)
            unit = {name: one if root == other else root for name, root in unit.items()}
    return held, unit


def recount(log: ReviewLog) -> Counter[str]:
    """Count by hand."""
    held, unit = raw(log)
    title: dict[str, str] = {}  # the last decision on each reference
    full: dict[str, str] = {}
    lost: set[str] = set()
    stopped_at: set[str] = set()
    counts: Counter[str] = Counter()
    for _, kind, targets, said in held:
        if kind == "file_imported":
            counts["identified"] += said["expected"]
            counts["unreadable"] += said["rejected"]
        elif kind == "screened":
            (title if said["stage"] == "title_abstract" else full)[targets[0]] = said["decision"]
        elif kind == "fulltext_not_obtained":
            lost.add(unit[targets[0]])
        elif kind in ("stopped", "resumed"):  # a stop names what it leaves unread, a resumption nothing
            stopped_at = {unit[name] for name in targets}
    units = set(unit.values())
    counts["duplicates"] = len(unit) - len(units)
    for one in units:
        decided = {said for name, said in title.items() if unit[name] == one}
        if decided != {"include"}:
            unread = "left" if one in stopped_at else "unread"
            counts["conflict" if len(decided) > 1 else "exclude" if decided else unread] += 1
            continue
        counts["sought"] += 1
        read = {said for name, said in full.items() if unit[name] == one}
        unsaid = "lost" if one in lost else "waiting"
        counts["full " + ("undecided" if len(read) > 1 else next(iter(read), unsaid))] += 1
    return counts


@settings(max_examples=25, deadline=None)
@given(acts=ACTS)
def test_the_flow_is_what_a_recount_of_the_events_gives(acts: list[tuple[str, int, int]]) -> None:
    with TemporaryDirectory() as name, Database(f"sqlite:///{Path(name) / 'a.db'}") as database:
        log = ReviewLog(database)
        log.start(Protocol("Recounted"), actor="Ada")
        bring_in(log, "first", [f"Title {n}" for n in range(6)], source="Ovid", unreadable=1)
        for one in acts:
            act(log, *one)
        wanted = recount(log)
        view = flow_view(log)
        side = view.flow.databases
        found = {
            "identified": side.identified,
            "unreadable": side.unreadable,
            "duplicates": side.duplicates,
            "unread": side.unread,
            "left": side.left,
            "conflict": side.waiting,
            "exclude": side.excluded,
            "sought": side.sought,
            "full waiting": side.retrieving,
            "full lost": side.not_retrieved,
            "full undecided": side.undecided,
            "full exclude": side.excluded_reports,
            "full include": side.included,
        }
        assert found == {name: wanted[name] for name in found}
        assert view.wrong == ()
        assert flow_values(view.flow)["database_results"] == wanted["identified"]
