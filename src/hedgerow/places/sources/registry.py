"""What each publisher offers: definitions read from the TOML files in `publishers/`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from hedgerow.errors import NotFoundError, SettingsError
from hedgerow.places.sources.form import KEYS as FORM_KEYS
from hedgerow.places.sources.form import Form, parse_form

_OWN_KEYS = {"title", "licence", "vintage", "kind", "homepage", "download", "note", "forms"}
_KEYS = _OWN_KEYS | FORM_KEYS
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
    forms
        The forms that it comes in (see `form`), the tidy one first.
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
    forms: tuple[Form, ...] = ()
    download: str = ""
    note: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the first form."""
        return self.forms[0].columns if self.forms else ()

    @property
    def files(self) -> str:
        """The publisher's files that are read, each with whether its header was seen."""
        named = (form for form in self.forms if form.file)
        return "; ".join(
            form.file if form.status == "seen" else f"{form.file} (unverified)" for form in named
        )

    def form(self, columns: frozenset[str], file_name: str) -> Form | None:
        """Return the form of a file with these canonical columns and this name: the most exacting."""
        fitting = [form for form in self.forms if form.fits(columns, file_name)]
        return max(fitting, key=lambda form: len(form.required), default=None)

    def fits(self, columns: frozenset[str], file_name: str) -> bool:
        """Whether a file with these canonical columns and this name is one of this source."""
        return self.form(columns, file_name) is not None


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
                forms=_forms(body, f"{origin}, source {name}"),
                download=body.get("download", ""),
                note=body.get("note", ""),
            )
        )
    return found


def _forms(body: dict[str, Any], origin: str) -> tuple[Form, ...]:
    """Return the forms; the keys of the source itself describe the first one."""
    own = {key: value for key, value in body.items() if key in FORM_KEYS}
    given = ([own] if own.get("columns") else []) + list(body.get("forms", ()))
    return tuple(parse_form(one, origin) for one in given)


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
