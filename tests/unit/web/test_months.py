"""Months are read as words; what names a month in a file or an address stays as it is."""

from __future__ import annotations

import pytest

from hedgerow.web.months import cell_in_words, in_words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("From 2025-02 to 2026-01.", "From Feb 2025 to Jan 2026."),
        ("panel/month=2025-02..2026-01/n", "panel/month=2025-02..2026-01/n"),
        ("On 2026-11-22", "On 2026-11-22"),
        ("No month 2025-13", "No month 2025-13"),
    ],
)
def test_months_in_a_sentence(text: str, said: str) -> None:
    assert in_words(text) == said


def test_a_month_and_a_long_list_of_months_in_a_cell() -> None:
    assert cell_in_words("2025-06") == "Jun 2025"
    assert cell_in_words("2025-06, 2025-07") == "Jun 2025, Jul 2025"
    assert cell_in_words("2025-06, 2025-07, 2025-08, 2025-10") == "Jun 2025 to Oct 2025, 4 months"
    assert cell_in_words("crime_2025-06.csv") == "crime_2025-06.csv"
    assert cell_in_words("") == ""
