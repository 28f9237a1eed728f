"""How much the answer hangs on the method and on single studies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np

from hedgerow.errors import EstimateError
from hedgerow.evidence.synthesis.counts import without_one
from hedgerow.evidence.synthesis.data import Array
from hedgerow.evidence.synthesis.pooling import Pooling
from hedgerow.stats.meta import (
    METHODS,
    Studies,
    cumulative,
    egger,
    fail_safe_n,
    fit,
    leave_one_out,
    mantel_haenszel,
    pet_peese,
    peto,
    rank_test,
    selection_model,
    trim_and_fill,
)

METHOD_NAMES = {
    "EE": "one common effect",
    "DL": "DerSimonian and Laird",
    "PM": "Paule and Mandel",
    "EB": "empirical Bayes",
    "HE": "Hedges",
    "HS": "Hunter and Schmidt",
    "SJ": "Sidik and Jonkman",
    "ML": "maximum likelihood",
    "REML": "restricted maximum likelihood",
    "MH": "Mantel-Haenszel",
    "PETO": "Peto",
}


NONE_ADDED = "Trim and fill adds no study."
NOT_MADE = "It could not be made."


@dataclass(frozen=True)
class Line:
    """One answer under another choice: what was chosen, the effect with its interval, tau2."""

    name: str
    code: str
    estimate: float
    low: float
    high: float
    p_value: float
    tau2: float | None = None


@dataclass(frozen=True)
class Look:
    """One look for small-study effects: its name, what it says, and how far to trust it."""

    name: str
    said: str
    caution: str = ""


def plain(found: Pooling) -> Studies | None:
    """Return the effects as plain studies; `None` with moderators or clusters, or where one has no effect."""
    if len(found.synthesis.names) > 1 or found.synthesis.clusters:
        return None
    whole = np.isfinite(found.y) & np.isfinite(found.v) & (found.v > 0)
    return Studies(found.y, found.v, np.ones((found.y.size, 1))) if whole.all() else None


def every_estimator(found: Pooling) -> tuple[Line, ...]:
    """Return the answer of every method, on the same effects and, where there are some, counts."""
    lines = []
    data, test, level = plain(found), found.options.test, found.synthesis.level
    for code in METHODS if data is not None and data.k > 1 else ():
        assert data is not None
        got = fit(data, method=code, test="z" if code == "EE" else test, level=level)
        lines.append(
            Line(
                METHOD_NAMES[code],
                code,
                float(got.beta[0]),
                float(got.interval[0][0]),
                float(got.interval[1][0]),
                float(got.p_value[0]),
                None if code == "EE" else got.tau2,
            )
        )
    return (*lines, *_from_counts(found))


def without_each(found: Pooling) -> tuple[Line, ...]:
    """Return the answer without each study in turn; empty where none can be left out."""
    if found.from_counts and found.cells is not None:
        return _counts_without(found)
    data = plain(found)
    if data is None or data.k < 3:
        return ()
    level, test, method = found.synthesis.level, found.synthesis.test, found.synthesis.method
    got = leave_one_out(data, method=method, test=test, level=level)
    return _lines(found.studies, got.estimate, got.interval, got.tau2)


def built_up(found: Pooling, order: Array) -> tuple[Line, ...]:
    """Return the answer after each study, in the order of `order` (the year, say)."""
    data = plain(found)
    if data is None:
        return ()
    method = "EE" if found.from_counts else found.synthesis.method
    got = cumulative(data, order, method=method, test="z", level=found.synthesis.level)
    rows = np.argsort(order, kind="stable")
    names = tuple(found.studies[row] for row in rows)
    return _lines(names, got.estimate, got.interval, got.tau2)


def looks(found: Pooling) -> tuple[Look, ...]:
    """Return every look for small-study effects that these studies allow; those they do not say why."""
    data = plain(found)
    if data is None:
        return ()
    few = "" if data.k >= 10 else f"{data.k} studies; ten are advised."
    method = "REML" if found.from_counts else found.synthesis.method
    made = []
    for name, look in _LOOKS:
        try:
            told = look(data, method)
            scale = found.synthesis.ratio and name in _EFFECTS and told != NONE_ADDED
            made.append(
                Look(name, told + (" On the log scale." if scale else ""), few or _CAUTIONS.get(name, ""))
            )
        except EstimateError as error:
            made.append(Look(name, f"Not made: {error.message}", NOT_MADE))
    return tuple(made)


def small_studies(data: Studies, method: str) -> dict[str, Callable[[], dict[str, object]]]:
    """Return by name what gives the figures of each look for small-study effects."""

    def filled() -> dict[str, object]:
        got = trim_and_fill(data, method=method)
        one = got.pooled
        ends = [float(end[0]) for end in one.interval]
        answer = {"estimate": float(one.beta[0]), "se": float(one.se[0]), "ci": ends, "tau2": one.tau2}
        return {"added": got.added, "side": got.side, **answer}

    positive = float(np.average(data.y, weights=1 / data.v)) >= 0
    return {
        "egger": lambda: asdict(egger(data, method=method)),
        "egger_lm": lambda: asdict(egger(data, form="lm")),
        "rank": lambda: asdict(rank_test(data)),
        "trim_and_fill": filled,
        "pet_peese": lambda: asdict(pet_peese(data)),
        "selection": lambda: asdict(selection_model(data, positive=positive)),
        "fail_safe": lambda: {"studies": fail_safe_n(data)},
    }


def _from_counts(found: Pooling) -> tuple[Line, ...]:
    cells, level = found.cells, found.synthesis.level
    code = found.measure.code if found.measure else ""
    if cells is None or code not in ("OR", "RR", "RD", "PETO"):
        return ()
    lines = []
    ways = [("MH", "OR" if code == "PETO" else code)] + ([("PETO", "OR")] if code in ("OR", "PETO") else [])
    for way, measure in ways:
        try:
            got = (
                peto(*cells, level=level)
                if way == "PETO"
                else mantel_haenszel(*cells, measure=measure, level=level)
            )
        except EstimateError:
            continue
        lines.append(Line(METHOD_NAMES[way], way, got.estimate, *got.interval, got.p_value))
    return tuple(lines)


def _counts_without(found: Pooling) -> tuple[Line, ...]:
    assert found.cells is not None
    if found.cells.shape[1] < 3:
        return ()
    code = "OR" if found.synthesis.measure == "PETO" else found.synthesis.measure
    got = without_one(found.cells, code, found.synthesis.method, found.synthesis.level)
    return tuple(
        Line(name, "", one.estimate, *one.interval, one.p_value)
        for name, one in zip(found.studies, got, strict=True)
        if one is not None
    )


def _lines(
    names: tuple[str, ...], estimate: Array, interval: tuple[Array, Array], tau2: Array
) -> tuple[Line, ...]:
    return tuple(
        Line(name, "", float(e), float(low), float(high), float("nan"), float(t))
        for name, e, low, high, t in zip(names, estimate, *interval, tau2, strict=True)
    )


def _egger(data: Studies, method: str) -> str:
    got = egger(data, method=method)
    return f"Egger's test: z {got.statistic:.2f}, p {got.p_value:.3g}."


def _rank(data: Studies, method: str) -> str:
    del method
    got = rank_test(data)
    return f"Begg's rank test: tau {got.tau:.2f}, p {got.p_value:.3g}."


def _filled(data: Studies, method: str) -> str:
    got = trim_and_fill(data, method=method)
    low, high = float(got.pooled.interval[0][0]), float(got.pooled.interval[1][0])
    added = "1 study" if got.added == 1 else f"{got.added} studies"
    if not got.added:
        return NONE_ADDED
    return (
        f"Trim and fill adds {added} on the {got.side}; with them the effect is {got.pooled.beta[0]:.3g} "
        f"({low:.3g} to {high:.3g})."
    )


def _pet(data: Studies, method: str) -> str:
    del method
    got = pet_peese(data)
    return f"PET-PEESE: {got.estimate:.3g} ({got.chosen}); PET {got.pet:.3g}, PEESE {got.peese:.3g}."


def _selection(data: Studies, method: str) -> str:
    del method
    mean = float(np.average(data.y, weights=1 / data.v))
    got = selection_model(data, positive=mean >= 0)
    return (
        f"Selection model with one step at p .025: {got.estimate:.3g} (standard error {got.se:.3g}); "
        f"likelihood ratio p {got.lrt_p:.3g}."
    )


def _fail_safe(data: Studies, method: str) -> str:
    del method
    return f"Rosenthal's fail-safe number: {fail_safe_n(data)} studies without effect."


_LOOKS = (
    ("egger", _egger),
    ("rank", _rank),
    ("trim_and_fill", _filled),
    ("pet_peese", _pet),
    ("selection", _selection),
    ("fail_safe", _fail_safe),
)
_EFFECTS = ("trim_and_fill", "pet_peese", "selection")
_CAUTIONS = {
    "fail_safe": "A weak figure: it asks about significance, not about size, and is easily large.",
    "trim_and_fill": "It assumes that asymmetry comes from unpublished studies alone.",
    "pet_peese": "Unreliable where true effects vary much.",
    "selection": "It assumes that publication turns on significance alone.",
}
