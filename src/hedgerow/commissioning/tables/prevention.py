"""An effect of the evidence library as a ratio that a scenario of demand can use, or why it cannot be."""

from __future__ import annotations

from hedgerow.errors import EstimateError, NotFoundError
from hedgerow.places.forecast.scenario import Programme
from hedgerow.store.lake import Lake, not_built

RATIOS = frozenset(
    {"relative_risk", "risk_ratio", "incidence_rate_ratio", "rate_ratio", "prior_event_rate_ratio"}
)
PERCENT = "percent_change"
MORE, LESS = "above_1_is_more_of_outcome", "negative_is_less_of_outcome"


def programme_of(lake: Lake, effect_id: str, *, start: str, share: float, fade: float) -> Programme:
    """Return a programme with the effect of the library.

    Raises
    ------
    NotFoundError
        When the library holds no such effect.
    EstimateError
        When it is no ratio of rates with a 95 % interval.
    """
    if not lake.has("evidence_effect"):
        raise not_built("evidence_effect")
    rows = lake.query("SELECT * FROM evidence_effect WHERE effect_id = $id", {"id": effect_id}).to_pylist()
    if not rows:
        raise NotFoundError(
            f"The evidence library holds no effect “{effect_id}”.",
            remedy="Effects are named by record and number, such as florence-2011-cardiff-model#1.",
        )
    ratio, lower, upper = _ratio(rows[0])
    source = f"{rows[0]['id']}, outcome {rows[0]['outcome']}, read in: {rows[0]['verified']}"
    return Programme(ratio, lower, upper, start, share, fade, source)


def _ratio(row: dict[str, object]) -> tuple[float, float, float]:
    values = [row[name] for name in ("estimate", "ci_low", "ci_high")]
    known = [float(value) for value in values if isinstance(value, int | float)]
    if len(known) < 3 or row["bounds_type"] != "ci95":
        raise _refused(
            row, "It has no estimate with a 95 % interval, so its doubt cannot be carried through."
        )
    if row["measure"] in RATIOS and row["sign_convention"] == MORE:
        ratio, lower, upper = known
    elif row["measure"] == PERCENT and row["sign_convention"] == LESS:
        ratio, lower, upper = (1 + value / 100 for value in known)
    else:
        raise _refused(
            row, f"Its measure, {row['measure']}, is no ratio of rates, and cannot be made one without more."
        )
    return ratio, min(lower, upper), max(lower, upper)


def _refused(row: dict[str, object], why: str) -> EstimateError:
    return EstimateError(
        f"The effect {row['effect_id']} cannot be used in a scenario of demand.",
        cause=why,
        remedy="Choose an effect that is a rate ratio or a percentage change with a 95 % interval, or give "
        "one with --effect, --lower and --upper and say where it comes from.",
    )
