"""A figure: two drawings of the same table, and the table."""

from __future__ import annotations

from dataclasses import dataclass

from hedgerow.disclosure import Released

WIDE, SMALL = 900.0, 340.0


@dataclass(frozen=True)
class Figure:
    """A figure with its table twin.

    Attributes
    ----------
    wide, small
        Whole SVG elements, for a wide and for a narrow window; `wide` is what a file holds.
    """

    name: str
    title: str
    description: str
    wide: str
    small: str
    table: Released

    def file(self) -> bytes:
        """Return the figure as the content of an SVG file."""
        return b'<?xml version="1.0" encoding="UTF-8"?>\n' + self.wide.encode()
