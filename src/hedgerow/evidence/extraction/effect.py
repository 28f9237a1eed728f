"""An effect as a study prints it: the raw numbers, what they mean, and where they stand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from hedgerow.errors import UsageError
from hedgerow.evidence.coding.said import Said, in_order
from hedgerow.evidence.coding.studies import Studies
from hedgerow.evidence.extraction.kinds import INPUTS, kind_named
from hedgerow.evidence.extraction.number import number

POSITIVE = MappingProxyType(
    {
        "more_of_outcome": "A positive effect, or a ratio above 1, means more of the outcome",
        "less_of_outcome": "A positive effect, or a ratio above 1, means less of the outcome",
        "benefit": "A positive effect means a benefit, whatever the outcome",
        "unclear": "The publication does not make it clear",
    }
)
ANALYSES = MappingProxyType(
    {
        "not_said": "Not said",
        "intention_to_treat": "All as they were allocated (intention to treat)",
        "as_treated": "Those who took part (per protocol or as treated)",
    }
)
CLUSTERED = MappingProxyType(
    {
        "no": "No: people or places one by one",
        "adjusted": "Yes, and the analysis allows for it",
        "not_adjusted": "Yes, and the printed numbers do not allow for it",
    }
)
CHECKED = MappingProxyType(
    {
        "full_text": "In the full text",
        "abstract": "In the abstract",
        "page": "On another page of the publisher",
        "secondary": "On somebody else’s page: check before use",
    }
)
CHOICES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"positive_means": POSITIVE, "analysis": ANALYSES, "clustered": CLUSTERED, "verified": CHECKED}
)


@dataclass(frozen=True)
class Effect:
    """One effect of one study.

    Attributes
    ----------
    id, study
        Its own id, which stays when it is corrected, and the study.
    outcome, word
        The outcome as the study names it, and the vocabulary's word for it; empty where there is none.
    kind, values
        What kind of numbers were printed, and the numbers as they were typed.
    measure
        The measure that it is to be computed as; empty for the first of its kind.
    positive_means, analysis, clustered, verified
        Of the closed lists of this module.
    cluster_size, icc, icc_source
        Where clusters were allocated and the numbers do not allow for it.
    comparator, follow_up, arm, quote, page, note
        In words.
    actor, at, event
        Who extracted it, when, and the event that says so.
    """

    id: str
    study: str
    outcome: str
    kind: str
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    word: str = ""
    measure: str = ""
    positive_means: str = ""
    comparator: str = ""
    follow_up: str = ""
    arm: str = ""
    analysis: str = "not_said"
    clustered: str = "no"
    cluster_size: str = ""
    icc: str = ""
    icc_source: str = ""
    quote: str = ""
    page: str = ""
    verified: str = "full_text"
    note: str = ""
    actor: str = ""
    at: str = ""
    event: str = ""

    def number(self, name: str) -> float | None:
        """Return one of the printed numbers; `None` where it was not printed."""
        text = self.values.get(name, "")
        return number(text, name) if text.strip() else None

    def as_dict(self) -> dict[str, Any]:
        """Return what the event says, without what is empty."""
        said = {name: getattr(self, name) for name in self.__dataclass_fields__ if name not in _AROUND}
        kept = {name: value for name, value in said.items() if value}
        return {**kept, "values": dict(self.values)}


_AROUND = frozenset(("study", "actor", "at", "event"))


def checked_effect(study: str, given: Mapping[str, str], *, effect: str = "") -> Effect:
    """Return an effect from what was typed in the form.

    Raises
    ------
    UsageError
        When the outcome, the kind of numbers, what positive means or a number is missing or wrong, by name.
    """
    text = {name: value.strip() for name, value in given.items()}
    if not text.get("outcome"):
        raise UsageError("The outcome is missing.", remedy="Name what was measured.")
    kind = kind_named(text.get("kind", ""))
    if not text.get("positive_means"):
        raise UsageError(
            "What a positive effect means is missing.",
            cause="Effects whose sign is not known cannot be pooled or compared.",
            remedy="Choose what a positive effect means, or “does not make it clear”.",
        )
    for name, allowed in CHOICES.items():
        if text.get(name) and text[name] not in allowed:
            raise UsageError(f"“{text[name]}” is no answer to {name}.", remedy=f"Use: {', '.join(allowed)}.")
    if text.get("measure") and text["measure"] not in kind.measures:
        raise UsageError(
            f"{kind.title} cannot be computed as “{text['measure']}”.",
            remedy=f"There are: {', '.join(kind.measures)}.",
        )
    values = {name: text[name] for name in kind.fields if text.get(name)}
    for name, value in values.items():
        number(value, INPUTS[name])
    missing = [INPUTS[name] for name in kind.needs if name not in values]
    if missing:
        raise UsageError(f"{kind.title}: {', '.join(missing)} is missing.", remedy="Missing is never nought.")
    plain = {name: text[name] for name in _TYPED if text.get(name)}
    for name in ("cluster_size", "icc"):
        if plain.get(name):
            number(plain[name], name)
    made = effect or effect_id(study, text)
    return Effect(made, study, text["outcome"], kind.id, MappingProxyType(values), **plain)


_TYPED = (
    "word",
    "measure",
    "positive_means",
    "comparator",
    "follow_up",
    "arm",
    "analysis",
    "clustered",
    "cluster_size",
    "icc",
    "icc_source",
    "quote",
    "page",
    "verified",
    "note",
)


def effect_id(study: str, said: Mapping[str, str]) -> str:
    """Return an id for a new effect: of what it says first, so that the same form sent twice is one."""
    told = "\n".join([study, *(f"{name}={said[name]}" for name in sorted(said))])
    return f"e{hashlib.sha256(told.encode()).hexdigest()[:12]}"


def effects_of(events: Iterable[Said], studies: Studies | None = None) -> tuple[Effect, ...]:
    """Fold the events `effect_extracted`: a later one with the same id corrects the earlier."""
    held: dict[str, Effect] = {}
    of = studies or Studies()
    for event in in_order(events):
        if event.type != "effect_extracted" or not event.targets:
            continue
        said = dict(event.payload["effect"])
        made = Effect(**{**said, "values": MappingProxyType(dict(said["values"])), "study": ""})
        held[made.id] = replace(
            made, study=of.of(event.targets[0]), actor=event.actor, at=event.at, event=event.id
        )
    return tuple(held.values())
