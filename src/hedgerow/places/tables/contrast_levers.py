"""Levers of strength beside the contrast: read from the lake, associated, and written as rows of the lake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from hedgerow.errors import EstimateError
from hedgerow.places.contrast import ContrastData, ContrastOptions, ContrastResult, PlaceContext
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


class LeverLooks:
    """Looks at levers, one crime family after another: each takes the fit that its contrast has made."""

    def __init__(self, lake: Lake, types: Mapping[str, Array], context: PlaceContext) -> None:
        self.types, self.context = types, context
        self.values = read_levers(lake, context.areas)
        self.control: Prepared | None = None
        self.asked = False
        self.found: list[LeverResult] = []

    def look(self, result: ContrastResult, options: ContrastOptions | None = None) -> None:
        """Set every lever beside one family, and beside the negative control."""
        if not self.values.levers:
            return
        with threadpool_limits(1):  # the products are small: threads that wait for each other cost more
            if not self.asked:
                self.asked, self.control = True, self._control(result.data, options)
            here = prepare(result.data, self.context, options, fit=result.expected.fit)
            self.found += associate(here, self.control, self.values, self.context.district)

    def results(self) -> tuple[LeverResult, ...]:
        """Return what was found, with q-values over all of it."""
        return with_q(tuple(self.found))

    def _control(self, family: ContrastData, options: ContrastOptions | None) -> Prepared | None:
        try:
            return prepare(control_data(self.types, family), self.context, options)
        except EstimateError:
            return None


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
    rows = [
        {
            "family": result.data.family,
            "lsoa21": codes[row],
            "candidates": twins.candidates,
            "reason": reason,
        }
        for _, codes, twins in result.matched()
        for row, reason in zip(twins.unmatched.tolist(), twins.reasons, strict=True)
    ]
    return pa.Table.from_pylist(rows, schema=catalogue.spec("contrast_unmatched").schema)
