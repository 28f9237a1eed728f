"""Build the harm of every area in every scheme, and give it to maps, pages and commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hedgerow.errors import UsageError
from hedgerow.places.geography import region_code
from hedgerow.places.harm import (
    COUNTS,
    SHIPPED,
    VERSIONS,
    Counted,
    Weighed,
    WeightSet,
    shipped,
    types_of,
    weigh,
)
from hedgerow.places.harm.given import parse_weights
from hedgerow.places.sources import FoundFile, open_bytes
from hedgerow.places.tables.harm_counts import (
    LEVELS,
    SmallAreas,
    raised,
    read_small,
    weighed_small,
    window_of,
)
from hedgerow.places.tables.receipts import Receipts
from hedgerow.places.tables.views.counting import last_month
from hedgerow.places.tables.views.memory import remembered
from hedgerow.provenance import Figure
from hedgerow.settings import Region
from hedgerow.store import catalogue
from hedgerow.store.lake import Lake

Progress = Callable[[int, int, str], None]
OWN, OWN_MEAN = "own", "own_mean"
OWN_SOURCES = ("harm-weights", "cchi-offences")
KINDS = (*LEVELS, "region")


def build_harm(lake: Lake, files: Sequence[FoundFile], region: Region, progress: Progress) -> None:
    """Build harm_weight and harm_score: every scheme, both versions, every kind of area."""
    receipts = Receipts("harm")
    sets = [shipped(name) for name in SHIPPED] + _own(files, receipts)
    lake.write("harm_weight", weight_rows(sets))
    parts = [catalogue.spec("harm_score").schema.empty_table()]
    steps = (1 + len(sets)) * len(VERSIONS)
    if last_month(lake) is not None:
        small = read_small(lake, window_of(lake))
        code = region_code(region)
        for done, (weights, version) in enumerate((w, v) for w in (None, *sets) for v in VERSIONS):
            name = weights.name if weights else COUNTS
            progress(done, steps, f"{name}, {version.replace('_', ' ')}")
            parts += _scores(small, weights, version, code)
    lake.write("harm_score", pa.concat_tables(parts))
    receipts.write(lake)
    progress(steps, steps, "harm")


def scheme_names(lake: Lake) -> tuple[str, ...]:
    """Return the schemes that can be chosen in a workspace: counts first, its own last."""
    held = [name for name in (OWN, OWN_MEAN) if weights_held(lake, name)]
    return (COUNTS, *SHIPPED, *held)


def harm_values(
    lake: Lake, scheme: str = "cchi", version: str = "victim_reported", *, measure: str = "rate"
) -> Mapping[str, float | None]:
    """Return the harm of each LSOA of the region: for each 1,000 residents a year, or the amount itself.

    Parameters
    ----------
    scheme, version
        One of `scheme_names`; ``victim_reported`` or ``with_discovered``.
    measure
        ``rate``, ``value``, ``rank``, ``count_rank`` or ``rank_change``.

    Raises
    ------
    UsageError
        When there is no such scheme, version or measure.
    NotFoundError
        When the harm step was not built.
    """
    columns = ("rate", "value", "rank", "count_rank", "rank_change")
    for word, allowed in ((scheme, scheme_names(lake)), (version, tuple(VERSIONS)), (measure, columns)):
        if word not in allowed:
            raise UsageError(f"“{word}” cannot be shown.", remedy=f"Give one of: {', '.join(allowed)}.")

    def read() -> Mapping[str, float | None]:
        asked = {"scheme": scheme, "version": version, "measure": measure}
        table = lake.query(_VALUES, asked)
        return MappingProxyType(
            dict(zip(table.column("area_code").to_pylist(), table.column("value").to_pylist(), strict=True))
        )

    return remembered(lake, ("harm_score",), ("harm_values", scheme, version, measure), read)


_VALUES = """
    SELECT area_code, CASE $measure WHEN 'rate' THEN rate WHEN 'value' THEN value WHEN 'rank' THEN rank
                                    WHEN 'count_rank' THEN count_rank ELSE rank_change END AS value
    FROM harm_score WHERE area_kind = 'lsoa' AND scheme = $scheme AND version = $version
"""


def harm_figure(kind: str, code: str, scheme: str, version: str, column: str = "value") -> str:
    """Return the address of one figure of harm_score."""
    keys = {"area_kind": kind, "area_code": code, "scheme": scheme, "version": version}
    return str(Figure.of("harm_score", column, keys))


def weights_held(lake: Lake, name: str) -> WeightSet | None:
    """Return the weights of a scheme: shipped, or those of the workspace's own file; None for counts."""
    if name in SHIPPED:
        return shipped(name)
    if name not in (OWN, OWN_MEAN) or not lake.has("harm_weight"):
        return None
    return remembered(lake, ("harm_weight",), ("weights", name), lambda: _held(lake, name))


def _held(lake: Lake, name: str) -> WeightSet | None:
    from hedgerow.places.harm import Weight
    from hedgerow.places.harm.given import OWN_CAUTION

    rows = lake.query("SELECT * FROM harm_weight WHERE scheme = $name", {"name": name}).to_pylist()
    if not rows:
        return None
    weights = tuple(
        Weight(
            r["crime_type"],
            r["force"],
            r["weight"],
            r["unit"],
            r["edition"],
            r["status"],
            r["source"],
            r["licence"],
            r["lowest"],
            r["highest"],
            r["note"] or "",
        )
        for r in rows
    )
    one = weights[0]
    title = "Weights of this workspace" + (", means" if name == OWN_MEAN else "")
    pounds = "£" if "pound" in one.unit.lower() else one.unit
    return WeightSet(
        name,
        title,
        one.unit,
        pounds,
        one.edition,
        "given",
        one.source,
        one.licence,
        "",
        (OWN_CAUTION,),
        weights,
    )


def _own(files: Sequence[FoundFile], receipts: Receipts) -> list[WeightSet]:
    """Return the weights of the workspace's own file: a table of weights before a workbook of offences."""
    found: list[WeightSet] = []
    for source in OWN_SOURCES:
        held = sorted((one for one in files if one.source == source), key=lambda one: one.label)
        for number, one in enumerate(held):
            if found or number:
                receipts.enter(one, 0, "Held and not used: another file of weights serves.")
                continue
            content = open_bytes(one)
            names = (OWN,) if source == "harm-weights" else (OWN, OWN_MEAN)
            found = [
                parse_weights(content, one.name, name, title="Weights of this workspace") for name in names
            ]
            receipts.enter(one, len(found[0].weights), f"Scheme {' and '.join(names)} of the harm switch.")
    return found


def weight_rows(sets: Sequence[WeightSet]) -> pa.Table:
    """Return the weights as rows of harm_weight."""
    rows = [
        {
            "scheme": each.name,
            "force": one.force,
            "crime_type": one.crime_type,
            "weight": one.weight,
            "lowest": one.lowest,
            "highest": one.highest,
            "unit": one.unit,
            "edition": one.edition,
            "status": one.status,
            "source": one.source,
            "licence": one.licence,
            "note": one.note or None,
        }
        for each in sets
        for one in each.weights
    ]
    return pa.Table.from_pylist(rows, schema=catalogue.spec("harm_weight").schema)


def _scores(small: SmallAreas, weights: WeightSet | None, version: str, region: str) -> Iterator[pa.Table]:
    counted = weighed_small(small, weights, types_of(version))
    for kind in KINDS:
        found = raised(small, counted, kind, region)
        if found.areas:
            yield score_rows(weigh(found), kind, weights.name if weights else COUNTS, version)


def score_rows(weighed: Weighed, kind: str, scheme: str, version: str) -> pa.Table:
    """Return places as rows of harm_score; what is not known is missing."""
    counted: Counted = weighed.counted
    n = len(counted.areas)
    same = {"area_kind": kind, "scheme": scheme, "version": version}
    floats = {
        "months": counted.months,
        "records": counted.records,
        "weighted_records": counted.weighted,
        "unweighted_records": weighed.unweighted,
        "value": counted.value,
        "rate": weighed.rate,
    }
    whole = {"rank": weighed.rank, "count_rank": weighed.count_rank, "rank_change": weighed.change}
    columns = {name: pa.array(np.full(n, word, dtype=object), pa.string()) for name, word in same.items()}
    columns["area_code"] = pa.array(counted.areas, pa.string())
    columns |= {name: _known(values) for name, values in floats.items()}
    columns |= {name: _known(values).cast(pa.int64()) for name, values in whole.items()}
    schema = catalogue.spec("harm_score").schema
    return pa.table([columns[name] for name in schema.names], schema=schema)


def _known(values: NDArray[np.float64]) -> pa.Array:
    return pa.array(np.nan_to_num(values), pa.float64(), mask=np.isnan(values))
