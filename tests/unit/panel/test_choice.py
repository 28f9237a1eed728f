"""One edition serves a force and month: the fullest, and of equally full ones the one held row for row."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hedgerow.places.panel import Candidate, choose, month_number, month_of, months_between


def one(edition: str, records: float, *, by_row: bool) -> Candidate:
    return Candidate("E23000020", "2019-02", edition, records, by_row)


def serving(*several: Candidate) -> str:
    return choose(several)["E23000020", "2019-02"].edition


def test_the_fullest_serves() -> None:
    assert serving(one("street/a", 100, by_row=True), one("panel/b", 5340, by_row=False)) == "panel/b"


def test_of_equally_full_ones_the_rows_serve() -> None:
    assert serving(one("panel/b", 5340, by_row=False), one("street/a", 5340, by_row=True)) == "street/a"


@given(
    st.permutations([one("p/a", 7, by_row=False), one("p/b", 7, by_row=False), one("p/c", 6, by_row=True)])
)
def test_the_order_in_which_files_are_found_does_not_matter(several: list[Candidate]) -> None:
    assert serving(*several) == "p/b"


def test_months_follow_each_other_over_the_year() -> None:
    assert months_between("2023-11", "2024-02") == ("2023-11", "2023-12", "2024-01", "2024-02")
    assert month_of(month_number("2026-01")) == "2026-01"
