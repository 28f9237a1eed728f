"""The published example of a composite index: its specification, its data and its stages."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from hedgerow.places.composite import CompositeResult, data_of, read_document, read_table, run, spec_of

TEXT = """
name = "Sustainable connectivity"
unit = "uCode"
metadata = "{folder}/ASEM_iMeta.csv"
worst = "low"
[screen]
least_share = 0.9
after = "impute"
[impute]
method = "group_mean"
group = "EurAsia_group"
"""
VARY = """
[uncertainty]
samples = {samples}
[[uncertainty.vary]]
argument = "treat.max_points"
values = [1, 2, 3, 4, 5]
[[uncertainty.vary]]
argument = "normalise"
values = [{{method = "min_max", lower = 1, upper = 100}}, {{method = "z", mean = 10, sd = 2}}]
[[uncertainty.vary]]
argument = "weights"
spread = 0.25
levels = [2, 3]
[[uncertainty.vary]]
argument = "aggregate.method"
values = ["arithmetic", "geometric"]
"""


class Asem:
    """Reads the reference folder."""

    def __init__(self, shared: Path) -> None:
        self.folder = shared / "reference" / "places" / "composite"
        self.table = self.folder / "ASEM_iData.csv"

    def write(self, path: Path, more: str = "") -> Path:
        path.write_text(TEXT.format(folder=self.folder) + more, "utf-8")
        return path

    def document(self, path: Path, more: str = "") -> dict[str, Any]:
        return read_document(self.write(path, more))

    def run(self, document: dict[str, Any]) -> CompositeResult:
        spec = spec_of(document)
        return run(spec, data_of(read_table(self.table), spec))

    def rows(self, name: str) -> dict[str, dict[str, str]]:
        with (self.folder / name).open(encoding="utf-8", newline="") as handle:
            return {next(iter(row.values())): row for row in csv.DictReader(handle)}
