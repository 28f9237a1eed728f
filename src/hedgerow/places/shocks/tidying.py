"""The tables of a measurement, as the lake promises them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hedgerow.places.shocks.beside import WindowResult
from hedgerow.places.shocks.measured import LevelResult, Measured
from hedgerow.places.shocks.words import note_of, summary_of
from hedgerow.stats.check import Check

Array = npt.NDArray[np.float64]
Columns = dict[str, Any]
LEAST_COVER = 0.70  # share of months before the shock inside their own 80 % band


def places(result: Measured) -> pa.Table:
    """One row a place."""
    return _stacked([_places(result, one) for one in result.levels.values()])


def windows(result: Measured) -> pa.Table:
    """One row a place that can be known and window."""
    return _stacked([_window(result, one, w) for one in result.levels.values() for w in one.windows])


def months(result: Measured) -> pa.Table:
    """One row a place that can be known and month."""
    return _stacked([_months(result, one) for one in result.levels.values()])


def index(result: Measured) -> pa.Table:
    """One row a window and index."""
    held = result.relations
    return pa.table(
        {
            "shock": _same(result.data.shock.id, len(held)),
            "family": _same(result.data.family, len(held)),
            "window": pa.array([":".join(r.window) for r in held], pa.string()),
            "index": pa.array([r.index for r in held], pa.string()),
            "areas": pa.array([r.correlation.n for r in held], pa.int64()),
            "rho": _floats(np.array([r.correlation.rho for r in held])),
            "rho_lower": _floats(np.array([r.correlation.lower for r in held])),
            "rho_upper": _floats(np.array([r.correlation.upper for r in held])),
            "most": _floats(np.array([r.most for r in held])),
            "least": _floats(np.array([r.least for r in held])),
        }
    )


def checks(result: Measured) -> tuple[Check, ...]:
    """Whether the paths fit the months before, and whether a season and a trough can be told."""
    return tuple(found for one in result.levels.values() for found in _checks(one, result.data.start))


def summary(result: Measured) -> str:
    """Say how many places were measured, and with which intervals."""
    states = places(result).select(["area_kind", "state"]).to_pydict()
    counted: dict[str, dict[str, int]] = {}
    for kind, state in zip(states["area_kind"], states["state"], strict=True):
        held = counted.setdefault(kind, {})
        held[state] = held.get(state, 0) + 1
    return summary_of(result.data.family, result.data.shock, counted)


def _checks(one: LevelResult, start: int) -> list[Check]:
    kind, paths = one.paths.level.kind, one.paths
    if not len(paths.rows):
        return [Check(f"known_{kind}", False, f"No {kind} has enough known months before and in the shock.")]
    lower, upper = paths.band(1.2815515655446004)
    y = paths.recorded[:, :start]
    known = ~np.isnan(y)
    share = float(((y >= lower[:, :start]) & (y <= upper[:, :start]))[known].mean())
    text = f"{share:.0%} of the {kind} months before the shock lie inside the 80 % band of their own path."
    thin = int((known.sum(axis=1) < 24).sum())
    season = f"{len(paths.rows) - thin} of {len(paths.rows)} {kind} have 24 months or more before the shock."
    unseen = int((one.recovery.state == "trough_not_seen").sum())
    told = f"{unseen} {kind} miss months of the first wave: no trough is claimed there."
    return [
        Check(f"fit_{kind}", share >= LEAST_COVER, text, {"inside": share}),
        Check(f"season_{kind}", thin == 0, season, {"thin": float(thin)}),
        Check(f"trough_{kind}", unseen == 0, told, {"unseen": float(unseen)}),
    ]


def _places(result: Measured, one: LevelResult) -> pa.Table:
    level, rows, found = one.paths.level, one.paths.rows, one.recovery
    n, start = len(level.codes), result.data.start
    known = ~np.isnan(level.counts)
    before, seen = known[:, :start].sum(axis=1), known[:, start:].sum(axis=1)
    columns: Columns = {
        "shock": _same(result.data.shock.id, n),
        "area_kind": _same(level.kind, n),
        "area_code": pa.array(level.codes, pa.string()),
        "family": _same(result.data.family, n),
        "state": _words(found.state, rows, n, "not_known"),
        "path": _words(found.path, rows, n, None),
        "months_before": pa.array(before),
        "months_seen": pa.array(seen),
        "months_missing": pa.array(level.counts.shape[1] - start - seen),
        "season_known": pa.array(before >= result.options.season_months),
        "recorded": _floats(np.where(seen > 0, np.nansum(level.counts[:, start:], axis=1), np.nan)),
        "expected": _spread(_expected(one, start), rows, n),
    }
    columns |= _triangle(result, one, n)
    columns |= _plain(result, one)
    columns["basis"] = pa.array(np.where(level.published, "published", "placed").tolist())
    missing = columns["months_missing"].to_pylist()
    notes = _notes(result, level.kind, columns["state"].to_pylist(), before.tolist(), missing)
    columns["note"] = pa.array(notes, pa.string())
    return pa.table(columns)


def _notes(
    result: Measured, kind: str, states: list[str], before: list[int], missing: list[int]
) -> list[str | None]:
    """Return the note of each place; places that know the same share one."""
    keys = list(zip(states, before, missing, strict=True))
    words = {key: note_of(*key, options=result.options, kind=kind) for key in set(keys)}
    return [words[key] for key in keys]


def _expected(one: LevelResult, start: int) -> Array:
    held = ~np.isnan(one.paths.recorded[:, start:])
    return np.asarray(np.sum(np.where(held, one.paths.expected[:, start:], 0.0), axis=1))


def _triangle(result: Measured, one: LevelResult, n: int) -> Columns:
    found, rows, names = one.recovery, one.paths.rows, result.data.months
    depth = 100 * (1 - found.depth)
    loss, level = found.loss_months, found.level
    out: Columns = {
        "depth": _spread(depth[0], rows, n),
        "depth_lower": _spread(depth[2], rows, n),
        "depth_upper": _spread(depth[1], rows, n),
        "depth_month": _month(found.low, rows, n, names),
    }
    for name, values in (("rank", found.rank.rank), ("lower", found.rank.lower), ("upper", found.rank.upper)):
        column = "depth_rank" if name == "rank" else f"depth_rank_{name}"
        out[column] = _wholes(values, rows, n)
    back = np.where(found.back >= 0, found.back - result.data.start, np.nan)
    out |= {
        "loss": _spread(found.loss, rows, n),
        "loss_months": _spread(loss[0], rows, n),
        "loss_lower": _spread(loss[1], rows, n),
        "loss_upper": _spread(loss[2], rows, n),
        "months_to_band": _wholes(back, rows, n),
        "back_month": _month(found.back, rows, n, names),
        "rebound": _spread(100 * found.rebound, rows, n),
        "level": _spread(level[0], rows, n),
        "level_lower": _spread(level[1], rows, n),
        "level_upper": _spread(level[2], rows, n),
    }
    spread = np.zeros(n, dtype=np.int64)
    spread[rows] = found.level_months
    out["level_months"] = pa.array(spread)
    return out


def _plain(result: Measured, one: LevelResult) -> Columns:
    """Plain figures; where the first wave is not seen whole, no low is named."""
    plain, names, n = one.plain, result.data.months, len(one.paths.level.codes)
    seen = np.zeros(n, dtype=bool)
    seen[one.paths.rows] = one.recovery.state != "trough_not_seen"
    every = np.arange(n)
    return {
        "year_before": _floats(plain.year_before),
        "year_after": _floats(plain.year_after),
        "winter_before": _floats(plain.winter_before),
        "low": _floats(np.where(seen, plain.low, np.nan)),
        "low_month": _month(np.where(seen, plain.low_column, -1), every, n, names),
        "plain_back_month": _month(np.where(seen, plain.back_column, -1), every, n, names),
    }


def _window(result: Measured, one: LevelResult, held: WindowResult) -> pa.Table:
    rows = np.arange(len(one.paths.rows))
    n, beside = len(rows), held.beside
    return pa.table(
        {
            "shock": _same(result.data.shock.id, n),
            "area_kind": _same(one.paths.level.kind, n),
            "area_code": pa.array([one.paths.level.codes[row] for row in one.paths.rows], pa.string()),
            "family": _same(result.data.family, n),
            "window": _same(f"{held.first}:{held.last}", n),
            "state": _words(held.state, rows, n, "not_known"),
            "recorded": _spread(held.recorded, rows, n),
            "expected": _spread(held.expected, rows, n),
            "ratio": _spread(held.ratio[0], rows, n),
            "ratio_lower": _spread(held.ratio[1], rows, n),
            "ratio_upper": _spread(held.ratio[2], rows, n),
            "twins": pa.array(beside.twins),
            "twin_kind": _words(beside.kind, rows, n, "none"),
            "twin_ratio": _spread(beside.ratio, rows, n),
            "beside": _spread(beside.own[0], rows, n),
            "beside_lower": _spread(beside.own[1], rows, n),
            "beside_upper": _spread(beside.own[2], rows, n),
            "q_diverges": _spread(beside.q, rows, n),
            "diverges": _words(beside.words, rows, n, "cannot_tell"),
        }
    )


def _months(result: Measured, one: LevelResult) -> pa.Table:
    paths, names = one.paths, result.data.months
    lower, upper = paths.band(result.options.z_band)
    m, t = paths.expected.shape
    codes = pa.array([paths.level.codes[row] for row in paths.rows], pa.string())
    return pa.table(
        {
            "shock": _same(result.data.shock.id, m * t),
            "area_kind": _same(paths.level.kind, m * t),
            "area_code": codes.take(pa.array(np.repeat(np.arange(m), t))),
            "family": _same(result.data.family, m * t),
            "month": pa.array(list(names), pa.string()).take(pa.array(np.tile(np.arange(t), m))),
            "recorded": _floats(paths.recorded.ravel()),
            "expected": _floats(paths.expected.ravel()),
            "lower": _floats(lower.ravel()),
            "upper": _floats(upper.ravel()),
        }
    )


def _stacked(tables: list[pa.Table]) -> pa.Table:
    return pa.concat_tables(tables)


def _same(value: str, n: int) -> pa.Array:
    return pa.repeat(pa.scalar(value, pa.string()), n)


def _floats(values: Array) -> pa.Array:
    held = np.asarray(values, dtype=np.float64)
    return pa.array(held, pa.float64(), mask=~np.isfinite(held))


def _spread(values: Array, rows: npt.NDArray[np.int64], n: int) -> pa.Array:
    out = np.full(n, np.nan)
    out[rows] = values
    return _floats(out)


def _wholes(values: Array, rows: npt.NDArray[np.int64], n: int) -> pa.Array:
    out = np.full(n, np.nan)
    out[rows] = values
    missing = np.isnan(out)
    return pa.array(np.where(missing, 0, out).astype(np.int64), mask=missing)


def _words(
    values: npt.NDArray[np.str_], rows: npt.NDArray[np.int64], n: int, otherwise: str | None
) -> pa.Array:
    out = np.full(n, otherwise or "", dtype="<U16")
    out[rows] = values
    return pa.array(out.tolist(), pa.string(), mask=out == "")


def _month(
    columns: npt.NDArray[np.int64], rows: npt.NDArray[np.int64], n: int, names: tuple[str, ...]
) -> pa.Array:
    out = np.full(n, "", dtype="<U7")
    held = np.array(names)
    out[rows] = np.where(columns >= 0, held[np.maximum(columns, 0)], "")
    return pa.array(out.tolist(), pa.string(), mask=out == "")
