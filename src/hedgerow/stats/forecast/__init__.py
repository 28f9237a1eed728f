"""Forecasts of many series at once: theta and damped-trend models on a shrunken season, with quantiles.

Nouns: `History` (values side by side, missing stays missing), `Forecast`, `Score`.
Verbs: `forecast`, and the parts of it: `combined`, `theta`, `damped_trend`, `season_of`, `seasonal_naive`,
`season_mean`, `regional_season`, `mid_quantiles`, `smape`.
May import: errors.
"""

from hedgerow.stats.forecast.baselines import regional_season, season_mean, seasonal_naive
from hedgerow.stats.forecast.combined import combined
from hedgerow.stats.forecast.damped import damped_trend
from hedgerow.stats.forecast.forecasting import LEVELS, Forecast, forecast
from hedgerow.stats.forecast.history import Array, History, Whole
from hedgerow.stats.forecast.negbin import mid_quantiles
from hedgerow.stats.forecast.scores import Score, pinball, smape
from hedgerow.stats.forecast.seasonal import season_of
from hedgerow.stats.forecast.theta import theta

__all__ = [
    "LEVELS",
    "Array",
    "Forecast",
    "History",
    "Score",
    "Whole",
    "combined",
    "damped_trend",
    "forecast",
    "mid_quantiles",
    "pinball",
    "regional_season",
    "season_mean",
    "season_of",
    "seasonal_naive",
    "smape",
    "theta",
]
