"""Certainty as a person judges it: five domains, each with a step and a reason, kept in the address."""

from __future__ import annotations

from hedgerow.errors import UsageError
from hedgerow.evidence.synthesis import Pooling
from hedgerow.evidence.synthesis.findings import DOMAINS, Judgement, Outcome
from hedgerow.web.blocks import OwnBlock
from hedgerow.web.pages.pool.choices import Choices

_STEPS = (("", "Not judged yet"), ("0", "No concern"), ("1", "Lower by one"), ("2", "Lower by two"))


def outcome_of(found: Pooling, chosen: Choices) -> Outcome:
    """Return the outcome with the judgements of the address."""
    judged = {
        domain: Judgement(int(chosen.text(f"g_{domain}")), chosen.text(f"r_{domain}"))
        for domain in DOMAINS
        if chosen.text(f"g_{domain}") in ("0", "1", "2")
    }
    return Outcome(
        name=chosen.text("outcome", "The outcome"),
        pooled=found,
        design=chosen.text("design", "trials"),
        control_risk=_risk(chosen),
        control_source=chosen.text("risk_source"),
        judgements=judged,
    )


def certainty_form(found: Pooling, chosen: Choices, base: str) -> OwnBlock:
    """Return the form of the judgements; what was chosen for pooling goes along unseen."""
    own = {"design", "risk", "risk_source", *(f"{mark}_{domain}" for domain in DOMAINS for mark in "gr")}
    values = {
        "action": base,
        "chosen": chosen,
        "domains": DOMAINS,
        "steps": _STEPS,
        "kept": {name: value for name, value in chosen.given.items() if name not in own and value},
        "counts": bool(found.measure and found.measure.code in ("OR", "RR", "PETO")),
    }
    return OwnBlock("pool_certainty", values)


def _risk(chosen: Choices) -> float | None:
    text = chosen.text("risk").rstrip("%").strip()
    if not text:
        return None
    try:
        return float(text) / 100
    except ValueError as error:
        raise UsageError(
            f"“{text[:20]}” is not a number in a hundred.", remedy="Write for example 35."
        ) from error
