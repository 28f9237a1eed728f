"""Extraction in the log of a review: effects, costs, implementation and summaries of studies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.disclosure.released import Value
from hedgerow.errors import NotFoundError
from hedgerow.evidence.coding.state import CodingState
from hedgerow.evidence.coding.studies import Studies, studies_of
from hedgerow.evidence.extraction import Effect, Made, checked_effect, effects_of, made_of
from hedgerow.evidence.extraction.compute import TITLES
from hedgerow.evidence.extraction.filled import Filled, entry_id, filled_of
from hedgerow.evidence.extraction.form import checked_form, form_named
from hedgerow.evidence.extraction.kinds import KINDS
from hedgerow.evidence.intake import OUTSIDE, told
from hedgerow.evidence.review import EventDraft
from hedgerow.evidence.tables.review.log import ReviewLog
from hedgerow.evidence.tables.review.standing import standing

TYPES = ("effect_extracted", "form_filled", "study_formed", OUTSIDE)


@dataclass(frozen=True)
class Extracted:
    """What was extracted in a review: effects with what they come to, and filled forms."""

    studies: Studies
    effects: tuple[Made, ...]
    forms: tuple[Filled, ...]

    def of(self, study: str) -> tuple[Made, ...]:
        """Return the effects of one study."""
        return tuple(one for one in self.effects if one.effect.study == study)

    def effect(self, name: str) -> Effect | None:
        """Return an effect by its id."""
        return next((one.effect for one in self.effects if one.effect.id == name), None)

    def filled(self, study: str, form: str = "") -> tuple[Filled, ...]:
        """Return the filled forms of one study."""
        return tuple(one for one in self.forms if one.study == study and form in {"", one.form})


def extracted_of(log: ReviewLog) -> Extracted:
    """Return what was extracted in a review."""
    events = told(log.events(TYPES))
    studies = studies_of(events, standing(log).groups.unit)
    made = tuple(made_of(effect) for effect in effects_of(events, studies))
    return Extracted(studies, made, filled_of(events, studies))


def extract_effect(
    log: ReviewLog, study: str, given: Mapping[str, str], *, actor: str, effect: str = ""
) -> Made:
    """Keep an effect of a study, new or corrected; return what it comes to.

    Raises
    ------
    UsageError
        When the form does not say what it must, by the name of the field.
    """
    made = made_of(checked_effect(study, given, effect=effect))
    said = made.effect.as_dict()
    found = {} if made.sized is None else _computed(made)
    log.append(EventDraft("effect_extracted", (study,), {"effect": said, **found}), actor=actor)
    return made


def take_effect_back(log: ReviewLog, effect: str, *, actor: str) -> str:
    """Take an effect back with all its corrections; return the id of the undo, which can be undone.

    Raises
    ------
    NotFoundError
        When there is no such effect.
    """
    mine = [
        event.id for event in log.events(("effect_extracted",)) if event.payload["effect"]["id"] == effect
    ]
    if not mine:
        raise NotFoundError(f"No effect “{effect}” was extracted here.", remedy="Look at the list again.")
    return log.undo(mine, actor=actor)


def _computed(made: Made) -> dict[str, object]:
    """Return what the effect came to when it was extracted: for the record, since it is computed anew."""
    assert made.sized is not None
    sized = made.sized
    return {"computed": {"measure": sized.measure, "y": sized.y, "v": sized.v, "formula": sized.formula}}


def fill_form(
    log: ReviewLog, study: str, form: str, given: Mapping[str, str], *, actor: str, entry: str = ""
) -> str:
    """Keep a filled form of a study, new or corrected; return the entry's id.

    Raises
    ------
    UsageError
        When there is no such form, or a field does not hold what it takes.
    """
    shape = form_named(form)
    values = checked_form(shape, given)
    made = entry or entry_id(shape, study, values)
    payload = {"form": form, "entry": made, "values": values}
    log.append(EventDraft("form_filled", (study,), payload), actor=actor)
    return made


def effects_table(made: tuple[Made, ...], names: Mapping[str, str] | None = None) -> Released:
    """Return effects as they may be shown: as printed and as computed, side by side."""
    rows: list[tuple[Value, ...]] = []
    for one in made:
        effect, sized = one.effect, one.sized
        shown = sized.shown if sized else (None, None, None)
        rows.append(
            (
                effect.id,
                (names or {}).get(effect.study, effect.study),
                effect.outcome,
                _printed(effect),
                TITLES[sized.measure] if sized else None,
                *(None if value is None else round(value, 4) for value in shown),
                sized.formula if sized else None,
                "; ".join(_beside(one)) or None,
                one.misprint or None,
                " ".join(one.blocked) or None,
                effect.quote or None,
                effect.page or None,
                effect.actor or None,
            )
        )
    return release(Draft("effects_extracted", "Effects extracted", _COLUMNS, tuple(rows)))


_COLUMNS = (
    ReleasedColumn("id", "Effect"),
    ReleasedColumn("study", "Study"),
    ReleasedColumn("outcome", "Outcome"),
    ReleasedColumn("printed", "As printed"),
    ReleasedColumn("measure", "Computed as", missing="not_applicable"),
    ReleasedColumn("estimate", "Estimate", decimals=3, missing="not_applicable"),
    ReleasedColumn("lower", "95 % from", decimals=3, missing="not_applicable"),
    ReleasedColumn("upper", "to", decimals=3, missing="not_applicable"),
    ReleasedColumn("formula", "Formula", missing="not_applicable"),
    ReleasedColumn("beside", "On other scales", missing="not_applicable"),
    ReleasedColumn("misprint", "Misprint?", missing="not_applicable"),
    ReleasedColumn("blocked", "Why it cannot be pooled", missing="not_applicable"),
    ReleasedColumn("quote", "Words of the source"),
    ReleasedColumn("page", "Page"),
    ReleasedColumn("actor", "Extracted by"),
)


def _printed(effect: Effect) -> str:
    kind = KINDS[effect.kind]
    parts = [f"{name} {effect.values[name]}" for name in kind.fields if name in effect.values]
    return f"{kind.title}: {', '.join(parts)}"


def _beside(one: Made) -> list[str]:
    return [f"{other.title} {other.shown[0]:.4g}" for other in one.others]


def names_of(state: CodingState, titles: Mapping[str, str]) -> dict[str, str]:
    """Return what each study is called: its given name, else its title."""
    return {study: state.studies.names.get(study) or title for study, title in titles.items()}
