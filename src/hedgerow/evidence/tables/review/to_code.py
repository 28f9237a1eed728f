"""The studies of a review that are to be coded: what was included, and what somebody has begun."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.errors import NotFoundError
from hedgerow.evidence.coding import CodingState
from hedgerow.evidence.imported import Imported
from hedgerow.evidence.intake import Unit
from hedgerow.evidence.review import Protocol, protocol_of
from hedgerow.evidence.screening.state import SCREENING_TYPES, screening_state
from hedgerow.evidence.tables.review.coding import Coding, coding_of
from hedgerow.evidence.tables.review.log import ReviewLog
from hedgerow.evidence.tables.review.standing import Standing, standing
from hedgerow.evidence.tables.review.units import find_units

STATUS: Mapping[str, str] = {
    "not_started": "Not begun",
    "in_progress": "Begun, nobody has finished",
    "single": "Coded by one person",
    "to_agree": "Coded by two: differences to settle",
    "agreed": "Coded by two: agreed",
}
INCLUDED, PROVISIONAL, BEGUN = "included", "included so far", "coded without screening"


@dataclass(frozen=True)
class Study:
    """One study that is to be coded.

    Attributes
    ----------
    id, name, year, authors
        Its id, and what it is called.
    reports
        Ids of the units that report it.
    said
        What its reports say, the first first.
    basis
        Why it is in the list.
    status
        A key of `STATUS`.
    """

    id: str
    name: str
    year: int | None
    authors: str | None
    reports: tuple[str, ...]
    said: tuple[Imported, ...]
    basis: str
    status: str
    coders: tuple[str, ...]
    finishers: tuple[str, ...]
    codes: int


@dataclass(frozen=True)
class ToCode:
    """The studies with the coding that was read at the same moment."""

    review: str
    coding: Coding
    studies: tuple[Study, ...]

    def study(self, name: str) -> Study:
        """Return a study by its id, or by that of a report of it.

        Raises
        ------
        NotFoundError
            When there is none among those that are to be coded.
        """
        wanted = self.coding.state.studies.of(name)
        for study in self.studies:
            if wanted == study.id or name in study.reports:
                return study
        raise NotFoundError(
            f"No study “{name[:12]}” is to be coded in this review.",
            remedy="Only what was included on screening, or was begun, can be coded.",
        )

    @property
    def progress(self) -> Mapping[str, int]:
        """How many studies there are in each status."""
        return Counter(study.status for study in self.studies)

    def table(self, actor: str = "") -> Released:
        """Return the list as it may be shown; numbers of codes only for those who may see them."""
        return _table(self, actor)


def studies_to_code(log: ReviewLog) -> ToCode:
    """Return the studies of a review that are to be coded."""
    here = standing(log)
    coding = coding_of(log, here.groups.unit)
    basis = _basis(log, here, coding.state)
    with log.database.reading() as connection:
        units = find_units(connection, here, list(basis))
    grouped: dict[str, list[str]] = {}
    for unit in basis:
        grouped.setdefault(coding.state.studies.of(unit), []).append(unit)
    found = [
        _study(coding.state, study, reports, units, basis[reports[0]]) for study, reports in grouped.items()
    ]
    return ToCode(log.review, coding, tuple(sorted(found, key=lambda one: (one.name.lower(), one.id))))


def _basis(log: ReviewLog, here: Standing, state: CodingState) -> dict[str, str]:
    """Return why each unit is to be coded, the strongest reason only."""
    events = log.events((*SCREENING_TYPES, "review_started", "protocol_amended"))
    units = {name: here.groups.unit(name) for name in here.file_of}
    screening = screening_state(events, units, protocol_of(events) or Protocol(log.review))
    found = {unit.id: INCLUDED for unit in screening.full.of("included")}
    decided = {unit.id for unit in screening.full.of("included", "excluded")}
    for unit in screening.title.of("included"):
        if unit.id not in decided:
            found.setdefault(unit.id, PROVISIONAL)
    for study in state.coded_studies():
        for report in state.studies.reports_of(study):
            unit_of = here.groups.unit(report)
            if report in here.file_of:
                found.setdefault(unit_of, BEGUN)
    return found


def _study(
    state: CodingState, study: str, reports: list[str], units: Mapping[str, Unit], basis: str
) -> Study:
    said = tuple(units[name].said for name in reports if name in units)
    first = said[0] if said else None
    return Study(
        id=study,
        name=state.studies.names.get(study) or (first.title if first else study[:12]),
        year=first.year if first else None,
        authors=first.authors if first else None,
        reports=tuple(reports),
        said=said,
        basis=basis,
        status=state.status(study),
        coders=state.coders(study),
        finishers=state.finishers(study),
        codes=len(state.final(study)),
    )


def _table(found: ToCode, actor: str) -> Released:
    columns = (
        ReleasedColumn("study", "Study"),
        ReleasedColumn("name", "Title"),
        ReleasedColumn("authors", "Authors"),
        ReleasedColumn("year", "Year"),
        ReleasedColumn("basis", "Why it is here"),
        ReleasedColumn("status", "Coding"),
        ReleasedColumn("finished_by", "Finished by", missing="not_applicable"),
        ReleasedColumn("mine", "You"),
        ReleasedColumn("codes", "Final codes", missing="not_applicable"),
    )
    rows = tuple(
        (
            one.id,
            one.name,
            one.authors,
            str(one.year) if one.year else None,
            one.basis,
            STATUS[one.status],
            ", ".join(one.finishers) or None,
            "finished" if actor in one.finishers else "begun" if actor in one.coders else "not begun",
            one.codes if one.finishers else None,
        )
        for one in found.studies
    )
    return release(Draft("studies_to_code", "Studies to code", columns, rows))
