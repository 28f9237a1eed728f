"""What each publisher offers: definitions read from the TOML files in `publishers/`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from hedgerow.errors import NotFoundError, SettingsError

_KEYS = {"title", "licence", "vintage", "columns", "without", "name", "kind", "homepage", "download", "note"}
KINDS = ("police", "table", "boundaries", "own")


@dataclass(frozen=True)
class Source:
    """One thing that a publisher offers, and how a file of it is known.

    Attributes
    ----------
    name
        Stable name, used in `FoundFile.source` and in the table source_file.
    kind
        ``police`` (read row for row), ``table``, ``boundaries`` or ``own`` (a person's own table).
    columns
        Columns that must be there, as regular expressions over canonical names (see `headers`).
    without
        Columns that must not be there, likewise.
    file_name
        Regular expression that the file's name must hold, where the columns alone do not decide.
    download
        Address template for `hedgerow source get`; empty where the publisher has no steady address.
    """

    name: str
    title: str
    publisher: str
    licence: str
    homepage: str
    vintage: str
    kind: str = "table"
    columns: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    file_name: str = ""
    download: str = ""
    note: str = ""

    def fits(self, columns: frozenset[str], file_name: str) -> bool:
        """Whether a file with these canonical columns and this name is one of this source."""
        return (
            self.kind != "own"
            and all(any(re.fullmatch(pattern, column) for column in columns) for pattern in self.columns)
            and not any(re.fullmatch(pattern, column) for pattern in self.without for column in columns)
            and (not self.file_name or re.search(self.file_name, file_name.lower()) is not None)
        )


def _read_publisher(text: str, origin: str) -> list[Source]:
    data: dict[str, Any] = tomllib.loads(text)
    publisher = data.pop("publisher")
    found = []
    for name, body in data.items():
        unknown = sorted(set(body) - _KEYS)
        if unknown or body.get("kind", "table") not in KINDS:
            raise SettingsError(f"{origin}, source {name}: unknown key or kind: {unknown or body['kind']}.")
        found.append(
            Source(
                name=name,
                title=body["title"],
                publisher=publisher["name"],
                licence=body.get("licence", publisher["licence"]),
                homepage=body.get("homepage", publisher["homepage"]),
                vintage=body.get("vintage", ""),
                kind=body.get("kind", "table"),
                columns=tuple(body.get("columns", ())),
                without=tuple(body.get("without", ())),
                file_name=body.get("name", ""),
                download=body.get("download", ""),
                note=body.get("note", ""),
            )
        )
    return found


def _load() -> Mapping[str, Source]:
    folder = files("hedgerow.places.sources") / "publishers"
    found: dict[str, Source] = {}
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".toml"):
            for source in _read_publisher(entry.read_text("utf-8"), entry.name):
                if source.name in found:
                    raise SettingsError(f"The source {source.name} is defined twice.")
                found[source.name] = source
    return found


SOURCES: Mapping[str, Source] = _load()


def source(name: str) -> Source:
    """Return one source; raise `NotFoundError` for an unknown name."""
    if name not in SOURCES:
        raise NotFoundError(f"There is no source “{name}”.", remedy=f"The sources are: {', '.join(SOURCES)}.")
    return SOURCES[name]
