"""Tools for judging risk of bias, as data: domains, judgements, and the rule for the overall judgement."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from hedgerow.errors import UsageError

NO_INFORMATION, NOT_APPLICABLE = "No information", "Not applicable"
OVERALL = "Overall"


@dataclass(frozen=True)
class Tool:
    """One tool.

    Attributes
    ----------
    judgements
        From the best to the worst.
    also
        Judgements outside that order, beside no information and not applicable.
    domains
        Key to name, in order.
    """

    id: str
    title: str
    suits: str
    source: str
    judgements: tuple[str, ...]
    also: tuple[str, ...]
    domains: Mapping[str, str]

    @property
    def allowed(self) -> tuple[str, ...]:
        """Every judgement that a domain may have."""
        return (*self.judgements, *self.also, NO_INFORMATION, NOT_APPLICABLE)

    def judgement(self, text: str) -> str:
        """Return a judgement as the tool writes it; raise `UsageError` for one that it does not have."""
        plain = " ".join(text.split()).casefold()
        for one in self.allowed:
            if one.casefold() == plain:
                return one
        raise UsageError(
            f"{self.title} has no judgement “{text}”.", remedy=f"There are: {', '.join(self.allowed)}."
        )

    def domain(self, text: str) -> str:
        """Return the key of a domain; raise `UsageError` for one that the tool does not have."""
        if text in self.domains or text == OVERALL:
            return text
        raise UsageError(
            f"{self.title} has no domain “{text}”.",
            remedy=f"There are: {', '.join(self.domains)}, {OVERALL}.",
        )

    def overall(self, judged: Mapping[str, str]) -> str | None:
        """Return the overall judgement by the rule; `None` while a domain is not judged.

        The worst judgement of a domain decides. A domain without information is never taken as low: where
        nothing else is worse than the best, it makes the second of the order; a domain that does not apply
        is passed over; all domains without information give none.
        """
        if any(domain not in judged for domain in self.domains):
            return None
        given = [judged[domain] for domain in self.domains if judged[domain] != NOT_APPLICABLE]
        known = [self.judgements.index(one) for one in given if one in self.judgements]
        if not known:
            return NO_INFORMATION
        worst = max(known)
        unclear = len(known) < len(given)
        return self.judgements[max(worst, 1) if unclear else worst]


@cache
def tools() -> Mapping[str, Tool]:
    """Return the tools by id."""
    data = tomllib.loads((files("hedgerow.evidence.appraisal") / "tools.toml").read_text("utf-8"))
    found = [
        Tool(
            id=one["id"],
            title=one["title"],
            suits=one["for"],
            source=one["source"],
            judgements=tuple(one["judgements"]),
            also=tuple(one.get("also", ())),
            domains=MappingProxyType(dict(one["domains"])),
        )
        for one in data["tool"]
    ]
    return MappingProxyType({tool.id: tool for tool in found})


def tool_named(name: str) -> Tool:
    """Return a tool; raise `UsageError` for one that does not exist."""
    if name not in tools():
        raise UsageError(
            f"There is no tool “{name}” for risk of bias.", remedy=f"There are: {', '.join(tools())}."
        )
    return tools()[name]
