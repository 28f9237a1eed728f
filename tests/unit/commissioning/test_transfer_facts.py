"""What is known of a place for transfer, on a small lake with a gap: missing is never nought."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from hedgerow.commissioning.initiatives import Initiative
from hedgerow.commissioning.tables.initiatives import add_initiative
from hedgerow.commissioning.tables.transfer import transfer_view
from hedgerow.commissioning.tables.transfer_crime import count_crime, grades_of
from hedgerow.commissioning.tables.transfer_facts import read_place
from hedgerow.evidence.transfer import StatedFactor
from hedgerow.places.tables.views import get_area
from hedgerow.store.database import Database
from hedgerow.store.lake import Lake

HOT = StatedFactor("r", "most_crime", "condition", "x.", "finding", "x", crime="burglary")
HERE = StatedFactor("r", "problem_here", "condition", "x.", "finding", "x", crime="burglary")
POOR = StatedFactor("r", "deprived", "moderator", "x.", "finding", "x")


def test_a_rate_counts_the_months_that_are_known(lake: Lake) -> None:
    area = get_area(lake, "E07999001")
    found = count_crime(lake, area, "burglary").rate()
    # Two LSOAs of 1,000 and 2,000 residents, 1 and 2 burglaries a month; March 2025 is a gap.
    assert (found.crimes, found.months) == (33.0, 11)
    assert found.rate == pytest.approx(12.0)
    assert found.region == pytest.approx(12.0)
    assert found.expected == pytest.approx(33.0)
    assert found.figure and "month=" in found.figure and "2025-03" not in found.figure


def test_without_any_month_nothing_is_told(lake: Lake, database: Database) -> None:
    rows = lake.read("panel_coverage").to_pylist()
    gone = [{**row, "state": "missing"} for row in rows]
    lake.write("panel_coverage", pa.Table.from_pylist(gone, schema=lake.read("panel_coverage").schema))
    view = transfer_view(lake, database, "braga-2019-hot-spots", "E01999001")
    stands = {row["factor"]: row["stands"] for row in view.factors.records()}
    assert stands["most_crime:all_crime"] == stands["problem_here:all_crime"] == "cannot_tell"
    assert view.profile.does_not_hold == 0


def test_indicators_that_are_not_built_say_so(lake: Lake, database: Database) -> None:
    place = read_place(lake, database, "E07999001", stated=(POOR,))
    assert place.spreads["deprived"].unknown == 2
    assert "not built" in place.spreads["deprived"].reason


def test_the_place_reads_only_what_is_asked(lake: Lake, database: Database) -> None:
    place = read_place(lake, database, "E07999001", stated=(HOT,))
    assert set(place.spreads) == {"most_crime:burglary"} and not place.rates
    both = read_place(lake, database, "E07999001", stated=(HOT, HERE))
    assert set(both.rates) == {"burglary"}


def test_initiatives_of_the_same_intervention_are_found_above_and_below(
    lake: Lake, database: Database
) -> None:
    def serve(place: str, intervention: str = "hot_spots_policing") -> None:
        add_initiative(
            database,
            Initiative(place, interventions=(intervention,), places=(place,), status="running"),
        )

    for where in ("E23999001", "E07999001", "E01999001", "E07999002"):
        serve(where)
    serve("E01999002", "cctv")
    place = read_place(lake, database, "E07999001", interventions=("hot_spots_policing",))
    assert sorted(name for name, _, _ in place.initiatives) == ["E01999001", "E07999001", "E23999001"]


def test_no_plan_on_file_is_not_the_same_as_no_plan_that_names_it(lake: Lake, database: Database) -> None:
    assert read_place(lake, database, "E07999001", interventions=("cctv",)).promises is None
    database.add("plan", _plan())
    assert read_place(lake, database, "E07999001", interventions=("cctv",)).promises == ()


def _plan() -> dict[str, Any]:
    return {"title": "Plan", "file_name": "p.txt", "sha256": "0" * 64, "media": "text", "reader": "r"}


def test_every_stated_factor_is_frozen() -> None:
    with pytest.raises(AttributeError):
        HOT.crime = "drugs"  # type: ignore[misc]
    assert replace(HOT, crime="").key == "most_crime"


def region(counts: list[float]) -> dict[str, tuple[float, float, int]]:
    return {f"L{number:03d}": (count, 12_000.0, 12) for number, count in enumerate(counts)}


def test_the_top_tenth_is_one_that_chance_does_not_undo() -> None:
    sure = grades_of(region([500.0] * 10 + [100.0 - place for place in range(90)]))
    assert [sure[f"L{n:03d}"] for n in (0, 9, 10, 49, 99)] == [2, 2, 1, 1, 0]
    unsure = grades_of(region([3.0] * 10 + [2.0] * 90))
    assert set(unsure.values()) == {1}  # nobody can be told from anybody
    none = grades_of(region([0.0] * 20))
    assert 2 not in none.values()
    assert grades_of({}) == {}
