"""A factor: what the finding states, what is known of the place, what a rule suggests, what a person says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hedgerow.errors import UsageError
from hedgerow.evidence.transfer import StatedFactor
from hedgerow.vocabulary import Term

STATES: Mapping[str, str] = MappingProxyType(
    {
        "holds": "Holds here",
        "partly": "Holds in part",
        "does_not_hold": "Does not hold here",
        "cannot_tell": "Cannot tell",
    }
)


def check_state(state: str) -> str:
    """Return a state that exists.

    Raises
    ------
    UsageError
        When it is none of the four.
    """
    if state not in STATES:
        raise UsageError(f"“{state}” is no judgement.", remedy=f"Use one of: {', '.join(STATES)}.")
    return state


@dataclass(frozen=True)
class Comparison:
    """What a written rule suggests, why, and what is known of the place.

    `value`, `unit` and `figure` hold one number of it and its address, where there is one.
    """

    state: str
    why: str
    here: str | None = None
    value: float | None = None
    unit: str = ""
    figure: str | None = None


@dataclass(frozen=True)
class Judgement:
    """What a person said of a factor in a place, instead of the rule or with it; the newest version."""

    id: str
    version: int
    state: str
    why: str
    suggested: str
    actor: str
    at: str
    changes: int = 1


@dataclass(frozen=True)
class Factor:
    """One line of the judgement.

    Attributes
    ----------
    key, term
        Its name in addresses and records, and its word in the vocabulary.
    stated
        What the record states, or `None`: it does not.
    suggested
        What the written rule gives; “cannot tell” where there is no rule or nothing is known.
    judgement
        A person's word, or `None`.
    """

    key: str
    term: Term
    stated: StatedFactor | None
    suggested: Comparison
    judgement: Judgement | None = None

    @property
    def state(self) -> str:
        """What stands: a person's word where there is one, else the rule's suggestion."""
        return self.judgement.state if self.judgement else self.suggested.state

    @property
    def critical(self) -> bool:
        """Whether the source, or the vocabulary, holds that without it the finding is another."""
        return bool(self.term.data.get("critical")) or bool(self.stated and self.stated.critical)

    @property
    def title(self) -> str:
        """Its name, with the crime that it is about."""
        crime = self.stated.crime if self.stated else ""
        return f"{self.term.title}: {crime_title(crime)}" if crime else self.term.title

    @property
    def moved_on(self) -> bool:
        """Whether the rule suggests something else than it did when the person judged."""
        return self.judgement is not None and self.judgement.suggested != self.suggested.state


def crime_title(name: str) -> str:
    """Return the title of a crime family or type, in small letters."""
    from hedgerow.vocabulary import terms

    known = {**terms("crime_type"), **terms("crime_family")}
    return known[name].title.lower() if name in known else name
