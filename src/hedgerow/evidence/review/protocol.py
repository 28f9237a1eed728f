"""The protocol: the question, the criteria and how screening is done, fixed before it begins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from hedgerow.errors import UsageError
from hedgerow.evidence.review.event import Event
from hedgerow.provenance import sha256_value

STAGES = ("title_abstract", "full_text")
POLICIES = ("single", "sample", "double", "liberal")
_TYPES = ("review_started", "protocol_amended")


@dataclass(frozen=True)
class Criterion:
    """One criterion of inclusion or exclusion; an exclusion's text is offered as a reason."""

    id: str
    text: str
    kind: str = "include"  # include, exclude
    stage: str = ""  # title_abstract, full_text; empty: both


@dataclass(frozen=True)
class Protocol:
    """What a review set out to do.

    Attributes
    ----------
    title, question
        Name and question of the review.
    criteria
        What is in and what is out.
    policies
        For each stage who reads: ``single``; ``sample`` (single, and a random tenth read twice); ``double``;
        ``liberal`` (accelerated: a second reader for exclusions only).
    target, confidence
        Share of the relevant that must be found before stopping, and how sure one must be of it.
    seed
        Of every random draw of the review.
    """

    title: str
    question: str = ""
    criteria: tuple[Criterion, ...] = ()
    policies: tuple[tuple[str, str], ...] = (("title_abstract", "single"), ("full_text", "single"))
    target: float = 0.95
    confidence: float = 0.95
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        if not self.title.strip():
            raise UsageError("A review needs a title.", remedy="Say in a few words what it is about.")
        if not (0.5 <= self.target < 1 and 0.5 <= self.confidence < 1):
            raise UsageError("Target and confidence lie between 0.5 and 1.", remedy="For example 0.95.")
        wrong = [policy for _, policy in self.policies if policy not in POLICIES]
        if wrong:
            raise UsageError(
                f"“{wrong[0]}” is no way to screen.", remedy=f"There are: {', '.join(POLICIES)}."
            )

    def policy(self, stage: str) -> str:
        """Return who reads at a stage."""
        return dict(self.policies).get(stage, "single")

    @property
    def sha256(self) -> str:
        """The hash that stands for exactly this protocol."""
        return sha256_value(self.as_dict())

    def passages(self) -> tuple[str, ...]:
        """Return the texts by which references are ranked before anything is known."""
        inside = tuple(criterion.text for criterion in self.criteria if criterion.kind == "include")
        return tuple(text for text in (self.question or self.title, *inside) if text.strip())

    def as_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return asdict(self) | {"policies": dict(self.policies)}

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Protocol:
        """Read what `as_dict` wrote."""
        return cls(
            **{name: values[name] for name in ("title", "question", "target", "confidence", "seed")},
            criteria=tuple(Criterion(**one) for one in values["criteria"]),
            policies=tuple(sorted(values["policies"].items(), reverse=True)),
        )


def protocol_of(events: Iterable[Event]) -> Protocol | None:
    """Return the protocol as it stands after the events that hold; `None` before the start."""
    found = [event for event in events if event.type in _TYPES]
    return Protocol.of(found[-1].payload["protocol"]) if found else None
