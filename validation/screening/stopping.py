"""Screen each labelled set a hundred times and see how often the stopping rules meet their target.

Run: python validation/screening/stopping.py FOLDER_OF_SETS OUT.csv [SEEDS] [SET ...]. The target is 95 %
recall at 95 % confidence; each run starts from one relevant and one irrelevant record drawn by its seed.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np

from hedgerow.evidence.screening import Corpus, LabelledSet, Priors, read_labelled, simulate, stop_run
from hedgerow.evidence.screening.stop import LEAD, signal

COLUMNS = (
    "set",
    "seed",
    "loss",
    "plain_recall",
    "plain_saved",
    "signal_recall",
    "signal_saved",
    "rule_recall",
    "rule_saved",
    "audits",
    "proved",
)


def labels_in_order(given: LabelledSet, priors: tuple[int, ...], order: tuple[int, ...]) -> np.ndarray:
    """Return every label in reading order: priors, what was read, then the rest (none of it relevant)."""
    read = given.labels[[*priors, *order]]
    return np.concatenate((read, np.zeros(len(given.labels) - len(read), dtype=np.int64)))


def row_of(name: str, seed: int, loss: float, line: np.ndarray) -> tuple[object, ...]:
    """Return the figures of one run from its labels in reading order."""
    plain, ahead = (signal(line, len(line), target=0.95, confidence=0.95, lead=lead) for lead in (1.0, LEAD))
    rule = stop_run(line, seed=seed)
    return (
        name,
        seed,
        f"{loss:.5f}",
        f"{line[:plain].sum() / line.sum():.5f}",
        f"{1 - plain / len(line):.5f}",
        f"{line[:ahead].sum() / line.sum():.5f}",
        f"{1 - ahead / len(line):.5f}",
        f"{rule.recall:.5f}",
        f"{rule.saved:.5f}",
        len(rule.audits),
        int(rule.proved),
    )


def one(name: str, given: LabelledSet, corpus: Corpus, seed: int) -> tuple[object, ...]:
    """Return the figures of one run."""
    run = simulate(given, priors=Priors(1, 1), seed=seed, corpus=corpus)
    return row_of(name, seed, run.figures.loss, labels_in_order(given, run.priors, run.order))


def main(folder: Path, out: Path, seeds: int, names: list[str]) -> None:
    """Write one row a run."""
    with out.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(COLUMNS)
        for name in names or sorted(path.stem for path in folder.glob("*.csv")):
            given = read_labelled(folder / f"{name}.csv")
            corpus = Corpus(given.texts)
            for seed in range(seeds):
                writer.writerow(one(name, given, corpus, seed))
                handle.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 100, sys.argv[4:])
