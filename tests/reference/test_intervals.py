"""Intervals, standardised rates and funnels against the test files of a national public-health publisher.

Faults of the source that are known, and asserted here as such: the 99.8 % limits of `testdata_1976` are ten
times too large; its funnel limits of small counts come from a search that stops at about 1e-7.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from hedgerow.stats import funnel
from hedgerow.stats.interval import byar, exact_poisson, mean_interval, rate_interval, wilson
from hedgerow.stats.rank import quantile_group
from hedgerow.stats.standardised import (
    ESP_2013,
    directly_standardised,
    expected_events,
    indirectly_standardised,
)

pytestmark = pytest.mark.real_data
Rows = list[dict[str, str]]
PAIR = {0.95: ("lower95_0cl", "upper95_0cl"), 0.998: ("lower99_8cl", "upper99_8cl")}
GROUPS = {"Quartile": 4, "Septile": 7, "Decile": 10}


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "reference" / "places" / "intervals"


def rows(folder: Path, name: str) -> Rows:
    with (folder / f"{name}.csv").open(newline="", encoding="utf-8-sig") as handle:
        return list(csv.DictReader(handle))


def number(cell: str) -> float:
    return float("nan") if cell in ("", "NA") else float(cell)


def column(held: Rows, name: str) -> np.ndarray:
    return np.array([number(row[name]) for row in held])


def test_byar_and_wilson(folder: Path) -> None:
    for row in rows(folder, "byars_wilson"):
        level = float(row["confidence"].rstrip("%")) / 100
        x = number(row["x"])
        low, high = byar(x, level) if row["method"] == "Byars" else wilson(x, number(row["n"]), level)
        expected = [number(row["lowercl"]), number(row["uppercl"])]
        assert [float(low), float(high)] == pytest.approx(expected, rel=1e-9, nan_ok=True)


def test_rates_and_proportions(folder: Path) -> None:
    for name, pairs in (("rate", PAIR), ("rate_grouped", {0.95: ("lowercl", "uppercl")})):
        for row in rows(folder, name):
            x, n, scale = (number(row[part]) for part in ("Numerator", "Denominator", "multiplier"))
            for level, bounds in pairs.items():
                found = [float(part) for part in rate_interval(x, n, multiplier=scale, level=level)]
                expected = [number(row[part]) for part in ("value", *bounds)]
                assert found == pytest.approx(expected, rel=1e-9, nan_ok=True), row["Area"]
    for name, pairs in (("proportion", PAIR), ("proportion_grouped", {0.95: ("lowercl", "uppercl")})):
        for row in rows(folder, name):
            x, n, scale = (number(row[part]) for part in ("Numerator", "Denominator", "multiplier"))
            for level, bounds in pairs.items():
                found = [scale * float(part) for part in wilson(x, n, level)]
                expected = [number(row[part]) for part in bounds]
                assert found == pytest.approx(expected, rel=1e-9, nan_ok=True), row["Area"]


def test_means(folder: Path) -> None:
    held = rows(folder, "mean_input")
    for row in rows(folder, "mean_results"):
        values = [number(r["values"]) for r in held if row["area"] in (r["area"], "No grouping")]
        for level, bounds in PAIR.items():
            expected = [number(row[part]) for part in ("value", *bounds)]
            assert list(mean_interval(values, level)) == pytest.approx(expected, rel=1e-9)


def bands(folder: Path, area: str) -> tuple[Rows, tuple[float, ...], list[list[float]] | None]:
    if "1976" in area:
        held = rows(folder, "dsr_input_esp1976")
        return held, tuple(column(held, "esp1976")), None
    apart = "nonind" in area
    held = [r for r in rows(folder, f"dsr_input{'_nonindependent' * apart}") if r["area"] == area]
    people = [[number(row[f"f{k}"]) for k in range(1, 5)] for row in held] if apart else None
    return held, tuple(map(float, ESP_2013)), people


def test_directly_standardised_rates(folder: Path) -> None:
    for row in rows(folder, "dsr_results"):
        held, standard, people = bands(folder, row["area"])
        words = row["statistic"].split()
        scale = float(words[-1]) if words[1] == "per" else 1.0
        for level, bounds in PAIR.items():
            found = directly_standardised(
                np.nan_to_num(column(held, "count")),
                column(held, "pop"),
                standard,
                multiplier=scale,
                level=level,
                people=people,
            )
            fault = 10 if "1976" in row["area"] and level == 0.998 else 1
            expected = [number(row["value"]), *(number(row[part]) / fault for part in bounds)]
            assert [found.estimate, *found.interval] == pytest.approx(expected, rel=1e-9, nan_ok=True)
            assert found.events == number(row["total_count"])


def test_indirectly_standardised_rates_and_ratios(folder: Path) -> None:
    held = rows(folder, "isr_input")
    for row in rows(folder, "isr_results"):
        mine = [r for r in held if r["area"] == row["area"] and r["refcount"] not in ("", "NA")]
        expected = number(row["expected"])
        if mine:
            found = expected_events(*(column(mine, name) for name in ("pop", "refcount", "refpop")))
            assert found == pytest.approx(expected, rel=1e-12)
        rate = number(row["ref_rate"])
        scale = rate if rate == rate else float(row["statistic"].split()[-1])
        for level, bounds in PAIR.items():
            if row[bounds[0]] in ("", "NA"):
                continue
            made = indirectly_standardised(number(row["observed"]), expected, reference=scale, level=level)
            wanted = [number(row[part]) for part in ("value", *bounds)]
            assert [made.estimate, *made.interval] == pytest.approx(wanted, rel=1e-9)
            assert made.method == row["method"].replace("Exact", "exact").replace("Byars", "Byar")


def test_quantile_groups(folder: Path) -> None:
    held = [row for row in rows(folder, "quantiles") if row["QuantileInGrp"] not in ("", "NA")]
    assert len(held) > 900
    for row in held:
        ranks = np.arange(1, int(row["RowsInGrp"]) + 1)
        groups = quantile_group(ranks, GROUPS[row["QuantileNm"]])
        assert groups[int(row["RankinGrp"]) - 1] == number(row["QuantileInGrp"])


def test_funnel_of_proportions(folder: Path) -> None:
    held = rows(folder, "funnel_prop_inputs")
    made = funnel.proportions(column(held, "numerator"), column(held, "denominator"))
    assert made.plain_words == tuple(row["significance"] for row in held)
    names = ("Lower2s0025limit", "Lower3s0001limit", "Upper2s0025limit", "Upper3s0001limit")
    for name in ("funnel_prop_outputs", "funnel_prop_outputs_with_axis_variation"):
        drawn = rows(folder, name)
        limits = funnel.proportion_limits(column(drawn, "Baseline")[0] / 100, column(drawn, "Population"))
        for title, found in zip(names, (*limits.lower, *limits.upper), strict=True):
            assert 100 * found == pytest.approx(column(drawn, title), abs=1e-6, rel=1e-6)


def test_funnel_of_ratios(folder: Path) -> None:
    held = rows(folder, "funnel_ratio_inputs")
    made = funnel.ratios(column(held, "obs"), column(held, "expected"))
    assert made.plain_words == tuple(row["significance"] for row in held)
    drawn = rows(folder, "funnel_ratio_outputs")
    observed = column(drawn, "Observed_events")
    limits = funnel.rate_limits(observed)
    for place, (level, sigma) in enumerate(((0.95, "2s"), (0.998, "3s"))):
        low, high = exact_poisson(observed, level)
        assert high == pytest.approx(column(drawn, f"lower_{sigma}_exp_events"), rel=1e-6)
        assert low == pytest.approx(column(drawn, f"upper_{sigma}_exp_events"), rel=1e-6, abs=2e-7)
        assert 100 * limits.lower[place] == pytest.approx(column(drawn, f"lower_{sigma}_isr"), rel=1e-6)
        enough = observed > 5  # below, the source's search shows
        upper = column(drawn, f"upper_{sigma}_isr")
        assert 100 * limits.upper[place][enough] == pytest.approx(upper[enough], rel=1e-6)


@pytest.mark.parametrize("name", ["funnel_rate_outputs", "funnel_rate_outputs_2", "funnel_rate_outputs_3"])
def test_funnel_limits_of_rates(folder: Path, name: str) -> None:
    drawn = rows(folder, name)
    events = column(drawn, "Events")
    limits = funnel.rate_limits(events, column(drawn, "baseline")[0])
    enough = events > 5
    for place, sigma in enumerate(("2s", "3s")):
        assert limits.lower[place] == pytest.approx(column(drawn, f"lower_{sigma}_limit"), rel=1e-6)
        upper = column(drawn, f"upper_{sigma}_limit")
        assert limits.upper[place][enough] == pytest.approx(upper[enough], rel=1e-6)


def test_baselines_of_rates(folder: Path) -> None:
    held = rows(folder, "funnel_rate_input_funnels")
    events, rate = column(held, "ev"), column(held, "rate")
    made = funnel.rates(events, 100_000 * events / rate)
    stated = column(rows(folder, "funnel_rate_outputs"), "baseline")[0]
    assert made.baseline == pytest.approx(stated, rel=1e-8)


def test_words_of_rates(folder: Path) -> None:
    held = rows(folder, "funnel_rate_dsr_inputs")
    count, rate, people = (column(held, name) for name in ("count", "rate_dsr", "pop"))
    some = count > 0
    crude, above = funnel.rates(count, people), funnel.rates(count[some], people[some])
    direct = funnel.rates(count[some], 100_000 * count[some] / rate[some])
    for name in held[0]:
        if "_with" not in name:
            continue
        said = tuple(row[name] for row in held)
        if name.startswith("crude") and "_with_0" in name:
            assert crude.plain_words == said
            continue
        words = np.array(said)[some]
        assert tuple(words) == (above if name.startswith("crude") else direct).plain_words
        assert set(np.array(said)[~some]) <= {
            "Not significant",
            "Not applicable for events less than 10 for dsrs",
        }
