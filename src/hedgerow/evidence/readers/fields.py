"""The fields of one tagged record, with an account of which were taken: no value is dropped."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from hedgerow.evidence.readers.text import clean, find_year

_SPACING = re.compile(r"[/\s-]|undefined")
_PAGE = re.compile(r"\d|^[ivxlcdm]+$", re.IGNORECASE)


class Fields:
    """Tags with their values, each value taken at most once."""

    def __init__(self, tags: Mapping[str, Sequence[str]]) -> None:
        self._tags = tags
        self._taken: set[tuple[str, str]] = set()

    def values(self, *names: str) -> list[str]:
        """Return the values of the tags without taking them."""
        return [value for name in names for value in self._tags.get(name, ())]

    def take(self, name: str, value: str) -> None:
        """Say that a value has its place in the record."""
        self._taken.add((name, value))

    def first(self, *names: str) -> str | None:
        """Take the first value that says anything, cleaned."""
        for name in names:
            for value in self._tags.get(name, ()):
                text = clean(value)
                if text:
                    self.take(name, value)
                    return text
        return None

    def every(self, *names: str) -> list[str]:
        """Take every value of the first tag that has any, cleaned."""
        for name in names:
            values = [(value, text) for value in self._tags.get(name, ()) if (text := clean(value))]
            for value, _ in values:
                self.take(name, value)
            if values:
                return [text for _, text in values]
        return []

    def year(self, *names: str) -> int | None:
        """Return the first year; a date that says more than its year is left over."""
        for name in names:
            for value in self._tags.get(name, ()):
                year = find_year(value)
                if year is not None:
                    if _SPACING.sub("", value) == str(year):
                        self.take(name, value)
                    return year
        return None

    def pages(self, first: str, last: str, *whole: str) -> str | None:
        """Take the pages; words that stand in the place of a page are left over."""
        begin, end = (self._page(name) for name in (first, last))
        if begin and end and "-" not in begin and begin != end:
            return f"{begin}-{end}"
        return begin or end or next((page for name in whole if (page := self._page(name))), None)

    def _page(self, name: str) -> str | None:
        for value in self._tags.get(name, ()):
            text = clean(value)
            if text and _PAGE.search(text):
                self.take(name, value)
                return text
        return None

    def rest(self) -> dict[str, tuple[str, ...]]:
        """Return what was not taken, by tag."""
        left = {
            name: tuple(value for value in values if value.strip() and (name, value) not in self._taken)
            for name, values in self._tags.items()
        }
        return {name: values for name, values in left.items() if values}
