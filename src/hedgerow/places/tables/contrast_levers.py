"""Levers of strength beside the contrast: read from the lake, associated, and written as rows of the lake."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hedgerow.errors import EstimateError
from hedgerow.places.contrast import ContrastData, ContrastResult, PlaceContext
from hedgerow.places.contrast.levers import Lever, LeverResult, LeverValues, associate, control, levers
from hedgerow.places.contrast.levers.association import Prepared, prepare, with_q
from hedgerow.places.contrast.levers.specification import is_own_lever
from hedgerow.places.tables.index import read_values
from hedgerow.store import catalogue
from hedgerow.store.lake import Lake

Array = npt.NDArray[np.float64]
_OWN = """
    SELECT v.measure, v.area_code AS lsoa21, avg(v.value) AS value
    FROM own_value v JOIN area_lookup l ON l.lsoa21 = v.area_code
    WHERE v.area_kind = 'lsoa' AND l.in_region AND v.value IS NOT NULL
    GROUP BY v.measure, v.area_code ORDER BY v.measure, v.area_code
"""


def read_levers(lake: Lake, areas: Sequence[str]) -> LeverValues:
    """Return the levers that are held, at the places in the order of `areas`."""
    shipped = levers()
    codes, table = read_values(lake, tuple(one.name for one in shipped))
    row = {code: number for number, code in enumerate(codes)}
    chosen = table[[row[code] for code in areas]] if len(areas) else table[:0]
    own, values = _own(lake, areas)
    held = [number for number in range(len(shipped)) if not np.isnan(chosen[:, number]).all()]
    return LeverValues(
        (*(shipped[number] for number in held), *own), np.column_stack([chosen[:, held], values])
    )


def _own(lake: Lake, areas: Sequence[str]) -> tuple[tuple[Lever, ...], Array]:
    """Return measures of a person's own tables whose names say that they are figures of strength."""
    found: dict[str, Array] = {}
    row = {code: number for number, code in enumerate(areas)}
    for entry in lake.query(_OWN).to_pylist() if lake.has("own_value") else []:
        if is_own_lever(entry["measure"]) and entry["lsoa21"] in row:
            values = found.setdefault(entry["measure"], np.full(len(areas), np.nan))
            values[row[entry["lsoa21"]]] = entry["value"]
    named = tuple(Lever(f"own: {name}", f"{name} (your own table)", "own", 1) for name in found)
    return named, np.column_stack(list(found.values())) if found else np.empty((len(areas), 0))


def lever_results(
    lake: Lake, families: Sequence[ContrastData], doubt: ContrastData, context: PlaceContext
) -> tuple[LeverResult, ...]:
    """Set every lever beside every family; a family that cannot be fitted has no rows."""
    values = read_levers(lake, context.areas)
    if not values.levers:
        return ()
    against = _prepared(doubt, context)
    found: list[LeverResult] = []
    for data in families:
        here = _prepared(data, context)
        if here is not None:
            found += associate(here, against, values, context.district)
    return with_q(tuple(found))


def control_data(types: Mapping[str, Array], family: ContrastData) -> ContrastData:
    """Return the counts of the negative-control outcome over the months of a family."""
    zero = np.where(np.isnan(family.cells), np.nan, 0.0)
    parts = (types[kind] for kind in control().types if kind in types)
    return ContrastData("negative_control", family.months, sum(parts, zero))


def lever_table(results: Sequence[LeverResult]) -> pa.Table:
    """Return the rows of the lake's `contrast_lever`."""
    rows = [lever_row(one) for one in results]
    return pa.Table.from_pylist(rows, schema=catalogue.spec("contrast_lever").schema)


def lever_row(one: LeverResult) -> dict[str, object]:
    """Return one lever and family as a row."""
    low, high = one.interval
    near, edge = one.e_values
    stable = one.stability
    figures = {
        "estimate": one.estimate,
        "lower": low,
        "upper": high,
        "p_value": one.found.p_value,
        "q_value": one.q_value,
        "selection_share": one.share,
        "error_bound": stable.bound if stable else np.nan,
        "error_bound_unimodal": stable.bound_unimodal if stable else np.nan,
        "e_value": near,
        "e_value_limit": edge,
        "control_estimate": np.exp(one.control.coefficient),
        "control_lower": np.exp(one.control.lower),
        "control_upper": np.exp(one.control.upper),
        "control_p_value": one.control.p_value,
    }
    return {
        "family": one.family,
        "lever": one.lever.name,
        "title": one.lever.title,
        "role": one.lever.role,
        **{name: float(value) if np.isfinite(value) else None for name, value in figures.items()},
        "selected": one.selected,
        "n": one.found.n,
        "districts": one.found.groups,
        "words": one.words,
    }


def unmatched_table(result: ContrastResult) -> pa.Table:
    """Return the rows of the lake's `contrast_unmatched` for one family."""
    twins = result.twins
    rows = [
        {
            "family": result.data.family,
            "lsoa21": result.areas[row],
            "candidates": twins.candidates,
            "reason": reason,
        }
        for row, reason in zip(twins.unmatched.tolist(), twins.reasons, strict=True)
    ]
    return pa.Table.from_pylist(rows, schema=catalogue.spec("contrast_unmatched").schema)


def build_levers(
    lake: Lake,
    types: Mapping[str, Array],
    families: Sequence[ContrastData],
    context: PlaceContext,
    progress: Callable[[int, int, str], None],
) -> None:
    """Write `contrast_lever`: the hook of the contrast's build."""
    progress(0, 1, "levers of strength")
    found = lever_results(lake, families, control_data(types, families[0]), context) if families else ()
    lake.write("contrast_lever", lever_table(found))


def _prepared(data: ContrastData, context: PlaceContext) -> Prepared | None:
    try:
        return prepare(data, context) if context.names else None
    except EstimateError:
        return None
