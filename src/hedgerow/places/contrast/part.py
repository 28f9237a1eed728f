"""Some of the places of whatever has one entry a place, and back again."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.bool_]


def part_of(whole: Any, rows: Rows) -> Any:
    """Return a frozen dataclass of places with some of its places: whatever has one entry a place."""
    n = len(rows)
    changed = {one.name: _part(getattr(whole, one.name), rows, n) for one in fields(whole)}
    if "neighbours" in changed:
        changed["neighbours"] = _pairs(whole.neighbours, rows)
    return replace(whole, **changed)


def put_back(whole: Any, part: Any, rows: Rows) -> Any:
    """Return `whole` with the entries of `part` at `rows`; what is held of one only stays as it is."""
    if whole is None or part is None:
        return whole
    if isinstance(whole, np.ndarray):
        out = whole.astype(np.result_type(whole, part))
        out[rows] = part
        return out
    if is_dataclass(whole):
        names = [one.name for one in fields(whole)]
        return replace(  # type: ignore[type-var]
            whole, **{name: put_back(getattr(whole, name), getattr(part, name), rows) for name in names}
        )
    if len(whole) == len(rows):
        entries = iter(part)
        return tuple(next(entries) if here else old for old, here in zip(whole, rows.tolist(), strict=True))
    return tuple(put_back(one, other, rows) for one, other in zip(whole, part, strict=True))


def _part(value: Any, rows: Rows, n: int) -> Any:
    if isinstance(value, np.ndarray):
        return value[rows] if value.ndim and len(value) == n else value
    if isinstance(value, tuple) and len(value) == n:
        return tuple(one for one, kept in zip(value, rows.tolist(), strict=True) if kept)
    if isinstance(value, dict):
        return {name: _part(one, rows, n) for name, one in value.items()}
    return value


def _pairs(pairs: npt.NDArray[np.int64], rows: Rows) -> npt.NDArray[np.int64]:
    number = np.cumsum(rows) - 1
    kept = pairs[rows[pairs].all(axis=1)]
    return np.asarray(number[kept], dtype=np.int64)
