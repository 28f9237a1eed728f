"""Effects of the library made ready for pooling, with the rules that its coders set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from hedgerow.errors import EstimateError
from hedgerow.evidence.synthesis.data import Array, SynthesisData, check_alike, named
from hedgerow.stats.meta.conversions import from_interval

RATIOS = {
    "odds_ratio": "odds_ratio",
    "risk_ratio": "risk_ratio",
    "relative_risk": "risk_ratio",
    "incidence_rate_ratio": "incidence_rate_ratio",
}
DIFFERENCES = {
    "standardised_mean_difference": "standardised_mean_difference",
    "weighted_standardised_mean_difference": "standardised_mean_difference",
    "cohens_d": "standardised_mean_difference",
}
Row = Mapping[str, object]


def pool_library(rows: Sequence[Row]) -> SynthesisData:
    """Return effects of the library as data of a synthesis; ratios on the log scale.

    Only rows with 95 % confidence bounds, one known sign convention, one measure and a source that was read
    are taken.

    Raises
    ------
    EstimateError
        Naming the rows that may not be pooled, and why.
    """
    names = tuple(str(row["effect_id"]) for row in rows)
    _refuse(names, [_numbers(row) is None for row in rows], "hold no estimate with two bounds")
    _refuse(
        names,
        [row.get("verified") == "secondary" for row in rows],
        "were read at second hand and not checked",
    )
    measures = tuple(
        RATIOS.get(_word(row, "measure")) or DIFFERENCES.get(_word(row, "measure")) for row in rows
    )
    _refuse(names, [measure is None for measure in measures], "are in a measure that is not pooled")
    found = [numbers for row in rows if (numbers := _numbers(row)) is not None]
    ratio = bool(measures) and measures[0] in RATIOS.values()
    empty = SynthesisData(
        studies=names,
        y=_column(found, 0),
        v=_column(found, 0),
        signs=tuple(_word(row, "sign_convention") for row in rows),
        measures=tuple(str(measure) for measure in measures),
        bounds=tuple(_word(row, "bounds_type") for row in rows),
    )
    check_alike(empty)
    got = from_interval(*(_column(found, place) for place in range(3)), ratio=ratio)
    return SynthesisData(
        names,
        np.asarray(got.y, float),
        np.asarray(got.v, float),
        signs=empty.signs,
        measures=empty.measures,
        bounds=empty.bounds,
    )


def _word(row: Row, name: str) -> str:
    return str(row.get(name) or "").strip()


def _numbers(row: Row) -> tuple[float, float, float] | None:
    given = [_word(row, name) for name in ("estimate", "ci_low", "ci_high")]
    if not all(given):
        return None
    estimate, low, high = map(float, given)
    return estimate, low, high


def _column(found: Sequence[tuple[float, float, float]], place: int) -> Array:
    return np.array([numbers[place] for numbers in found], dtype=float)


def _refuse(names: Sequence[str], wrong: Sequence[bool], what: str) -> None:
    rows = [row for row, bad in enumerate(wrong) if bad]
    if rows:
        raise EstimateError(
            f"The effects {named(names, rows)} {what}.",
            cause="Only effects with 95 % confidence bounds, read at the source, may be pooled.",
            remedy="Leave those rows out.",
        )
