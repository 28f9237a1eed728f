"""What is coded: a fold of the events of a review.

Each coder's codes are kept apart until the coder has finished the study; what a coder says of it afterwards
does not change the blind coding. The final codes of a study are those of its only coder who finished, or
those on which all who finished agree together with what was settled where they differed. A study with open
differences has final codes only where there is no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from hedgerow.evidence.coding.applied import Agreed, Application, Quote, joined
from hedgerow.evidence.coding.said import Said, in_order
from hedgerow.evidence.coding.studies import Studies, Unit, alone, studies_of

TYPES = ("coded", "uncoded", "coding_finished", "coding_agreed", "study_formed")
Key = tuple[str, str]


@dataclass(frozen=True)
class Difference:
    """One code on which coders who finished differ: who applied it, who did not, and the values given."""

    study: str
    code: str
    arm: str
    applied_by: tuple[str, ...]
    not_by: tuple[str, ...]
    values: Mapping[str, str]
    agreed: Agreed | None = None


@dataclass(frozen=True)
class CodingState:
    """What is coded, by whom, and how far it is final.

    Attributes
    ----------
    studies
        Studies and their reports.
    blind
        For each study and coder, the codes by code and arm as they stood when the coder finished, or stand.
    finished
        For each study, who finished and when.
    agreed
        For each study, what was settled, by code and arm.
    """

    studies: Studies = field(default_factory=Studies)
    blind: Mapping[str, Mapping[str, Mapping[Key, Application]]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    finished: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    agreed: Mapping[str, Mapping[Key, Agreed]] = field(default_factory=lambda: MappingProxyType({}))

    def coders(self, study: str) -> tuple[str, ...]:
        """Return who has begun or finished a study."""
        return tuple(sorted({*self.blind.get(study, {}), *self.finished.get(study, {})}))

    def finishers(self, study: str) -> tuple[str, ...]:
        """Return who has finished a study."""
        return tuple(sorted(self.finished.get(study, {})))

    def by(self, study: str, actor: str) -> tuple[Application, ...]:
        """Return the codes of one coder on one study."""
        return tuple(self.blind.get(study, {}).get(actor, {}).values())

    def visible_to(self, study: str, actor: str) -> Mapping[str, tuple[Application, ...]]:
        """Return whose codes a coder may see: one's own, and those of others once both have finished."""
        done = self.finished.get(study, {})
        shown = {actor, *done} if actor in done else {actor}
        return {name: self.by(study, name) for name in sorted(shown)}

    def differences(self, study: str) -> tuple[Difference, ...]:
        """Return the codes on which those who finished differ, settled or not."""
        done = self.finishers(study)
        if len(done) < 2:
            return ()
        held = {name: self.blind.get(study, {}).get(name, {}) for name in done}
        settled = self.agreed.get(study, {})
        keys = sorted({key for codes in held.values() for key in codes})
        found = (_difference(study, key, held, settled.get(key)) for key in keys)
        return tuple(one for one in found if one)

    def open_differences(self, study: str) -> tuple[Difference, ...]:
        """Return the differences that nobody has settled."""
        return tuple(one for one in self.differences(study) if one.agreed is None)

    def final(self, study: str) -> tuple[Application, ...]:
        """Return the codes that stand: nothing before somebody has finished, nothing while it is open."""
        done = self.finishers(study)
        each: dict[Key, list[Application]] = {}
        for name in done:
            for one in self.by(study, name):
                each.setdefault(one.key, []).append(one)
        differing = {(one.code, one.arm) for one in self.differences(study)}
        settled = self.agreed.get(study, {})
        kept = [joined(tuple(found)) for key, found in each.items() if key not in differing | set(settled)]
        if done:
            kept += [_settled(one, tuple(each.get(key, ()))) for key, one in settled.items() if one.applied]
        return tuple(sorted(kept, key=lambda one: one.key))

    def status(self, study: str) -> str:
        """Return ``not_started``, ``in_progress``, ``single``, ``to_agree`` or ``agreed``."""
        done = self.finishers(study)
        if not done:
            return "in_progress" if self.coders(study) else "not_started"
        if len(done) == 1:
            return "single"
        return "to_agree" if self.open_differences(study) else "agreed"

    def coded_studies(self) -> tuple[str, ...]:
        """Return the studies that anybody has begun."""
        return tuple(sorted({*self.blind, *self.finished}))


def coding_state(events: Iterable[Said], unit: Unit = alone) -> CodingState:
    """Fold the events that hold, in any order, into what is coded.

    Parameters
    ----------
    events
        Of the types `TYPES`; others are passed over.
    unit
        From a reference to the unit of its copies: `hedgerow.evidence.intake.Groups.unit`.
    """
    listed = in_order(events)
    fold = _Fold(studies_of(listed, unit))
    for event in listed:
        if event.type in _STEPS:
            _STEPS[event.type](fold, event)
    return fold.state()


class _Fold:
    """The state while the events are told one after the other."""

    def __init__(self, studies: Studies) -> None:
        self.studies = studies
        self.blind: dict[str, dict[str, dict[Key, Application]]] = {}
        self.finished: dict[str, dict[str, str]] = {}
        self.agreed: dict[str, dict[Key, Agreed]] = {}

    def state(self) -> CodingState:
        blind = {
            study: MappingProxyType({name: MappingProxyType(codes) for name, codes in coders.items()})
            for study, coders in self.blind.items()
        }
        return CodingState(
            self.studies,
            MappingProxyType(blind),
            MappingProxyType({study: MappingProxyType(done) for study, done in self.finished.items()}),
            MappingProxyType({study: MappingProxyType(held) for study, held in self.agreed.items()}),
        )

    def codes(self, event: Said, study: str) -> dict[Key, Application] | None:
        """Return the codes of the actor that may still change; `None` once the actor has finished."""
        if event.actor in self.finished.get(study, {}):
            return None
        return self.blind.setdefault(study, {}).setdefault(event.actor, {})

    def each_study(self, event: Said) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.studies.of(target) for target in event.targets))


def _coded(fold: _Fold, event: Said) -> None:
    code, arm = _key(event)
    for study in fold.each_study(event):
        codes = fold.codes(event, study)
        if codes is None:
            continue
        held = codes.get((code, arm)) or Application(study, code, arm, (event.actor,), event.at)
        quote = _quote(event.payload)
        quotes = tuple(dict.fromkeys((*held.quotes, *((quote,) if quote else ()))))
        codes[code, arm] = replace(
            held,
            quotes=quotes,
            note=_text(event.payload, "note") or held.note,
            value=_text(event.payload, "value") or held.value,
            events=(*held.events, event.id),
        )


def _uncoded(fold: _Fold, event: Said) -> None:
    for study in fold.each_study(event):
        codes = fold.codes(event, study)
        if codes is not None:
            codes.pop(_key(event), None)


def _finished(fold: _Fold, event: Said) -> None:
    for study in fold.each_study(event):
        fold.blind.setdefault(study, {}).setdefault(event.actor, {})
        fold.finished.setdefault(study, {}).setdefault(event.actor, event.at)


def _agreed(fold: _Fold, event: Said) -> None:
    code, arm = _key(event)
    said = event.payload
    for study in fold.each_study(event):
        fold.agreed.setdefault(study, {})[code, arm] = Agreed(
            study,
            code,
            arm,
            said["decision"] == "applied",
            _text(said, "value"),
            _text(said, "note"),
            event.actor,
            event.at,
            event.id,
        )


_STEPS = {"coded": _coded, "uncoded": _uncoded, "coding_finished": _finished, "coding_agreed": _agreed}


def _key(event: Said) -> Key:
    return str(event.payload["code"]), _text(event.payload, "arm")


def _text(said: Mapping[str, Any], name: str) -> str:
    return str(said.get(name) or "").strip()


def _quote(said: Mapping[str, Any]) -> Quote | None:
    text = _text(said, "quote")
    if not text:
        return None
    return Quote(text, _text(said, "page"), said.get("start"), said.get("end"), _text(said, "document"))


def _difference(
    study: str, key: Key, held: Mapping[str, Mapping[Key, Application]], agreed: Agreed | None
) -> Difference | None:
    applied = tuple(name for name, codes in held.items() if key in codes)
    values = {name: held[name][key].value for name in applied}
    if len(applied) == len(held) and len({value.casefold() for value in values.values()}) == 1:
        return None
    others = tuple(name for name in held if name not in applied)
    return Difference(study, key[0], key[1], applied, others, MappingProxyType(values), agreed)


def _settled(one: Agreed, said: tuple[Application, ...]) -> Application:
    base = joined(said) if said else Application(one.study, one.code, one.arm, at=one.at)
    return replace(
        base,
        actors=tuple(sorted({*base.actors, one.actor})),
        note=one.note or base.note,
        value=one.value or base.value,
        events=(*base.events, one.event),
    )
