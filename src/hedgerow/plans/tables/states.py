"""The evidence state of each commitment, looked up afresh whenever it is shown."""

from __future__ import annotations

from functools import lru_cache

from hedgerow.evidence import EvidenceState, state_of
from hedgerow.plans.coverage import Promise
from hedgerow.store.database import Database, Row
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms

NEEDED = ("evidence_record", "evidence_effect")


class States:
    """What the library says, read once and remembered; `built` is false where there is no library yet."""

    def __init__(self, lake: Lake) -> None:
        self.built = all(lake.has(name) for name in NEEDED)
        self._tables = [lake.read(name) for name in NEEDED] if self.built else []
        self._known: dict[tuple[str, ...], EvidenceState] = {}

    def of_interventions(self, interventions: tuple[str, ...]) -> EvidenceState:
        """Return the state for any of these interventions."""
        key = tuple(sorted(interventions))
        if key not in self._known:
            records, effects = self._tables
            self._known[key] = state_of(records, effects, interventions=key)
        return self._known[key]

    def of_approach(self, approach: str) -> EvidenceState:
        """Return the state for one approach."""
        key = (f"approach:{approach}",)
        if key not in self._known:
            records, effects = self._tables
            self._known[key] = state_of(records, effects, approach=approach)
        return self._known[key]

    def approaches(self) -> dict[str, EvidenceState]:
        """Return the state of every approach."""
        return {name: self.of_approach(name) for name in terms("approach")}

    def of_commitment(self, row: Row) -> tuple[EvidenceState | None, str | None]:
        """Return the state of a commitment and what it rests on: interventions, else the first approach."""
        interventions, approaches = split(row["interventions"]), split(row["approaches"])
        if not self.built:
            return None, None
        if interventions:
            return self.of_interventions(interventions), "interventions"
        if approaches:
            return self.of_approach(approaches[0]), "approach"
        return None, None


def states_of(lake: Lake) -> States:
    """Return what the library says, remembered for as long as its files are the same."""
    stamps = tuple(lake.path(name).stat().st_mtime_ns for name in NEEDED if lake.has(name))
    return _remembered(lake, stamps)


@lru_cache(maxsize=4)
def _remembered(lake: Lake, _stamps: tuple[int, ...]) -> States:
    return States(lake)


def split(cell: str | None) -> tuple[str, ...]:
    """Return the ids that a cell joins by "|"."""
    return tuple(part for part in (cell or "").split("|") if part)


def promise_of(row: Row, states: States) -> Promise:
    """Return a commitment as coverage needs it."""
    state, basis = states.of_commitment(row)
    return Promise(
        id=str(row["id"]),
        number=int(row["number"]),
        quote=str(row["quote"]),
        page=row["page"],
        approaches=split(row["approaches"]),
        interventions=split(row["interventions"]),
        hooks=split(row["hooks"]),
        state=state.state if state else "",
        basis=basis or "",
    )


def commitment_rows(database: Database, plan: str | None = None) -> list[Row]:
    """Return the commitments that stand (not rejected, not removed), of one plan or of all, in order."""
    rows = database.current("commitment", plan=plan) if plan else database.current("commitment")
    kept = [row for row in rows if row["status"] != "rejected"]
    return sorted(kept, key=lambda row: (str(row["plan"]), int(row["paragraph"]), int(row["number"])))
