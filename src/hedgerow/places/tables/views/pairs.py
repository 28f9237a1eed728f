"""Two layers side by side: which pairs may be asked for, and what is said of the places that are chosen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy import stats

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.disclosure.released import Value
from hedgerow.errors import UsageError
from hedgerow.places.tables.views.layers import FLAGS, Layer, LayerValues, layer_values
from hedgerow.store.lake import Lake

FEWEST = 10
# Terms of the model of expected crime: a ratio has had them taken out, so little should be left.
_CONTEXT = ("imd2025_income", "imd2025_employment", "imd2025_education", "imd2025_health")
CAUTION = (
    "Going together is no cause. Neighbouring places are alike, so they are fewer witnesses than they seem: "
    "no test of significance is given."
)


@dataclass(frozen=True)
class Choice:
    """Which places are looked at: of one district, and between limits of either layer; `None` sets none."""

    district: str = ""
    x_from: float | None = None
    x_to: float | None = None
    y_from: float | None = None
    y_to: float | None = None


@dataclass(frozen=True)
class Pair:
    """Two layers of the same places.

    Attributes
    ----------
    x, y
        The layers.
    table
        The chosen places that both layers know, with intervals and flags.
    codes, xs, ys
        Every place that both layers know, chosen or not.
    inside, care
        Whether each of them is chosen, and whether either figure must be read with care.
    known, missing
        How many places both layers know, and how many one of them does not.
    rho
        Spearman's rank correlation among the chosen; missing with fewer than ten of them.
    notes
        What must be read beside the pair.
    """

    x: Layer
    y: Layer
    table: Released
    codes: tuple[str, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    inside: tuple[bool, ...]
    care: tuple[bool, ...]
    missing: int
    rho: float | None
    summary: str
    notes: tuple[str, ...]
    districts: tuple[str, ...]
    views: tuple[LayerValues, LayerValues]
    ends_x: tuple[float, float] = (0.0, 1.0)
    ends_y: tuple[float, float] = (0.0, 1.0)
    choice: Choice = field(default_factory=Choice)


def refusal(x: Layer, y: Layer) -> str:
    """Return why two layers may not be set beside each other; empty where they may."""
    if x.name == y.name:
        return "A layer beside itself says nothing. Choose two layers."
    if "category" in (x.kind, y.kind):
        return "A layer of classes has no scale to be drawn along. Choose two layers of numbers."
    kinds = {x.holds_crime, y.holds_crime}
    if kinds == {"record", "index"}:
        index, other = (x, y) if x.holds_crime == "index" else (y, x)
        return (
            f"“{index.title}” has recorded crime among its parts, so it goes with “{other.title}” by "
            "the way it is made. Choose Need, or a single domain of deprivation: neither holds crime."
        )
    return ""


def cautions(x: Layer, y: Layer) -> tuple[str, ...]:
    """Return what must be read beside a pair that may be asked for."""
    found = [CAUTION]
    if x.holds_crime == y.holds_crime == "record":
        found.append(
            "Both layers count recorded crime, partly the same records: they go together by their making."
        )
    names = {x.name.partition(":")[0], y.name.partition(":")[0]}
    if names & {"ratio", "rank"}:
        plain = {x.name.partition(":")[2], y.name.partition(":")[2]}
        if plain & set(_CONTEXT) or "need" in (x.name, y.name):
            found.append(
                "The ratio has deprivation taken out of it already, so it should hardly go with need: what "
                "is left is not the whole relation."
            )
    if "demand" in names:
        found.append("A forecast is the district’s: every small area of a district has the same figure.")
    return tuple(found)


def pair_of(lake: Lake, x: str, y: str, choice: Choice | None = None) -> Pair:
    """Return two layers side by side.

    Raises
    ------
    UsageError
        When the two may not be set beside each other, or the choice names no district; it says why.
    NotFoundError
        When a layer is not known or not built.
    """
    choice = choice or Choice()
    first, second = layer_values(lake, x), layer_values(lake, y)
    if why := refusal(first.layer, second.layer):
        raise UsageError("These two layers are not set beside each other.", cause=why, remedy=why)
    both = [
        (number, float(a[3]), float(b[3]))
        for number, (a, b) in enumerate(zip(first.values.rows, second.values.rows, strict=True))
        if isinstance(a[3], int | float) and isinstance(b[3], int | float)
    ]
    districts = tuple(sorted({str(row[2]) for row in first.values.rows}))
    if choice.district and choice.district not in districts:
        raise UsageError(
            f"There is no district “{choice.district}” in this region.",
            remedy=f"The districts are: {', '.join(districts)}.",
        )
    inside = tuple(_inside(choice, str(first.values.rows[n][2]), a, b) for n, a, b in both)
    chosen = [one for one, is_in in zip(both, inside, strict=True) if is_in]
    rho = _rho(chosen)
    missing = len(first.values.rows) - len(both)
    return Pair(
        first.layer,
        second.layer,
        _table(first, second, [n for n, _, _ in sorted(chosen, key=lambda one: (-one[2], one[0]))]),
        tuple(str(first.values.rows[n][0]) for n, _, _ in both),
        tuple(a for _, a, _ in both),
        tuple(b for _, _, b in both),
        inside,
        tuple(bool(first.values.rows[n][6] or second.values.rows[n][6]) for n, _, _ in both),
        missing,
        rho,
        _summary(len(chosen), len(both), missing, rho),
        cautions(first.layer, second.layer),
        districts,
        (first, second),
        _ends([a for _, a, _ in both]),
        _ends([b for _, _, b in both]),
        choice,
    )


def _inside(choice: Choice, district: str, x: float, y: float) -> bool:
    if choice.district and district != choice.district:
        return False
    limits = ((x, choice.x_from, choice.x_to), (y, choice.y_from, choice.y_to))
    return all(
        (low is None or value >= low) and (high is None or value <= high) for value, low, high in limits
    )


def _ends(values: Sequence[float]) -> tuple[float, float]:
    return (min(values), max(values)) if values else (0.0, 1.0)


def _rho(chosen: Sequence[tuple[int, float, float]]) -> float | None:
    if len(chosen) < FEWEST:
        return None
    pairs = np.array([(a, b) for _, a, b in chosen])
    if (np.ptp(pairs, axis=0) == 0).any():
        return None
    found = float(stats.spearmanr(pairs[:, 0], pairs[:, 1]).statistic)
    return found if math.isfinite(found) else None


def _summary(chosen: int, known: int, missing: int, rho: float | None) -> str:
    words = f"{chosen:,} of {known:,} places are chosen"
    words += f"; {missing:,} more are not known to both layers." if missing else "."
    if rho is None:
        return f"{words} Too few of them differ for a rank correlation."
    size, said = abs(rho), f"Spearman’s rank correlation is {rho:.2f}.".replace("-0.00", "0.00")
    if size < 0.1:
        return f"{words} Among them the two hardly go with each other: {said}"
    how = "go weakly" if size < 0.3 else "go" if size < 0.6 else "go closely"
    way = "together" if rho > 0 else "against each other"
    return f"{words} Among them the two {how} {way}: {said}"


def _table(first: LayerValues, second: LayerValues, numbers: Sequence[int]) -> Released:
    columns = (
        *first.values.columns[:3],
        *_named(first, "x"),
        *_named(second, "y"),
    )
    reasons = {
        (new, f"{letter}_{name}" if name != "value" else letter): view.values.reasons[old, name]
        for new, old in enumerate(numbers)
        for letter, view in (("x", first), ("y", second))
        for name in ("lower", "upper")
        if (old, name) in view.values.reasons
    }
    rows = [
        (*first.values.rows[n][:3], *_cells(first.values.rows[n]), *_cells(second.values.rows[n]))
        for n in numbers
    ]
    return release(
        Draft(
            "pair",
            f"{second.layer.title} beside {first.layer.title}",
            columns,
            tuple(rows),
            "modelled" if first.layer.modelled or second.layer.modelled else "open",
            reasons,
            sources=tuple(dict.fromkeys((*first.values.sources, *second.values.sources))),
            notes=tuple(dict.fromkeys((*first.values.notes, *second.values.notes, CAUTION))),
        )
    )


def _cells(row: Sequence[Value]) -> tuple[Value, ...]:
    return (*row[3:6], FLAGS.get(str(row[6]), ""))


def _named(view: LayerValues, letter: str) -> tuple[ReleasedColumn, ...]:
    value, lower, upper = view.values.columns[3:6]
    title = view.layer.title
    ends = (
        ReleasedColumn(f"{letter}_{end}", f"{title}: {one.label}", one.unit, one.decimals, one.missing)
        for end, one in (("lower", lower), ("upper", upper))
    )
    return (
        ReleasedColumn(letter, value.label, value.unit, value.decimals, value.missing),
        *ends,
        ReleasedColumn(f"{letter}_care", f"{title}: read with care"),
    )
