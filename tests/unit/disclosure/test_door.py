"""The door: what each class may show, to whom, and what a missing value says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.disclosure import AllowList, Draft, Edition, Released, ReleasedColumn, release, shown
from hedgerow.errors import DisclosureError

COLUMNS = (ReleasedColumn("place", "Place"), ReleasedColumn("n", "People", count=True))


def draft(values: list[int | None], source_class: str = "partner", total_row: int | None = None) -> Draft:
    rows = tuple((f"Place {number}", value) for number, value in enumerate(values))
    return Draft("people", "People", COLUMNS, rows, source_class=source_class, total_row=total_row)


def numbers(table: Released) -> list[object]:
    return [row[1] for row in table.rows]


def test_open_counts_leave_as_published() -> None:
    assert numbers(release(draft([0, 1, 12], "open"))) == [0, 1, 12]


def test_a_partners_small_counts_and_zero_carry_the_same_marker() -> None:
    table = release(draft([0, 9, 10, 33]), edition=Edition.PARTNER)
    assert numbers(table) == [None, None, 10, 35]
    assert {shown(table, row, COLUMNS[1]) for row in (0, 1)} == {"withheld"}


def test_a_single_small_part_takes_the_next_smallest_with_it() -> None:
    table = release(draft([4, 30, 20, 54], total_row=3), edition=Edition.PARTNER)
    assert numbers(table) == [None, 30, None, 55]


def test_the_total_goes_when_no_other_part_is_left() -> None:
    table = release(draft([4, None, 40], total_row=2), edition=Edition.PARTNER)
    assert numbers(table) == [None, None, None]


@given(st.lists(st.integers(0, 60), min_size=2, max_size=8))
def test_no_small_count_of_a_partner_is_shown_or_left_over_by_subtraction(parts: list[int]) -> None:
    table = release(draft([*parts, sum(parts)], total_row=len(parts)), edition=Edition.PARTNER)
    shown_parts = numbers(table)
    for part, value in zip(parts, shown_parts, strict=False):
        assert value is None or part >= 10
    hidden = [part for part, value in zip(parts, shown_parts, strict=False) if value is None]
    assert len(hidden) != 1 or shown_parts[-1] is None


def test_a_partner_table_is_refused_in_public() -> None:
    with pytest.raises(DisclosureError, match="may not go into a public edition"):
        release(draft([20]), edition=Edition.PUBLIC)


def test_intelligence_never_leaves() -> None:
    with pytest.raises(DisclosureError, match="intelligence"):
        release(draft([20], "intelligence"), edition=Edition.RESTRICTED)


def test_community_reports_leave_as_bands_of_ten_or_more_over_three_weeks() -> None:
    columns = (*COLUMNS, ReleasedColumn("weeks", "Weeks"))
    rows = (("A", 9, 8), ("B", 10, 2), ("C", 10, 3), ("D", 70, 9), ("E", 0, 9))
    table = release(Draft("reports", "Reports", columns, rows, source_class="community"))
    assert numbers(table) == [None, None, "10 to 19", "50 or more", None]
    assert set(table.reasons.values()) == {"suppressed"}


def test_community_reports_without_weeks_are_refused() -> None:
    with pytest.raises(DisclosureError, match="how many weeks"):
        release(draft([20], "community"))


def test_a_missing_value_keeps_its_reason_and_loses_its_figure() -> None:
    table = release(
        Draft("t", "T", COLUMNS, (("A", None),), reasons={(0, "n"): "gap"}, figures={(0, "n"): "panel/a=b/n"})
    )
    assert table.reasons == {(0, "n"): "gap"}
    assert table.figures == {}
    assert shown(table, 0, COLUMNS[1]) == "gap"


def test_an_unknown_reason_is_refused() -> None:
    with pytest.raises(DisclosureError, match="not a known reason"):
        release(Draft("t", "T", COLUMNS, (("A", None),), reasons={(0, "n"): "dunno"}))


def test_nothing_makes_a_released_table_but_the_door() -> None:
    with pytest.raises(DisclosureError, match="did not pass the door"):
        Released("t", "T", COLUMNS, (), "open", Edition.PUBLIC, "Public")


def test_an_allow_list_cuts_columns_and_refuses_a_table_that_nobody_listed() -> None:
    allow = AllowList.parse({"people": {"partner": ["place"], "public": []}})
    cut = allow.cut(draft([1, 2]), Edition.PARTNER)
    assert cut is not None
    assert [column.name for column in cut.columns] == ["place"]
    assert cut.rows == (("Place 0",), ("Place 1",))
    assert allow.cut(draft([1]), Edition.PUBLIC) is None
    assert allow.cut(draft([1]), Edition.RESTRICTED) is None
    with pytest.raises(DisclosureError, match="No allow-list names"):
        AllowList.parse({}).cut(draft([1]), Edition.PUBLIC)
