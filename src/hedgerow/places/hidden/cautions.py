"""What must be said beside every total of a hidden population."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hedgerow.places.hidden.lists import Lists
from hedgerow.stats import Check
from hedgerow.stats.capture import Fitted, Limits

SPREAD = 1.5


def checks_of(
    lists: Lists,
    steps: Fitted,
    ranked: Sequence[Fitted],
    limits: Mapping[str, Limits],
    apart: tuple[tuple[str, str], ...],
) -> tuple[Check, ...]:
    """Return the cautions, those that always hold first."""
    return (
        Check(
            "dependence",
            None,
            "People are put on one list because another referred them, and some can be on none. No count of "
            "the lists can show that dependence among all of them is absent, or a group that all miss.",
        ),
        Check(
            "contested",
            None,
            "The method is contested for this use: Whitehead and colleagues (2021) call it unsuitable for "
            "modern slavery, and Silverman (2020) shows how far models of the same lists differ. It is "
            "shown to say how much is unknown.",
        ),
        _models_agree(ranked),
        _choice(limits),
        _same_choice(steps, ranked[0]),
        _overlap(lists, apart),
    )


def _models_agree(ranked: Sequence[Fitted]) -> Check:
    near = [one.total for one in ranked if one.bic <= ranked[0].bic + 10]
    ratio = max(near) / min(near)
    text = (
        f"Among the {len(near):,} models within 10 of the least BIC the largest total is {ratio:.1f} times "
        f"the least ({min(near):,.0f} to {max(near):,.0f})."
    )
    return Check("models_agree", ratio < SPREAD, text, {"ratio": ratio, "models": len(near)})


def _choice(limits: Mapping[str, Limits]) -> Check:
    alone, chosen = limits["best_bic_alone"].values, limits["best_bic_chosen"].values
    wider = (chosen[-1] - chosen[0]) / (alone[-1] - alone[0]) if alone[-1] > alone[0] else float("inf")
    text = (
        f"The best model alone has 95 % limits {alone[0]:,.0f} to {alone[-1]:,.0f}; with its choice repeated "
        f"they are {chosen[0]:,.0f} to {chosen[-1]:,.0f}, {wider:.1f} times as wide."
    )
    return Check("choice_counts", wider < SPREAD, text, {"wider": wider})


def _same_choice(steps: Fitted, best: Fitted) -> Check:
    same = steps.model == best.model
    text = (
        f"Forward steps and least BIC both choose {best.name}."
        if same
        else f"Forward steps choose {steps.name} ({steps.total:,.0f}) and least BIC {best.name} "
        f"({best.total:,.0f}); the first is {steps.bic - best.bic:.1f} of BIC behind."
    )
    return Check("same_choice", same, text, {"behind": steps.bic - best.bic})


def _overlap(lists: Lists, apart: tuple[tuple[str, str], ...]) -> Check:
    data = lists.data
    several = sum(
        int(n) for cell, n in zip(data.cells, data.counts, strict=True) if int(cell).bit_count() > 1
    )
    share = several / data.observed
    shown = ", ".join(f"{one} and {two}" for one, two in apart)
    text = f"{several:,} of {data.observed:,} people are on more than one list ({100 * share:.1f} %); " + (
        f"no person is on both of: {shown}. Their terms are minus infinity, which is an estimate."
        if apart
        else "every pair of lists shares somebody."
    )
    return Check("overlap", not apart and share > 0.1, text, {"share": share, "pairs_apart": len(apart)})
