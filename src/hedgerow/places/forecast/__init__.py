"""How much demand is coming, and how sure that is.

Nouns: `SeriesTable` (what a file holds), `Demand` (what is forecast, with what rolling origins say of it).
Verbs: `read_series`, `forecast_demand`, `demand_csv`.
May import: stats, disclosure, provenance, errors.
"""

from hedgerow.places.forecast.demand import Demand, forecast_demand
from hedgerow.places.forecast.reading import read_series
from hedgerow.places.forecast.series import SeriesTable
from hedgerow.places.forecast.writing import demand_csv

__all__ = ["Demand", "SeriesTable", "demand_csv", "forecast_demand", "read_series"]
