"""Say which approaches, interventions and hooks a commitment points to, and with which words.

The strength of a term is one minus the product of what each matched word leaves open (noisy or): it ranks
candidates for a reviewer and is not a probability; nothing has calibrated it yet.
"""

from __future__ import annotations

from dataclasses import dataclass

from hedgerow.plans.rulebook import Word, rulebook, words_of

KEEP = {"approach": 0.4, "intervention": 0.5, "plan_hook": 0.5}
HEADING_COUNTS = 0.4
APPROACHES_MOST = 3


@dataclass(frozen=True)
class Match:
    """One term that a commitment points to, how strongly (0 to 1), and the words that say so."""

    scheme: str
    term: str
    strength: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Mapping:
    """Where a commitment belongs; each list has the strongest first."""

    approaches: tuple[Match, ...]
    interventions: tuple[Match, ...]
    hooks: tuple[Match, ...]

    @property
    def confidence(self) -> float | None:
        """Strength of the strongest approach; `None` when none was found."""
        return self.approaches[0].strength if self.approaches else None


def map_commitment(quote: str, pillar: str = "") -> Mapping:
    """Return the approaches, interventions and hooks that the words of a quote (and its heading) point to."""
    approaches = matches("approach", quote, pillar)
    return Mapping(
        approaches=tuple(approaches[:APPROACHES_MOST]),
        interventions=tuple(matches("intervention", quote)),
        hooks=tuple(matches("plan_hook", quote)),
    )


def matches(scheme: str, text: str, pillar: str = "") -> list[Match]:
    """Return the terms of a scheme that a text points to strongly enough, strongest first."""
    heading = _telling(pillar)
    found = [_match(scheme, term, words, text, heading) for term, words in words_of(scheme).items()]
    kept = [match for match in found if match.strength >= KEEP[scheme]]
    return sorted(kept, key=lambda match: (-match.strength, match.term))


def _telling(pillar: str) -> str:
    """Return the nearest heading that says what is meant: “Exploitation”, not the “Actions” below it."""
    headings = pillar.split(" > ")
    leads = rulebook("commitments").data["bullet"]["leads"]
    told = [heading for heading in headings if heading.lower().strip(" :") not in leads]
    return (told or headings)[-1]


def _match(scheme: str, term: str, words: tuple[Word, ...], text: str, heading: str) -> Match:
    seen: dict[str, float] = {}
    for word in words:
        hit = word.pattern.search(text)
        above = None if hit or not heading else word.pattern.search(heading)
        if hit:
            seen[hit.group()] = max(word.weight, seen.get(hit.group(), 0.0))
        elif above:
            seen[f"{above.group()} (heading)"] = word.weight * HEADING_COUNTS
    return Match(scheme, term, strength(list(seen.values())), tuple(seen))


def strength(weights: list[float]) -> float:
    """Join the strengths of several words: each leaves open what the others did not say."""
    left = 1.0
    for weight in weights:
        left *= 1.0 - weight
    return round(1.0 - left, 3)
