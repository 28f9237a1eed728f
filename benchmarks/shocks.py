"""Shock and recovery: the band where nothing happened, planted recoveries, and the cost at 35,672 areas.

Where nothing happened: forces, districts and LSOAs of the real panel whose force has every month, the months
to 2025-03 taken as before and the ten months after as a shock that was none; the 80 % band should hold 80 %
of them and few places should be said to have bent. Planted: 2,000 LSOAs in 40 districts and 4 forces, 36
months before, a fall of a third on the average that differs from place to place and is regained; the 80 %
intervals should hold the truth in 80 %. No software measures recovery so: Langton et al. 2021 and Seyidoglu
et al. 2024 are published context, not peers.
"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import numpy as np

from benchmarks import ROOT, Figure, Skipped, cost
from hedgerow.places.panel import months_between
from hedgerow.places.shocks import Level, Shock, ShockData, ShockResult, measure_shock

PANEL = "crime_panel/crime_lsoa21_month_type_ew.parquet"
LOOKUP = "lookup/derived_lsoa21_lad23_csp24_pfa24.parquet"
NOTHING = Shock("2025-04", "2026-01")
ASB = "Anti-social behaviour"
RUNS = 3


def run() -> list[Figure]:
    """Return the figures."""
    folder = Path(os.environ.get("HEDGEROW_SHARED", ROOT.parent / "shared")) / "data" / "places"
    if not (folder / PANEL).is_file():
        raise Skipped(f"the real panel is not at {folder}")
    data = nothing_happened(folder)
    with cost() as spent:
        result = measure_shock(data)
    figures = [
        Figure("shocks_national", f"One family, {_areas(data):,} LSOAs", spent.cpu, "CPU s", 20, False)
    ]
    for kind, one in result.levels.items():
        held, bent = quiet(result, kind)
        figures.append(Figure(f"shocks_band_{kind}", f"Inside the 80 % band, {kind}", 100 * held, "%", 75))
        title = f"Said to have bent where nothing happened, of {len(one.paths.rows):,} {kind}"
        figures.append(Figure(f"shocks_bent_{kind}", title, 100 * bent, "%", 5, False))
    cover = np.mean([covered(*planted(seed)) for seed in range(RUNS)], axis=0)
    for name, share in zip(("shortfall", "level"), cover, strict=True):
        title = f"Planted {name}: held by the 80 % interval, 2,000 LSOAs x {RUNS}"
        figures.append(Figure(f"shocks_planted_{name}", title, 100 * float(share), "%", 75))
    return figures


def nothing_happened(folder: Path) -> ShockData:
    """Return the real panel of the forces that have every month, as if a shock began in 2025-04."""
    connection = duckdb.connect()
    rows = connection.execute(
        f"SELECT l.lsoa21_code, l.ltla23_code, l.pfa24_code, p.month, sum(p.n)::DOUBLE AS n"  # noqa: S608 - two files
        f" FROM '{folder / LOOKUP}' l JOIN '{folder / PANEL}' p USING (lsoa21_code)"
        " WHERE p.crime_type <> ? GROUP BY ALL ORDER BY ALL",
        [ASB],
    ).fetchnumpy()
    months = months_between("2023-05", "2026-01")
    codes, first, row = np.unique(rows["lsoa21_code"].astype(str), return_index=True, return_inverse=True)
    cells = np.zeros((len(codes), len(months)))
    cells[row, np.searchsorted(np.array(months), rows["month"].astype(str))] = rows["n"]
    district, force = (rows[name].astype(str)[first] for name in ("ltla23_code", "pfa24_code"))
    totals = _sums(cells, force)
    whole = totals.min(axis=1) > 0.6 * np.median(totals, axis=1)
    keep = np.isin(force, np.unique(force)[whole])
    return _stacked("all_crime", NOTHING, months, cells[keep], (district[keep], force[keep]))


def planted(seed: int) -> tuple[ShockData, np.ndarray]:
    """Return made-up counts with planted recoveries, and the true ratio of every LSOA and month."""
    chance = np.random.default_rng(seed)
    shock, months = Shock("2020-03", "2022-12"), months_between("2017-03", "2022-12")
    n, start, t = 2_000, 36, len(months)
    district = np.arange(n) // 50
    force = district // 10
    season = 0.1 * np.cos(2 * np.pi * (np.arange(t) - 6) / 12)
    drift = sum(
        _walk(chance, size, (groups, t), start)[label]
        for size, groups, label in ((0.06, 4, force), (0.05, 40, district), (0.12, n, np.arange(n)))
    )
    base = 10 * chance.gamma(3, 1 / 3, n)[:, None] * np.exp(season + drift)
    depth = 1 - np.exp(np.log(0.67) + chance.normal(0, 0.1, 4)[force] + chance.normal(0, 0.15, n))
    back = np.clip(np.arange(t - start) / 18, 0, 1)
    ratio = np.ones((n, t))
    ratio[:, start:] = 1 - depth[:, None] * (1 - back)
    mean = base * ratio
    y = chance.poisson(mean * chance.gamma(25, 1 / 25, mean.shape)).astype(float)
    labels = np.char.add("d", np.char.zfill(district.astype(str), 3)), np.char.add("f", force.astype(str))
    return _stacked("all_crime", shock, months, y, labels), ratio


def _walk(chance: np.random.Generator, year: float, shape: tuple[int, int], start: int) -> np.ndarray:
    """Return random walks of log levels that drift by `year` a year, nought in the month before the shock."""
    steps = np.cumsum(chance.normal(0, year / np.sqrt(12), shape), axis=1)
    return steps - steps[:, [start - 1]]


def covered(data: ShockData, ratio: np.ndarray) -> tuple[float, float]:
    """Return how often the intervals of the first window and of the new level hold the planted ratio."""
    small = measure_shock(data).levels["lsoa"]
    truth = ratio[:, data.start : data.start + 4].mean(axis=1)
    window = small.windows[0].ratio
    found = small.recovery.level
    return (
        float(np.mean((window[1] <= truth) & (truth <= window[2]))),
        float(np.mean((found[1] <= 1) & (found[2] >= 1))),
    )


def quiet(result: ShockResult, kind: str) -> tuple[float, float]:
    """Return the share of months inside the band, and of places said to have bent."""
    one = result.levels[kind]
    lower, upper = one.paths.band(result.options.z_band)
    y, start = one.paths.recorded, result.data.start
    inside = (y >= lower) & (y <= upper)
    bent = np.char.startswith(one.recovery.path, "bent")
    return float(inside[:, start:].mean()), float(bent.mean())


def _stacked(
    family: str,
    shock: Shock,
    months: tuple[str, ...],
    cells: np.ndarray,
    labels: tuple[np.ndarray, np.ndarray],
) -> ShockData:
    district, force = labels
    forces, districts = np.unique(force), np.unique(district)
    first = np.unique(district, return_index=True)[1]
    levels = {
        "pfa": _level("pfa", forces, np.full(len(forces), -1), _sums(cells, force)),
        "lad": _level("lad", districts, np.searchsorted(forces, force[first]), _sums(cells, district)),
        "lsoa": _level("lsoa", np.arange(len(cells)), np.searchsorted(districts, district), cells),
    }
    return ShockData(family, shock, months, levels)


def _level(kind: str, codes: np.ndarray, above: np.ndarray, counts: np.ndarray) -> Level:
    plain = np.zeros(len(counts), dtype=bool)
    return Level(kind, tuple(map(str, codes)), above, np.full(len(counts), np.nan), counts, plain)


def _sums(cells: np.ndarray, label: np.ndarray) -> np.ndarray:
    place = np.unique(label, return_inverse=True)[1]
    out = np.zeros((place.max() + 1, cells.shape[1]))
    np.add.at(out, place, cells)
    return out


def _areas(data: ShockData) -> int:
    return len(data.levels["lsoa"].codes)
