"""The ranker against published runs of ASReview 3.0.8 (ELAS u4), from the same priors, on real sets."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from statistics import mean

import numpy as np
import pytest
from benchmarks.screening import MODEL, PROTOCOLS, cold_starts, published

from hedgerow.evidence.screening import LabelledSet, Priors, Schedule, read_labelled, simulate
from hedgerow.evidence.screening.metrics import metrics

pytestmark = pytest.mark.real_data
QUICK = ("Cohen_2006_NSAIDS", "Cohen_2006_Triptans", "Cohen_2006_UrinaryIncontinence")
COUNTS = {"Nagtegaal_2019": (2019, 101), "Kitchenham_2010": (1704, 45), "Cohen_2006_ADHD": (851, 20)}


@pytest.fixture(scope="module")
def evidence(shared: Path) -> Path:
    return shared / "data" / "evidence"


def labelled(evidence: Path, name: str) -> LabelledSet:
    return read_labelled(evidence / "screening" / f"{name}.csv")


def rows(evidence: Path, name: str) -> dict[str, str]:
    with (evidence / "published" / "asreview_3.0.8_simulations.csv").open(encoding="utf-8") as handle:
        return next(r for r in csv.DictReader(handle) if (r["dataset"], r["model"]) == (name, MODEL))


@pytest.mark.parametrize("name", COUNTS)
def test_every_record_is_read(evidence: Path, name: str) -> None:
    given = labelled(evidence, name)
    assert (len(given.texts), int(given.labels.sum())) == COUNTS[name]


@pytest.mark.parametrize("name", QUICK)
def test_figures_of_small_sets_are_those_of_the_published_runs(evidence: Path, name: str) -> None:
    """Trained after each label, the model is the same: what remains is the order of near-ties."""
    priors, loss = published(evidence)[name, "p1"]
    figures = simulate(labelled(evidence, name), priors=priors, seed=1).figures
    theirs = rows(evidence, name)
    assert figures.loss == pytest.approx(loss, abs=0.001)
    assert figures.recall_at_10 == pytest.approx(float(theirs["r10"]), abs=1e-9)
    assert figures.wss_at_95 == pytest.approx(float(theirs["wss95_cohen"]), abs=0.01)
    assert figures.wss_at_95_insights == pytest.approx(float(theirs["wss95_ins"]), abs=0.01)
    assert figures.atd == pytest.approx(float(theirs["atd"]), abs=0.5)


def test_the_two_definitions_give_what_was_published(evidence: Path) -> None:
    """Antihistamines: the fifteenth of 15 stands at 297 of 308, the fourteenth at 202."""
    theirs = rows(evidence, "Cohen_2006_Antihistamines")
    labels = np.zeros(308, dtype=np.int64)
    labels[[*range(13), 201, 296]] = 1
    found = metrics(labels, 308)
    assert found.wss_at_95 == pytest.approx(float(theirs["wss95_cohen"]))
    assert found.wss_at_95_insights == pytest.approx(float(theirs["wss95_ins"]))


@pytest.mark.slow
def test_mean_loss_is_no_worse_than_published(evidence: Path) -> None:
    ours: dict[str, list[float]] = {}
    theirs: dict[str, list[float]] = {}
    for (name, _), (priors, loss) in published(evidence).items():
        done = simulate(labelled(evidence, name), priors=priors, seed=1)
        ours.setdefault(name, []).append(done.figures.loss)
        theirs.setdefault(name, []).append(loss)
        assert done.figures.loss == pytest.approx(loss, abs=0.002)
    assert mean(map(mean, ours.values())) <= mean(map(mean, theirs.values()))


@pytest.mark.slow
def test_a_cold_start_is_better_than_chance_on_every_set(evidence: Path) -> None:
    losses = {name: done.figures.loss for name, done in cold_starts(evidence).items()}
    assert len(losses) == 10
    assert max(losses.values()) < 0.25  # 0.5 is chance
    assert mean(losses.values()) < 0.125


@pytest.mark.slow
def test_the_title_of_the_review_alone_is_a_start_on_every_set(evidence: Path) -> None:
    losses = [
        simulate(labelled(evidence, name), priors=Priors(0, 0), seed=1, protocol=passages[:1]).figures.loss
        for name, passages in tomllib.loads(PROTOCOLS.read_text("utf-8")).items()
    ]
    assert max(losses) < 0.25
    assert mean(losses) < 0.14


def test_a_cold_start_on_the_hardest_small_set_is_far_better_than_chance(evidence: Path) -> None:
    name = "Cohen_2006_Antihistamines"
    passages = tomllib.loads(PROTOCOLS.read_text("utf-8"))[name]
    done = simulate(labelled(evidence, name), priors=Priors(0, 0), seed=1, protocol=passages)
    assert done.figures.loss < 0.25


@pytest.mark.slow
def test_trained_after_each_label_the_run_is_the_published_one(evidence: Path) -> None:
    """Batches of 1 % then move the loss of the set by less than 0.002."""
    given = labelled(evidence, "Cohen_2006_ADHD")
    priors, loss = published(evidence)["Cohen_2006_ADHD", "p1"]
    each, batches = (
        simulate(given, priors=priors, seed=1, schedule=schedule).figures.loss
        for schedule in (Schedule(single=10**6), Schedule())
    )
    assert each == pytest.approx(loss, abs=1e-9)
    assert batches == pytest.approx(loss, abs=0.002)
