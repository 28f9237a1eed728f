"""The ranker is the model that it says it is."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.svm import LinearSVC

from hedgerow.errors import EstimateError, InputError, UsageError
from hedgerow.evidence.screening import Corpus, Queue, Ranker, Schedule
from hedgerow.evidence.screening.features import Likeness, TermWeights, record_text
from hedgerow.evidence.screening.ranker import COST, label_weights

WORDS = ["gang", "violence", "youth", "street", "lighting", "police", "drug", "market", "road", "soil"]


def made_up(records: int, seed: int) -> tuple[list[str], np.ndarray]:
    """Texts whose relevant ones speak more of the first words."""
    chance = np.random.default_rng(seed)
    labels = (chance.random(records) < 0.2).astype(int)
    tilt = np.linspace(3, 0.2, len(WORDS))
    texts = []
    for label in labels:
        shares = tilt if label else np.ones(len(WORDS))
        texts.append(" ".join(chance.choice(WORDS, size=12, p=shares / shares.sum())))
    return texts, labels


def test_the_solution_is_that_of_liblinear() -> None:
    texts, labels = made_up(150, 1)
    matrix = TermWeights().fit_transform(texts)
    mine = Ranker().fit(matrix, labels).decision_function(matrix)
    weights = label_weights(labels == 1)
    model = LinearSVC(C=COST, tol=1e-10, max_iter=100_000, random_state=0)
    reference = model.fit(matrix, labels, sample_weight=weights).decision_function(matrix)
    # liblinear stops on its own criterion; the scores agree to five decimals
    assert mine == pytest.approx(reference, abs=2e-5)


def test_weights_sum_to_n_and_favour_the_rare() -> None:
    weights = label_weights(np.array([True] * 2 + [False] * 8))
    assert weights.sum() == pytest.approx(10)
    assert weights[:2].sum() / weights[2:].sum() == pytest.approx(9.8)


def test_the_queue_gives_the_rankers_scores() -> None:
    """A warm start changes how long the solution takes, not what it is."""
    texts, labels = made_up(80, 2)
    corpus = Corpus(texts)
    queue = Queue(corpus, seed=1)
    order = [int(np.flatnonzero(labels)[0]), int(np.flatnonzero(labels == 0)[0])]
    for row in order:
        queue.label(row, bool(labels[row]))
    for _ in range(20):
        row = queue.next_batch()[0]
        queue.label(row, bool(labels[row]))
        order.append(row)
    matrix = corpus.likeness.matrix
    fitted = Ranker().fit(matrix[order], labels[order])
    assert queue.scores() == pytest.approx(fitted.decision_function(matrix), abs=1e-3)


def test_products_are_the_same_kept_or_made_anew() -> None:
    texts, _ = made_up(40, 3)
    matrix = TermWeights().fit_transform(texts)
    kept, anew = Likeness(matrix), Likeness(matrix, whole_below=0)
    rows, columns = np.array([3, 1]), np.array([0, 5, 7])
    assert kept.between(rows, columns) == pytest.approx(anew.between(rows, columns))
    weights = np.array([0.5, -2.0])
    assert kept.weighted(rows, weights) == pytest.approx(anew.weighted(rows, weights))


def test_fit_returns_self_and_leaves_its_input() -> None:
    texts, labels = made_up(30, 4)
    matrix = TermWeights().fit(texts).transform(texts)
    before = matrix.copy()
    ranker = Ranker()
    assert ranker.fit(matrix, labels) is ranker
    assert (before != matrix).nnz == 0


def test_rows_in_another_order_score_the_same() -> None:
    texts, labels = made_up(60, 5)
    turned = np.random.default_rng(1).permutation(60)
    matrix = TermWeights().fit_transform(texts)
    straight = Ranker().fit(matrix, labels).decision_function(matrix)
    other = Ranker().fit(matrix[turned], labels[turned]).decision_function(matrix)
    assert other == pytest.approx(straight, abs=1e-3)


def test_the_reasons_are_the_terms_that_move_the_score() -> None:
    texts = ["gang violence", "gang youth", "road bridge", "soil crop"]
    weights = TermWeights()
    matrix = weights.fit_transform(texts)
    ranker = Ranker().fit(matrix, [1, 1, 0, 0])
    reasons = dict(ranker.reasons(matrix[0], weights.terms()))
    assert reasons["gang"] > 0
    assert sum(reasons.values()) + ranker.intercept_ == pytest.approx(ranker.decision_function(matrix)[0])


def test_labels_that_teach_nothing_are_refused() -> None:
    matrix = TermWeights().fit_transform(["gang youth", "road soil"])
    with pytest.raises(EstimateError, match="same"):
        Ranker().fit(matrix, [1, 1])
    with pytest.raises(UsageError, match="0 or 1"):
        Ranker().fit(matrix, [1, 2])


def test_empty_texts_are_ranked_and_only_empty_texts_refused() -> None:
    assert record_text(None, "") == ""
    corpus = Corpus(["gang violence", "", "road bridge", "gang youth"])
    queue = Queue(corpus, seed=1)
    queue.label(0, True)
    queue.label(2, False)
    assert queue.next_batch() == [3]
    assert set(queue.unread) == {1, 3}
    with pytest.raises(InputError, match="word"):
        Corpus(["", " "])


def test_before_any_label_the_protocol_gives_the_order() -> None:
    corpus = Corpus(["road bridge", "gang violence", "soil crop"], ["violence of gangs: gang violence", " "])
    assert Queue(corpus, seed=1).next_batch() == [1]
    assert len(corpus.passages) == 1


def test_without_protocol_or_labels_the_seed_gives_the_order() -> None:
    texts, _ = made_up(50, 6)
    corpus = Corpus(texts)
    first, same, other = (Queue(corpus, seed=seed).scores() for seed in (1, 1, 2))
    assert (first == same).all()
    assert (first != other).any()


def test_the_protocol_is_dropped_when_labels_can_speak() -> None:
    texts, labels = made_up(60, 7)
    plain, led = Corpus(texts), Corpus(texts, ["crop soil bridge"])
    scores = []
    for corpus in (plain, led):
        queue = Queue(corpus, seed=1, schedule=Schedule(protocol_until=3))
        for row in range(25):
            queue.label(row, bool(labels[row]))
        scores.append(queue.scores())
    assert scores[0] == pytest.approx(scores[1], abs=1e-3)


def test_a_record_is_labelled_once() -> None:
    queue = Queue(Corpus(["gang violence", "road bridge"]), seed=1)
    queue.label(0, True)
    for row in (0, 2, -1):
        with pytest.raises(UsageError, match=f"Record {row}"):
            queue.label(row, False)


def test_the_schedule_trains_after_each_label_then_after_a_share() -> None:
    schedule = Schedule(single=50, share=0.02)
    assert [schedule.batch(n) for n in (0, 49, 50, 150, 1000)] == [1, 1, 1, 3, 20]
