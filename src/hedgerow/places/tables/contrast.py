"""Build the contrast of super and zero output for every crime family, and show it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hedgerow.errors import EstimateError
from hedgerow.places.contrast import ContrastData, ContrastResult, PlaceContext, contrast, screened
from hedgerow.places.contrast.apart import nations
from hedgerow.places.contrast.chain import gate_shut
from hedgerow.places.contrast.data import Labels
from hedgerow.places.contrast.families import over_families
from hedgerow.places.tables.contrast_inputs import Counts, read_context, read_counts, read_window
from hedgerow.places.tables.contrast_levers import LeverLooks, lever_table, unmatched_table
from hedgerow.places.tables.contrast_views import contrast_list, contrast_view
from hedgerow.settings import Region
from hedgerow.store import catalogue
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms

__all__ = ["build_contrast", "contrast_list", "contrast_view"]

Progress = Callable[[int, int, str], None]
Array = npt.NDArray[np.float64]
TABLES = ("contrast", "contrast_twin", "contrast_unmatched", "contrast_balance", "contrast_model")


def build_contrast(lake: Lake, region: Region, progress: Progress) -> None:
    """Build the tables of the contrast; a family that cannot be fitted is not known everywhere."""
    families = tuple(terms("crime_family"))
    window = read_window(lake)
    counts = read_counts(lake, window)
    context = _screened(counts, read_context(lake, window, counts.everything()))
    parts: dict[str, list[pa.Table]] = {name: [catalogue.spec(name).schema.empty_table()] for name in TABLES}
    tails: list[tuple[Array, Array]] = []
    looks = LeverLooks(lake, counts.types, context)
    for done, family in enumerate(families):
        progress(done, len(families), f"{family} of {region.name}")
        found, tail = _tables(counts.family(family), context, looks)
        tails.append(tail)
        for name, table in found.items():
            parts[name].append(table.cast(parts[name][0].schema))
    parts["contrast"] = [_with_families(pa.concat_tables(parts["contrast"]), tails, nations(context))]
    for name, tables in parts.items():
        lake.write(name, pa.concat_tables(tables))
    lake.write("contrast_lever", lever_table(looks.results()))
    progress(len(families), len(families), "super and zero output")


def _screened(counts: Counts, context: PlaceContext) -> PlaceContext:
    """Mark the places that record almost nothing of all their crime; unmarked where it cannot be fitted."""
    try:
        return screened(counts.family("all_crime"), context)
    except EstimateError:
        return context


def _tables(
    data: ContrastData, context: PlaceContext, looks: LeverLooks
) -> tuple[dict[str, pa.Table], tuple[Array, Array]]:
    """Return the tables of one family, and its tail probabilities among like places."""
    try:
        result = contrast(data, context)
    except EstimateError as error:
        refused = {
            "contrast": _refused(data, context),
            "contrast_model": _terms(data.family, {str(error): None}),
        }
        nothing = np.full(len(context.areas), np.nan)
        return refused, (nothing, nothing)
    looks.look(result)
    found = {
        "contrast": _promised(result.tidy()),
        "contrast_twin": _twins(result),
        "contrast_unmatched": unmatched_table(result),
        "contrast_balance": _balance(result),
        "contrast_model": _model(result),
    }
    return found, (result.answers.like_p_low, result.answers.like_p_high)


def _promised(found: pa.Table) -> pa.Table:
    """Return the promised columns in their order; what only all families together tell is still missing."""
    schema = catalogue.spec("contrast").schema
    columns = [
        found.column(field.name) if field.name in found.column_names else pa.nulls(len(found), field.type)
        for field in schema
    ]
    return pa.table(columns, schema=schema)


def _with_families(table: pa.Table, tails: list[tuple[Array, Array]], nation: Labels) -> pa.Table:
    """Put in the q-values of every family asked at once."""
    for name, side in (("q_low_families", 0), ("q_high_families", 1)):
        q = np.concatenate(over_families([pair[side] for pair in tails], nation))
        values = pa.array(np.nan_to_num(q), pa.float64(), mask=np.isnan(q))
        table = table.set_column(table.column_names.index(name), table.schema.field(name), values)
    return table


def _refused(data: ContrastData, context: PlaceContext) -> pa.Table:
    """Every place not known, with the reason in contrast_model; an artefact of recording stays one."""
    n = len(context.areas)
    words = {"own": "not_known", "like": "not_known", "silence": "not_testable"}
    shut = gate_shut(data, context)
    columns = {}
    for field in catalogue.spec("contrast").schema:
        value = words.get(field.name, False if field.type == pa.bool_() and not field.nullable else None)
        columns[field.name] = pa.array([value] * n, field.type)
    columns["family"] = pa.array([data.family] * n)
    columns["lsoa21"] = pa.array(list(context.areas))
    columns["months"] = pa.array(data.known)
    columns["verdict"] = pa.array(np.where(shut, "artefact", "not_known").tolist())
    columns["artefact"] = pa.array(
        [reason if here else None for reason, here in zip(context.artefact, shut, strict=True)], pa.string()
    )
    return pa.table(columns)


def _twins(result: ContrastResult) -> pa.Table:
    return pa.concat_tables(
        pa.table(
            {
                "family": pa.array([result.data.family] * len(pairs.low), pa.string()),
                "lsoa21": pa.array(np.array(codes)[pairs.low].tolist(), pa.string()),
                "twin": pa.array(np.array(codes)[pairs.twin].tolist(), pa.string()),
                "order": pairs.order,
                "distance": pairs.distance,
            }
        )
        for _, codes, pairs in result.matched()
    )


def _balance(result: ContrastResult) -> pa.Table:
    found = []
    for title, _, pairs in result.matched():
        columns = {
            name: pa.array(np.nan_to_num(values), pa.float64(), mask=np.isnan(values))
            for name, values in (("smd_before", pairs.before), ("smd_after", pairs.after))
        }
        names = [f"{title}: {name}" if title else name for name in pairs.names]
        found.append(pa.table({"family": [result.data.family] * len(names), "covariate": names, **columns}))
    return pa.concat_tables(found)


def _model(result: ContrastResult) -> pa.Table:
    fit = result.expected.fit
    errors: dict[str, float | None] = dict(zip(fit.names, fit.standard_errors.tolist(), strict=True))
    values: dict[str, float | None] = dict(zip(fit.names, fit.coefficients.tolist(), strict=True))
    for one in result.apart:
        if one.result and one.result.expected.fit is not fit:
            theirs = one.result.expected.fit
            names = [f"{one.title}, fitted apart: {name}" for name in theirs.names]
            values |= dict(zip(names, theirs.coefficients.tolist(), strict=True))
            errors |= dict(zip(names, theirs.standard_errors.tolist(), strict=True))
            values |= {f"{one.title}, fitted apart: {name}": n for name, n in one.result.figures.items()}
    for check in result.checks:
        passed = np.nan if check.passed is None else float(check.passed)
        values[f"check: {check.name}: {check.text}"] = passed
    return _terms(result.data.family, values | dict(result.figures), errors)


def _terms(
    family: str, values: dict[str, float | None], errors: dict[str, float | None] | None = None
) -> pa.Table:
    known = {name: None if value is None or np.isnan(value) else value for name, value in values.items()}
    return pa.table(
        {
            "family": [family] * len(known),
            "term": list(known),
            "value": pa.array(list(known.values()), pa.float64()),
            "standard_error": pa.array([(errors or {}).get(name) for name in known], pa.float64()),
        }
    )
