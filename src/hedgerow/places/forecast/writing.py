"""A forecast as CSV."""

from __future__ import annotations

import csv
import io

from hedgerow.disclosure.export import guarded
from hedgerow.places.forecast.demand import Demand


def demand_csv(demand: Demand) -> bytes:
    """Return series, period, mean and the quantiles, one row a series and period."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("series", "period", "mean", *demand.columns()))
    form = demand.table.form
    for place, name in enumerate(demand.table.names):
        safe, last = guarded(name), int(demand.table.last[place])
        means, quantiles = demand.found.mean[place].tolist(), demand.found.quantiles[place].tolist()
        writer.writerows(
            (safe, form.text(last + step + 1), f"{mean:.10g}", *(f"{q:.10g}" for q in several))
            for step, (mean, several) in enumerate(zip(means, quantiles, strict=True))
        )
    return text.getvalue().encode()
