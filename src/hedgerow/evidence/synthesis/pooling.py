"""Pool the rows of a table, whatever they hold: read, compute, check, pool."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from hedgerow.errors import EstimateError, UsageError
from hedgerow.evidence.synthesis import checks
from hedgerow.evidence.synthesis.computed import HALVED, compute
from hedgerow.evidence.synthesis.counts import (
    COUNT_METHODS,
    as_parts,
    count_checks,
    count_weights,
    pool_counts,
)
from hedgerow.evidence.synthesis.data import (
    Array,
    SynthesisData,
    SynthesisDesign,
    SynthesisOptions,
    check_alike,
)
from hedgerow.evidence.synthesis.effects_file import EffectColumns, described
from hedgerow.evidence.synthesis.effects_table import EffectsTable, table_of
from hedgerow.evidence.synthesis.made import Computed
from hedgerow.evidence.synthesis.measures import KINDS, Measure
from hedgerow.evidence.synthesis.result import Synthesis
from hedgerow.evidence.synthesis.synthesise import provenance_of, synthesise
from hedgerow.stats.meta import METHODS
from hedgerow.stats.meta.pooled import check_level

_METHODS = {"FE": "EE", "CE": "EE", "FIXED": "EE", "COMMON": "EE"}
_TESTS = {"hk": "knha", "kh": "knha", "hksj": "knha", "normal": "z"}


@dataclass(frozen=True)
class PoolOptions:
    """How rows are pooled.

    Attributes
    ----------
    measure
        A code or name of `MEASURES`; empty for what the columns give.
    method, test, level, search
        As in `SynthesisDesign`; also MH and PETO, from counts.
    columns
        Role (yi, vi, ai, n1i, ...) to column, where the names do not say it.
    positive_means
        What a positive effect (a ratio above 1) means, where no column says it.
    inverse
        Whether printed ratios are the inverse of today's; None where not stated.
    r
        Correlation of sampling errors within a cluster; independent where it is None.
    """

    measure: str = ""
    method: str = "REML"
    test: str = "knha"
    level: float = 0.95
    search: str = "standard"
    columns: Mapping[str, str] = field(default_factory=dict)
    mods: tuple[str, ...] = ()
    cluster: str = ""
    nested: str = ""
    positive_means: str = ""
    inverse: bool | None = None
    r: float | None = None


@dataclass(frozen=True)
class Pooling:
    """Rows pooled: how they were read, the effects that were kept, and the answer.

    Attributes
    ----------
    studies, y, v
        The effects that were pooled.
    rows
        Their places in the table that was given.
    weights
        Per cent of the pooled effect that each study carries; empty with moderators or clusters.
    cells
        The 4 x k counts where there are some.
    moderators
        A row for each of the table.
    """

    table: EffectsTable
    computed: Computed
    options: PoolOptions
    synthesis: Synthesis
    studies: tuple[str, ...]
    y: Array
    v: Array
    rows: tuple[int, ...]
    weights: Array
    cells: Array | None = None
    moderators: Array = field(default_factory=lambda: np.empty((0, 0)))

    @property
    def measure(self) -> Measure | None:
        """What the effects are, where it is known."""
        return self.computed.measure

    @property
    def from_counts(self) -> bool:
        """Whether the counts were pooled, not the effects."""
        return self.synthesis.method in COUNT_METHODS


def pool_rows(
    rows: Sequence[Mapping[str, object]] | EffectsTable, options: PoolOptions | None = None
) -> Pooling:
    """Pool rows of effects, counts, means or correlations.

    Raises
    ------
    EstimateError
        When the rows may not be pooled, by name.
    UsageError
        When the measure, method or columns do not fit the rows.
    RecordError
        When the columns are not recognised or a cell is not a number.
    """
    options = options or PoolOptions()
    table = rows if isinstance(rows, EffectsTable) else table_of(rows)
    method, test = options.method.strip().upper(), options.test.strip().lower()
    options = replace(options, method=_METHODS.get(method, method), test=_TESTS.get(test, test))
    _check_method(options)
    made = compute(table, measure=options.measure, columns=options.columns, inverse=options.inverse)
    columns = EffectColumns("", "", options.mods, options.cluster, options.nested)
    read = described(table, columns, made.y, made.v)
    data = _signed(read.data, made, options)
    if options.method in COUNT_METHODS:
        return _counted(table, made, data, options)
    design = SynthesisDesign(options.method, options.test, read.moderators, options.search, options.r)
    found = synthesise(data, design, options=SynthesisOptions(options.level))
    return _kept(table, made, data, options, _told(found, made, data))


def _check_method(options: PoolOptions) -> None:
    check_level(options.level)
    known = (*METHODS, *COUNT_METHODS)
    if options.method not in known:
        raise UsageError(
            f"There is no method “{options.method}”.",
            remedy=f"Use one of {', '.join(known)}; MH and PETO pool counts, EE is the common effect.",
        )
    if options.method in COUNT_METHODS and (options.mods or options.cluster):
        raise UsageError(
            f"{options.method} takes no moderators and no clusters.", remedy="Use REML with them."
        )


def _signed(data: SynthesisData, made: Computed, options: PoolOptions) -> SynthesisData:
    """Return the data with one sign convention: of the column, of the caller, or of the formula."""
    if data.signs:
        if options.positive_means and options.positive_means.strip() not in set(data.signs):
            raise EstimateError(
                f"The rows say that positive means “{data.signs[0]}”, not “{options.positive_means}”.",
                cause="The table and what was asked for do not agree on the sign.",
                remedy="Leave out what positive means, or correct the column.",
            )
        return data
    by_formula = made.measure.more if made.measure and made.read.kind in KINDS else ""
    sign = options.positive_means.strip() or by_formula
    return replace(data, signs=(sign,) * len(data.studies)) if sign else data


def _told(found: Synthesis, made: Computed, data: SynthesisData) -> Synthesis:
    checked = replace(found, measure=made.measure.code if made.measure else "")
    if checked.ratio and len(found.names) == 1:
        found = replace(found, checks=checks.as_ratios(found.checks))
    return replace(
        found,
        measure=made.measure.code if made.measure else "",
        positive_means=next(iter(data.signs), ""),
        notes=made.notes,
    )


def _counted(table: EffectsTable, made: Computed, data: SynthesisData, options: PoolOptions) -> Pooling:
    """Pool the counts themselves; a study whose single effect cannot be computed still counts."""
    if made.read.kind != "tables" or made.measure is None:
        raise UsageError(
            f"{options.method} pools counts, and {table.name} gives none.",
            cause=f"Its columns were read as {made.read.kind}.",
            remedy="Give ai, bi, ci, di or ai, n1i, ci, n2i, or use another method.",
        )
    check_alike(data)
    cells = np.array([made.inputs[role] for role in KINDS["tables"]])
    known = np.isfinite(cells).all(axis=0)
    kept = np.flatnonzero(known)
    names = tuple(data.studies[row] for row in kept)
    left_out = tuple(data.studies[row] for row in np.flatnonzero(~known))
    code = "OR" if made.measure.code == "PETO" else made.measure.code
    found = pool_counts(cells[:, kept], code, options.method, options.level)
    told = (*count_checks(cells[:, kept], names, found, options.method), checks.nothing_left_out(left_out))
    parts: dict[str, Any] = as_parts(found, options.method, told, options.level)
    design = SynthesisDesign(options.method, "z")
    provenance = provenance_of(data, design, SynthesisOptions(options.level))
    made_of = Synthesis(left_out=left_out, provenance=provenance, **parts)
    told_of = _told(made_of, made, data)
    notes = tuple(_of_one_study(note) for note in told_of.notes)
    return _kept(table, made, data, options, replace(told_of, notes=notes), cells)


def _of_one_study(note: str) -> str:
    """Return a note on added halves as one on the single effects: the counts are pooled as they are."""
    if not note.startswith(HALVED):
        return note
    return f"The counts were pooled as they are. For the line of a single study: {note[0].lower()}{note[1:]}"


def _kept(
    table: EffectsTable,
    made: Computed,
    data: SynthesisData,
    options: PoolOptions,
    found: Synthesis,
    cells: Array | None = None,
) -> Pooling:
    out = set(found.left_out)
    rows = tuple(row for row, name in enumerate(data.studies) if not (name in out and not _whole(data, row)))
    if cells is None and made.read.kind == "tables":
        cells = np.array([made.inputs[role] for role in KINDS["tables"]])
    chosen = list(rows)
    y, v = data.y[chosen], data.v[chosen]
    part = None if cells is None else cells[:, chosen]
    return Pooling(
        table=table,
        computed=made,
        options=options,
        synthesis=found,
        studies=tuple(data.studies[row] for row in rows),
        y=y,
        v=v,
        rows=rows,
        weights=_weights(found, v, part),
        cells=part,
        moderators=data.moderators,
    )


def _whole(data: SynthesisData, row: int) -> bool:
    fine = bool(np.isfinite(data.y[row]) and np.isfinite(data.v[row]))
    if data.moderators.size:
        fine = fine and bool(np.isfinite(data.moderators[row]).all())
    return fine and all(names[row].strip() for names in (data.cluster, data.nested) if names)


def _weights(found: Synthesis, v: Array, cells: Array | None) -> Array:
    if found.method in COUNT_METHODS and cells is not None:
        return count_weights(cells, "OR" if found.measure == "PETO" else found.measure, found.method)
    if len(found.names) > 1 or found.clusters:
        return np.empty(0)
    weight = 1 / (v + found.tau2)
    return np.asarray(100 * weight / weight.sum())
