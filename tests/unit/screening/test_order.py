"""The order of reading: the same decisions give the same order, many labels need little memory."""

from __future__ import annotations

import numpy as np
import pytest

from hedgerow.evidence.screening import Corpus, Schedule
from hedgerow.evidence.screening.order import (
    Trainer,
    chance_order,
    drafts_of,
    due,
    labels_of,
    ranking_of,
)
from hedgerow.evidence.screening.queue import Memory
from hedgerow.evidence.screening.state import screening_state
from screening_events import alone, event, protocol, read

TEXTS = [
    "custody and reoffending of young men",
    "mentoring for young people at risk",
    "road bridge engineering",
    "custody officers and suicide",
    "soil and crops",
    "",
]
UNITS = tuple("abcdef")


def trainer(*passages: str) -> Trainer:
    return Trainer(Corpus(TEXTS, passages), UNITS, seed=3)


def test_the_same_decisions_give_the_same_order_whatever_came_between() -> None:
    labels = {"a": True, "e": False, "d": True}
    straight = trainer("custody").rank(labels)
    walked = trainer("custody")
    for upto in range(len(labels)):
        walked.rank(dict(list(labels.items())[:upto]))
    assert walked.rank(labels).sha256 == straight.sha256
    assert straight.how == "rank"
    assert set(straight.order) == set(UNITS)


def test_before_any_decision_the_protocol_leads_and_without_one_the_seed() -> None:
    assert trainer("custody and reoffending").rank({}).order[0] == "a"
    plain = trainer().rank({})
    assert (plain.how, plain.order) == ("chance", chance_order(UNITS, 3))
    assert chance_order(UNITS, 4) != plain.order


def test_why_a_record_came_is_told_by_its_terms() -> None:
    made = trainer()
    ranking = made.rank({"a": True, "e": False})
    terms = dict(made.reasons(ranking, "d"))
    assert terms["custody"] > 0
    assert made.reasons(ranking, "f") == ()


def test_what_the_log_keeps_gives_the_beginning_of_the_order_again() -> None:
    made = trainer()
    ranking = made.rank({"a": True, "e": False})
    trained, ranked = drafts_of(ranking, Schedule())
    assert trained.payload["training"] == ranked.payload["training"]
    assert ranking_of(ranked.payload) == ranking


def test_a_conflict_counts_as_relevant_until_it_is_settled() -> None:
    events = [read(1, "a", "include", "A"), read(2, "a", "exclude", "B"), read(3, "b", "exclude", "B")]
    state = screening_state(events, alone(*UNITS), protocol("double"))
    assert labels_of(state.title) == {"a": True, "b": False}
    settled = event(4, "conflict_resolved", ("a",), "C", stage="title_abstract", decision="exclude")
    state = screening_state([*events, settled], alone(*UNITS), protocol("double"))
    assert labels_of(state.title) == {"a": False, "b": False}


def test_training_is_due_after_a_batch() -> None:
    schedule = Schedule(single=2, share=0.5)
    ranking = trainer().rank({"a": True, "e": False})
    assert due(None, {}, schedule)
    assert not due(ranking, {"a": True, "e": False}, schedule)
    assert due(ranking, {"a": True, "e": False, "b": False}, schedule)


def test_with_many_labels_the_products_are_not_written_out_and_the_scores_are_the_same() -> None:
    chance = np.random.default_rng(1)
    words = [f"word{n}" for n in range(80)]
    texts = [" ".join(chance.choice(words, 12)) for _ in range(120)]
    relevant = np.array(["word3" in text.split() for text in texts])
    corpus = Corpus(texts)
    rows = np.arange(100, dtype=np.intp)
    written = Memory(corpus.likeness).train(rows, relevant[:100])
    small = Memory(corpus.likeness, written_below=40)
    for upto in (20, 60, 100):
        made = small.train(rows[:upto], relevant[:upto])
    assert small.products.size == 0
    assert made == pytest.approx(written, abs=1e-4)
