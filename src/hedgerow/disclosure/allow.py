"""Edition allow-lists: which columns of which table each edition may show; what is not listed stays in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hedgerow.disclosure.released import Draft, Edition
from hedgerow.errors import DisclosureError


@dataclass(frozen=True)
class AllowList:
    """Table name to edition to the columns that it may show.

    An edition that is not named for a table, or is given no column, does not get the table.
    """

    tables: Mapping[str, Mapping[Edition, tuple[str, ...]]]

    @classmethod
    def parse(cls, data: Mapping[str, Mapping[str, list[str]]]) -> AllowList:
        """Read it from TOML: ``[table]`` with ``restricted``, ``partner`` and ``public`` lists."""
        return cls(
            {
                table: {Edition(edition): tuple(columns) for edition, columns in editions.items()}
                for table, editions in data.items()
            }
        )

    def columns(self, table: str, edition: Edition) -> tuple[str, ...]:
        """Return what an edition may show of a table; raise `DisclosureError` for a table nobody listed."""
        if table not in self.tables:
            raise DisclosureError(
                f"No allow-list names the table “{table}”, so no edition may show it.",
                remedy="List its columns for each edition that may show them.",
            )
        return self.tables[table].get(edition, ())

    def cut(self, draft: Draft, edition: Edition) -> Draft | None:
        """Return the draft with only what the edition may show, or `None` when that is nothing."""
        allowed = self.columns(draft.name, edition)
        keep = [index for index, column in enumerate(draft.columns) if column.name in allowed]
        if not keep:
            return None
        names = {draft.columns[index].name for index in keep}
        return replace(
            draft,
            columns=tuple(draft.columns[index] for index in keep),
            rows=tuple(tuple(row[index] for index in keep) for row in draft.rows),
            reasons={place: reason for place, reason in draft.reasons.items() if place[1] in names},
            figures={place: figure for place, figure in draft.figures.items() if place[1] in names},
        )
