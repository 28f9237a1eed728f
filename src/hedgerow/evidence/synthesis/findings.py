"""A summary of findings: each outcome with its effect, relative and absolute, and its certainty.

GRADE (Guyatt et al. 2008, 2011). Certainty starts high for trials and low for other designs, and is lowered
by judgements that a person enters with a reason. Nothing is judged here, and an outcome without all five
judgements has no certainty.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.disclosure.released import Value
from hedgerow.errors import UsageError
from hedgerow.evidence.synthesis.pooling import Pooling
from hedgerow.evidence.synthesis.shown_tables import effect_word, scaled

DOMAINS = {
    "risk_of_bias": "risk of bias",
    "inconsistency": "inconsistency",
    "indirectness": "indirectness",
    "imprecision": "imprecision",
    "publication_bias": "publication bias",
}
LEVELS = ("very low", "low", "moderate", "high")
STARTS = {"trials": 3, "other": 1}
_PER = 1000


@dataclass(frozen=True)
class Judgement:
    """How many steps certainty is lowered (0, 1 or 2) or raised (-1 or -2), and why, in a person's words."""

    steps: int
    reason: str = ""


@dataclass(frozen=True)
class Outcome:
    """One outcome of a summary.

    Attributes
    ----------
    control_risk
        Share of the untreated who have the event, from a source that a person chose; None for none.
    design
        trials or other.
    judgements
        By domain of `DOMAINS`.
    """

    name: str
    pooled: Pooling
    design: str = "trials"
    control_risk: float | None = None
    control_source: str = ""
    judgements: Mapping[str, Judgement] = field(default_factory=dict)


def certainty(outcome: Outcome) -> str | None:
    """Return the certainty that the judgements give; `None` until all five are entered.

    Raises
    ------
    UsageError
        When a judgement has no reason, or is not one of the steps.
    """
    if outcome.design not in STARTS:
        raise UsageError(f"There is no design “{outcome.design}”.", remedy=f"Use {', '.join(STARTS)}.")
    for domain, judged in outcome.judgements.items():
        if domain not in DOMAINS or judged.steps not in (-2, -1, 0, 1, 2):
            raise UsageError(
                f"“{domain}: {judged.steps}” is not a judgement.",
                remedy=f"Lower by 0, 1 or 2 for {', '.join(DOMAINS.values())}.",
            )
        if judged.steps and not judged.reason.strip():
            raise UsageError(
                f"The judgement of {DOMAINS[domain]} of “{outcome.name}” has no reason.",
                remedy="Write why certainty is lowered or raised.",
            )
    if set(outcome.judgements) != set(DOMAINS):
        return None
    place = STARTS[outcome.design] - sum(judged.steps for judged in outcome.judgements.values())
    return LEVELS[min(max(place, 0), len(LEVELS) - 1)]


def absolute(outcome: Outcome) -> tuple[float, float, float] | None:
    """Return events more (fewer, below zero) in a thousand, with bounds; `None` where it cannot be told."""
    one, risk = outcome.pooled.synthesis, outcome.control_risk
    code = outcome.pooled.measure.code if outcome.pooled.measure else ""
    if len(one.names) > 1 or code not in ("OR", "PETO", "RR", "RD"):
        return None
    numbers = [float(part[0]) for part in (one.estimate, *one.interval)]
    if code == "RD":
        first, low, high = (_PER * number for number in numbers)
        return first, low, high
    if risk is None:
        return None
    if not 0 < risk < 1:
        raise UsageError(
            f"The risk of {risk:g} without the programme is not a share between 0 and 1.",
            remedy="Give for example 0.35 for 35 in a hundred.",
        )
    first, low, high = (_PER * (_treated(code, math.exp(number), risk) - risk) for number in numbers)
    return first, low, high


def participants(pooled: Pooling) -> int | None:
    """Return how many people the studies hold, where their columns say so."""
    if pooled.cells is not None:
        return round(float(np.nansum(pooled.cells)))
    inputs = pooled.computed.inputs
    roles = [role for role in ("n1i", "n2i", "ni") if role in inputs]
    if not roles:
        return None
    return round(float(sum(np.nansum(inputs[role][list(pooled.rows)]) for role in roles)))


def summary_of_findings(outcomes: Sequence[Outcome]) -> Released:
    """Return the table: a row an outcome, every lowering with its reason."""
    rows = tuple(_row(outcome) for outcome in outcomes)
    columns = (
        ReleasedColumn("outcome", "Outcome"),
        ReleasedColumn("studies", "Studies"),
        ReleasedColumn("participants", "People"),
        ReleasedColumn("measure", "Measure"),
        ReleasedColumn("relative", "Effect", decimals=2, missing="not_applicable"),
        ReleasedColumn("ci_low", "from", decimals=2, missing="not_applicable"),
        ReleasedColumn("ci_high", "to", decimals=2, missing="not_applicable"),
        ReleasedColumn("control", "In 1,000 without", decimals=0),
        ReleasedColumn("difference", "More (fewer) in 1,000", decimals=0),
        ReleasedColumn("difference_low", "from", decimals=0),
        ReleasedColumn("difference_high", "to", decimals=0),
        ReleasedColumn("certainty", "Certainty", missing="not_rated"),
        ReleasedColumn("reasons", "Reasons"),
    )
    notes = (
        "Certainty is a person's judgement in the five domains of GRADE; the program adds up the steps and "
        "judges nothing.",
    )
    return release(Draft("summary_of_findings", "Summary of findings", columns, rows, notes=notes))


def _row(outcome: Outcome) -> tuple[Value, ...]:
    one = outcome.pooled.synthesis
    apart = absolute(outcome) or (None, None, None)
    risk = None if outcome.control_risk is None else _PER * outcome.control_risk
    effect = [scaled(outcome.pooled, float(part[0])) for part in (one.estimate, *one.interval)]
    return (
        outcome.name,
        one.k,
        participants(outcome.pooled),
        effect_word(outcome.pooled),
        *effect,
        risk,
        *apart,
        certainty(outcome),
        _reasons(outcome),
    )


def _reasons(outcome: Outcome) -> str:
    said = []
    for domain, title in DOMAINS.items():
        judged = outcome.judgements.get(domain)
        if judged is None:
            said.append(f"{title}: not judged")
        elif judged.steps:
            way = "lowered" if judged.steps > 0 else "raised"
            said.append(f"{way} {abs(judged.steps)} for {title}: {judged.reason.strip()}")
    if outcome.control_source:
        said.append(f"risk without: {outcome.control_source}")
    return "; ".join(said) or "nothing lowers it"


def _treated(code: str, ratio: float, risk: float) -> float:
    if code == "RR":
        return min(ratio * risk, 1.0)
    return ratio * risk / (1 - risk + ratio * risk)
