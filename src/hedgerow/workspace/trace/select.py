"""Select the rows that an address means, and say what is near when there are none."""

from __future__ import annotations

from difflib import get_close_matches

import pyarrow as pa

from hedgerow.errors import NotFoundError
from hedgerow.provenance import Figure
from hedgerow.store import catalogue
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import family_types

# Keys that stand for a whole area of the lookup: the LSOAs in it are meant.
AREA_KEYS = ("lsoa21", "msoa21", "ward24", "lad24", "csp24", "pfa24", "bcu")
BETWEEN = {"from": ">=", "to": "<="}


def select(lake: Lake, figure: Figure) -> pa.Table:
    """Return the rows of the figure's table that its keys select.

    A key's value may be several, joined by ``|``. For a table by LSOA, a key may name a wider area.

    Raises
    ------
    NotFoundError
        When the table has no such column, or no row has these keys.
    """
    spec = catalogue.spec(figure.table)
    if figure.column != "rows":
        spec.column(figure.column)
    conditions, values = [], {}
    names = {column.name for column in spec.columns}
    for number, (key, value) in enumerate(plain_keys(figure)):
        conditions.append(_condition(figure, key, f"p{number}", names))
        values[f"p{number}"] = value if key in BETWEEN else value.split("|")
    where = " AND ".join(conditions) or "true"
    found = lake.query(f"SELECT * FROM {spec.name} WHERE {where} ORDER BY ALL", values)  # noqa: S608 - own names
    if not found.num_rows:
        raise _nothing(lake, figure)
    return found


def plain_keys(figure: Figure) -> list[tuple[str, str]]:
    """Return the keys with a family of crimes as its types, and a span ``A..B`` of months as from and to."""
    keys = []
    for key, value in figure.keys:
        first, span, last = value.partition("..")
        if key == "family" and figure.table == "panel":
            keys.append(("crime_type", "|".join(family_types(value))))
        elif key == "month" and span:
            keys += [("from", first), ("to", last)]
        else:
            keys.append((key, value))
    return keys


def _condition(figure: Figure, key: str, parameter: str, names: set[str]) -> str:
    """Return one condition; every name in it is one of the catalogue's."""
    if key in names:
        return f'CAST("{key}" AS VARCHAR) IN (SELECT unnest(${parameter}))'
    if key in BETWEEN and "month" in names:
        return f"month {BETWEEN[key]} ${parameter}"
    if key in AREA_KEYS and "lsoa21" in names:
        inner = f"SELECT lsoa21 FROM area_lookup WHERE {key} IN (SELECT unnest(${parameter}))"  # noqa: S608
        return f"lsoa21 IN ({inner})"
    if key == "region" and "lsoa21" in names:
        return f"${parameter} IS NOT NULL AND lsoa21 IN (SELECT lsoa21 FROM area_lookup WHERE in_region)"  # noqa: S608
    known = sorted(names | (set(AREA_KEYS) if "lsoa21" in names else set()))
    near = get_close_matches(key, known, 2) or known
    raise NotFoundError(
        f"“{key}” does not select rows of {figure.table}.", remedy=f"Did you mean: {', '.join(near)}?"
    )


def _nothing(lake: Lake, figure: Figure) -> NotFoundError:
    """Return the error for an address that no row has, with near values of each key."""
    hints = []
    spec = catalogue.spec(figure.table)
    names = {column.name for column in spec.columns}
    for key, value in figure.keys:
        if key in names:
            held = lake.query(f'SELECT DISTINCT CAST("{key}" AS VARCHAR) AS v FROM {spec.name}')  # noqa: S608
            values = [text for text in held.column("v").to_pylist() if text is not None]
            if value not in values:
                near = get_close_matches(value, values, 3, cutoff=0.5)
                hints.append(f"{key}={value} is not held" + (f"; near: {', '.join(near)}" if near else ""))
    cause = ". ".join(hints) + "." if hints else "Each key is known, but no row has all of them together."
    return NotFoundError(
        f"There is no figure {figure}.", cause=cause, remedy="Copy the address from a page or document."
    )
