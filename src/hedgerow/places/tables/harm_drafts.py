"""The tables of harm: areas, shares without a weight, types with their weights, and how far schemes agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from hedgerow.disclosure import Draft, ReleasedColumn
from hedgerow.places.harm import (
    COUNTS,
    SHIPPED,
    Prices,
    Weighed,
    WeightSet,
    agreement,
    median_and_mean,
    shipped,
    types_of,
    weigh,
)
from hedgerow.places.tables.harm_counts import SmallAreas, raised, weighed_small
from hedgerow.places.tables.harm_words import cautions_of, words
from hedgerow.places.tables.views.sourcing import source_notes
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import Term, police_discovered, terms

Cell = str | float | None
_NAMES = "SELECT code, name, house_name, parent_name FROM area WHERE kind = $kind AND in_region"
AREA_COLUMNS = (
    ReleasedColumn("version", "Version"),
    ReleasedColumn("area_code", "Code"),
    ReleasedColumn("name", "Name"),
    ReleasedColumn("parent_name", "In", missing="not_applicable"),
    ReleasedColumn("months", "Months counted", decimals=0),
    ReleasedColumn("records", "Recorded", decimals=0, missing="gap", count=True),
    ReleasedColumn("weighted_records", "With a weight", decimals=0, missing="gap", count=True),
    ReleasedColumn("unweighted_records", "Without a weight", decimals=0, missing="gap", count=True),
    ReleasedColumn("value", "Harm", decimals=0, missing="gap"),
    ReleasedColumn("rate", "Harm per 1,000 residents a year", decimals=1, missing="gap"),
    ReleasedColumn("record_rate", "Recorded per 1,000 residents a year", decimals=1, missing="gap"),
    ReleasedColumn("count_rank", "Rank by count", decimals=0, missing="gap"),
    ReleasedColumn("rank", "Rank by harm", decimals=0, missing="gap"),
    ReleasedColumn("rank_change", "Places up by harm", decimals=0, missing="gap"),
)
_TYPE_COLUMNS = (
    ReleasedColumn("crime_type", "Key"),
    ReleasedColumn("title", "Type"),
    ReleasedColumn("discovered", "Mostly discovered by police"),
    ReleasedColumn("records", "Recorded", decimals=0, missing="gap", count=True),
    ReleasedColumn("weight_from", "Weight, least of its forces", decimals=2, missing="no_weight"),
    ReleasedColumn("weight_to", "Weight, greatest of its forces", decimals=2, missing="no_weight"),
    ReleasedColumn("median", "By median", decimals=2, missing="not_applicable"),
    ReleasedColumn("mean", "By mean", decimals=2, missing="not_applicable"),
    ReleasedColumn("value", "Harm", decimals=0, missing="no_weight"),
    ReleasedColumn("lowest", "Least offence", decimals=2, missing="missing"),
    ReleasedColumn("highest", "Greatest offence", decimals=2, missing="missing"),
    ReleasedColumn("status", "Status"),
    ReleasedColumn("note", "How it is known", missing="not_applicable"),
)
_SHARE_COLUMNS = (
    ReleasedColumn("version", "Version"),
    ReleasedColumn("records", "Recorded", decimals=0, count=True),
    ReleasedColumn("unweighted_records", "Without a weight", decimals=0, count=True),
    ReleasedColumn("unweighted_share", "Share without a weight", "%", 1),
    ReleasedColumn("borrowed_share", "Share weighed by other forces’ figures", "%", 1),
    ReleasedColumn("value", "Harm", decimals=0),
    ReleasedColumn("areas", "Areas known", decimals=0),
    ReleasedColumn("masked", "Areas not known", decimals=0),
)
_AGREE_COLUMNS = (
    ReleasedColumn("version", "Version"),
    ReleasedColumn("scheme", "Scheme"),
    ReleasedColumn("other", "Beside"),
    ReleasedColumn("spearman", "Spearman’s rank correlation", decimals=3, missing="cannot_tell"),
)


def weighed_of(small: SmallAreas, weights: WeightSet | None, version: str, level: str) -> Weighed:
    """Return the areas of a kind with counts and harm."""
    return weigh(raised(small, weighed_small(small, weights, types_of(version)), level))


def said_of(weights: WeightSet | None) -> dict[str, str]:
    """Return title, unit, edition, status, source and terms of a scheme; of counts where there is none."""
    if weights is None:
        return {
            "title": "Counts",
            "unit": "recorded crimes",
            "edition": "as published",
            "status": "verified",
            "source": "data.police.uk",
            "licence": "Open Government Licence v3.0",
        }
    return {key: getattr(weights, key) for key in ("title", "unit", "edition", "status", "source", "licence")}


def areas_draft(
    lake: Lake,
    level: str,
    small: SmallAreas,
    found: Mapping[str, Weighed],
    weights: WeightSet | None,
    prices: Prices | None = None,
) -> Draft:
    """Return the areas with counts and harm, the greatest harm first, those not known last."""
    held = lake.query(_NAMES, {"kind": level}).to_pylist() if lake.has("area") else []
    named = {row["code"]: row for row in held}
    rows: list[tuple[Cell, ...]] = []
    reasons: dict[tuple[int, str], str] = {}
    for version, weighed in found.items():
        for code, numbers in _numbers(weighed):
            name = named.get(code, {"name": code, "house_name": None, "parent_name": None})
            if numbers[1] is not None and numbers[5] is None:
                reasons |= {(len(rows), column): "missing" for column in ("rate", "record_rate")}
            title = f"{name['name']} ({name['house_name']})" if name["house_name"] else name["name"]
            rows.append((version, code, title, name["parent_name"], *numbers))
    said = said_of(weights)
    return Draft(
        "harm_by_area",
        f"{said['title']}: {small.first} to {small.last}",
        tuple(_unit(column, weights) for column in AREA_COLUMNS),
        tuple(rows),
        reasons=reasons,
        sources=source_notes(lake, "crime-panel-", "police-street", "census21-sex-age", "census21-residents"),
        notes=(*_head(weights), *cautions_of(small, found, weights, prices)),
    )


def _unit(column: ReleasedColumn, weights: WeightSet | None) -> ReleasedColumn:
    if column.name not in {"value", "rate"}:
        return column
    unit = weights.short if weights else "records"
    return replace(column, unit=unit)


def _head(weights: WeightSet | None) -> tuple[str, ...]:
    if weights is None:
        return ()
    return (f"{weights.title}: {weights.unit}. Edition: {weights.edition}. Status: {words(weights.status)}.",)


def _numbers(weighed: Weighed) -> Sequence[tuple[str, tuple[float | None, ...]]]:
    """Return the numbers of each area, the greatest harm first, those not known last."""
    counted = weighed.counted
    columns = (
        counted.months,
        counted.records,
        counted.weighted,
        weighed.unweighted,
        counted.value,
        weighed.rate,
        weighed.count_rate,
        weighed.count_rank,
        weighed.rank,
        weighed.change,
    )
    order = np.lexsort((np.array(counted.areas), np.nan_to_num(weighed.rank, nan=np.inf)))
    table = np.column_stack(columns)[order].tolist()
    return [
        (counted.areas[place], tuple(None if v != v else v for v in row))
        for place, row in zip(order.tolist(), table, strict=True)
    ]


def shares_draft(found: Mapping[str, Weighed]) -> Draft:
    """Return how much of what is recorded carries a weight, and how much a borrowed one."""
    rows = []
    for version, weighed in found.items():
        counted = weighed.counted
        records, without = float(np.nansum(counted.records)), float(np.nansum(weighed.unweighted))
        share = [
            100 * part / records if records else None
            for part in (without, float(np.nansum(counted.borrowed)))
        ]
        known = int(np.count_nonzero(counted.months > 0))
        value = float(np.nansum(counted.value)) if known else None
        rows.append(
            (version, records, without, *share, value, float(known), float(len(counted.areas) - known))
        )
    return Draft("harm_shares", "How much of what is recorded carries a weight", _SHARE_COLUMNS, tuple(rows))


def types_draft(small: SmallAreas, weights: WeightSet | None) -> Draft:
    """Return what each type weighs in the forces that are known; no weight is not nought."""
    forces = sorted({small.forces[n] for n in small.force[small.months > 0].tolist()})
    kinds = [term for term in terms("crime_type").values() if term.valid_to is None]
    rows = tuple((*_type(term, small), *_weight(term.id, small, weights, forces)) for term in kinds)
    return Draft("harm_types", "What each type weighs", _TYPE_COLUMNS, rows)


def _type(term: Term, small: SmallAreas) -> tuple[Cell, ...]:
    return (term.id, term.title, term.id in police_discovered(), small.records_of(term.id))


def _weight(
    kind: str, small: SmallAreas, weights: WeightSet | None, forces: Sequence[str]
) -> tuple[Cell, ...]:
    if weights is None:
        return (1.0, 1.0, None, None, small.records_of(kind), None, None, "verified", None)
    held = [one for force in forces if (one := weights.held(kind, force))]
    if not held:
        return (None,) * 7 + ("no weight", "The scheme gives none that is known.")
    numbers = [one.weight for one in held if one.weight is not None]
    value = float(np.nansum(weighed_small(small, weights, (kind,)).value)) if numbers else None
    one = held[0]
    low, high = min(numbers, default=None), max(numbers, default=None)
    both = median_and_mean(weights, kind, forces)
    return (low, high, *both, value, one.lowest, one.highest, words(one.status), one.note or None)


def agreement_draft(small: SmallAreas, level: str, versions: Sequence[str], own: WeightSet | None) -> Draft:
    """Return Spearman's correlation of each pair of schemes; `own` joins those that are shipped."""
    sets: dict[str, WeightSet | None] = {COUNTS: None, **{name: shipped(name) for name in SHIPPED}}
    if own is not None:
        sets["given"] = own
    rows: list[tuple[Cell, ...]] = []
    for version in versions:
        yearly = {name: _yearly(weighed_of(small, one, version, level)) for name, one in sets.items()}
        rows += [
            (version, one, other, None if np.isnan(value) else value)
            for (one, other), value in agreement(yearly).items()
        ]
    note = "1 is the same order; schemes differ, so what stands out by one alone is not settled."
    title = "Do the schemes order places alike?"
    return Draft("harm_agreement", title, _AGREE_COLUMNS, tuple(rows), notes=(note,))


def _yearly(weighed: Weighed) -> NDArray[np.float64]:
    counted = weighed.counted
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(counted.months > 0, counted.value / counted.months, np.nan)
