"""Lists of the area's LSOAs: most crime, changed, need, strength and contrast, each with intervals."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from hedgerow.commissioning.facts import AreaFacts, PlaceFacts, PlaceRow
from hedgerow.commissioning.rates import (
    change_interval,
    change_p,
    false_discovery,
    rank_interval,
    yearly_rate,
)
from hedgerow.commissioning.tables.crime import Window, count_figure
from hedgerow.stats.dispersion import month_dispersion
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import family_types

LISTED = 10
Q_MOST = 0.05
_BY_LSOA = """
SELECT a.lsoa21, any_value(a.population) AS population,
       coalesce(sum(p.n) FILTER (list_contains($now, p.month)), 0) AS now,
       coalesce(sum(p.n) FILTER (list_contains($before, p.month)), 0) AS before
FROM area_lookup a LEFT JOIN panel p ON p.lsoa21 = a.lsoa21 AND list_contains($types, p.crime_type)
WHERE a.{column} = $code GROUP BY a.lsoa21 ORDER BY a.lsoa21
"""
_MONTHLY = """
SELECT a.lsoa21, p.month, sum(p.n) AS n
FROM area_lookup a JOIN panel p ON p.lsoa21 = a.lsoa21 AND list_contains($types, p.crime_type)
WHERE a.{column} = $code AND list_contains($months, p.month) GROUP BY ALL
"""
_NAMES = """
SELECT lsoa21, lsoa21_name, house_name, lad24_name FROM area_lookup WHERE {column} = ?
"""
_SCORES = """
SELECT s.* FROM index_score s JOIN area_lookup a USING (lsoa21)
WHERE a.{column} = $code AND s."index" = $index AND s.score IS NOT NULL
ORDER BY s.score {order}, s.lsoa21
"""
_CONTRAST = """
SELECT c.* FROM contrast c JOIN area_lookup a USING (lsoa21)
WHERE a.{column} = $code AND c.family = 'all_crime'
"""


def read_places(lake: Lake, area: AreaFacts, window: Window | None) -> PlaceFacts:
    """Return the lists; `None` for what is not built."""
    names = _names(lake, area)
    hot: tuple[PlaceRow, ...] = ()
    changed: tuple[PlaceRow, ...] = ()
    tested = 0
    if window is not None and window.known(window.months):
        hot = _hot(lake, area, window, names)
        tested, changed = _changed(lake, area, window, names)
    need, strength, top = None, None, None
    if lake.has("index_score"):
        need, strength = (_scores(lake, area, name, names) for name in ("need", "strength"))
        top = _top_need(lake, area)
    contrast, verdicts = _contrast(lake, area, names)
    return PlaceFacts(hot, changed, need, strength, contrast, verdicts, top, tested)


def _names(lake: Lake, area: AreaFacts) -> dict[str, tuple[str, str]]:
    rows = lake.query(_NAMES.format(column=area.column), [area.code]).to_pylist()
    return {
        row["lsoa21"]: (
            f"{row['lsoa21_name']}{f' ({house})' if (house := row['house_name']) else ''}",
            row["lad24_name"],
        )
        for row in rows
    }


def _counts(lake: Lake, area: AreaFacts, window: Window, family: str) -> list[dict[str, Any]]:
    parameters = {
        "code": area.code,
        "now": window.known(window.months),
        "before": window.known(window.before),
        "types": list(family_types(family)),
    }
    rows: list[dict[str, Any]] = lake.query(_BY_LSOA.format(column=area.column), parameters).to_pylist()
    return rows


def _hot(
    lake: Lake, area: AreaFacts, window: Window, names: dict[str, tuple[str, str]]
) -> tuple[PlaceRow, ...]:
    rows = [row for row in _counts(lake, area, window, "soc_related") if row["population"]]
    if not rows:
        return ()
    months = window.known(window.months)
    count = np.array([row["now"] for row in rows], dtype=float)
    people = np.array([row["population"] for row in rows], dtype=float)
    best, worst = rank_interval(count, people)
    order = np.argsort(-count / people, kind="stable")
    found = []
    for rank, place in enumerate(order[:LISTED], 1):
        row = rows[int(place)]
        rate, low, high = yearly_rate(row["now"], row["population"], len(months))
        found.append(
            PlaceRow(
                row["lsoa21"],
                *names[row["lsoa21"]],
                value=rate,
                lower=low,
                upper=high,
                rank=rank,
                rank_lower=min(rank, int(best[place])),
                rank_upper=max(rank, int(worst[place])),
                now=row["now"],
                figure=count_figure({"lsoa21": row["lsoa21"]}, family_types("soc_related"), months),
            )
        )
    return tuple(found)


def _changed(
    lake: Lake, area: AreaFacts, window: Window, names: dict[str, tuple[str, str]]
) -> tuple[int, tuple[PlaceRow, ...]]:
    months, before = window.known(window.months), window.known(window.before)
    if not months or not before:
        return 0, ()
    rows = [row for row in _counts(lake, area, window, "all_crime") if row["now"] + row["before"] > 0]
    if not rows:
        return 0, ()
    now_counts = np.array([row["now"] for row in rows], dtype=float)
    old_counts = np.array([row["before"] for row in rows], dtype=float)
    scale = _month_scale(lake, area, (months, before))
    share = len(months) / (len(months) + len(before))
    q = false_discovery(change_p(now_counts, old_counts, share, scale=scale))
    found = []
    for row, value in zip(rows, q, strict=True):
        change = change_interval(row["now"], row["before"], len(months), len(before), scale=scale)
        if value < Q_MOST and change is not None:
            found.append(
                PlaceRow(
                    row["lsoa21"],
                    *names[row["lsoa21"]],
                    value=change[0],
                    lower=change[1],
                    upper=change[2],
                    now=row["now"],
                    before=row["before"],
                    q=float(value),
                    figure=count_figure({"lsoa21": row["lsoa21"]}, family_types("all_crime"), months),
                )
            )
    return len(rows), tuple(sorted(found, key=lambda row: (row.q or 0.0, row.code)))


def _month_scale(lake: Lake, area: AreaFacts, spans: tuple[list[str], list[str]]) -> float:
    """Return the variance of an LSOA's monthly count over its mean, the mean of both spans; at least 1."""
    row = {code: number for number, code in enumerate(area.lsoas)}
    found = []
    for months in spans:
        column = {month: number for number, month in enumerate(months)}
        cells = np.zeros((len(row), len(months)))
        asked = {"code": area.code, "types": list(family_types("all_crime")), "months": months}
        for cell in lake.query(_MONTHLY.format(column=area.column), asked).to_pylist():
            cells[row[cell["lsoa21"]], column[cell["month"]]] = cell["n"]
        found.append(month_dispersion(cells, np.zeros(len(row))))
    return float(np.mean(found))


def _scores(
    lake: Lake, area: AreaFacts, index: str, names: dict[str, tuple[str, str]]
) -> tuple[PlaceRow, ...]:
    """Return the LSOAs of most need, or of least strength."""
    order = "DESC" if index == "need" else "ASC"
    sql = _SCORES.format(column=area.column, order=order)
    rows = lake.query(sql, {"code": area.code, "index": index}).to_pylist()
    return tuple(
        PlaceRow(
            row["lsoa21"],
            *names[row["lsoa21"]],
            value=row["score"],
            lower=row["score_lower"],
            upper=row["score_upper"],
            rank=row["rank"],
            rank_lower=row["rank_lower"],
            rank_upper=row["rank_upper"],
            figure=f"index_score/index={index},lsoa21={row['lsoa21']}/score",
        )
        for row in rows[:LISTED]
    )


def _top_need(lake: Lake, area: AreaFacts) -> int:
    sql = f"""SELECT count(*) AS n FROM index_score s JOIN area_lookup a USING (lsoa21)
              WHERE a.{area.column} = ? AND s."index" = 'need' AND s.decile = 1"""  # noqa: S608
    return int(lake.query(sql, [area.code]).column("n")[0].as_py())


def _contrast(
    lake: Lake, area: AreaFacts, names: dict[str, tuple[str, str]]
) -> tuple[tuple[PlaceRow, ...] | None, dict[str, int]]:
    """Return the areas far from what context leads one to expect, and how many have each verdict."""
    if not lake.has("contrast"):
        return None, {}
    rows = lake.query(_CONTRAST.format(column=area.column), {"code": area.code}).to_pylist()
    listed = [row for row in rows if row["verdict"] in {"zero_output", "super_output"}]
    listed.sort(key=lambda row: (row["verdict"] != "zero_output", _distance(row), row["lsoa21"]))
    counts = Counter(str(row["verdict"]) for row in rows)
    found = tuple(
        PlaceRow(
            row["lsoa21"],
            *names[row["lsoa21"]],
            value=row["ratio"],
            lower=row["ratio_lower"],
            upper=row["ratio_upper"],
            now=row["observed"],
            before=row["expected"],
            verdict=row["verdict"],
            silence=row["silence"],
            figure=f"contrast/family=all_crime,lsoa21={row['lsoa21']}/ratio",
        )
        for row in listed
    )
    return _shortest(found), dict(counts)


def _shortest(rows: tuple[PlaceRow, ...]) -> tuple[PlaceRow, ...]:
    """Return the first of each verdict, so that one long list does not hide the other."""
    low = [row for row in rows if row.verdict == "zero_output"][:LISTED]
    high = [row for row in rows if row.verdict == "super_output"][:LISTED]
    return (*low, *high)


def _distance(row: dict[str, Any]) -> float:
    ratio = row["ratio"]
    if ratio is None:
        return 0.0
    return float(ratio) if row["verdict"] == "zero_output" else -float(ratio)
