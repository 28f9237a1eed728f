"""The state of screening: a fold of the events that hold, the same in whatever order they arrived."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from operator import itemgetter

from hedgerow.evidence.review import Event, Protocol
from hedgerow.evidence.screening.reading import FULL_TEXT, TITLE_ABSTRACT, Unit, judged, with_event

SCREENING_TYPES = (
    "screened",
    "conflict_resolved",
    "fulltext_sought",
    "fulltext_obtained",
    "fulltext_not_obtained",
    "audit_drawn",
    "safe_checked",
    "stopped",
    "resumed",
)
SAMPLE = 0.1


@dataclass(frozen=True)
class Sought:
    """How far the search for a full text got: sought, obtained or not_obtained, with the reason."""

    state: str
    reason: str = ""
    at: str = ""
    actor: str = ""


@dataclass(frozen=True)
class Stage:
    """One stage of screening.

    Attributes
    ----------
    population
        The units that this stage is about, in the order of the references.
    touched
        Those that an event is about; every other one is unread.
    stopped
        The event by which reading was stopped; `None` while it goes on.
    automatic
        Units that were unread when reading was stopped, and still are.
    """

    name: str
    policy: str
    seed: int
    population: tuple[str, ...]
    touched: Mapping[str, Unit]
    stopped: Event | None = None
    automatic: frozenset[str] = frozenset()

    def unit(self, name: str) -> Unit:
        """Return a unit, read or not."""
        return self.touched.get(name) or self._fresh(name)

    def units(self) -> Iterable[Unit]:
        """Yield every unit of the stage."""
        return (self.unit(name) for name in self.population)

    def of(self, *outcomes: str) -> tuple[Unit, ...]:
        """Return the units with one of these outcomes, in the order of the population."""
        if "unread" in outcomes:
            return tuple(unit for unit in self.units() if unit.outcome in outcomes)
        found = [unit for unit in self.known if unit.outcome in outcomes]
        return tuple(sorted(found, key=lambda unit: self.members[unit.id]))

    @cached_property
    def known(self) -> tuple[Unit, ...]:
        """The units of the population that an event is about."""
        return tuple(unit for name, unit in self.touched.items() if name in self.members)

    @cached_property
    def read_in_order(self) -> tuple[Unit, ...]:
        """The units that were read, in the order in which they were first read."""
        read = [(u.readings[0].at, u.readings[0].event, u) for u in self.known if u.readings]
        return tuple(row[2] for row in sorted(read, key=itemgetter(0, 1)))

    @cached_property
    def members(self) -> Mapping[str, int]:
        """The place of each unit of the population, for asking."""
        return places_of(self.population)

    def _fresh(self, name: str) -> Unit:
        second = in_sample(self.seed, self.name, name)
        return judged(Unit(name), stage=self.name, policy=self.policy, second=second)


@dataclass(frozen=True)
class Screening:
    """The whole of screening.

    Attributes
    ----------
    title, full
        The two stages.
    sought
        What is known of the full text of a unit.
    drawn
        The audits, in order.
    checked
        What people ticked on the stopping checklist, by stage and point.
    unknown
        Decisions on references that this copy of the review does not hold.
    """

    title: Stage
    full: Stage
    sought: Mapping[str, Sought]
    drawn: tuple[Event, ...] = ()
    checked: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    unknown: int = 0

    def stage(self, name: str) -> Stage:
        """Return a stage by name."""
        return self.full if name == FULL_TEXT else self.title


@lru_cache(maxsize=8)
def places_of(population: tuple[str, ...]) -> Mapping[str, int]:
    """Return the place of each unit; the same population is looked through once."""
    return {name: place for place, name in enumerate(population)}


def in_sample(seed: int, stage: str, unit: str) -> bool:
    """Whether a unit belongs to the random tenth that is read twice: drawn by the seed, each by itself."""
    drawn = hashlib.sha256(f"{seed}:{stage}:{unit}".encode()).digest()
    return int.from_bytes(drawn[:8]) < SAMPLE * 2**64


def screening_state(events: Iterable[Event], units: Mapping[str, str], protocol: Protocol) -> Screening:
    """Return the state after the events that hold.

    Parameters
    ----------
    events
        Events of the review that hold; those of other types are passed over.
    units
        The unit of each reference: of merged references one stands for all.
    protocol
        As it stands: who reads, and the seed.
    """
    fold = Fold(units, protocol)
    fold.take(sorted(events, key=lambda event: (event.at, event.id)))
    return fold.state()


class Fold:
    """The fold in the making: events are taken in their order, and the state is asked for in between.

    Parameters
    ----------
    units, protocol
        As in `screening_state`.
    """

    def __init__(self, units: Mapping[str, str], protocol: Protocol) -> None:
        self.units = units
        self.protocol = protocol
        self.population = tuple(dict.fromkeys(units.values()))
        self.last = ("", "")
        self._touched: dict[str, dict[str, Unit]] = {TITLE_ABSTRACT: {}, FULL_TEXT: {}}
        self._sought: dict[str, Sought] = {}
        self._stops: dict[str, Event | None] = {}
        self._drawn: list[Event] = []
        self._checked: dict[tuple[str, str], bool] = {}
        self._unknown = 0

    def take(self, events: Iterable[Event]) -> None:
        """Take in events that come after all that were taken."""
        for event in events:
            self.last = (event.at, event.id)
            if event.type in ("screened", "conflict_resolved"):
                self._screened(event)
            elif event.type.startswith("fulltext_"):
                said = Sought(
                    event.type.removeprefix("fulltext_"),
                    str(event.payload.get("reason") or ""),
                    event.at,
                    event.actor,
                )
                self._sought |= {self.units[name]: said for name in event.targets if name in self.units}
            elif event.type in ("stopped", "resumed"):
                self._stops[str(event.payload["stage"])] = event if event.type == "stopped" else None
            elif event.type == "audit_drawn":
                known = dict.fromkeys(self.units[name] for name in event.targets if name in self.units)
                self._drawn.append(replace(event, targets=tuple(known)))
            elif event.type == "safe_checked":
                key = (str(event.payload["stage"]), str(event.payload["point"]))
                self._checked[key] = bool(event.payload["done"])

    def state(self) -> Screening:
        """Return the state as it is now."""
        title = self._stage(TITLE_ABSTRACT, self.population, dict(self._touched[TITLE_ABSTRACT]))
        passed = tuple(unit.id for unit in title.of("included"))
        full = self._stage(FULL_TEXT, passed, dict(self._touched[FULL_TEXT]))
        for name in passed:
            if name in self._sought and self._sought[name].state == "not_obtained":
                unit = full.unit(name)
                if not unit.readings:
                    full.touched[name] = replace(unit, outcome="not_obtained")  # type: ignore[index]
        return Screening(
            title, full, dict(self._sought), tuple(self._drawn), dict(self._checked), self._unknown
        )

    def _screened(self, event: Event) -> None:
        stage = str(event.payload["stage"])
        known = {self.units[name]: name for name in reversed(event.targets) if name in self.units}
        self._unknown += not known
        if stage not in self._touched:
            return
        policy = self.protocol.policy(stage)
        for name, on in known.items():
            unit = with_event(self._touched[stage].get(name) or Unit(name), event, on)
            second = in_sample(self.protocol.seed, stage, name)
            self._touched[stage][name] = judged(unit, stage=stage, policy=policy, second=second)

    def _stage(self, name: str, population: tuple[str, ...], touched: dict[str, Unit]) -> Stage:
        stopped = self._stops.get(name)
        left = frozenset(
            unit
            for reference in (stopped.targets if stopped else ())
            if (unit := self.units.get(reference))
            and (unit not in touched or touched[unit].outcome == "unread")
        )
        policy = self.protocol.policy(name)
        return Stage(name, policy, self.protocol.seed, population, touched, stopped, left)
