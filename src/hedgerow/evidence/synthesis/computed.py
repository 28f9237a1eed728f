"""Effects made from what a table holds: counts, means, rates, correlations, or estimates as printed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from hedgerow.errors import EstimateError, RecordError, UsageError
from hedgerow.evidence.synthesis.columns import Recognised, recognised
from hedgerow.evidence.synthesis.data import Array, named
from hedgerow.evidence.synthesis.effects_table import EffectsTable
from hedgerow.evidence.synthesis.made import Computed
from hedgerow.evidence.synthesis.measures import DEFAULTS, KINDS, MEASURES, Measure, measure_named
from hedgerow.evidence.synthesis.printed import printed
from hedgerow.stats.meta.studies import Truth

PRINTED = ("variance", "error", "interval", "p")
HALVED = "One half was added to the four cells"


def compute(
    table: EffectsTable,
    *,
    measure: str = "",
    columns: Mapping[str, str] | None = None,
    inverse: bool | None = None,
) -> Computed:
    """Return the effects of a table.

    Parameters
    ----------
    measure
        A code or name of `MEASURES`; empty for what the columns give best.
    columns
        Role to column, where the names do not say it.
    inverse
        Whether printed ratios are the inverse of today's, as in older reviews of crime; None if not said.
    """
    wanted = _wanted(measure)
    read = _chosen(table, wanted, columns or {})
    if read.kind in PRINTED:
        return printed(table, read, wanted, measure, inverse)
    return _made(table, read, wanted or MEASURES[DEFAULTS[read.kind]])


def _wanted(measure: str) -> Measure | None:
    if not measure.strip():
        return None
    found = measure_named(measure)
    if found is None:
        raise UsageError(f"There is no measure “{measure}”.", remedy=f"Use one of {', '.join(MEASURES)}.")
    return found


def _chosen(table: EffectsTable, wanted: Measure | None, columns: Mapping[str, str]) -> Recognised:
    """Return the way to read the table: what was asked for, else the plainest with the most whole rows."""
    for head in columns.values():
        table.need(head)
    ways = [*_mapped(columns), *recognised(table.heads)]
    fits = [way for way in ways if wanted is None or way.kind in PRINTED or way.kind == wanted.kind]
    if wanted is not None:
        fits.sort(key=lambda way: way.kind != wanted.kind)
    if not fits:
        raise _unreadable(table, ways, wanted)
    if columns and fits[0].kind == next(iter(_mapped(columns)), fits[0]).kind:
        return fits[0]
    if wanted is None and fits[0].kind not in PRINTED:
        return max(fits, key=lambda way: _whole_rows(table, way))
    return fits[0]


def _mapped(columns: Mapping[str, str]) -> list[Recognised]:
    """Return the ways that named columns make effects."""
    if not columns:
        return []
    found = [Recognised("variance", columns)] if {"yi", "vi"} <= columns.keys() else []
    found += [Recognised("error", columns)] if {"yi", "se"} <= columns.keys() else []
    if {"estimate", "low", "high"} <= columns.keys():
        found.append(Recognised("interval", columns))
    for kind, roles in KINDS.items():
        totals = kind == "tables" and {"ai", "n1i", "ci", "n2i"} <= columns.keys()
        if all(role in columns for role in roles) or totals:
            found.append(Recognised(kind, {role: columns[role] for role in columns}))
    if not found:
        raise UsageError(
            f"The columns {', '.join(columns.values())} do not make an effect.",
            cause=f"Given were: {', '.join(columns)}.",
            remedy="Name effects with variances (yi, vi), an estimate with bounds, or all counts or means.",
        )
    return found


def _whole_rows(table: EffectsTable, way: Recognised) -> int:
    return int(np.isfinite([table.numbers(head) for head in way.columns.values()]).all(axis=0).sum())


def _unreadable(table: EffectsTable, ways: list[Recognised], wanted: Measure | None) -> Exception:
    if ways and wanted is not None:
        kinds = sorted({code for code, one in MEASURES.items() if one.kind in {way.kind for way in ways}})
        return UsageError(
            f"The columns of {table.name} do not give the measure {wanted.code} ({wanted.title}).",
            cause=f"It needs {', '.join(KINDS.get(wanted.kind, ()))}; the columns give {', '.join(kinds)}.",
            remedy="Choose another measure, or name the columns.",
        )
    percent = next((head for head in table.heads if "percent" in head.lower() or "pct" in head.lower()), "")
    if percent:
        return EstimateError(
            f"The changes in per cent of column “{percent}” cannot be pooled.",
            cause="A change in per cent has no variance by itself.",
            remedy="Give the counts before and after in treated and control places, or an interval.",
        )
    return RecordError(
        f"The columns of {table.name} are not recognised as effects.",
        cause=f"Its columns are: {', '.join(table.heads)[:300] or 'none'}.",
        remedy="Name them: yi and vi; an estimate with ci_low and ci_high; ai, bi, ci, di or ai, n1i, ci, "
        "n2i; m1i, sd1i, n1i, m2i, sd2i, n2i; or ri and ni.",
    )


def _made(table: EffectsTable, read: Recognised, measure: Measure) -> Computed:
    inputs = {role: table.numbers(head) for role, head in read.columns.items()}
    notes = [_taken(read, measure)]
    if read.kind == "tables":
        inputs = _tables(inputs)
    extra: dict[str, Array] = {
        name: table.numbers(name) for name in ("icc", "cluster_size", "dispersion") if name in table.heads
    }
    known: Truth = np.asarray(np.isfinite([*inputs.values()]).all(axis=0))
    _refuse(table, known, inputs, read.kind)
    if {"icc", "cluster_size"} <= extra.keys():
        inputs = _effective(inputs, extra, read.kind)
        sources = sorted({source for source in table.words("icc_source") if source})
        notes.append(
            "Arms are cut to their effective size for clusters; the ICC is from "
            f"{', '.join(sources) or 'a source that is not named'}."
        )
    y, v = np.full(known.size, np.nan), np.full(known.size, np.nan)
    if known.any():
        y[known], v[known] = _effects(measure, read.kind, inputs, extra, known)
    if measure.code == "RIRR":
        notes.append(
            "Below 1 the treated places fell more than the control; older reviews print the inverse."
            + ("" if "dispersion" in extra else " No over-dispersion is given, so intervals are too narrow.")
        )
    if measure.code in ("OR", "RR", "RD") and (added := _halved(table, inputs, known)):
        notes.append(f"{HALVED} of {added}: a cell was empty.")
    return Computed(y, v, read, measure, inputs, tuple(notes))


def _effects(
    measure: Measure, kind: str, inputs: Mapping[str, Array], extra: Mapping[str, Array], known: Truth
) -> tuple[Array, Array]:
    assert measure.make is not None
    ordered = [inputs[role][known] for role in KINDS[kind]]
    if measure.code == "RIRR" and "dispersion" in extra:
        over = np.nan_to_num(extra["dispersion"][known], nan=1.0)
        got = measure.make(*ordered, dispersion=over)
    else:
        got = measure.make(*ordered)
    return got.y, got.v


def _tables(inputs: Mapping[str, Array]) -> dict[str, Array]:
    if "bi" in inputs:
        return {role: inputs[role] for role in KINDS["tables"]}
    a, n1, c, n2 = (inputs[role] for role in ("ai", "n1i", "ci", "n2i"))
    return {"ai": a, "bi": n1 - a, "ci": c, "di": n2 - c}


def _effective(inputs: Mapping[str, Array], extra: Mapping[str, Array], kind: str) -> dict[str, Array]:
    """Divide counts and sizes by the design effect of clusters, 1 + (m - 1) ICC, where it is given."""
    effect = 1 + (extra["cluster_size"] - 1) * extra["icc"]
    effect = np.where(np.isfinite(effect), effect, 1.0)
    sized = KINDS["tables"] if kind == "tables" else ("n1i", "n2i", "ni")
    return {role: cells / effect if role in sized else cells for role, cells in inputs.items()}


def _refuse(table: EffectsTable, known: Truth, inputs: Mapping[str, Array], kind: str) -> None:
    counted = kind in ("tables", "rates", "places", "proportions", "one_rate")
    wrong = np.zeros(known.size, dtype=bool)
    for role, cells in inputs.items():
        low = cells < 0 if counted else (cells <= 0 if role.startswith("sd") else np.zeros_like(wrong))
        wrong |= low | ((cells < 2) if role.startswith("n") and kind in ("means", "change") else False)
    if kind == "proportions":
        wrong |= inputs["xi"] > inputs["ni"]
    if kind == "correlations":
        wrong |= (np.abs(inputs["ri"]) >= 1) | (inputs["ni"] < 4)
    rows = np.flatnonzero(wrong & known).tolist()
    if rows:
        raise EstimateError(
            f"The numbers of {named(table.studies(), rows)} cannot be what the columns say.",
            cause="A count is negative or above its total, a standard deviation is not above zero, "
            "an arm has fewer than two people, a correlation is of fewer than four, or not between -1 and 1.",
            remedy="Correct the rows, or leave them out and say so.",
        )


def _halved(table: EffectsTable, inputs: Mapping[str, Array], known: Truth) -> str:
    empty = np.any([cells == 0 for cells in inputs.values()], axis=0) & known
    return named(table.studies(), np.flatnonzero(empty).tolist())


def _taken(read: Recognised, measure: Measure) -> str:
    columns = ", ".join(f"{role} from “{head}”" for role, head in read.columns.items())
    return f"{measure.title[0].upper()}{measure.title[1:]}, {measure.formula}; {columns}."
