"""The note beside a person's own table: title, owner, licence, source class, period."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from hedgerow.errors import SettingsError

CLASSES = ("open", "partner", "community")
_KEYS = {"title", "owner", "licence", "source_class", "period", "area_column", "measures"}


@dataclass(frozen=True)
class Note:
    """What a person says of a table; where nothing is said, it is a partner's and may not leave.

    `area_column` and `measures` settle what the values leave open.
    """

    title: str
    owner: str = "not stated"
    licence: str = "not stated: ask its owner before it leaves"
    source_class: str = "partner"
    period: str = ""
    area_column: str = ""
    measures: tuple[str, ...] = ()

    def text(self) -> str:
        """Return the note as it is written beside the table."""
        rows = [f"{key} = {json.dumps(getattr(self, key), ensure_ascii=False)}\n" for key in _ORDER]
        return "# What this table is; `hedgerow build` reads it. Change what is wrong.\n" + "".join(rows)


_ORDER = ("title", "owner", "licence", "source_class", "period")


def read_note(table: Path) -> Note:
    """Return the note of the table at `table`; the safe defaults where there is none.

    Raises
    ------
    SettingsError
        When the note cannot be understood, or names an unknown key or class.
    """
    path = table.with_suffix(".toml")
    if not path.is_file():
        return Note(title=table.stem)
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name} cannot be understood.", cause=f"{error}.") from error
    unknown = sorted(set(data) - _KEYS)
    if unknown:
        raise SettingsError(
            f"{path.name} has the unknown key {unknown[0]}.",
            remedy=f"The keys are: {', '.join(sorted(_KEYS))}.",
        )
    note = Note(**{"title": table.stem, **data, "measures": tuple(data.get("measures", ()))})
    if note.source_class not in CLASSES:
        raise SettingsError(
            f"{path.name} has the source class “{note.source_class}”.",
            remedy=f"Choose one of: {', '.join(CLASSES)}.",
        )
    return note
