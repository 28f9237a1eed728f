"""Surveillance of counts: is a month out of the ordinary for its own series, in either direction?

``farrington_flexible(counts, *, now=None, window=MONTHLY, alpha=0.01, rules=FLEXIBLE, dates=None)`` gives
`Alarms`: counts (series, periods) with NaN missing; answers (series, len(now)): expected, lower, upper,
p_upper, p_lower, score, dispersion, trend, exceeds (1, 0, -1), reason (index into `REASONS`). `hedgerow` is
the same at the rate that it promises, `pooled` for sparse series; `shifts` looks for shifts that last.
Many signs at once: `mid_p`, `within_periods`, `gatekeeping`, `lord`, `saffron`, `cauchy_combination`.

Nouns: `Window` (period, years_back, half_window, seasons, past_excluded), `Rules`, `Alarms`, `Bounds`.
May import: errors, stats.
"""

from hedgerow.stats.surveillance.alarms import REASONS, Alarms
from hedgerow.stats.surveillance.bounds import Bounds, count_bounds, power_bounds
from hedgerow.stats.surveillance.calibrated import STEADY, Steady, hedgerow
from hedgerow.stats.surveillance.ears import ears
from hedgerow.stats.surveillance.expected import Expected, Waves, expect
from hedgerow.stats.surveillance.farrington import FLEXIBLE, Rules, farrington_flexible
from hedgerow.stats.surveillance.limits import Limits
from hedgerow.stats.surveillance.many import (
    Gate,
    cauchy_combination,
    gatekeeping,
    mid_p,
    randomised_p,
    within_periods,
)
from hedgerow.stats.surveillance.online import Online, lord, saffron
from hedgerow.stats.surveillance.original import farrington_original
from hedgerow.stats.surveillance.past_years import bayes_limits, rki_limits
from hedgerow.stats.surveillance.pooled import pooled
from hedgerow.stats.surveillance.rossi import cusum_rossi
from hedgerow.stats.surveillance.shift import FALL, RISE, ShiftRules, Shifts, shifts
from hedgerow.stats.surveillance.window import MONTHLY, WEEKLY, Window

__all__ = [
    "FALL",
    "FLEXIBLE",
    "MONTHLY",
    "REASONS",
    "RISE",
    "STEADY",
    "WEEKLY",
    "Alarms",
    "Bounds",
    "Expected",
    "Gate",
    "Limits",
    "Online",
    "Rules",
    "ShiftRules",
    "Shifts",
    "Steady",
    "Waves",
    "Window",
    "bayes_limits",
    "cauchy_combination",
    "count_bounds",
    "cusum_rossi",
    "ears",
    "expect",
    "farrington_flexible",
    "farrington_original",
    "gatekeeping",
    "hedgerow",
    "lord",
    "mid_p",
    "pooled",
    "power_bounds",
    "randomised_p",
    "rki_limits",
    "saffron",
    "shifts",
    "within_periods",
]
