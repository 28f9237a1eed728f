"""An index as JSON-ready values and as CSV files: full precision, and an empty cell for what is missing."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from hedgerow.disclosure.export import guarded
from hedgerow.places.composite.regenerating import Comparison
from hedgerow.places.composite.result import CompositeResult
from hedgerow.places.composite.uncertainty import Uncertain
from hedgerow.stats.composite import Coherence


def as_dict(result: CompositeResult, comparison: Comparison | None = None) -> dict[str, Any]:
    """Return everything but the stages as values that JSON can hold."""
    found = {
        "name": result.spec.name,
        "summary": result.summary(),
        "units": len(result.units),
        "scored": result.scored,
        "worst": result.spec.worst,
        "method": {
            name: asdict(getattr(result.spec, name))
            for name in ("screen", "impute", "treat", "normalise", "weight", "aggregate", "coherence")
        },
        "scores": result.tidy().to_pylist(),
        "dropped": dict(result.dropped),
        "weights": dict(result.weights),
        "treatment": [
            {
                "code": one.code,
                "method": done.method,
                "points": done.points,
                "skew_before": done.before[0],
                "kurtosis_before": done.before[1],
                "skew_after": done.after[0],
                "kurtosis_after": done.after[1],
                "passed_before": done.passed_before,
                "passed_after": done.passed_after,
            }
            for one, done in zip(result.spec.indicators, result.treatment, strict=True)
        ],
        "coherence": [_agreement(one) for one in result.coherence],
        "correlation_with_index": dict(result.influence),
        "removed": [asdict(one) for one in result.removed],
        "uncertainty": None if result.uncertain is None else _uncertainty(result.uncertain),
        "checks": [asdict(one) for one in result.checks],
        "specification": asdict(result.spec),
        "log": [asdict(one) for one in result.log],
        "provenance": dict(result.provenance),
    }
    if comparison is not None:
        found["comparison"] = _comparison(comparison)
    return dict(_plain(found))


def _agreement(one: Coherence) -> dict[str, Any]:
    return {
        "node": one.node,
        "kmo": one.kmo,
        "alpha_pairwise": one.alpha_pairwise,
        "alpha_complete": one.alpha_complete,
        "children": [
            {"code": code, "item_total": total, "item_rest": rest, "kmo": item}
            for code, total, rest, item in zip(
                one.children, one.item_total, one.item_rest, one.kmo_items, strict=True
            )
        ],
    }


def _uncertainty(held: Uncertain) -> dict[str, Any]:
    found: dict[str, Any] = {
        "runs": held.runs,
        "level": held.level,
        "mean_rank_change": float(held.rank_changes.mean()),
        "factors": [one.name for one in held.factors],
    }
    if held.sensitivity is not None:
        s = held.sensitivity
        found["sensitivity"] = [
            {
                "argument": factor.name,
                "first": s.first[place],
                "first_lower": s.first_interval[0, place],
                "first_upper": s.first_interval[1, place],
                "total": s.total[place],
                "total_lower": s.total_interval[0, place],
                "total_upper": s.total_interval[1, place],
            }
            for place, factor in enumerate(held.factors)
        ]
        found["samples"] = s.samples
    return found


def _comparison(held: Comparison) -> dict[str, Any]:
    return {
        "changes": list(held.changes),
        "summary": held.summary(),
        "mean_rank_change": held.mean_rank_change,
        "largest_rank_change": float(np.abs(held.rank_change).max()),
        "spearman": held.spearman,
        "entered_worst_decile": list(held.entered),
        "left_worst_decile": list(held.left),
        "only_before": list(held.only_before),
        "only_after": list(held.only_after),
        "steps_that_changed": list(held.steps),
        "units": held.tidy().to_pylist(),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, np.generic):
        return _plain(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def write_csv(table: pa.Table, path: Path, unit: str = "unit") -> None:
    """Write a table with the column of units under its own name; text cannot become a formula."""
    names = [guarded(unit if name == "unit" else name) for name in table.column_names]
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = [column.to_pylist() for column in table.columns]
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([guarded(cell) for cell in row] for row in zip(*columns, strict=True))


def write_stages(result: CompositeResult, folder: Path) -> tuple[Path, ...]:
    """Write each step's output as a CSV named after it."""
    unit = str(result.provenance.get("unit", "unit"))
    paths = []
    for name in result.stages:
        paths.append(folder / f"{name}.csv")
        write_csv(result.stage(name), paths[-1], unit)
    return tuple(paths)
