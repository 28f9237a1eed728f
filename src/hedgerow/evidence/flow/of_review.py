"""The flow of one review: from the folds of its log to the counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hedgerow.evidence.coding.studies import Studies
from hedgerow.evidence.flow.count import SIDES, Arrival, Flow, Kind, Path, count_flow
from hedgerow.evidence.intake import Groups
from hedgerow.evidence.intake.searches import searches_of
from hedgerow.evidence.review import Event
from hedgerow.evidence.screening.state import Screening

_FULL_TEXT: Mapping[str, str] = {
    "excluded": "excluded",
    "included": "included",
    "not_obtained": "not_retrieved",
    "undecided": "undecided",
    "conflict": "undecided",
}


@dataclass(frozen=True)
class Told:
    """What the log says, folded.

    Attributes
    ----------
    events
        Those that hold, of this library and of those that were taken in.
    files
        File of each reference.
    groups, screening, studies
        Which references are one, how far each got, and which reports are one study.
    """

    events: Sequence[Event]
    files: Mapping[str, str]
    groups: Groups
    screening: Screening
    studies: Studies


@dataclass(frozen=True)
class _File:
    source: str
    kind: Kind
    at: str
    unreadable: int


def flow_of(told: Told, *, since: str = "") -> Flow:
    """Return the flow of a review.

    Parameters
    ----------
    told
        The folds of its log.
    since
        ISO date; files that came before it are the version before, and what they gave counts as previous.
    """
    kinds = {run.file: run.kind for run in searches_of(told.events) if run.file}
    files = {
        str(event.payload["sha256"]): _file(event, kinds)
        for event in told.events
        if event.type == "file_imported"
    }
    new = {sha256: file for sha256, file in files.items() if file.at >= since}
    lost: Counter[tuple[str, Kind]] = Counter()
    for file in new.values():
        lost[file.source, file.kind] += file.unreadable
    stopped = told.screening.title.stopped
    return count_flow(
        tuple(_arrivals(told, files, since)),
        paths_of(told.screening, told.studies, told.groups),
        unreadable={key: count for key, count in lost.items() if count},
        stopped=str(stopped.payload["rule"]) if stopped else "",
        pooled=_pooled(told),
    )


def _file(event: Event, kinds: Mapping[str, str]) -> _File:
    """Return a file with the kind of its source: as its search says, else as its import says."""
    said = event.payload
    kind = kinds.get(str(said["sha256"])) or str(said.get("kind") or "database")
    rejected = said.get("rejected", 0)
    count = int(rejected) if isinstance(rejected, int) else len(rejected)
    return _File(str(said["source"]), kind if kind in SIDES else "database", event.at, count)  # type: ignore[arg-type]


def _arrivals(told: Told, files: Mapping[str, _File], since: str) -> Iterator[Arrival]:
    for reference, sha256 in told.files.items():
        file = files.get(sha256)
        if file is not None:  # a file whose import was undone brought nothing
            known = file.at < since
            yield Arrival(reference, told.groups.unit(reference), file.source, file.kind, known)


def paths_of(screening: Screening, studies: Studies, groups: Groups) -> dict[str, Path]:
    """Return how far each record got; one that nobody touched is left out."""
    found: dict[str, Path] = {}
    for name, unit in screening.title.touched.items():
        if unit.outcome == "excluded":
            found[name] = Path("excluded")
        elif unit.outcome == "included":
            found[name] = _passed(screening, name, studies.of(name))
        elif unit.outcome in ("undecided", "conflict"):
            found[name] = Path("waiting")
    for name in screening.title.automatic:
        found.setdefault(name, Path("left"))
    return {groups.unit(name): path for name, path in found.items()}


def _passed(screening: Screening, name: str, study: str) -> Path:
    unit = screening.full.unit(name)
    state = _FULL_TEXT.get(unit.outcome, "")
    if not state:
        sought = screening.sought.get(name)
        state = "undecided" if sought and sought.state == "obtained" else "waiting"
    return Path("passed", state, unit.reason, study)  # type: ignore[arg-type]


def _pooled(told: Told) -> Iterable[str]:
    """Return the records of the studies that a standing pooling names."""
    named = {name for event in told.events if event.type == "pooled" for name in event.targets}
    reports = {report for name in named for report in (name, *told.studies.reports_of(name))}
    return {told.groups.unit(report) for report in reports}
