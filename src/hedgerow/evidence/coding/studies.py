"""Studies and their reports: several reports may tell of one study, and codes belong to the study."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from hedgerow.evidence.coding.said import Said, in_order

Unit = Callable[[str], str]


def alone(reference: str) -> str:
    """Return the reference itself: each is a unit where nothing is known of copies."""
    return reference


@dataclass(frozen=True)
class Studies:
    """Which reports were taken as one study; a report that nobody joined is a study of its own.

    Attributes
    ----------
    study_of
        Study of each report that was joined, by its unit.
    reports
        Reports of each study that was formed, in the order of joining.
    names
        What a study is called, where somebody named it.
    unit
        From a reference to the unit of its copies.
    """

    study_of: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    reports: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    unit: Unit = alone

    def of(self, report: str) -> str:
        """Return the study that a report, or a study itself, belongs to."""
        unit = self.unit(report)
        return self.study_of.get(unit, self.study_of.get(report, unit))

    def reports_of(self, study: str) -> tuple[str, ...]:
        """Return the reports of a study."""
        return self.reports.get(study, (study,))


def studies_of(events: Iterable[Said], unit: Unit = alone) -> Studies:
    """Fold the events `study_formed`: the last word on a report holds; its copies go with it."""
    owner: dict[str, str] = {}
    names: dict[str, str] = {}
    for event in in_order(events):
        if event.type != "study_formed":
            continue
        study = str(event.payload["study"])
        for report in event.targets:
            owner[unit(report)] = study
        if name := str(event.payload.get("name") or "").strip():
            names[study] = name
    reports: dict[str, list[str]] = {}
    for report, study in owner.items():
        reports.setdefault(study, []).append(report)
    return Studies(
        MappingProxyType(owner),
        MappingProxyType({study: tuple(found) for study, found in reports.items()}),
        MappingProxyType(names),
        unit,
    )
