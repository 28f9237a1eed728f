"""Judgements of risk of bias as they stand: a fold of the events `rob_judged`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hedgerow.evidence.appraisal.tools import OVERALL, Tool, tools
from hedgerow.evidence.coding.said import Said, in_order
from hedgerow.evidence.coding.studies import Studies


@dataclass(frozen=True)
class Judgement:
    """One judgement: its reason, who made it, when."""

    judgement: str
    reason: str
    actor: str
    at: str
    event: str


@dataclass(frozen=True)
class Appraisal:
    """One study judged with one tool for one outcome; `outcome` is empty for all of them.

    Attributes
    ----------
    domains
        The standing judgement of each domain.
    override
        A person's overall judgement in place of the rule's; it needs a reason.
    """

    study: str
    tool: str
    outcome: str
    domains: Mapping[str, Judgement]
    override: Judgement | None = None

    @property
    def by_rule(self) -> str | None:
        """The overall judgement by the tool's rule."""
        return tools()[self.tool].overall({name: one.judgement for name, one in self.domains.items()})

    @property
    def overall(self) -> str | None:
        """The overall judgement that stands: a person's, else the rule's."""
        return self.override.judgement if self.override else self.by_rule

    @property
    def overridden(self) -> bool:
        """Whether a person's judgement differs from the rule's."""
        return self.override is not None and self.override.judgement != self.by_rule


def appraisals_of(events: Iterable[Said], studies: Studies | None = None) -> tuple[Appraisal, ...]:
    """Return every appraisal, by study, tool and outcome; the last word on a domain holds."""
    of = studies or Studies()
    held: dict[tuple[str, str, str], dict[str, Judgement]] = {}
    for event in in_order(events):
        said = event.payload
        if event.type != "rob_judged" or not event.targets or said["tool"] not in tools():
            continue
        key = (of.of(event.targets[0]), str(said["tool"]), str(said.get("outcome", "")))
        held.setdefault(key, {})[str(said["domain"])] = Judgement(
            str(said["judgement"]), str(said.get("reason", "")), event.actor, event.at, event.id
        )
    return tuple(_appraisal(key, found) for key, found in sorted(held.items()))


def _appraisal(key: tuple[str, str, str], found: dict[str, Judgement]) -> Appraisal:
    domains = {name: one for name, one in found.items() if name != OVERALL}
    return Appraisal(*key, MappingProxyType(domains), found.get(OVERALL))


def tool_of(one: Appraisal) -> Tool:
    """Return the tool of an appraisal."""
    return tools()[one.tool]
