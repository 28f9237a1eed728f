"""Extracted effects made ready for pooling: rows of one outcome and one measure, and why others stay out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from hedgerow.evidence.extraction.compute import Made, Sized, cells_of

Row = dict[str, object]


@dataclass(frozen=True)
class Group:
    """What could be pooled together: an outcome, a measure, and how many effects there are."""

    outcome: str
    measure: str
    effects: int
    poolable: int


def groups(made: Iterable[Made]) -> tuple[Group, ...]:
    """Return the outcomes and measures that were extracted, those with most to pool first."""
    whole: Counter[tuple[str, str]] = Counter()
    fine: Counter[tuple[str, str]] = Counter()
    for one in made:
        for measure in measures_of(one):
            whole[outcome_of(one), measure] += 1
            fine[outcome_of(one), measure] += on(one, measure) is not None
    found = [Group(outcome, measure, n, fine[outcome, measure]) for (outcome, measure), n in whole.items()]
    return tuple(sorted(found, key=lambda one: (-one.poolable, -one.effects, one.outcome, one.measure)))


def outcome_of(one: Made) -> str:
    """Return the outcome by which effects are put together: the vocabulary's word, else the study's own."""
    return one.effect.word or " ".join(one.effect.outcome.lower().split())


def measures_of(one: Made) -> tuple[str, ...]:
    """Return the measures on which an effect can be had, the one asked for first."""
    if one.sized is None:
        return (one.effect.measure,) if one.effect.measure else ()
    return tuple(dict.fromkeys((one.sized.measure, *(other.measure for other in one.others))))


def on(one: Made, measure: str) -> Sized | None:
    """Return an effect on a measure, its sign turned as for pooling; `None` where it may not be pooled."""
    if one.pooled is None or one.sized is None:
        return None
    if one.pooled.measure == measure:
        return one.pooled
    turned = one.effect.positive_means == "less_of_outcome"
    found = next((other for other in one.others if other.measure == measure), None)
    if found is None or (one.effect.clustered == "not_adjusted" and found.measure not in {"SMD", "OR"}):
        return None
    return Sized(found.measure, -found.y if turned else found.y, found.v, found.formula)


def pooling_rows(
    made: Iterable[Made],
    outcome: str,
    measure: str,
    *,
    chosen: Collection[str] | None = None,
    name: Callable[[str], str] = str,
    counts: bool = False,
) -> tuple[Row, ...]:
    """Return rows for `hedgerow.evidence.synthesis.pool_rows`: one outcome, one measure, one sign.

    Parameters
    ----------
    chosen
        Ids of the effects to take; all that may be pooled by default.
    name
        From a study to what it is called.
    counts
        Whether the rows give the counts of tables in place of effects, for Mantel-Haenszel and Peto.
    """
    rows: list[Row] = []
    for one in made:
        sized = on(one, measure)
        taken = chosen is None or one.effect.id in chosen
        if sized is None or sized.v is None or outcome_of(one) != outcome or not taken:
            continue
        row: Row = {
            "study": name(one.effect.study),
            "cluster": one.effect.study,
            "effect_id": one.effect.id,
            "outcome": outcome,
            "measure": measure,
            "sign_convention": _sign(one, sized),
            "bounds_type": "ci95",
        }
        if not counts:
            rows.append({**row, "yi": sized.y, "vi": sized.v})
        elif one.effect.kind in {"tables", "totals"} and one.effect.clustered != "not_adjusted":
            rows.append({**row, **_cells(one)})
    return tuple(rows)


def why_not(one: Made, outcome: str, measure: str) -> str:
    """Return why an effect is not among those that are pooled; empty where it is."""
    if outcome_of(one) != outcome:
        return "Another outcome."
    if one.blocked:
        return " ".join(one.blocked)
    return "" if on(one, measure) else "It cannot be had on this measure."


def _sign(one: Made, sized: Sized) -> str:
    if one.sign_convention == "positive_is_benefit":
        return one.sign_convention
    return "above_1_is_more_of_outcome" if sized.log else "negative_is_less_of_outcome"


def _cells(one: Made) -> Row:
    a, b, c, d = cells_of(one.effect)
    if one.effect.positive_means == "less_of_outcome":
        a, b, c, d = b, a, d, c
    return {"ai": a, "bi": b, "ci": c, "di": d}
