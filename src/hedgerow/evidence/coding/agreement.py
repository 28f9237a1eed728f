"""How far coders agree, code by code, over the studies that two or more of them coded blind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from hedgerow.evidence.coding.state import CodingState
from hedgerow.stats.agreement import Agreement, agreement

DRAWS = 200


@dataclass(frozen=True)
class CodeAgreement:
    """How far coders agree on one code.

    Attributes
    ----------
    code
        Its id; empty for all codes taken together.
    studies
        Studies that two or more coders finished.
    applied
        Of these, studies to which at least one applied it.
    measured
        Kappa, AC1 and the rest; each study counts once, a code that one applied and the other did not is a
        difference.
    """

    code: str
    studies: int
    applied: int
    measured: Agreement


def code_agreement(state: CodingState, codes: Iterable[str] = ()) -> tuple[CodeAgreement, ...]:
    """Return the agreement on each code that anybody applied in a study coded twice, the worst first.

    Parameters
    ----------
    codes
        Only these codes; all that were applied by default.
    """
    studies = double_coded(state)
    coders = sorted({name for study in studies for name in state.finishers(study)})
    wanted = set(codes)
    used = {
        one.code
        for study in studies
        for name in state.finishers(study)
        for one in state.by(study, name)
        if not wanted or one.code in wanted
    }
    found = [_one(state, studies, coders, code) for code in sorted(used)]
    return tuple(sorted(found, key=lambda one: (_observed(one.measured), one.code)))


def overall_agreement(state: CodingState) -> CodeAgreement:
    """Return the agreement on all codes that were applied, each code of each study counting once."""
    studies = double_coded(state)
    coders = sorted({name for study in studies for name in state.finishers(study)})
    rows = [
        row
        for study in studies
        for code in sorted({one.code for name in state.finishers(study) for one in state.by(study, name)})
        for row in _ratings(state, [study], coders, code)
    ]
    table = np.array(rows or [[-1, -1]])
    return CodeAgreement("", len(studies), len(rows), agreement(table, draws=DRAWS))


def double_coded(state: CodingState) -> tuple[str, ...]:
    """Return the studies that two or more coders have finished."""
    return tuple(study for study in state.coded_studies() if len(state.finishers(study)) > 1)


def _one(state: CodingState, studies: Iterable[str], coders: list[str], code: str) -> CodeAgreement:
    table = np.array(_ratings(state, studies, coders, code))
    return CodeAgreement(code, len(table), int((table == 1).any(axis=1).sum()), agreement(table, draws=DRAWS))


def _ratings(state: CodingState, studies: Iterable[str], coders: list[str], code: str) -> list[list[int]]:
    """Return 1 where a coder applied the code, 0 where not, -1 where the coder did not finish the study."""
    return [
        [
            -1
            if name not in state.finishers(study)
            else int(any(one.code == code for one in state.by(study, name)))
            for name in coders
        ]
        for study in studies
    ]


def _observed(measured: Agreement) -> float:
    return 2.0 if measured.observed is None else measured.observed
