"""Build the forecasts of demand: every coarse level, every type, four years of months."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pyarrow as pa

from hedgerow.errors import EstimateError
from hedgerow.places.forecast.levels import Level, Levels, forecast_levels, scaled
from hedgerow.places.forecast.verdict import note_of
from hedgerow.places.forecast.years import YEAR, years_of
from hedgerow.places.tables.demand_inputs import COARSE, EVERY, Ground, read_by_type, read_ground
from hedgerow.settings import Region
from hedgerow.stats.forecast import Array
from hedgerow.store import catalogue
from hedgerow.store.lake import Lake

Progress = Callable[[int, int, str], None]
HORIZON = 48
SCORED = 80  # areas of a level that are scored
QUANTILES = ("lower95", "lower80", "median", "upper80", "upper95")
TABLES = ("demand", "demand_year", "demand_score")
SHORT = "fewer than 13 complete months are held"


def build_demand(lake: Lake, region: Region, progress: Progress) -> None:
    """Forecast every type and all types together at every coarse level, and write the three tables."""
    ground = read_ground(lake, region, "lad")
    counts = read_by_type(lake, ground)
    counts[EVERY] = sum(counts.values(), np.zeros(ground.known.shape))
    found: dict[str, Levels] = {}
    for done, (kind, values) in enumerate(counts.items()):
        progress(done, len(counts), f"{kind} of {region.name}")
        try:
            found[kind] = forecast_levels(values, ground.ladder, HORIZON, slot=ground.slot, most=SCORED)
        except EstimateError:
            continue  # no area of the region has months enough: every row says so
    if found:
        whole = found.pop(EVERY)
        found = {**scaled(found, whole), EVERY: whole}
    makers = {"demand": _months, "demand_year": _years, "demand_score": _scores}
    for name, maker in makers.items():
        parts = [maker(ground, kind, one) for kind, one in found.items()]
        parts += _refused(ground, counts, found) if name == "demand" else []
        schema = catalogue.spec(name).schema
        lake.write(name, pa.concat_tables([schema.empty_table(), *(part.cast(schema) for part in parts)]))
    progress(len(counts), len(counts), "demand to come")


def _months(ground: Ground, kind: str, found: Levels) -> pa.Table:
    parts = [_level_months(ground, kind, found.levels[name]) for name in _held(found)]
    return pa.concat_tables(parts)


def _level_months(ground: Ground, kind: str, level: Level) -> pa.Table:
    areas, steps = level.mean.shape
    quantiles = level.quantiles()
    ahead = ground.ahead(steps)
    state = np.where(np.arange(steps) < YEAR, "forecast", "no_change")
    notes = np.array([_area_note(ground, level, place) for place in range(areas)], dtype=object)
    columns = {
        **_keys(level, kind, steps),
        "month": np.tile(np.array(ahead), areas),
        "step": np.tile(np.arange(1, steps + 1), areas),
        "mean": level.mean.ravel(),
        **{name: quantiles[:, :, place].ravel() for place, name in enumerate(QUANTILES)},
        "state": np.tile(state, areas),
    }
    table = {name: pa.array(values) for name, values in columns.items()}
    table["note"] = pa.array(np.repeat(notes, steps).tolist(), pa.string())
    return _ordered("demand", table)


def _area_note(ground: Ground, level: Level, place: int) -> str | None:
    """Return what is to be minded of one area: parts that are left out, months that are not known."""
    whole = ground.ladder.rung(level.rung.kind)
    inside = int((whole.group == whole.codes.index(level.rung.codes[place])).sum())
    held = int((level.rung.group == place).sum())
    said = [f"{inside - held} of its {inside} districts are left out: {SHORT}"] if held < inside else []
    known = ~np.isnan(level.known[place])
    late = int(known[::-1].argmax()) if known.any() else len(known)
    if late:
        said.append(f"its last {late} months are not known")
    return "; ".join(said) + "." if said else None


def _years(ground: Ground, kind: str, found: Levels) -> pa.Table:
    parts = []
    for name in _held(found):
        level = found.levels[name]
        years = years_of(level)
        whole = years.mean.shape[1]
        ahead = ground.ahead(level.mean.shape[1])
        table = {key: pa.array(values) for key, values in _keys(level, kind, whole).items()}
        starts, ends = ahead[: whole * YEAR : YEAR], ahead[YEAR - 1 : whole * YEAR : YEAR]
        table |= {
            "from_month": pa.array(np.tile(np.array(starts), len(level.mean))),
            "to_month": pa.array(np.tile(np.array(ends), len(level.mean))),
            "mean": pa.array(years.mean.ravel()),
            "lower95": pa.array(years.lower.ravel()),
            "upper95": pa.array(years.upper.ravel()),
            "last_year": _nullable(np.repeat(years.last, whole)),
        }
        parts.append(_ordered("demand_year", table))
    return pa.concat_tables(parts)


def _scores(_ground: Ground, kind: str, found: Levels) -> pa.Table:
    rows = []
    for name in _held(found):
        compared = found.levels[name].compared
        for score in compared.scores if compared else ():
            assert compared is not None
            figures = {
                key: getattr(score, key)
                for key in ("mae", "mase", "rmsse", "crps", "log_score", "coverage80", "coverage95")
            }
            rows.append(
                {
                    "area_kind": name,
                    "crime_type": kind,
                    "method": score.method,
                    "used": score.method == compared.method,
                    "series": int((~np.isnan(score.by_series)).sum()),
                    "origins": compared.origins,
                    "pit_distance": score.pit_distance,
                    "note": note_of(compared) if score.method == compared.method else None,
                    **{key: None if np.isnan(value) else value for key, value in figures.items()},
                }
            )
    return pa.Table.from_pylist(rows, schema=catalogue.spec("demand_score").schema)


def _refused(ground: Ground, counts: Iterable[str], found: dict[str, Levels]) -> list[pa.Table]:
    """Return one row a month for areas without months enough: not known, and why."""
    parts = []
    ahead = ground.ahead(HORIZON)
    for kind in counts:
        for whole in ground.ladder.rungs:
            held = set(found[kind].levels[whole.kind].rung.codes) if kind in found else set()
            missing = [code for code in whole.codes if code not in held]
            rows = [
                {
                    "area_kind": whole.kind,
                    "area_code": code,
                    "crime_type": kind,
                    "month": month,
                    "step": step,
                    "state": "cannot_tell",
                    "note": f"Cannot tell: {SHORT}.",
                }
                for code in missing
                for step, month in enumerate(ahead, 1)
            ]
            parts.append(pa.Table.from_pylist(rows, schema=catalogue.spec("demand").schema))
    return parts


def _held(found: Levels) -> tuple[str, ...]:
    return tuple(name for name in COARSE if name in found.levels and found.levels[name].rung.codes)


def _keys(level: Level, kind: str, each: int) -> dict[str, np.typing.NDArray[np.str_]]:
    areas = len(level.rung.codes)
    return {
        "area_kind": np.repeat(np.array([level.rung.kind]), areas * each),
        "area_code": np.repeat(np.array(level.rung.codes), each),
        "crime_type": np.repeat(np.array([kind]), areas * each),
    }


def _nullable(values: Array) -> pa.Array:
    return pa.array(np.nan_to_num(values), pa.float64(), mask=np.isnan(values))


def _ordered(name: str, columns: dict[str, pa.Array]) -> pa.Table:
    schema = catalogue.spec(name).schema
    return pa.table({field.name: columns[field.name] for field in schema}).cast(schema)
