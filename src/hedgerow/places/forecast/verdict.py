"""What rolling origins say of a forecast, in words."""

from __future__ import annotations

import math

from hedgerow.stats.forecast.compared import Compared
from hedgerow.stats.forecast.count_scores import CountScore

WORDS = {
    "season_mean": "the mean of the last twelve months",
    "seasonal_naive": "the same month a year before",
    "steady_season": "the mean of the last twelve months times the season that all areas share",
    "combined": "the combination of smoothing and means",
}
NO_CHANGE = (
    "Beyond twelve months this is a scenario of no change: it says what would come if nothing changed but "
    "the season, with an interval that widens because nobody knows."
)


def note_of(compared: Compared) -> str:
    """Return which way was used and how it did beside the plain ones."""
    by_name = {score.method: score for score in compared.scores}
    used = by_name.get(compared.method)
    if used is None:
        return "Too few months to be held against what came; the intervals rest on what is usual."
    return f"Made as {WORDS[compared.method]}. " + " ".join(
        _beside(used, by_name[name]) for name in ("seasonal_naive", "season_mean") if name in by_name
    )


def _beside(used: CountScore, other: CountScore) -> str:
    words = WORDS[other.method]
    if used.method == other.method:
        return f"No other way was surely better than {words}, so that is what is used."
    better = used.mae < other.mae
    return (
        f"It {'beats' if better else 'does not beat'} {words}: mean absolute error {used.mae:.4g} against "
        f"{other.mae:.4g}, CRPS {used.crps:.4g} against {other.crps:.4g}."
    )


def coverage_words(compared: Compared) -> str:
    """Return how many of the outcomes the intervals held."""
    used = next((score for score in compared.scores if score.method == compared.method), None)
    if used is None or math.isnan(used.coverage80):
        return "The intervals could not be held against what came."
    near = abs(used.coverage80 - 0.8) <= 0.05 and abs(used.coverage95 - 0.95) <= 0.05
    return (
        f"Of what came, the 80 % intervals held {100 * used.coverage80:.0f} % and the 95 % intervals "
        f"{100 * used.coverage95:.0f} %" + (", as they should." if near else ": read them with care.")
    )
