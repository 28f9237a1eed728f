"""What a measurement of a shock reads from the lake: counts by level, places alike, need and strength."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import NotFoundError
from hedgerow.places.contrast.specification import shaped, variables
from hedgerow.places.gaps import OWN_COUNT
from hedgerow.places.panel import month_number, month_of, months_between
from hedgerow.places.shocks import LEVELS, Level, Shock, ShockData, ShockOptions, types_of
from hedgerow.places.tables.index import read_values
from hedgerow.store.lake import Lake

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
HARDLY = 0.25  # of its middle month, as the rest of the force stands: below it records were not placed
LEAST_MIDDLE = 50.0
LEAST_FILES = 6  # months before the shock in a force's own files, from which they serve
COLUMN = {"msoa": "msoa21", "lad": "lad24", "pfa": "pfa24"}

_PLACES = """
    SELECT lsoa21, msoa21, lad24, pfa24, force, coalesce(rural_urban, 'not known') AS urban, population
    FROM area_lookup WHERE in_region ORDER BY lsoa21
"""
_KNOWN = """
    SELECT pfa24, month FROM panel_coverage WHERE state IN ('complete', 'unusual') AND month <= $last
"""
# A month is partial when it lies far below the force's own usual count and too few other forces are held to
# compare with. In a shock that is what is to be measured: it counts where the force's own rows are held.
_FALLEN = """
    SELECT c.pfa24, c.month FROM panel_coverage c JOIN panel_gap g
        ON g.pfa24 = c.pfa24 AND c.month BETWEEN g.from_month AND g.to_month AND g.source = $own_count
    WHERE c.state = 'partial' AND c.edition LIKE 'police-street/%' AND c.month BETWEEN $first AND $last
"""
_PLACED = """
    SELECT lsoa21, month, sum(n) AS n FROM panel
    WHERE lsoa21 <> '' AND month BETWEEN $first AND $last AND crime_type IN (SELECT unnest($types))
    GROUP BY lsoa21, month
"""
_DISTRICTS = """
    SELECT l.lad24, p.month, sum(p.n) AS n FROM panel p JOIN area_lookup l USING (lsoa21)
    WHERE l.in_region AND p.month BETWEEN $first AND $last GROUP BY l.lad24, p.month
"""
# Every row that the force published, placed or not, of the fullest snapshot of each month.
_PUBLISHED = """
    WITH snapshot AS (
        SELECT force, month, file_id,
               row_number() OVER (PARTITION BY force, month ORDER BY count(*) DESC, file_id) AS place
        FROM street WHERE month BETWEEN $first AND $last GROUP BY force, month, file_id
    )
    SELECT s.force, s.month, s.crime_type, count(*) AS n
    FROM street s JOIN snapshot p USING (force, month, file_id)
    WHERE p.place = 1 GROUP BY ALL
"""


@dataclass(frozen=True)
class Ground:
    """What all families share: places, months, which of them are known, places alike, need and strength.

    `told` marks the months that the force tells of (LSOAs x months), `known` those of them in which the
    district's records were placed too; `usual` is the middle month of the LSOA's district, every type.
    """

    shock: Shock
    months: tuple[str, ...]
    lsoas: tuple[str, ...]
    within: dict[str, npt.NDArray[np.str_]]
    force: npt.NDArray[np.str_]
    residents: Array
    told: npt.NDArray[np.bool_]
    known: npt.NDArray[np.bool_]
    usual: Array
    published: dict[tuple[str, str, str], float]
    context: Whole
    scores: dict[str, Array]
    region: str = "region"


def read_ground(
    lake: Lake, shock: Shock, options: ShockOptions | None = None, levels: tuple[str, ...] = LEVELS
) -> Ground:
    """Return what all families share; places alike, need and strength only where LSOAs are asked for.

    Raises
    ------
    NotFoundError
        When the panel is not built.
    """
    for name in ("area_lookup", "panel", "panel_coverage"):
        if not lake.has(name):
            raise NotFoundError(
                f"The table {name} is not built, so no shock can be measured.",
                remedy="Run: hedgerow build WORKSPACE.",
            )
    chosen = options or ShockOptions()
    places = lake.query(_PLACES).to_pydict()
    force = np.array(places["pfa24"], dtype=np.str_)
    pairs = lake.query(_KNOWN, {"last": shock.last}).to_pydict()
    told = set(zip(pairs["pfa24"], pairs["month"], strict=True)) | _fallen(lake, shock)
    own, small = set(force.tolist()), "lsoa" in levels
    months = _months(shock, [month for area, month in told if area in own], chosen)
    known = np.zeros((len(force), len(months)), dtype=bool)
    for area in np.unique(force).tolist():
        known[force == area] = [(area, month) in told for month in months]
    told_of, district = known, np.array(places["lad24"], dtype=np.str_)
    lost, usual = _unplaced(lake, (district, force), months, known)
    known = known & ~lost
    able = known[:, : months.index(shock.first)].sum(axis=1) >= chosen.least_before
    able &= known[:, months.index(shock.first) :].any(axis=1)
    lsoas = tuple(places["lsoa21"])
    urban = np.array(places["urban"], dtype=np.str_)
    return Ground(
        shock=shock,
        months=months,
        lsoas=lsoas,
        within={kind: np.array([c or "" for c in places[name]]) for kind, name in COLUMN.items()},
        force=np.array([slug or "" for slug in places["force"]]),
        residents=np.array([np.nan if n is None else n for n in places["population"]], dtype=float),
        told=told_of,
        known=known,
        usual=usual,
        published=_published(lake, months),
        context=_context(lake, lsoas, (force, urban), able & small, chosen.twins),
        scores=_scores(lake, lsoas) if small else {},
        region=_region_code(lake),
    )


def read_family(lake: Lake, ground: Ground, family: str, levels: tuple[str, ...] = LEVELS) -> ShockData:
    """Return the counts of one family at the levels, with those above them."""
    types = types_of(family)
    cells = _placed(lake, ground, types)
    force = _level(ground, "pfa", cells, np.full(0, ""), ())
    made = {"pfa": _by_force(ground, force, types)}
    share = _placed_share(ground, force, made["pfa"])
    if "region" in levels:
        made["region"] = _region(force, ground.region)
    if {"lad", "msoa", "lsoa"} & set(levels):
        made["lad"] = _level(ground, "lad", cells, ground.within["pfa"], force.codes)
    if "msoa" in levels:
        made["msoa"] = _level(ground, "msoa", cells, ground.within["lad"], made["lad"].codes)
    alike: dict[str, Whole] = {}
    if "lsoa" in levels:
        made["lsoa"] = _lsoas(ground, cells, made["lad"].codes)
        alike = {"context": ground.context, "contrast": _contrast(lake, ground, family)}
    scores = ground.scores if "lsoa" in levels else {}
    return ShockData(family, ground.shock, ground.months, made, alike, scores, share)


def _months(shock: Shock, held: list[str], options: ShockOptions) -> tuple[str, ...]:
    first = month_of(month_number(shock.first) - options.most_before)
    before = [month for month in held if first <= month < shock.first]
    return months_between(min(before, default=month_of(month_number(shock.first) - 1)), shock.last)


def _placed(lake: Lake, ground: Ground, types: tuple[str, ...]) -> Array:
    """Return counts of every LSOA and month; which of them are known is said elsewhere."""
    months = ground.months
    wanted = {"first": months[0], "last": months[-1], "types": list(types)}
    found = lake.query(_PLACED, wanted)
    cells = np.zeros(ground.known.shape)
    codes, stamps = (np.array(found.column(c).to_pylist(), dtype=np.str_) for c in ("lsoa21", "month"))
    if len(codes):
        names = np.array(ground.lsoas)
        row = np.minimum(np.searchsorted(names, codes), len(names) - 1)
        held = names[row] == codes
        column = np.searchsorted(np.array(months), stamps)
        cells[row[held], column[held]] = found.column("n").to_numpy().astype(float)[held]
    return cells


def _level(
    ground: Ground, kind: str, cells: Array, above: npt.NDArray[np.str_], above_codes: tuple[str, ...]
) -> Level:
    """Return the sums of LSOAs; places within one force know the same months."""
    own = ground.within[kind]
    codes, first, place = np.unique(own, return_index=True, return_inverse=True)
    counts = np.zeros((len(codes), cells.shape[1]))
    for column in range(cells.shape[1]):
        counts[:, column] = np.bincount(place, cells[:, column], minlength=len(codes))
    counts[~(ground.told if kind == "pfa" else ground.known)[first]] = np.nan
    residents = np.bincount(place, np.nan_to_num(ground.residents), minlength=len(codes))
    rows = np.full(len(codes), -1, dtype=np.int64)
    if len(above):
        order = {code: number for number, code in enumerate(above_codes)}
        rows = np.array([order[code] for code in above[first].tolist()], dtype=np.int64)
    keep = codes != ""
    named = tuple(codes[keep].tolist())
    return Level(
        kind, named, rows[keep], residents[keep], counts[keep], np.zeros(int(keep.sum()), dtype=bool)
    )


def _lsoas(ground: Ground, cells: Array, districts: tuple[str, ...]) -> Level:
    order = {code: number for number, code in enumerate(districts)}
    above = np.array([order[code] for code in ground.within["lad"].tolist()], dtype=np.int64)
    plain = np.zeros(len(ground.lsoas), dtype=bool)
    counts = np.where(ground.known, cells, np.nan)
    return Level("lsoa", ground.lsoas, above, ground.residents, counts, plain)


def _by_force(ground: Ground, force: Level, types: tuple[str, ...]) -> Level:
    """Return the forces, each by all rows of its own files where they hold the months of the shock."""
    counts, whole = force.counts.copy(), force.published.copy()
    slugs = dict(zip(ground.within["pfa"].tolist(), ground.force.tolist(), strict=True))
    for row, code in enumerate(force.codes):
        slug, known = slugs[code], ~np.isnan(counts[row])
        told = {month for held, month, _ in ground.published if held == slug}
        filed, start = np.array([m in told for m in ground.months]), ground.months.index(ground.shock.first)
        if (known & filed)[:start].sum() >= LEAST_FILES and not (known & ~filed)[start:].any():
            whole[row] = True
            counts[row, known & ~filed] = np.nan  # placed records only, which would be a step
            known &= filed
            for column in np.flatnonzero(known):
                month = ground.months[column]
                counts[row, column] = sum(ground.published.get((slug, month, t), 0.0) for t in types)
    return Level("pfa", force.codes, force.above, force.residents, counts, whole)


def _placed_share(ground: Ground, placed: Level, force: Level) -> Array:
    """Return the share of each force's records that were placed, by month; 1 where it is not known.

    What a district without placed records would usually record is added, so that its loss is not spread
    over the others.
    """
    lost = ground.told & ~ground.known
    share = np.ones(force.counts.shape)
    for row, code in enumerate(force.codes):
        if force.published[row]:
            mine = ground.within["pfa"] == code
            first = np.unique(ground.within["lad"][mine], return_index=True)[1]
            gone = (lost[mine][first] * ground.usual[mine][first][:, None]).sum(axis=0)
            usual = max(float(ground.usual[mine][first].sum()), 1.0)
            with np.errstate(invalid="ignore", divide="ignore"):
                held = placed.counts[row] / force.counts[row] / (1 - gone / usual)
            share[row] = np.where(np.isfinite(held) & (held > 0), np.minimum(held, 1.0), 1.0)
    return share


def _unplaced(
    lake: Lake,
    labels: tuple[npt.NDArray[np.str_], npt.NDArray[np.str_]],
    months: tuple[str, ...],
    told: npt.NDArray[np.bool_],
) -> tuple[npt.NDArray[np.bool_], Array]:
    """Return the months (LSOAs x months) in which hardly a record was placed in the district, and its usual.

    A district of which the force's file places almost nothing in a month looks like a place without crime.
    It is held against the rest of the force: where that fell as far, it is no loss of places. `labels` are
    districts and forces.
    """
    district, force = labels
    found = lake.query(_DISTRICTS, {"first": months[0], "last": months[-1]}).to_pylist()
    counts = {(row["lad24"], row["month"]): float(row["n"]) for row in found}
    lost, usual = np.zeros(told.shape, dtype=bool), np.zeros(len(district))
    for area in np.unique(force[told.any(axis=1)]).tolist():
        known = told[np.flatnonzero(force == area)[0]]
        codes = np.unique(district[force == area]).tolist()
        cells = np.array([[counts.get((code, month), 0.0) for month in months] for code in codes])
        whole = cells.sum(axis=0)
        for code, held in zip(codes, cells, strict=True):
            rows, middle = district == code, float(np.median(held[known]))
            others = whole - held
            usual[rows] = middle
            beside = others / max(float(np.median(others[known])), 1.0)
            lost[rows] = known & (held < HARDLY * middle * beside) & (middle >= LEAST_MIDDLE)
    return lost, usual


def _fallen(lake: Lake, shock: Shock) -> set[tuple[str, str]]:
    """Return months of the shock that are partial for no other reason than that they fell."""
    if not lake.has("panel_gap"):
        return set()
    wanted = {"own_count": OWN_COUNT, "first": shock.first, "last": shock.last}
    found = lake.query(_FALLEN, wanted).to_pydict()
    return set(zip(found["pfa24"], found["month"], strict=True))


def _region_code(lake: Lake) -> str:
    rows = (
        lake.query("SELECT code FROM area WHERE kind = 'region' AND in_region") if lake.has("area") else None
    )
    return str(rows.column("code")[0].as_py()) if rows is not None and rows.num_rows else "region"


def _region(force: Level, code: str) -> Level:
    """Return the forces together: a month is known where all of them know it."""
    total = force.counts.sum(axis=0, keepdims=True)
    one = np.array([force.residents.sum()])
    return Level("region", (code,), np.array([-1]), one, total, np.zeros(1, dtype=bool))


def _published(lake: Lake, months: tuple[str, ...]) -> dict[tuple[str, str, str], float]:
    if not lake.has("street"):
        return {}
    found = lake.query(_PUBLISHED, {"first": months[0], "last": months[-1]}).to_pydict()
    keys = zip(found["force"], found["month"], found["crime_type"], strict=True)
    return dict(zip(keys, map(float, found["n"]), strict=True))


def _context(
    lake: Lake,
    lsoas: tuple[str, ...],
    groups: tuple[npt.NDArray[np.str_], npt.NDArray[np.str_]],
    able: npt.NDArray[np.bool_],
    twins: int,
) -> Whole:
    """Return pairs of LSOAs of one force and one urban class that are nearest in context and do not touch."""
    none = np.empty((0, 2), dtype=np.int64)
    if not lake.has("indicator_value") or not able.any():
        return none
    wanted = variables()
    _, table = read_values(lake, tuple(one.name for one in wanted))
    held = [(n, one) for n, one in enumerate(wanted) if not np.isnan(table[:, n]).all()]
    columns = [column for n, one in held for _, column in shaped(table[:, n], one)]
    if not columns:
        return none
    values = np.column_stack(columns)
    values = np.where(np.isnan(values), np.nanmean(values, axis=0), values)
    white = _whitened(values, able)
    touching = _touching(lake, lsoas)
    found = []
    for force, urban in sorted(set(zip(*(g[able].tolist() for g in groups), strict=True))):
        rows = np.flatnonzero(able & (groups[0] == force) & (groups[1] == urban))
        found.append(_nearest(rows, white[rows], touching, twins))
    return np.concatenate(found) if found else none


def _whitened(values: Array, able: npt.NDArray[np.bool_]) -> Array:
    """Return the values in coordinates whose plain distance is Mahalanobis'."""
    spread = np.linalg.svd(np.atleast_2d(np.cov(values[able], rowvar=False)))
    keep = spread[1] > 1e-9 * spread[1].max()
    return np.asarray((values - values[able].mean(axis=0)) @ (spread[0][:, keep] / np.sqrt(spread[1][keep])))


def _nearest(rows: Whole, white: Array, touching: npt.NDArray[np.int64], twins: int) -> Whole:
    from scipy.spatial import cKDTree

    if len(rows) < 2:
        return np.empty((0, 2), dtype=np.int64)
    near = np.asarray(cKDTree(white).query(white, k=min(len(rows), 2 * twins + 1))[1])
    pairs = np.column_stack([np.repeat(rows, near.shape[1] - 1), rows[near[:, 1:].ravel()]])
    key = pairs[:, 0] * (2**32) + pairs[:, 1]
    far = ~np.isin(key, touching) & (pairs[:, 0] != pairs[:, 1])
    rank = np.cumsum(far.reshape(len(rows), -1), axis=1).ravel()
    return np.asarray(pairs[far & (rank <= twins)], dtype=np.int64)


def _touching(lake: Lake, lsoas: tuple[str, ...]) -> npt.NDArray[np.int64]:
    """Return a number for each pair of LSOAs that touch."""
    if not lake.has("area_neighbour"):
        return np.empty(0, dtype=np.int64)
    names = np.array(lsoas)
    table = lake.read("area_neighbour")
    sides = [np.array(table.column(c).to_pylist(), dtype=np.str_) for c in ("lsoa21", "neighbour")]
    found = [np.minimum(np.searchsorted(names, side), len(names) - 1) for side in sides]
    held = (names[found[0]] == sides[0]) & (names[found[1]] == sides[1])
    return np.asarray((found[0] * (2**32) + found[1])[held], dtype=np.int64)


def _contrast(lake: Lake, ground: Ground, family: str) -> Whole:
    """Return the twins of the contrast of that family, as pairs of rows."""
    if not lake.has("contrast_twin"):
        return np.empty((0, 2), dtype=np.int64)
    row = {code: number for number, code in enumerate(ground.lsoas)}
    found = lake.query(
        "SELECT lsoa21, twin FROM contrast_twin WHERE family = $family", {"family": family}
    ).to_pylist()
    pairs = [(row[p["lsoa21"]], row[p["twin"]]) for p in found if p["lsoa21"] in row and p["twin"] in row]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _scores(lake: Lake, lsoas: tuple[str, ...]) -> dict[str, Array]:
    if not lake.has("index_score"):
        return {}
    row = {code: number for number, code in enumerate(lsoas)}
    found: dict[str, Array] = {}
    for entry in lake.query('SELECT "index", lsoa21, score FROM index_score').to_pylist():
        if entry["lsoa21"] in row and entry["score"] is not None:
            values = found.setdefault(entry["index"], np.full(len(lsoas), np.nan))
            values[row[entry["lsoa21"]]] = entry["score"]
    return dict(sorted(found.items()))
