"""Finding evidence: a page of the list, with search and facets, on the shipped library and on one far larger.

The larger one adds 10,000 made-up references, each with a title and an abstract of the library's own words.
Each figure is the 95th percentile of 60 calls in one process, wall time.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks import Figure
from hedgerow.evidence.shipped import shipped
from hedgerow.evidence.tables import EvidenceQuery, build_evidence, evidence_list, gap_map
from hedgerow.store.lake import Lake

ADDED = 10_000
SEARCHES = ("", "street lighting", '"hot spots"', "title:cctv", "crime", "county lines -school")


def references(path: Path, count: int) -> Path:
    """Write a RIS file of made-up references and return its path."""
    chance = random.Random(1)  # noqa: S311 - not for secrets
    words = [word for row in shipped("evidence").rows for word in row["finding"].split() if word.isalpha()]
    with path.open("w", encoding="utf-8") as handle:
        for _ in range(count):
            title, abstract = (" ".join(chance.choices(words, k=size)) for size in (10, 150))
            handle.write(f"TY  - JOUR\nTI  - {title}\nPY  - 2020\nAB  - {abstract}\nER  - \n\n")
    return path


def p95(lake: Lake) -> float:
    """Return the 95th percentile of a page of the list, in milliseconds."""
    times = []
    for _ in range(10):
        for text in SEARCHES:
            start = time.perf_counter()
            evidence_list(lake, EvidenceQuery(text=text))
            times.append((time.perf_counter() - start) * 1000)
    return statistics.quantiles(times, n=20)[-1]


def run() -> list[Figure]:
    """Return the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small, large = Lake(folder / "small"), Lake(folder / "large")
        build_evidence(small, [], lambda *_: None)
        start = time.process_time()
        build_evidence(large, [references(folder / "more.ris", ADDED)], lambda *_: None)
        built = time.process_time() - start
        gap_map(small)
        start = time.perf_counter()
        gap_map(small)
        drawn = (time.perf_counter() - start) * 1000
        return [
            Figure("evidence_list_p95", "A page of the list, shipped library", p95(small), "ms", 150, False),
            Figure("evidence_list_large_p95", "A page, 10,000 references more", p95(large), "ms"),
            Figure("evidence_gap_map", "The gap map, shipped library", drawn, "ms", 150, False),
            Figure("evidence_build_large", "Import and index 10,000 references", built, "CPU s"),
        ]
