"""A nation whose context is not England's is fitted apart, on what it has.

The index of deprivation of Wales has other domains, and its scores may not be set beside England's. Where a
whole block of context is missing in a nation, its places are compared with one another only: on the context
that is held there and on what stands in for the block.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from hedgerow.places.contrast.data import ContrastData, Labels, PlaceContext
from hedgerow.places.contrast.part import part_of, put_back
from hedgerow.places.contrast.result import Apart, ContrastResult
from hedgerow.stats import Check

Rows = npt.NDArray[np.bool_]
NATIONS = {"W": "Wales", "S": "Scotland", "N": "Northern Ireland"}
LEAST = 100  # places of a nation below which a fit of its own would say nothing
PUT_BACK = (
    "answers", "detectable", "resolvable", "artefact", "silence", "verdict", "persistent", "around",
    "detectable_high", "ranks", "workday",
)  # fmt: skip


def nations(context: PlaceContext) -> Labels:
    """Return the nation that each place is fitted apart with; empty for those fitted together."""
    initials = np.array([code[:1] for code in context.areas], dtype=np.str_)
    found = np.full(len(initials), "", dtype="<U20")
    for initial, title in NATIONS.items():
        rows = initials == initial
        if rows.any() and np.isnan(context.values[rows]).all(axis=0).any():
            found[rows] = title
    return found


def nation_context(context: PlaceContext, rows: Rows) -> PlaceContext:
    """Return a nation's places with the context that is held there, and with what stands in for the rest."""
    whole: PlaceContext = part_of(replace(context, spare={}), rows)
    held: Rows = np.asarray(~np.isnan(whole.values).all(axis=0))
    spare = {name: values[rows] for name, values in context.spare.items()}
    spare = {name: values for name, values in spare.items() if not np.isnan(values).all()}
    names = tuple(name for name, kept in zip(context.names, held.tolist(), strict=True) if kept)
    return replace(
        whole,
        names=(*names, *spare),
        values=np.column_stack([whole.values[:, held], *spare.values()]),
    )


def nation_data(data: ContrastData, rows: Rows) -> ContrastData:
    """Return a nation's counts."""
    return replace(data, cells=data.cells[rows])


def merged(main: ContrastResult, parts: tuple[Apart, ...]) -> ContrastResult:
    """Return the result of all places: each nation's own answers in its own rows."""
    whole = main
    for one in parts:
        if one.result is None:
            continue
        changed = {
            name: put_back(getattr(whole, name), getattr(one.result, name), one.rows) for name in PUT_BACK
        }
        theirs, ours = one.result.expected, whole.expected
        expected = {
            name: put_back(getattr(ours, name), getattr(theirs, name), one.rows)
            for name in ("mean", "rate", "around", "unknown")
        }
        whole = replace(whole, **changed, expected=replace(ours, **expected))
    return replace(
        whole,
        apart=parts,
        checks=(*main.checks, *(_check(one) for one in parts)),
        figures={
            **main.figures,
            "areas_apart": float(sum(int(one.rows.sum()) for one in parts if one.result)),
        },
    )


def alone(one: Apart, result: ContrastResult) -> ContrastResult:
    """Return the result of a region that lies whole in such a nation."""
    return replace(result, apart=(one,), checks=(*result.checks, _check(one)))


def _check(one: Apart) -> Check:
    """Say how a nation was fitted."""
    places = int(one.rows.sum())
    if one.result is None:
        return Check("fitted apart", None, f"{one.title}: {one.words}.", {"places": float(places)})
    figures, failed = one.result.figures, [c.name for c in one.result.checks if c.passed is False]
    return Check(
        "fitted apart",
        not failed,
        f"{one.title}: {places:,} places are {one.words}. Of it are used: "
        f"{', '.join(one.context)}. Alpha {figures['alpha_with_field']:.3f} with its field, "
        f"{figures['alpha']:.3f} from context alone, {figures['alpha_without_context']:.3f} without context. "
        + (
            f"Not passed there: {', '.join(failed)}."
            if failed
            else "All its checks are passed or not testable."
        ),
        {"places": float(places), "alpha": figures["alpha"]},
    )
