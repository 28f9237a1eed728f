"""What the library says of an intervention or an approach, by written rules.

The rules (docs/explanation/evidence-and-gaps). They read directions, not sizes: a first reading for people,
not a synthesis.

1. Only tier A, current records that are reviews or evaluations count; claims awaiting evaluation do not.
2. An effect row is *better* or *worse* by the outcome's own goodness: less crime is good, more satisfaction
   is good. Levels, associations and rows without a direction say nothing, and displacement counts only when
   worse. Where the coder's note forbids the plain reading, library/readings.toml says so.
3. A record is better when more of its rows are better than show no clear effect and none is worse or mixed;
   worse when a row is worse and none better; of no clear effect when none is better, worse or mixed; else
   mixed.
4. The strongest kind of record held decides: reviews, else trials and controlled studies, else other
   evaluations. A record that covers four or more interventions decides only where no other does.
5. All better: supports. Any worse and none better: harm. All without clear effect: no effect. Else mixed.
   Records but no usable row: inconclusive. No coded record: none held.
6. An approach spans many interventions, so all its records decide together. One for which the library names
   a gap of its own (no evaluation of the approach itself was found) is inconclusive, whatever kindred work
   shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from hedgerow.errors import UsageError
from hedgerow.evidence.gapmap import split
from hedgerow.evidence.reading import Reading, read_record
from hedgerow.evidence.shipped import REVIEWS, STUDIES, TRIALS
from hedgerow.vocabulary import term, terms

Row = Mapping[str, object]
_NEEDED = ["id", "kind", "tier", "superseded_by", "claim_awaiting_evaluation", "approaches", "interventions"]
_NEEDED += ["uk_evidence", "verified"]
_Layers = tuple[tuple[str, frozenset[str]], ...]
_LAYERS: _Layers = (
    ("reviews", REVIEWS),
    ("trials and controlled studies", TRIALS),
    ("other evaluations", frozenset({"evaluation"})),
)


@dataclass(frozen=True)
class EvidenceState:
    """What is known, and why.

    Attributes
    ----------
    state
        ``supports``, ``mixed``, ``no_effect``, ``harm``, ``inconclusive`` or ``none_held``.
    title
        The state in words.
    layer
        Which kind of record decided; empty when none did.
    readings
        The records that decided.
    also
        Weaker records that were read and did not decide.
    held
        Ids of every coded, current record that matches, usable or not.
    reasons
        Sentences: why the state is what it is.
    secondary_only
        Whether everything that decided was read only on somebody else's page.
    """

    state: str
    title: str
    layer: str
    readings: tuple[Reading, ...]
    also: tuple[Reading, ...]
    held: tuple[str, ...]
    reasons: tuple[str, ...]
    secondary_only: bool

    @property
    def ids(self) -> tuple[str, ...]:
        """The records that decided, or those held where none could."""
        return tuple(reading.id for reading in self.readings) or self.held


def state_of(
    records: pa.Table,
    effects: pa.Table,
    *,
    interventions: Sequence[str] = (),
    approach: str | None = None,
    outcome_group: str | None = None,
) -> EvidenceState:
    """Return what the library says.

    Parameters
    ----------
    records, effects
        The tables evidence_record and evidence_effect.
    interventions
        Ids of interventions; a record matches when it has any of them.
    approach
        Id of an approach of the founding report, instead of interventions.
    outcome_group
        Read only the effects on outcomes of this group.

    Raises
    ------
    NotFoundError
        When a word is not in the vocabulary.
    UsageError
        When neither interventions nor an approach is given, or both.
    """
    _check(interventions, approach, outcome_group)
    coded = records.filter(pc.is_in(records["tier"], pa.array(["A", "B"]))).select(_NEEDED)
    held = [row for row in coded.to_pylist() if _matches(row, interventions, approach) and _current(row)]
    by_record: dict[str, list[Row]] = {}
    for effect in effects.to_pylist():
        by_record.setdefault(str(effect["id"]), []).append(effect)
    counted = [row for row in held if row["tier"] == "A" and row["kind"] in REVIEWS | STUDIES]
    read = [read_record(row, by_record.get(str(row["id"]), ()), outcome_group) for row in counted]
    layers = (("reviews and evaluations", REVIEWS | STUDIES),) if approach else _LAYERS
    state = _decide([reading for reading in read if reading], [str(row["id"]) for row in held], layers)
    return _without_own_evaluation(state, approach) if approach and not outcome_group else state


def _check(interventions: Sequence[str], approach: str | None, outcome_group: str | None) -> None:
    if bool(interventions) == bool(approach):
        raise UsageError("Give either interventions or an approach.", remedy="Pass exactly one of the two.")
    for word in interventions:
        term("intervention", word)
    if approach:
        term("approach", approach)
    if outcome_group:
        term("outcome_group", outcome_group)


def _matches(record: Row, interventions: Sequence[str], approach: str | None) -> bool:
    if approach:
        return approach in split(record["approaches"])
    return not set(interventions).isdisjoint(split(record["interventions"]))


def _current(record: Row) -> bool:
    return not record["superseded_by"] and not record["claim_awaiting_evaluation"]


def _decide(readings: list[Reading], held: list[str], layers: _Layers) -> EvidenceState:
    narrow = [reading for reading in readings if not reading.broad]
    layer, deciding = next(
        (
            (name, found)
            for pool in (narrow, readings)
            for name, kinds in layers
            if (found := [reading for reading in pool if reading.kind in kinds])
        ),
        ("", []),
    )
    verdicts = {reading.verdict for reading in deciding}
    state = _state(verdicts, bool(held))
    return EvidenceState(
        state=state,
        title=term("evidence_state", state).title,
        layer=layer,
        readings=tuple(deciding),
        also=tuple(reading for reading in readings if reading not in deciding),
        held=tuple(held),
        reasons=_reasons(state, layer, deciding, readings, held),
        secondary_only=bool(deciding) and all(reading.secondary for reading in deciding),
    )


def _without_own_evaluation(state: EvidenceState, approach: str) -> EvidenceState:
    """Return the state unless a named gap says that the approach itself was never evaluated."""
    gaps = [gap for gap in terms("evidence_gap").values() if gap.data.get("approach") == approach]
    if not gaps or state.state in {"none_held", "inconclusive"}:
        return state
    kindred = f"{len(state.readings)} {state.layer} of kindred work are held and read “{state.title}”."
    return EvidenceState(
        state="inconclusive",
        title=term("evidence_state", "inconclusive").title,
        layer="",
        readings=(),
        also=(*state.readings, *state.also),
        held=state.held,
        reasons=(f"No evaluation of the approach itself was found: {gaps[0].title}.", kindred),
        secondary_only=False,
    )


def _state(verdicts: set[str], any_held: bool) -> str:
    if not verdicts:
        return "inconclusive" if any_held else "none_held"
    if "worse" in verdicts and "better" not in verdicts:
        return "harm"
    return {frozenset({"better"}): "supports", frozenset({"none"}): "no_effect"}.get(
        frozenset(verdicts), "mixed"
    )


def _reasons(
    state: str, layer: str, deciding: list[Reading], readings: list[Reading], held: list[str]
) -> tuple[str, ...]:
    if state == "none_held":
        return ("The library holds no coded study of it. That is not the same as “does not work”.",)
    if state == "inconclusive":
        return (f"{len(held)} held, but none records a direction of effect that can be used.",)
    lines = [f"Decided by {len(deciding)} of the {layer} held."]
    lines += [f"{reading.id}: {'; '.join(reading.rows)}." for reading in deciding]
    if len(readings) > len(deciding):
        lines.append(f"{len(readings) - len(deciding)} weaker records were read and did not decide.")
    if all(reading.secondary for reading in deciding):
        lines.append("Read only on somebody else’s page: check the publication before you rely on it.")
    if not any(reading.uk for reading in deciding):
        lines.append("None of it is UK evidence.")
    return tuple(lines)
