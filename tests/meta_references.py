"""The reference answers of the synthesis and the effects that they belong to; read where they are held."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[np.float64]


class References:
    def __init__(self, shared: Path) -> None:
        self.folder = shared / "data" / "evidence" / "meta"
        answers = shared / "reference" / "evidence"
        self.first: dict[str, Any] = json.loads((answers / "metafor.json").read_text("utf-8"))
        self.more: dict[str, Any] = json.loads((answers / "metafor_more.json").read_text("utf-8"))

    def words(self, file: str, column: str) -> list[str]:
        with (self.folder / file).open(encoding="utf-8", newline="") as handle:
            return [row[column] for row in csv.DictReader(handle)]

    def columns(self, file: str, *names: str) -> list[Column]:
        return [
            np.array([float("nan") if cell in ("NA", "") else float(cell) for cell in self.words(file, name)])
            for name in names
        ]

    def effects(self, name: str) -> tuple[Column, Column]:
        if name == "scared_straight":
            return np.array(self.first[name]["yi"]), np.array(self.first[name]["vi"])
        pairs = {"curtin2002": ("mean", "SE"), "baskerville2012": ("smd", "se")}
        if name in pairs:
            y, error = self.columns(f"{name}.csv", *pairs[name])
            return y, error**2
        file = "landenberger2005_es.csv" if name == "landenberger2005" else f"{name}.csv"
        y, v = self.columns(file, "yi", "vi")
        return y, v

    def bcg(self) -> list[Column]:
        return self.columns("bcg.csv", "tpos", "tneg", "cpos", "cneg")
