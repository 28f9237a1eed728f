"""Agreement of reviewers on the records that two or more of them read, and how that overlap came about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from hedgerow.evidence.screening.reading import FULL_TEXT, Reading
from hedgerow.evidence.screening.state import Stage
from hedgerow.stats.agreement import MISSING, Agreement, agreement

# How a record came before its second reader, in words.
ORIGINS = {
    "sample": "at random: drawn before anybody read it",
    "double": "by rank: every record is read twice, in the order of the ranking",
    "exclusion": "by decision: read again because the first reader excluded it",
    "again": "by choice: read again without being asked",
}
DECISIONS_TWO = ("exclude", "go on")
DECISIONS_THREE = ("exclude", "maybe", "include")


@dataclass(frozen=True)
class Measured:
    """Agreement by one way of counting.

    Attributes
    ----------
    name, categories
        What is compared, in words.
    figures
        The agreement; its `categories` are places in ours.
    """

    name: str
    categories: tuple[str, ...]
    figures: Agreement


@dataclass(frozen=True)
class Overlap:
    """Agreement at one stage.

    Attributes
    ----------
    raters
        Who read.
    read, both
        Records that anybody read, and those that two or more read.
    origins
        How the second readings came about, and how many of each.
    random
        Whether the overlap was drawn at random from what was read (the sample of the protocol), or is all
        records of the stage.
    warning
        What must be said beside the figures; empty where nothing must.
    two, three
        “Maybe” taken with include, and as a category of its own.
    reasons
        Reasons of exclusion at full text, where two people excluded the same record; `None` elsewhere.
    """

    stage: str
    raters: tuple[str, ...]
    read: int
    both: int
    origins: tuple[tuple[str, int], ...]
    random: bool
    warning: str
    two: Measured
    three: Measured
    reasons: Measured | None


def overlap(stage: Stage, *, draws: int = 1000, seed: int = 0) -> Overlap:
    """Return the agreement at a stage from the decisions that stand; resolutions do not enter."""
    units = [unit for unit in stage.touched.values() if unit.readings and unit.id in stage.members]
    lines = [unit.readings for unit in sorted(units, key=lambda unit: unit.id)]
    raters = tuple(sorted({one.reviewer for line in lines for one in line}))
    twice = [line for line in lines if len(line) > 1]
    origins = Counter(line[1].how if line[1].how in ORIGINS else "again" for line in twice)
    whole = len(twice) == len(stage.population)
    random = bool(twice) and (whole or set(origins) == {"sample"})

    def measured(name: str, names: Sequence[str], code: Callable[[Reading], int], positive: int) -> Measured:
        table = _table(lines, raters, code)
        return Measured(name, tuple(names), agreement(table, positive=positive, draws=draws, seed=seed))

    return Overlap(
        stage.name,
        raters,
        len(lines),
        len(twice),
        tuple(origins.most_common()),
        random,
        _warning(len(lines), len(twice), set(origins), random=random),
        measured("“Maybe” counts as going on", DECISIONS_TWO, lambda one: int(one.decision != "exclude"), 1),
        measured(
            "“Maybe” is a category of its own",
            DECISIONS_THREE,
            lambda one: DECISIONS_THREE.index(one.decision),
            2,
        ),
        _reasons(lines, raters, draws, seed) if stage.name == FULL_TEXT else None,
    )


def _table(
    lines: Sequence[Sequence[Reading]], raters: tuple[str, ...], code: Callable[[Reading], int]
) -> np.ndarray:
    place = {name: column for column, name in enumerate(raters)}
    table = np.full((len(lines), max(2, len(raters))), MISSING, dtype=np.int64)
    for row, line in enumerate(lines):
        for one in line:
            table[row, place[one.reviewer]] = code(one)
    return table


def _reasons(
    lines: Sequence[Sequence[Reading]], raters: tuple[str, ...], draws: int, seed: int
) -> Measured | None:
    out = [[one for one in line if one.decision == "exclude"] for line in lines]
    names = sorted({_reason(one) for line in out for one in line})
    if not names:
        return None
    table = _table(out, raters, lambda one: names.index(_reason(one)))
    return Measured("Reason, where both exclude", tuple(names), agreement(table, draws=draws, seed=seed))


def _reason(one: Reading) -> str:
    return " ".join(one.reason.split()).casefold()


def _warning(read: int, both: int, origins: set[str], *, random: bool) -> str:
    if not both or random:
        return ""
    why = "The records that two people read are not a random part of all"
    if "exclusion" in origins:
        return f"{why}: a second person reads what the first excluded. Agreement on these is not that on all."
    if origins == {"double"}:
        return (
            f"{why}: {both} of {read} that were read, in the order of the ranking, likeliest first. Where "
            "inclusion is more frequent than in the whole, kappa is raised; wait until all are read twice."
        )
    return f"{why} ({both} of {read}). The figures describe these records and no others."
