"""The bound on what was missed holds, and says so exactly."""

from __future__ import annotations

import csv
from collections import defaultdict
from math import comb, floor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hedgerow.errors import UsageError
from hedgerow.evidence.screening.stop import signal, stop_run
from hedgerow.stats.stopping import audit_size, ranked_test, recall_bound

KEPT = Path(__file__).parents[3] / "validation" / "screening" / "stopping.csv"


@pytest.mark.parametrize(("sampled", "most", "recall"), [(300, 8, 100 / 108), (500, 4, 100 / 104)])
def test_the_guides_values(sampled: int, most: int, recall: float) -> None:
    bound = recall_bound(100, 1000, sampled, 0)
    assert bound.most == most
    assert bound.recall == pytest.approx(recall)
    assert f"at most {most} relevant" in bound.summary()


def chance_of_at_most(hits: int, unread: int, relevant: int, drawn: int) -> float:
    ways = sum(comb(relevant, x) * comb(unread - relevant, drawn - x) for x in range(hits + 1) if drawn >= x)
    return ways / comb(unread, drawn)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 30), st.integers(1, 40), st.data())
def test_the_bound_against_counting(found: int, unread: int, data: st.DataObject) -> None:
    sampled = data.draw(st.integers(0, unread))
    hits = data.draw(st.integers(0, sampled))
    most = max(
        k
        for k in range(hits, unread - sampled + hits + 1)
        if chance_of_at_most(hits, unread, k, sampled) >= 0.05 - 1e-12
    )
    assert recall_bound(found, unread, sampled, hits).most == most


@pytest.mark.parametrize(
    ("counts", "confidence", "most"), [((4, 20, 1, 0), 0.95, 19), ((11, 16, 3, 1), 0.975, 14)]
)
def test_a_chance_of_exactly_the_error_does_not_refute(
    counts: tuple[int, int, int, int], confidence: float, most: int
) -> None:
    """P(X ≤ x) is 1/20 and 1/40 here, exactly; in binary numbers 1 - 0.95 is a little more than that."""
    assert recall_bound(*counts, confidence=confidence).most == most


def test_no_sample_proves_nothing_and_all_of_it_proves_all() -> None:
    assert recall_bound(10, 90, 0, 0).recall == pytest.approx(0.1)
    assert recall_bound(10, 90, 90, 3).recall == 1
    assert recall_bound(0, 0, 0, 0).recall == 1


def test_the_smallest_audit_that_can_prove_the_target() -> None:
    size = audit_size(100, 1000)
    assert recall_bound(100, 1000, size, 0).recall >= 0.95
    assert recall_bound(100, 1000, size - 1, 0).recall < 0.95
    assert audit_size(1, 50) == 48  # a single relevant record escapes it with a chance of 2/50


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 1), min_size=1, max_size=25), st.integers(0, 10))
def test_the_ranked_test_against_its_formula(labels: list[int], left: int) -> None:
    records, total = len(labels) + left, sum(labels)
    chances = [1.0] if total == 0 else []
    for i in range(len(labels) if total else 0):
        before = sum(labels[:i])
        needed = floor(total / 0.8 + 1e-9) + 1 - before
        possible = needed <= records - i
        chances.append(
            chance_of_at_most(total - before, records - i, needed, len(labels) - i) if possible else 0.0
        )
    assert ranked_test(labels, records, target=0.8) == pytest.approx(min(chances), abs=1e-9)


def test_the_exact_share_is_not_lost_to_rounding() -> None:
    """Nineteen of twenty is 95 %: one may be missed."""
    labels = [1] * 19 + [0] * 900
    assert ranked_test(labels, 1000) < ranked_test([1] * 18 + [0] * 901, 1000)


@pytest.mark.parametrize("counts", [(-1, 5, 1, 0), (1, 5, 6, 0), (1, 5, 2, 3)])
def test_counts_that_contradict_are_refused(counts: tuple[int, int, int, int]) -> None:
    with pytest.raises(UsageError, match="cannot be"):
        recall_bound(*counts)


def test_shares_outside_nought_and_one_are_refused() -> None:
    with pytest.raises(UsageError, match="confidence"):
        recall_bound(1, 5, 1, 0, confidence=1)
    with pytest.raises(UsageError, match="target"):
        ranked_test([0, 1], 5, target=0)
    with pytest.raises(UsageError, match="labels"):
        ranked_test([0, 2], 5)


def ranked_line(records: int, relevant: int, seed: int) -> np.ndarray:
    """Labels of an order that is good, with stragglers."""
    chance = np.random.default_rng(seed)
    places = np.unique((chance.beta(0.6, 6, size=relevant) * records).astype(int))
    line = np.zeros(records, dtype=int)
    line[places] = 1
    return line


def test_the_rule_meets_its_target_as_often_as_it_says() -> None:
    stops = [stop_run(ranked_line(500, 100, seed), seed=seed) for seed in range(15)]
    assert np.mean([stop.recall >= 0.95 for stop in stops]) >= 0.95
    assert np.mean([stop.saved for stop in stops]) > 0
    assert all(stop.audits[-1].recall >= 0.95 for stop in stops if stop.proved)


def test_each_audit_has_its_own_share_of_the_error() -> None:
    """A dozen stragglers far down: the first audit finds some of them and proves nothing."""
    line = np.zeros(500, dtype=int)
    line[:120] = 1
    line[380:500:10] = 1
    stop = stop_run(line, seed=1)
    allowed = [1 - audit.confidence for audit in stop.audits]
    assert allowed[:2] == pytest.approx([0.025, 0.0125])
    assert sum(allowed) < 0.05


def test_nothing_relevant_never_signals() -> None:
    assert signal(np.zeros(200, dtype=int), 200, target=0.95, confidence=0.95) == 200
    assert not stop_run(np.zeros(200, dtype=int), seed=1).proved


def test_the_kept_runs_on_real_sets_meet_the_target_as_often_as_stated() -> None:
    runs: dict[str, list[dict[str, str]]] = defaultdict(list)
    with KEPT.open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            runs[row["set"]].append(row)
    assert len(runs) == 10
    for rows in runs.values():
        assert sorted(int(row["seed"]) for row in rows) == list(range(100))
        for recall in ("plain_recall", "signal_recall", "rule_recall"):
            assert np.mean([float(row[recall]) >= 0.95 - 1e-5 for row in rows]) >= 0.95
    saved = {
        name: np.mean([np.mean([float(row[name]) for row in rows]) for rows in runs.values()])
        for name in ("plain_saved", "signal_saved")
    }
    assert saved["signal_saved"] > 0.17  # the mean that the authors of the test report for theirs
    assert 0.15 < saved["plain_saved"] < saved["signal_saved"]


def biased_line(records: int, relevant: int, lead: float, seed: int) -> np.ndarray:
    """Labels of an order in which a relevant record is `lead` times as likely to come next as another."""
    chance = np.random.default_rng(seed)
    keys = np.concatenate((chance.exponential(1 / lead, relevant), chance.exponential(1, records - relevant)))
    return (np.argsort(keys) < relevant).astype(int)


@pytest.mark.slow
@pytest.mark.parametrize(("truth", "lead"), [(1.0, 1.0), (1.2, 1.2), (1.5, 1.5)])
def test_looked_at_again_and_again_the_signal_still_keeps_its_word(truth: float, lead: float) -> None:
    """The ranking is just as good as is assumed: the worst case. Looks at every half per cent."""
    met = []
    for seed in range(300):
        line = biased_line(400, 60, truth, seed)
        at = signal(line, 400, target=0.95, confidence=0.95, lead=lead)
        met.append(line[:at].sum() / line.sum() >= 0.95 - 1e-9)
    assert np.mean(met) >= 0.95


def test_a_lead_that_is_assumed_makes_the_signal_come_sooner() -> None:
    line = ranked_line(600, 60, 1)[:400]
    assert ranked_test(line, 600, lead=1.5) < ranked_test(line, 600)
    with pytest.raises(UsageError, match="lead"):
        ranked_test(line, 600, lead=0.5)
