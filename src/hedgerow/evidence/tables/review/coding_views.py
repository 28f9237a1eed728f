"""Coding as it may be shown: agreement code by code, and two codings of one study side by side."""

from __future__ import annotations

from dataclasses import dataclass

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.disclosure.released import Value
from hedgerow.evidence.coding import CodingState, Shelf
from hedgerow.evidence.coding.agreement import CodeAgreement, code_agreement, overall_agreement
from hedgerow.evidence.coding.applied import Application
from hedgerow.evidence.coding.state import Difference
from hedgerow.evidence.tables.review.coding import Coding
from hedgerow.stats.agreement import Interval


@dataclass(frozen=True)
class AgreementView:
    """How far coders agree: in a sentence, code by code, and what must be read beside it."""

    summary: str
    codes: Released
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Side:
    """What one coder said of a code: whether it was applied, its value, quotes and note."""

    actor: str
    applied: bool
    said: Application | None


@dataclass(frozen=True)
class Compared:
    """One difference with both sides, and what was settled."""

    difference: Difference
    name: str
    sides: tuple[Side, ...]


def agreement_view(coding: Coding) -> AgreementView:
    """Return how far coders agree."""
    whole = overall_agreement(coding.state)
    rows = tuple(_row(one, coding.shelf) for one in code_agreement(coding.state))
    columns = (
        ReleasedColumn("code", "Code"),
        ReleasedColumn("name", "Code in words"),
        ReleasedColumn("studies", "Studies coded twice"),
        ReleasedColumn("applied", "Applied to, by anyone"),
        ReleasedColumn("observed", "Agreement"),
        ReleasedColumn("kappa", "Cohen’s kappa", missing="not_applicable"),
        ReleasedColumn("kappa_interval", "95 % interval of kappa", missing="not_applicable"),
        ReleasedColumn("ac1", "Gwet’s AC1", missing="not_applicable"),
        ReleasedColumn("ac1_interval", "95 % interval of AC1", missing="not_applicable"),
    )
    return AgreementView(
        _summary(whole), release(Draft("code_agreement", "Agreement by code", columns, rows)), NOTES
    )


NOTES = (
    "Only codings that were finished blind are compared. A code that one applied and the other did not is a "
    "difference; a code that neither applied to any study is not in the table.",
    "Kappa is low when a code is rare, even where people agree nearly always; AC1 is not. It is not defined "
    "where all agree on one answer.",
    "All codes together: each code that anybody applied to a study counts once, so agreement on what nobody "
    "said is not counted.",
)


def compared(coding: Coding, study: str) -> tuple[Compared, ...]:
    """Return the differences of a study, those to settle first."""
    state = coding.state
    found = [
        Compared(one, coding.shelf.name(one.code), _sides(state, one)) for one in state.differences(study)
    ]
    return tuple(sorted(found, key=lambda one: (one.difference.agreed is not None, one.name)))


def final_codes(coding: Coding, study: str) -> Released:
    """Return the codes of a study that stand."""
    columns = (
        ReleasedColumn("code", "Code"),
        ReleasedColumn("name", "Code in words"),
        ReleasedColumn("value", "Value", missing="not_applicable"),
        ReleasedColumn("arm", "Arm", missing="not_applicable"),
        ReleasedColumn("quotes", "Words of the text", missing="not_applicable"),
        ReleasedColumn("actors", "Said by"),
    )
    rows: list[tuple[Value, ...]] = [
        (
            one.code,
            coding.shelf.name(one.code),
            one.value or None,
            one.arm or None,
            " … ".join(quote.text for quote in one.quotes) or None,
            ", ".join(one.actors),
        )
        for one in coding.state.final(study)
    ]
    return release(Draft("final_codes", "Codes that stand", columns, tuple(rows)))


def _summary(whole: CodeAgreement) -> str:
    if whole.measured.observed is None:
        return "No study has been finished by two coders yet, so agreement is not known."
    kappa = "not defined" if whole.measured.kappa is None else f"{whole.measured.kappa:.3f}"
    ac1 = "not defined" if whole.measured.ac1 is None else f"{whole.measured.ac1:.3f}"
    return (
        f"On {whole.applied} applied codes of {whole.studies} studies coded twice, coders agree on "
        f"{whole.measured.observed:.1%}; kappa {kappa}, AC1 {ac1}."
    )


def _row(one: CodeAgreement, shelf: Shelf) -> tuple[Value, ...]:
    measured = one.measured
    return (
        one.code,
        shelf.name(one.code),
        one.studies,
        one.applied,
        _rounded(measured.observed),
        _rounded(measured.kappa),
        _interval(measured.kappa_interval),
        _rounded(measured.ac1),
        _interval(measured.ac1_interval),
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _interval(found: Interval) -> str | None:
    return f"{found[0]:.3f} to {found[1]:.3f}" if found else None


def _sides(state: CodingState, one: Difference) -> tuple[Side, ...]:
    held = {
        name: next((said for said in state.by(one.study, name) if said.key == (one.code, one.arm)), None)
        for name in state.finishers(one.study)
    }
    return tuple(Side(name, said is not None, said) for name, said in held.items())
