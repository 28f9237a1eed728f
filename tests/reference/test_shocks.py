"""The figures of real shocks, counted in the files of Leicestershire, Lincolnshire and the City of London."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from hedgerow.places.panel import months_between
from hedgerow.places.shocks import Level, Shock, ShockData, measure_shock, plain_change
from hedgerow.places.shocks.plain import plain_figures

pytestmark = pytest.mark.real_data
ASB = "Anti-social behaviour"
FOLDER = "police_raw"


def counted(path: Path) -> Counter[tuple[str, str]]:
    """Return rows by month and type of every street file in a zip; the fullest file of a month serves."""
    found: dict[str, Counter[str]] = {}
    with zipfile.ZipFile(path) as held:
        for name in held.namelist():
            if name.endswith("-street.csv"):
                with held.open(name) as raw:
                    rows = csv.DictReader(io.TextIOWrapper(raw, "utf-8"))
                    types = Counter(row["Crime type"] for row in rows)
                month = Path(name).name[:7]
                if types.total() > found.get(month, Counter()).total():
                    found[month] = types
    return Counter({(m, kind): n for m, types in found.items() for kind, n in types.items()})


def series(
    held: Counter[tuple[str, str]], months: tuple[str, ...], *, only: str = "", but: str = ""
) -> np.ndarray:
    """Return one count a month, NaN where the month has no file."""
    known = {month for month, _ in held}
    return np.array(
        [
            sum(n for (m, kind), n in held.items() if m == month and only in ("", kind) and kind != but)
            if month in known
            else np.nan
            for month in months
        ]
    )


def one_force(months: tuple[str, ...], counts: np.ndarray, shock: Shock) -> ShockData:
    level = Level("pfa", ("force",), np.array([-1]), np.array([1e6]), counts[None, :], np.array([True]))
    return ShockData("all_crime", shock, months, {"pfa": level})


@pytest.fixture(scope="module")
def leicestershire(real_places: Path) -> Counter[tuple[str, str]]:
    return counted(real_places / FOLDER / "leicestershire_2019-12_2022-10_street.zip")


@pytest.fixture(scope="module")
def lincolnshire(real_places: Path) -> Counter[tuple[str, str]]:
    names = ("lincolnshire_2017-02_2020-01_street_outcomes.zip", "lincolnshire_2020-06_2022-06_street.zip")
    return sum((counted(real_places / FOLDER / name) for name in names), Counter())


@pytest.fixture(scope="module")
def city(real_places: Path) -> Counter[tuple[str, str]]:
    return counted(real_places / FOLDER / "city_of_london_2018-12_2021-11_street_stopsearch.zip")


MONTHS = months_between("2019-12", "2022-10")
MARCH = MONTHS.index("2020-03")


def test_leicestershire_with_anti_social_behaviour_shows_no_shock(leicestershire: Counter[tuple[str, str]]):
    everything, asb = series(leicestershire, MONTHS), series(leicestershire, MONTHS, only=ASB)
    rest = series(leicestershire, MONTHS, but=ASB)
    february, april = MONTHS.index("2020-02"), MONTHS.index("2020-04")
    assert (everything[february], everything[april]) == (7857, 7809)
    assert (asb[february], asb[april]) == (831, 1736)
    assert (rest[february], rest[april]) == (7026, 6073)


def test_leicestershire_without_it_falls_and_is_back_in_may_2021(leicestershire: Counter[tuple[str, str]]):
    rest = series(leicestershire, MONTHS, but=ASB)
    plain = plain_figures(rest[None, :], MARCH)
    assert plain.winter_before[0] == pytest.approx(7423, abs=0.5)
    assert plain.low[0] == 5833 and MONTHS[plain.low_column[0]] == "2021-02"
    assert MONTHS[plain.back_column[0]] == "2021-05" and rest[plain.back_column[0]] == 7518
    burglary = series(leicestershire, MONTHS, only="Burglary")
    at = [burglary[MONTHS.index(month)] for month in ("2020-02", "2021-02", "2022-10")]
    assert at == [534, 271, 516]


def test_the_city_of_london_fell_deep_and_never_came_back(city: Counter[tuple[str, str]]):
    months = months_between("2018-12", "2021-11")
    start = months.index("2020-03")
    everything = series(city, months)
    assert everything[start - 1] == 763 and everything[months.index("2020-05")] == 226
    plain = plain_figures(everything[None, :], start)
    assert plain.low[0] == 226 and plain.winter_before[0] == pytest.approx(814, abs=0.5)
    assert everything[-1] == 755 and plain.back_column[0] == -1
    found = measure_shock(one_force(months, everything, Shock("2020-03", "2021-11"))).tidy().to_pylist()[0]
    assert found["state"] == "measured" and found["path"] in ("bent_and_back", "bent_not_back")
    assert found["depth_lower"] > 50 and found["depth_month"] in ("2020-04", "2020-05", "2021-01", "2021-02")
    assert not found["season_known"] and "season cannot be told" in found["note"]


def test_lincolnshire_claims_no_trough_and_its_burglary_is_a_quarter_lower(
    lincolnshire: Counter[tuple[str, str]],
):
    months = months_between("2017-02", "2022-12")
    burglary = series(lincolnshire, months, only="Burglary")
    assert [m for m, n in zip(months, burglary, strict=True) if np.isnan(n) and m < "2022-07"] == [
        "2020-02",
        "2020-03",
        "2020-04",
        "2020-05",
    ]
    before = burglary[months.index("2019-02") : months.index("2020-01") + 1]
    after = burglary[months.index("2021-06") : months.index("2022-05") + 1]
    change = plain_change(before, after)
    assert change.before == pytest.approx(353.4, abs=0.05) and change.after == pytest.approx(273.1, abs=0.05)
    assert change.percent == pytest.approx(-23, abs=0.5) and change.upper < 0
    found = measure_shock(one_force(months, burglary, Shock("2020-03", "2022-12"))).tidy().to_pylist()[0]
    assert found["state"] == "trough_not_seen" and found["season_known"]
    assert found["depth"] is None and found["low"] is None and found["months_to_band"] is None
    assert found["level"] is not None and found["year_before"] == pytest.approx(353.4, abs=0.05)
