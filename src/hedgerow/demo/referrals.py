"""Invented referrals of the National Referral Mechanism, with their totals beside them as published."""

from __future__ import annotations

from collections import Counter
from itertools import product
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from hedgerow.demo.words import FORCES

QUARTERS = tuple(f"{year}Q{quarter}" for year in (2023, 2024) for quarter in (1, 2, 3, 4))
TOTAL = "Total"
# Share of referrals by kind of exploitation and age: crime falls on children, labour on adults.
KINDS = {
    ("Criminal", "Child (17 or under)"): 0.34,
    ("Criminal", "Adult (18 or over)"): 0.12,
    ("Labour", "Adult (18 or over)"): 0.2,
    ("Labour & Criminal", "Adult (18 or over)"): 0.1,
    ("Sexual", "Adult (18 or over)"): 0.1,
    ("Sexual", "Child (17 or under)"): 0.06,
    ("Domestic", "Adult (18 or over)"): 0.03,
    ("Not specified or unknown", "Not specified or unknown"): 0.05,
}
FEMALE = {"Sexual": 0.85, "Domestic": 0.6}
COLUMNS = (
    "quarter",
    "First responder type",
    "First responder",
    "Exploitation type",
    "Age at exploitation",
    "Gender",
    "Nationality",
    "People",
)


def write_referrals(folder: Path, seed: int) -> None:
    """Write ``nrm_referrals.parquet``: every cell of somebody, and every total that the publisher prints."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng([seed, 7])
    cells: Counter[tuple[str, ...]] = Counter()
    for quarter, (kind, responder, usual) in product(QUARTERS, _responders()):
        for (exploitation, age), share in KINDS.items():
            women = FEMALE.get(exploitation, 0.12)
            for gender, part in (("Female", women), ("Male", 1 - women)):
                people = int(rng.poisson(usual * share * part))
                _add(cells, (quarter, kind, responder, exploitation, age, gender), people)
    rows = [(*key, people) for key, people in sorted(cells.items())]
    columns = list(zip(*rows, strict=True))
    pq.write_table(
        pa.table({name: list(column) for name, column in zip(COLUMNS, columns, strict=True)}),
        folder / "nrm_referrals.parquet",
    )


def _responders() -> list[tuple[str, str, float]]:
    police = [("Police", force.force, 22.0) for force in FORCES]
    councils = [
        ("Local Authority", f"{district.name} Council", 3.0)
        for force in FORCES
        for district in force.districts
    ]
    return [*police, *councils]


def _add(cells: Counter[tuple[str, ...]], key: tuple[str, ...], people: int) -> None:
    """Count a cell in itself and in each total that holds it; cells of nobody are left out."""
    if not people:
        return
    quarter, kind, responder, *rest = key
    for who in (responder, f"{kind} Total"):
        for mask in product((True, False), repeat=len(rest)):
            named = [text if kept else TOTAL for text, kept in zip(rest, mask, strict=True)]
            cells[quarter, kind, who, *named, TOTAL] += people
