"""The chain from counts and context to a verdict, link by link."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from hedgerow.errors import EstimateError
from hedgerow.places.contrast.answers import Answers, Own, answer, own_answer
from hedgerow.places.contrast.apart import LEAST, alone, merged, nation_context, nation_data, nations
from hedgerow.places.contrast.artefact import FEW_MONTHS, GateLimits, district_cluster
from hedgerow.places.contrast.assessment import assess
from hedgerow.places.contrast.calibration import calibrate
from hedgerow.places.contrast.data import ContrastData, ContrastOptions, PlaceContext
from hedgerow.places.contrast.expected import Expected, expect, usable
from hedgerow.places.contrast.findings import Findings, checks, figures
from hedgerow.places.contrast.persistence import persistence
from hedgerow.places.contrast.reach import like_reach, own_reach
from hedgerow.places.contrast.result import Apart, ContrastResult
from hedgerow.places.contrast.silence import silence
from hedgerow.places.contrast.twins import twins
from hedgerow.places.contrast.workday import by_workday
from hedgerow.provenance import sha256_value
from hedgerow.stats.ranking import Ranks, posterior_ranks

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.bool_]
Words = npt.NDArray[np.str_]
NEARLY_NONE = "almost nothing recorded where its context gives many: crimes may be printed next door"
CLUSTER = (
    "most low places lie in this one district: a district-wide effect of recording until shown otherwise"
)


def contrast(
    data: ContrastData, context: PlaceContext, *, options: ContrastOptions | None = None
) -> ContrastResult:
    """Run the chain for one crime family.

    Raises
    ------
    EstimateError
        When areas do not fit, months or places are too few, or context is missing everywhere.
    """
    options = options or ContrastOptions()
    _refuse(data, context, options)
    nation = nations(context)
    with threadpool_limits(1):  # the products are small: threads that wait for each other cost more
        parts = tuple(
            _apart(data, context, str(title), nation == title, options)
            for title in np.unique(nation)
            if title
        )
        if not (nation == "").any() and len(parts) == 1 and parts[0].result:
            return alone(parts[0], parts[0].result)
        return merged(_chain(data, context, options), parts) if parts else _chain(data, context, options)


def _apart(
    data: ContrastData, context: PlaceContext, title: str, rows: Rows, options: ContrastOptions
) -> Apart:
    """Run the chain on a nation by itself; too few places, or a fit that fails, are said."""
    here = nation_context(context, rows)
    enough = np.count_nonzero(usable(here, data.known[rows], options.least_months) & here.passed)
    if enough < LEAST:
        return Apart(title, rows, here.names, None, f"{enough} places are too few to fit it apart")
    try:
        return Apart(title, rows, here.names, _chain(nation_data(data, rows), here, options))
    except EstimateError as error:
        return Apart(title, rows, here.names, None, f"it could not be fitted apart ({error.message})")


def _chain(data: ContrastData, context: PlaceContext, options: ContrastOptions) -> ContrastResult:
    rows = usable(context, data.known, options.least_months)
    model, counts = expect(context, data.cells, rows, smooth=True), np.nan_to_num(data.observed)
    asked = rows & context.passed
    said = answer(model, counts, asked, options)
    around = own_answer(counts, model.around, asked, model.noise, options)
    artefact = _after_fit(data, context, model, said, asked)
    good = rows & np.array([reason is None for reason in artefact])
    shut = ~rows & gate_shut(data, context, options.least_months)
    quiet = silence(good & (said.own == "low"), rows, context)
    low = good & (said.own == "low") & (quiet != "possible")
    more = good & (said.ratio >= options.twin_ratio) & (said.lower > 1)
    pairs = twins(context, model.rate, low, more, rows, options)
    held = persistence(context, data.cells, data.months, options)
    own, like = own_reach(model, options), like_reach(model, options)
    seen = Findings(
        null=calibrate(model, asked, options),
        held=held,
        pairs=pairs,
        fit=assess(model, counts, asked, context.district, options.seed),
    )
    return ContrastResult(
        data=data,
        areas=context.areas,
        expected=model,
        answers=said,
        detectable=(own.low, like.low),
        resolvable=(~np.isnan(own.low), ~np.isnan(like.low)),
        artefact=tuple(reason if row else None for reason, row in zip(artefact, rows | shut, strict=True)),
        silence=quiet,
        verdict=np.where(shut, "artefact", verdicts(said, around, rows, good, quiet)),
        persistent=held.same if held else np.full(len(rows), np.nan),
        twins=pairs,
        figures=figures(model, data, context, rows, seen, options),
        checks=checks(model, context, len(data.months), seen, options),
        level=options.level,
        provenance=_provenance(data, context, options),
        around=around,
        detectable_high=(own.high, like.high),
        ranks=_ranks(counts, model, rows, options.level),
        workday=by_workday(context, data.cells, rows),
    )


def _ranks(counts: Array, model: Expected, rows: Rows, level: float) -> Ranks:
    """Return where each place stands among all that are known."""
    after = model.context_noise.of(rows).after(counts[rows], model.mean[rows])
    found = posterior_ranks(after, level)

    def spread(values: Array) -> Array:
        out = np.full(len(rows), np.nan)
        out[rows] = values
        return out

    return Ranks(*(spread(part) for part in (found.expected, found.lower, found.upper, found.r_value)))


def verdicts(said: Answers, around: Own, known: Rows, good: Rows, quiet: Words) -> Words:
    """Say what may be said: low and high need both questions answered, and low must pass the silence gate.

    A place whose surroundings explain it is no finding.
    """
    low = (said.own == "low") & (said.like == "low") & (quiet != "possible") & (around.ratio < 1)
    high = (said.own == "high") & (said.like == "high") & (around.ratio > 1)
    expected = (said.own == "neither") & np.isin(said.like, ("neither", "cannot_tell"))
    return np.select(
        [~known, ~good, low, high, expected],
        ["not_known", "artefact", "zero_output", "super_output", "as_expected"],
        default="cannot_tell",
    )


def screened(data: ContrastData, context: PlaceContext, least_months: int = 6) -> PlaceContext:
    """Return the context with one more reason where a place records almost nothing of all its crime.

    Such an artefact is the place's and not one family's: no family of it is asked.

    Raises
    ------
    EstimateError
        When the model of all crime cannot be fitted.
    """
    with threadpool_limits(1):
        few = _few(data, context, least_months)
        nation = nations(context)
        for title in np.unique(nation[nation != ""]):
            rows = nation == title
            with suppress(EstimateError):  # a nation that cannot be fitted apart is not known at all
                few[rows] |= _few(nation_data(data, rows), nation_context(context, rows), least_months)
    reasons = list(context.artefact)
    for row in np.flatnonzero(few):
        reasons[row] = NEARLY_NONE
    return replace(context, artefact=tuple(reasons))


def _few(data: ContrastData, context: PlaceContext, least_months: int) -> Rows:
    rows = usable(context, data.known, least_months)
    return _nearly_none(data, expect(context, data.cells, rows), rows & context.passed)


def gate_shut(data: ContrastData, context: PlaceContext, least_months: int = 6) -> Rows:
    """Places with enough months that fail the artefact gate, and not for want of months alone.

    They are artefacts even where nothing can be expected of them, as without context.
    """
    reason = np.array([one not in (None, FEW_MONTHS) for one in context.artefact], dtype=bool)
    return np.asarray(reason & (data.known >= least_months))


def _nearly_none(data: ContrastData, model: Expected, asked: Rows) -> Rows:
    limits = GateLimits()
    counts, mean = np.nan_to_num(data.observed), np.nan_to_num(model.mean)
    return np.asarray(asked & (mean >= limits.near_expected) & (counts < limits.near_zero * mean))


def _after_fit(
    data: ContrastData, context: PlaceContext, model: Expected, said: Answers, asked: Rows
) -> tuple[str | None, ...]:
    """Return the gate's reasons with those that only the fitted model can show."""
    limits, nearly_none = GateLimits(), _nearly_none(data, model, asked)
    clustered = district_cluster(asked & ~nearly_none & (said.own == "low"), context.district, limits)
    reasons = list(context.artefact)
    for marked, reason in ((nearly_none, NEARLY_NONE), (clustered, CLUSTER)):
        for row in np.flatnonzero(marked):
            reasons[row] = reason
    return tuple(reasons)


def _provenance(data: ContrastData, context: PlaceContext, options: ContrastOptions) -> Mapping[str, object]:
    return {
        "method": "NB2 on context with a BYM2 field, gamma shrinkage, two questions, gates",
        "options": vars(options),
        "context": context.names,
        "months": data.months,
        "input": sha256_value(
            [
                context.areas,
                sha256(np.nan_to_num(data.cells, nan=-1).tobytes()).hexdigest(),
                sha256(np.nan_to_num(context.values).tobytes()).hexdigest(),
            ]
        ),
    }


def _refuse(data: ContrastData, context: PlaceContext, options: ContrastOptions) -> None:
    n = len(context.areas)
    if data.cells.shape != (n, len(data.months)) or context.values.shape != (n, len(context.names)):
        raise EstimateError(f"The counts of {data.family} and the context do not have the same places.")
    if not context.names:
        raise EstimateError(
            "No context of places is held, so nothing can be said of what crime to expect.",
            remedy="Add deprivation and census files, then build again (hedgerow doctor PATH lists them).",
        )
    if len(data.months) < options.least_months:
        raise EstimateError(
            f"{len(data.months)} month(s) of {data.family} are too few; {options.least_months} are needed.",
            remedy="Add the months that are missing (hedgerow doctor PATH lists them).",
        )
    if np.nanmin(data.cells, initial=0) < 0:
        raise EstimateError(f"A count of {data.family} is negative.")
    if not options.low < 1 < options.high:
        raise EstimateError(
            f"The cut-offs {options.low:g} and {options.high:g} must lie on either side of 1."
        )
    barred = [name for name in context.names if name.startswith(("strength", "cni"))]
    if barred:
        raise EstimateError(
            f"{barred[0]} is a figure of strength and may not be context of expected crime.",
            cause="Levers of resilience must not explain away what they may have brought about.",
        )
