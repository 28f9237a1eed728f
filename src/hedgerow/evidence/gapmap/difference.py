"""What changed between two times of a map: its cells, its records, their grades and the named gaps."""

from __future__ import annotations

from dataclasses import dataclass

from hedgerow.evidence.gapmap.snapshot import Snapshot

HELD = "held"


@dataclass(frozen=True)
class CellChange:
    """One cell that changed.

    Attributes
    ----------
    row, column
        The cell.
    change
        ``gained`` (it holds evidence now), ``lost`` (it no longer does), ``state`` (it is empty for another
        reason), ``records`` (it holds others or more or fewer), ``added`` or ``removed`` with the frame.
    before, after
        Its states; empty where the cell was not there.
    came, went
        Records that count as evidence and came or went.
    """

    row: str
    column: str
    change: str
    before: str
    after: str
    came: tuple[str, ...]
    went: tuple[str, ...]


@dataclass(frozen=True)
class RecordChange:
    """One record that changed: added, removed, replaced, or of another standing; a grade has its scale."""

    id: str
    title: str
    change: str
    before: str
    after: str
    scale: str = ""


@dataclass(frozen=True)
class Difference:
    """All that changed; `frame` says whether rows, columns, gaps or rules changed too."""

    cells: tuple[CellChange, ...]
    records: tuple[RecordChange, ...]
    grades: tuple[RecordChange, ...]
    gaps: tuple[RecordChange, ...]
    frame: bool

    def __bool__(self) -> bool:
        return bool(self.cells or self.records or self.grades or self.gaps or self.frame)


def difference(old: Snapshot, new: Snapshot) -> Difference:
    """Return what changed from one time to the other."""
    return Difference(
        cells=_cells(old, new),
        records=_records(old, new),
        grades=_grades(old, new),
        gaps=_gaps(old, new),
        frame=old.frame != new.frame,
    )


def _cells(old: Snapshot, new: Snapshot) -> tuple[CellChange, ...]:
    keys = list(dict.fromkeys([*new.cells, *old.cells]))
    return tuple(change for key in keys if (change := _cell(old, new, key)))


def _cell(old: Snapshot, new: Snapshot, key: str) -> CellChange | None:
    row, _, column = key.partition("|")
    one, other = old.cells.get(key), new.cells.get(key)
    before, after = str(one["state"]) if one else "", str(other["state"]) if other else ""
    had, has = set(one["evidence"]) if one else set(), set(other["evidence"]) if other else set()
    if before == after and had == has:
        return None
    came, went = tuple(sorted(has - had)), tuple(sorted(had - has))
    return CellChange(row, column, _kind(before, after), before, after, came, went)


def _kind(before: str, after: str) -> str:
    if not before or not after:
        return "removed" if before else "added"
    if before == after:
        return "records"
    return "gained" if after == HELD else "lost" if before == HELD else "state"


def _records(old: Snapshot, new: Snapshot) -> tuple[RecordChange, ...]:
    found = []
    for name in dict.fromkeys([*new.records, *old.records]):
        one, other = old.records.get(name), new.records.get(name)
        before, after = str(one["stands"]) if one else "", str(other["stands"]) if other else ""
        if before == after:
            continue
        title = str((other or one or {})["title"])
        change = "added" if not before else "removed" if not after else "standing"
        if after == "replaced" and other is not None:
            change, after = "replaced", f"replaced by {other['replaced_by']}"
        found.append(RecordChange(name, title, change, before, after))
    return tuple(found)


def _grades(old: Snapshot, new: Snapshot) -> tuple[RecordChange, ...]:
    found = []
    for name, other in new.records.items():
        one = old.records.get(name)
        if one is None:
            continue
        had, has = one["grades"], other["grades"]
        for scale in dict.fromkeys([*has, *had]):
            before, after = str(had.get(scale, "")), str(has.get(scale, ""))
            if before != after:
                title = str(other["title"])
                found.append(RecordChange(name, title, "grade", before, after, scale))
    return tuple(found)


def _gaps(old: Snapshot, new: Snapshot) -> tuple[RecordChange, ...]:
    return tuple(
        RecordChange(name, name, "gap", old.gaps.get(name, ""), new.gaps.get(name, ""))
        for name in dict.fromkeys([*new.gaps, *old.gaps])
        if old.gaps.get(name) != new.gaps.get(name)
    )
