"""Outlines: size in hectares, neighbours both ways, and districts whose lines lie on those of their parts."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from hedgerow.places.geography import Outlines, neighbour_table, outline_table


def grid(columns: int, rows: int, step: float = 0.01) -> Outlines:
    """Squares near Lincoln, named by column and row."""
    boxes = [
        shapely.box(-0.5 + x * step, 53.2 + y * step, -0.5 + (x + 1) * step, 53.2 + (y + 1) * step)
        for x in range(columns)
        for y in range(rows)
    ]
    return Outlines(
        tuple(f"{x}{y}" for x in range(columns) for y in range(rows)), np.array(boxes, dtype=object)
    )


def test_neighbours_touch_by_side_or_corner_in_both_directions() -> None:
    pairs = {tuple(row.values()) for row in neighbour_table(grid(2, 2)).to_pylist()}
    assert len(pairs) == 12
    assert all((b, a) in pairs for a, b in pairs)


def test_an_area_with_no_neighbour_has_no_row() -> None:
    assert len(neighbour_table(grid(1, 1))) == 0


def test_size_is_measured_on_the_british_grid() -> None:
    row = outline_table(grid(1, 1), "lsoa").to_pylist()[0]
    # 0.01 degree by 0.01 degree at 53.2 degrees north is about 668 by 1,113 metres.
    assert row["area_ha"] == pytest.approx(74.3, rel=0.01)
    assert (row["longitude"], row["latitude"]) == (pytest.approx(-0.495), pytest.approx(53.205))


def test_merged_outlines_lose_no_area() -> None:
    squares = grid(3, 2)
    merged = squares.merged({code: "left" if code < "2" else "right" for code in squares.codes})
    assert merged.codes == ("left", "right")
    assert shapely.area(merged.shapes).sum() == pytest.approx(shapely.area(squares.shapes).sum())
    assert [shape.geom_type for shape in merged.shapes] == ["Polygon", "Polygon"]


def test_only_the_wanted_codes_are_kept_in_order() -> None:
    assert grid(2, 2).only(["11", "00", "99"]).codes == ("00", "11")
