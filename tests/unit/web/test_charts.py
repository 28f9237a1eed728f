"""Positions of charts: what is not known is a gap, never nought."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hedgerow.disclosure import Draft, ReleasedColumn, release
from hedgerow.web.charts import bars, class_of, lines, ramp
from hedgerow.web.charts.bars import Columns
from hedgerow.web.charts.classes import RAMPS
from hedgerow.web.charts.lines import Point
from hedgerow.web.charts.scale import axis, wrapped

FINITE = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False)


def test_a_missing_month_breaks_the_line_and_is_shaded() -> None:
    points = [Point("2025-01", 5.0), Point("2025-02", 6.0), Point("2025-03", None), Point("2025-04", 7.0)]
    drawing = lines(points, label="x").wide
    assert drawing is not None
    assert len(drawing.paths) == 1
    assert drawing.paths[0].count("L") == 1
    assert len(drawing.singles) == 1
    assert [band.kind for band in drawing.bands] == ["gap"]


def test_a_month_of_nought_is_drawn_on_the_axis() -> None:
    drawing = lines([Point("2025-01", 0.0), Point("2025-02", 4.0)], label="x").wide
    assert drawing is not None
    assert drawing.bands == ()
    assert f"{drawing.bottom:g}" in drawing.paths[0]


def test_a_bar_without_a_value_is_not_drawn_and_says_why() -> None:
    columns = (ReleasedColumn("kind", "Kind"), ReleasedColumn("n", "Crimes", missing="gap"))
    table = release(Draft("t", "T", columns, (("drugs", 3), ("robbery", None))))
    drawing = bars(table, Columns("kind", "n"), label="x", said=("3", "gap")).wide
    assert drawing is not None
    assert drawing.rows[0].end is not None
    assert drawing.rows[1].end is None
    assert drawing.rows[1].said == "gap"


@given(st.lists(FINITE, min_size=2, max_size=2), st.integers(2, 8))
@example([0.0, 5e-324], 2)
def test_an_axis_holds_its_values(ends: list[float], wanted: int) -> None:
    low, high = sorted(ends)
    first, last, steps = axis(low, high, wanted)
    assert first <= low + 1e-6 * max(1, abs(low))
    assert last >= high - 1e-6 * max(1, abs(high))
    assert 2 <= len(steps) <= wanted + 3


@given(st.lists(FINITE, max_size=4), st.one_of(st.none(), FINITE))
def test_a_value_is_in_the_class_whose_limits_hold_it_and_a_missing_one_in_none(
    limits: list[float], value: float | None
) -> None:
    breaks = sorted(limits)
    place = class_of(value, breaks)
    if value is None:
        assert place == -1
    else:
        assert all(cut <= value for cut in breaks[:place])
        assert all(cut > value for cut in breaks[place:])


def test_fewer_classes_take_colours_as_far_apart_as_they_can_be() -> None:
    assert ramp("need", 5) == RAMPS["need"]
    assert ramp("need", 2) == (RAMPS["need"][0], RAMPS["need"][4])
    assert ramp("need", 1) == (RAMPS["need"][2],)


@pytest.mark.parametrize("shades", RAMPS.values(), ids=list(RAMPS))
def test_each_ramp_grows_darker_step_by_step(shades: tuple[str, ...]) -> None:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lights = [light(colour) for colour in shades]
    assert all(a > b * 1.25 for a, b in pairwise(lights))


def test_words_wrap_without_loss() -> None:
    assert " ".join(wrapped("Violence and sexual offences", 16)) == "Violence and sexual offences"
