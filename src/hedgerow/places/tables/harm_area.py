"""One area weighed by harm: both versions beside the region, and what each type adds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.errors import UsageError
from hedgerow.places.harm import COUNTS, VERSIONS, Weighed, WeightSet, median_and_mean
from hedgerow.places.harm.weighing import gathered, weigh
from hedgerow.places.tables.harm import harm_figure, scheme_names, weights_held
from hedgerow.places.tables.harm_counts import LEVELS, READ, SmallAreas, read_small, weighed_small, window_of
from hedgerow.places.tables.harm_drafts import said_of, weighed_of
from hedgerow.places.tables.harm_words import KINDS, cautions_of, words
from hedgerow.places.tables.views.areas import Area, get_area
from hedgerow.places.tables.views.counting import last_month
from hedgerow.places.tables.views.memory import remembered
from hedgerow.places.tables.views.sourcing import source_notes
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms

Cell = str | float | None
_VERSIONS = (
    ReleasedColumn("version", "Key"),
    ReleasedColumn("title", "What is counted"),
    ReleasedColumn("records", "Recorded", decimals=0, missing="gap", count=True),
    ReleasedColumn("unweighted_share", "Without a weight", "%", 1, missing="gap"),
    ReleasedColumn("value", "Harm", decimals=0, missing="gap"),
    ReleasedColumn("rate", "Harm per 1,000 residents a year", decimals=1, missing="gap"),
    ReleasedColumn("region_rate", "Region", decimals=1, missing="gap"),
    ReleasedColumn("count_rank", "Rank by count", decimals=0, missing="gap"),
    ReleasedColumn("rank", "Rank by harm", decimals=0, missing="gap"),
    ReleasedColumn("rank_change", "Places up by harm", decimals=0, missing="gap"),
    ReleasedColumn("ranked", "Areas ranked", decimals=0),
)
_TYPES = (
    ReleasedColumn("crime_type", "Key"),
    ReleasedColumn("title", "Type"),
    ReleasedColumn("records", "Recorded", decimals=0, missing="gap", count=True),
    ReleasedColumn("weight", "One record weighs", decimals=2, missing="no_weight"),
    ReleasedColumn("median", "By median", decimals=2, missing="not_applicable"),
    ReleasedColumn("mean", "By mean", decimals=2, missing="not_applicable"),
    ReleasedColumn("lowest", "Least offence", decimals=2),
    ReleasedColumn("highest", "Greatest offence", decimals=2),
    ReleasedColumn("value", "Harm", decimals=0, missing="no_weight"),
    ReleasedColumn("share", "Share of the harm", "%", 1, missing="no_weight"),
    ReleasedColumn("status", "Status of the weight"),
)


@dataclass(frozen=True)
class AreaHarm:
    """Crime of one area weighed by one scheme; `known` is false where no month of it is."""

    code: str
    name: str
    scheme: str
    title: str
    known: bool
    sentences: tuple[str, ...]
    cautions: tuple[str, ...]
    versions: Released
    types: Released


def area_harm(lake: Lake, code: str, scheme: str = "cchi") -> AreaHarm:
    """Weigh one area's crime of the last twelve months.

    Raises
    ------
    NotFoundError
        When no area has the code, or nothing is known of the region.
    UsageError
        When there is no such scheme.
    """
    area = get_area(lake, code)
    if scheme not in scheme_names(lake):
        raise UsageError(
            f"“{scheme}” is no harm scheme.", remedy=f"Give one of: {', '.join(scheme_names(lake))}."
        )
    small, weights = read_small(lake, window_of(lake)), weights_held(lake, scheme)
    found = {version: _mine(lake, small, weights, area, version) for version in VERSIONS}
    first = found["victim_reported"][0]
    known = bool(first.counted.months[0] > 0)
    types = _types(lake, small, weights, area, known=known)
    return AreaHarm(
        area.code,
        area.name,
        scheme,
        said_of(weights)["title"],
        known,
        _sentences(area, weights, found),
        cautions_of(small, {v: one[0] for v, one in found.items()}, weights, None)[:-1],
        release(_versions(lake, small, weights, area, found)),
        release(types),
    )


def can_weigh(lake: Lake) -> bool:
    """Whether anything is known that could be weighed."""
    return all(lake.has(name) for name in READ) and last_month(lake) is not None


def _mine(
    lake: Lake, small: SmallAreas, weights: WeightSet | None, area: Area, version: str
) -> tuple[Weighed, tuple[float, float, float] | None, int]:
    """Return the area itself, its ranks among its kind (None where it has none), and how many are ranked."""
    from hedgerow.places.harm import types_of

    counted = weighed_small(small, weights, types_of(version))
    members = set(area.members)
    group = np.array([0 if code in members else -1 for code in small.codes], dtype=np.intp)
    own = weigh(gathered(counted, (area.code,), group))
    if area.kind not in LEVELS:
        return own, None, 0
    name = weights.name if weights else "counts"
    key = ("harm_ranks", name, version, area.kind, small.first, small.last)
    among = remembered(
        lake, (*READ, "harm_weight"), key, lambda: weighed_of(small, weights, version, area.kind)
    )
    ranked = int(np.count_nonzero(among.counted.months > 0))
    if area.code not in among.counted.areas:
        return own, None, ranked
    at = among.counted.areas.index(area.code)
    return own, (float(among.count_rank[at]), float(among.rank[at]), float(among.change[at])), ranked


def _versions(
    lake: Lake,
    small: SmallAreas,
    weights: WeightSet | None,
    area: Area,
    found: Mapping[str, tuple[Weighed, tuple[float, float, float] | None, int]],
) -> Draft:
    rows: list[tuple[Cell, ...]] = []
    reasons: dict[tuple[int, str], str] = {}
    figures: dict[tuple[int, str], str] = {}
    for number, (version, (own, ranks, ranked)) in enumerate(found.items()):
        region = _region_rate(small, weights, version)
        share = 100 * own.share_unweighted
        numbers = [
            own.counted.records[0],
            share,
            own.counted.value[0],
            own.rate[0],
            region,
            *(ranks or (np.nan,) * 3),
        ]
        rows.append(
            (version, VERSIONS[version], *(None if n != n else float(n) for n in numbers), float(ranked))
        )
        if lake.has("harm_score"):
            name = weights.name if weights else COUNTS
            figures[number, "value"] = harm_figure(area.kind, area.code, name, version)
        if ranks is None:
            reasons |= {(number, name): "not_applicable" for name in ("count_rank", "rank", "rank_change")}
        if own.counted.months[0] > 0 and own.rate[0] != own.rate[0]:
            reasons[number, "rate"] = "missing"
    said = said_of(weights)
    columns = tuple(_unit(column, weights) for column in _VERSIONS)
    note = f"{said['title']}. Edition: {said['edition']}. Status: {words(said['status'])}. {said['source']}."
    sources = source_notes(lake, "crime-panel-", "police-street", "census21-sex-age", "census21-residents")
    title = f"Crime weighed by harm, {area.name}, {small.first} to {small.last}"
    return Draft(
        "area_harm",
        title,
        columns,
        tuple(rows),
        reasons=reasons,
        figures=figures,
        sources=sources,
        notes=(note,),
    )


def _unit(column: ReleasedColumn, weights: WeightSet | None) -> ReleasedColumn:
    if column.name not in {"value", "rate", "region_rate"}:
        return column
    unit = weights.short if weights else "records"
    return ReleasedColumn(column.name, column.label, unit, column.decimals, column.missing)


def _region_rate(small: SmallAreas, weights: WeightSet | None, version: str) -> float:
    from hedgerow.places.harm import types_of

    counted = weighed_small(small, weights, types_of(version))
    whole = gathered(counted, ("region",), np.zeros(len(small.codes), dtype=np.intp))
    return float(weigh(whole).rate[0])


def _types(lake: Lake, small: SmallAreas, weights: WeightSet | None, area: Area, *, known: bool) -> Draft:
    members = set(area.members)
    rows_in = np.array([code in members for code in small.codes]) & (small.months > 0)
    forces = sorted({small.forces[n] for n in small.force[rows_in].tolist()})
    kinds = [term for term in terms("crime_type").values() if term.valid_to is None]
    held = []
    for term in kinds:
        column = small.types.index(term.id) if term.id in small.types else -1
        records = float(small.cells[rows_in, column].sum()) if column >= 0 else 0.0
        value = _value(small, weights, term.id, rows_in) if _weighs(weights, term.id, forces) else None
        held.append((term, records if known else None, value if known else None))
    whole = sum(value for _, _, value in held if value is not None)
    rows = tuple(
        (
            term.id,
            term.title,
            records,
            *_weight(weights, term.id, forces),
            value,
            100 * value / whole if value is not None and whole else None,
            _status(weights, term.id, forces),
        )
        for term, records, value in held
    )
    reasons = {} if known else {(n, name): "gap" for n in range(len(rows)) for name in ("value", "share")}
    title = f"What each type weighs, {area.name}"
    sources = source_notes(lake, "crime-panel-", "police-street")
    return Draft("area_harm_types", title, _TYPES, rows, reasons=reasons, sources=sources)


def _value(small: SmallAreas, weights: WeightSet | None, kind: str, rows: NDArray[np.bool_]) -> float | None:
    """Return the harm of one type; None where it has no weight in any force of the area."""
    counted = weighed_small(small, weights, (kind,))
    records, weighted = float(counted.records[rows].sum()), float(counted.weighted[rows].sum())
    return None if records and not weighted else float(counted.value[rows].sum())


def _weighs(weights: WeightSet | None, kind: str, forces: Sequence[str]) -> bool:
    """Whether a type has a weight in any force of the area, whether or not a record of it was made there."""
    held = [weights.held(kind, force) for force in forces] if weights else []
    return weights is None or any(one and one.weight is not None for one in held)


def _weight(weights: WeightSet | None, kind: str, forces: Sequence[str]) -> tuple[Cell, ...]:
    """Return one record's weight, where all forces of the area share it, with the spread of its offences."""
    if weights is None:
        return (1.0, None, None, None, None)
    held = [one for force in forces if (one := weights.held(kind, force))]
    numbers = {one.weight for one in held}
    one = held[0] if held else None
    return (
        numbers.pop() if len(numbers) == 1 else None,
        *median_and_mean(weights, kind, forces),
        one.lowest if one else None,
        one.highest if one else None,
    )


def _status(weights: WeightSet | None, kind: str, forces: Sequence[str]) -> str:
    if weights is None:
        return "each counts one"
    held = [one for force in forces if (one := weights.held(kind, force))]
    if not any(one.weight is not None for one in held):
        return "no weight"
    said = words(held[0].status)
    differs = len({one.weight for one in held}) > 1
    return f"{said}, its forces differ" if differs else f"{said}, borrowed" if held[0].borrowed else said


def _sentences(
    area: Area,
    weights: WeightSet | None,
    found: Mapping[str, tuple[Weighed, tuple[float, float, float] | None, int]],
) -> tuple[str, ...]:
    own, ranks, ranked = found["victim_reported"]
    if not own.counted.months[0] > 0:
        return (f"Crime in {area.name} is not known, so neither is its harm. Not known is not nought.",)
    unit = weights.unit if weights else "records"
    said = (
        f"Victim-reported crime here weighs {own.counted.value[0]:,.0f} {unit} by the scheme "
        f"{said_of(weights)['title']}, {own.counted.records[0]:,.0f} records."
    )
    if ranks is None or ranks[1] != ranks[1]:
        return (said,)
    count, harm, change = (int(n) for n in ranks)
    moved = (
        "the same place by count"
        if not change
        else f"place {count:,} by count: {abs(change):,} "
        f"{'up' if change > 0 else 'down'} when weighed by harm"
    )
    return (
        said,
        f"By harm it is in place {harm:,} of {ranked:,} {KINDS[area.kind]}, 1 being the most; {moved}.",
    )
