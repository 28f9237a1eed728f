"""How much of a record of practice is told: a count of fields, never a grade of quality or of effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hedgerow.evidence.extraction.form import Form, form_named, of_substance

RULE = (
    "A field counts when it says something: not a stop-gap such as “tbc” or “not known”, and, in a text, at "
    "least as many words as the form asks for. Every field counts once. It is a count of what is told, not a "
    "judgement of how good the work was or whether it had an effect."
)
# Fields that do not make a record poorer when they are empty.
NOT_COUNTED = frozenset(("until",))
# Without these a record is marked incomplete: nobody can tell where it would fit, or what it would cost.
NEEDED = {"context": ("area", "problem"), "cost": ("cost", "cost_of"), "outcome": ("how_measured", "result")}


@dataclass(frozen=True)
class SectionRichness:
    """One section: how many of its fields say something."""

    id: str
    title: str
    told: int
    fields: int


@dataclass(frozen=True)
class Richness:
    """How much of a record is told.

    Attributes
    ----------
    told, fields
        Fields that say something, of those that count.
    sections
        The same by section.
    missing
        What would make the record more useful, one sentence a field.
    incomplete
        What it lacks altogether of context, cost and outcome.
    """

    told: int
    fields: int
    sections: tuple[SectionRichness, ...]
    missing: tuple[str, ...]
    incomplete: tuple[str, ...]

    @property
    def share(self) -> float:
        """Share of the fields that say something."""
        return self.told / self.fields

    @property
    def words(self) -> str:
        """Return the count in words."""
        return f"{self.told} of {self.fields} fields told"


def richness(values: Mapping[str, str], form: Form | None = None) -> Richness:
    """Return how much of a record is told."""
    shape = form or form_named("practice")
    says = {
        name: of_substance(field, values.get(name, ""))
        for name, field in shape.fields.items()
        if name not in NOT_COUNTED
    }
    sections = []
    for section in shape.sections:
        counted = [field.name for field in section.fields if field.name in says]
        told = sum(says[name] for name in counted)
        sections.append(SectionRichness(section.id, section.title, told, len(counted)))
    missing = [
        field.useful
        for name, field in shape.fields.items()
        if name in says and not says[name] and field.useful
    ]
    incomplete = [what for what, names in NEEDED.items() if not all(says[name] for name in names)]
    return Richness(sum(says.values()), len(says), tuple(sections), tuple(missing), tuple(incomplete))
