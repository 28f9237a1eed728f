"""Classes, legend and histogram of a layer's values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from hedgerow.disclosure import Released
from hedgerow.places.tables.views.layers.layer import FLAGS, Array, Bar, Layer, LayerValues, LegendEntry

CLASSES = 5
BINS = 20
_WHY = {
    "gap": "the force’s crime data are missing",
    "not_built": "not built yet",
    "cannot_tell": "too little was expected to tell",
    "not_applicable": "it does not apply",
}


def classed(one: Layer, values: Released) -> LayerValues:
    """Return the values of a layer with classes, legend and histogram."""
    place = [column.name for column in values.columns].index("value")
    shown = [row[place] for row in values.rows]
    numbers = np.array([v for v in shown if isinstance(v, int | float)], dtype=float)
    breaks = one.breaks or (class_breaks(numbers) if one.kind == "number" else ())
    missing = sum(value is None for value in shown)
    missing_by = _missing(values)
    why = missing_by[0][0] if missing_by else "not known"
    words = f"{one.title}: {len(shown) - missing:,} LSOAs shown"
    words += f", {missing:,} hatched because {' or '.join(why for why, _ in missing_by)}." if missing else "."
    if one.kind == "category":
        legend = _categories(one, Counter(str(value) for value in shown if value is not None))
    else:
        legend = _legend(numbers, breaks, one)
    flags = _flags(values)
    if flags:
        words += f" {sum(count for _, count in flags):,} are dotted, to be read with care."
    words += "".join(f" {note}" for note in values.notes if note.startswith("Every place"))
    bars = histogram(numbers)
    return LayerValues(one, values, breaks, legend, bars, missing, why, words, flags, missing_by)


def _missing(values: Released) -> tuple[tuple[str, int], ...]:
    """Return why values are missing, the most frequent reason first."""
    counts = Counter(
        _WHY.get(reason, "a figure that it rests on is not held")
        for (_, name), reason in values.reasons.items()
        if name == "value"
    )
    return tuple(counts.most_common())


def _flags(values: Released) -> tuple[tuple[str, int], ...]:
    place = [column.name for column in values.columns].index("flag")
    counts = Counter(str(row[place]) for row in values.rows if row[place])
    return tuple((name, counts[name]) for name in FLAGS if counts[name])


def class_breaks(values: Array, classes: int = CLASSES) -> tuple[float, ...]:
    """Return the inner limits of classes with about as many areas each; a limit is in the upper class."""
    if not len(values):
        return ()
    distinct = np.unique(values)
    if len(distinct) <= classes:
        return tuple(float(value) for value in distinct[1:])
    inner = np.quantile(values, np.arange(1, classes) / classes)
    limits = sorted({float(limit) for limit in inner} - {float(values.min()), float(values.max())})
    return tuple(limits)


def histogram(values: Array, bins: int = BINS) -> tuple[Bar, ...]:
    """Return bars of equal width; the highest hundredth of values lies in the last."""
    if not len(values):
        return ()
    top = float(np.quantile(values, 0.99))
    low = float(values.min())
    if top <= low:
        return (Bar(low, float(values.max()), len(values)),)
    counts, edges = np.histogram(np.minimum(values, top), bins=bins, range=(low, top))
    last = float(values.max())
    return tuple(
        Bar(float(edges[n]), last if n == bins - 1 else float(edges[n + 1]), int(count))
        for n, count in enumerate(counts)
    )


def _legend(numbers: Array, breaks: Sequence[float], one: Layer) -> tuple[LegendEntry, ...]:
    if not len(numbers):
        return ()
    places = np.searchsorted(np.array(breaks), numbers, side="right")
    whole = bool((numbers == np.floor(numbers)).all() and numbers.min() >= 0)
    found = []
    for place in range(len(breaks) + 1):
        held = numbers[places == place]
        if one.breaks:
            found.append(_fixed(one, place, len(held), whole=whole))
        elif len(held):
            low, high = float(held.min()), float(held.max())
            label = f"{low:,.{one.decimals}f}" + (f" to {high:,.{one.decimals}f}" if high > low else "")
            found.append(LegendEntry(label, low, high, None, len(held)))
    return tuple(found)


def _fixed(one: Layer, place: int, count: int, *, whole: bool) -> LegendEntry:
    """Return a class between fixed limits, also where no value lies in it."""
    ends: tuple[float | None, ...] = (None, *one.breaks, None)
    low, high = ends[place], ends[place + 1]
    if low is None:
        label = "0" if whole and high == 1 else f"less than {high:,.{one.decimals}f}"
    elif high is None:
        label = f"{low:,.{one.decimals}f} or more"
    elif whole:
        label = f"{low:,.0f} to {high - 1:,.0f}"
    else:
        label = f"{low:,.{one.decimals}f} to less than {high:,.{one.decimals}f}"
    return LegendEntry(label, low, high, None, count)


def _categories(one: Layer, counts: Mapping[str, int]) -> tuple[LegendEntry, ...]:
    words = dict(one.words)
    order = [*words, *sorted(set(counts) - set(words))]
    return tuple(
        LegendEntry(words.get(name, name), None, None, name, counts[name])
        for name in order
        if counts.get(name)
    )
