"""The checks that an index carries."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError
from hedgerow.places.composite.barred import betrays_crime
from hedgerow.places.composite.spec import Spec
from hedgerow.stats import Check
from hedgerow.stats.composite import Coherence, Treated, correlation

Array = npt.NDArray[np.float64]
TWINS = 0.95


def checks_of(
    spec: Spec,
    stages: dict[str, Array],
    scores: Array,
    treatment: tuple[Treated, ...],
    agreement: tuple[Coherence, ...],
) -> tuple[Check, ...]:
    """Look at what is missing, at distributions, at coherence, at direction and at crime."""
    return (
        _present(stages),
        _scored(scores),
        _treated(spec, treatment),
        _agreement(agreement),
        _twins(agreement),
        _turned(spec, stages, scores),
        _crime(spec),
    )


def _present(stages: dict[str, Array]) -> Check:
    share = 1 - float(np.isnan(stages["denominated"]).mean())
    return Check(
        "values present", share >= 0.95, f"{100 * share:.1f} % of the values are there.", {"share": share}
    )


def _scored(scores: Array) -> Check:
    n = int(np.count_nonzero(~np.isnan(scores)))
    return Check("units scored", n == len(scores), f"{n} of {len(scores)} units have a score.", {"scored": n})


def _treated(spec: Spec, treatment: tuple[Treated, ...]) -> Check:
    bad = [one.code for one, done in zip(spec.indicators, treatment, strict=True) if not done.passed_after]
    text = f"still skewed after treatment: {', '.join(bad)}." if bad else "no indicator is very skewed."
    return Check("distributions", not bad, text[0].upper() + text[1:], {"failed": float(len(bad))})


def _agreement(agreement: tuple[Coherence, ...]) -> Check:
    low = [one.node for one in agreement if not one.alpha_pairwise >= 0.6]
    text = f"alpha is under 0.6 for {', '.join(low)}." if low else "alpha is at least 0.6 at every node."
    return Check("reliability", not low, text[0].upper() + text[1:], {"low": float(len(low))})


def _twins(agreement: tuple[Coherence, ...]) -> Check:
    against = [
        child for one in agreement for child, r in zip(one.children, one.item_rest, strict=True) if r < 0
    ]
    text = (
        f"{', '.join(against)} run against the rest of their node."
        if against
        else "Every element runs with its siblings."
    )
    return Check("siblings agree", not against, text, {"against": float(len(against))})


def _turned(spec: Spec, stages: dict[str, Array], scores: Array) -> Check:
    against = [
        one.code
        for place, one in enumerate(spec.indicators)
        if correlation(stages["normalised"][:, place], scores) < 0
    ]
    text = (
        f"{', '.join(against)} fall as the score rises: look at their direction."
        if against
        else "Every indicator rises with the score."
    )
    return Check("directions", not against, text, {"against": float(len(against))})


def _crime(spec: Spec) -> Check:
    found = [one.code for one in spec.elements if betrays_crime(f"{one.code} {one.name}")]
    if found and spec.related_to_crime:
        raise EstimateError(
            f"{', '.join(found)} may be a crime figure, and the index is to be related to crime.",
            cause="An index that holds crime rises and falls with crime by construction.",
            remedy="Leave it out, or say related_to_crime = false and never set the index beside crime.",
        )
    text = (
        f"{', '.join(found)} may be a crime figure: this index must not be set beside crime."
        if found
        else "No indicator is a crime figure by its name."
    )
    return Check("no crime inside", not found, text, {"found": float(len(found))})
