"""Screening: ten labelled sets, from the priors of published runs of ASReview and from the protocol alone.

Loss is the mean over the sets of the mean over each set's priors; 0.5 is chance. The goal of the loss is the
mean of the published runs (ASReview 3.0.8, ELAS u4) from the same priors. CPU seconds are those of one run,
terms included. None of the sets is about crime or policing. The protocols are our own words, written before
any run.
"""

from __future__ import annotations

import csv
import os
import tomllib
from collections import defaultdict
from pathlib import Path
from statistics import mean

from benchmarks import ROOT, Figure, Skipped
from hedgerow.evidence.screening import Priors, Simulation, read_labelled, simulate

PROTOCOLS = ROOT / "validation" / "screening" / "protocols.toml"
MODEL = "elas_u4"


def folder() -> Path:
    """Return the folder of the evidence data, or say that it is not at hand."""
    found = Path(os.environ.get("HEDGEROW_SHARED", ROOT.parent / "shared")) / "data" / "evidence"
    if not found.is_dir():
        raise Skipped("the labelled screening sets are not at hand")
    return found


def published(where: Path) -> dict[tuple[str, str], tuple[list[int], float]]:
    """Return, for each set and each of its priors, the rows of the priors and the published loss."""
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    with (where / "published" / "asreview_3.0.8_priors.csv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            if row["model"] == MODEL:
                rows[row["dataset"], row["prior_set"]].append(int(row["row_index"]))
    with (where / "published" / "asreview_3.0.8_simulations.csv").open(encoding="utf-8") as handle:
        return {
            (row["dataset"], row["prior_set"]): (
                rows[row["dataset"], row["prior_set"]],
                float(row["loss"]),
            )
            for row in csv.DictReader(handle)
            if row["model"] == MODEL
        }


def cold_starts(where: Path) -> dict[str, Simulation]:
    """Return one run a set from its protocol alone."""
    protocols = tomllib.loads(PROTOCOLS.read_text("utf-8"))
    return {
        name: simulate(
            read_labelled(where / "screening" / f"{name}.csv"),
            priors=Priors(0, 0),
            seed=1,
            protocol=passages,
        )
        for name, passages in protocols.items()
    }


def run() -> list[Figure]:
    """Return the figures."""
    where = folder()
    ours: dict[str, list[float]] = defaultdict(list)
    theirs: dict[str, list[float]] = defaultdict(list)
    cpu: dict[str, float] = {}
    for (name, _), (priors, loss) in published(where).items():
        done = simulate(read_labelled(where / "screening" / f"{name}.csv"), priors=priors, seed=1)
        ours[name].append(done.figures.loss)
        theirs[name].append(loss)
        cpu[name] = max(done.cpu_seconds, cpu.get(name, 0.0))
    goal = round(mean(mean(losses) for losses in theirs.values()), 5)
    figures = [
        Figure("loss", "mean loss, priors of the published runs", _mean(ours), "loss", goal, False),
        Figure("cpu", "Nagtegaal, 2,019 records, slowest run", cpu["Nagtegaal_2019"], "CPU s", 5, False),
        Figure("cpu_largest", "ACE inhibitors, 2,544 records, slowest run", max(cpu.values()), "CPU s"),
    ]
    figures += [
        Figure(f"loss_{name}", f"{name}: loss, published {mean(theirs[name]):.4f}", mean(losses), "loss")
        for name, losses in ours.items()
    ]
    cold = {name: done.figures.loss for name, done in cold_starts(where).items()}
    figures.append(Figure("cold_worst", "protocol alone: worst set", max(cold.values()), "loss", 0.5, False))
    figures += [
        Figure(f"cold_{name}", f"{name}: protocol alone", loss, "loss") for name, loss in cold.items()
    ]
    return figures


def _mean(losses: dict[str, list[float]]) -> float:
    return mean(mean(values) for values in losses.values())
