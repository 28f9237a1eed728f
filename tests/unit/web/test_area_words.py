"""What stands out of an area, in sentences."""

from __future__ import annotations

from hedgerow.disclosure import Draft, ReleasedColumn, release
from hedgerow.web.pages.area_words import gathered, standing_out

COLUMNS = tuple(ReleasedColumn(name, name) for name in ("title", "value", "unit", "index", "below"))


def test_kinds_of_which_the_same_is_said_are_told_at_once() -> None:
    said = ("Violence: as expected.", "Drugs: cannot tell.", "All crime: as expected.", "Nothing else.")
    assert gathered(said) == ("Violence and all crime: as expected.", "Drugs: cannot tell.", "Nothing else.")


def test_only_what_most_of_the_region_has_less_or_more_of_stands_out() -> None:
    rows = (
        ("Out of work", 15.0, "% of working-age people", "need", 95.0),
        ("Overcrowded homes", 4.25, "% of households", "context", 50.0),
        ("Clubs", 2.0, "score", "strength", 3.0),
        ("Residents", 9000.0, "people", "context", 100.0),
    )
    table = release(Draft("one", "One", COLUMNS, rows))
    high, low = standing_out(table, small=True)
    assert (
        high == "Higher than in nine of ten of the region’s LSOAs: Out of work (15 % of working-age people)."
    )
    assert low == "Lower than in nine of ten of the region’s LSOAs: Clubs (2, score)."
    assert (
        "No indicator stands out"
        in standing_out(release(Draft("one", "One", COLUMNS, rows[1:2])), small=True)[0]
    )
