"""Forms that a person sends: the fields, what was wrong with them, and what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from hedgerow.errors import HedgerowError, InputError
from hedgerow.web.blocks import OwnBlock
from hedgerow.web.csrf import check
from hedgerow.web.filters import Choice
from hedgerow.web.site import site

LARGEST = 40 << 20


@dataclass(frozen=True)
class Field:
    """One field: text, area, file, select, radio or check."""

    name: str
    label: str
    kind: str = "text"
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    accept: str = ""
    required: bool = False


@dataclass(frozen=True)
class Sent:
    """What was sent: text by field, several values of a check, and files: the first, and all of a field."""

    values: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)
    uploads: Mapping[str, tuple[tuple[str, bytes], ...]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return what was typed in a field."""
        return self.values.get(name, "").strip()

    def or_none(self, name: str) -> str | None:
        """Return what was typed, or `None` for nothing."""
        return self.text(name) or None


async def sent(request: Request, *, most_files: int = 2, most_fields: int = 60) -> Sent:
    """Read a form and refuse one that is not ours.

    Raises
    ------
    ForgedFormError
        When it did not come from one of our own pages.
    InputError
        When a file is too large.
    """
    async with request.form(max_files=most_files, max_fields=most_fields) as form:
        check(site(request).secret, request, str(form.get("csrf", "")))
        return await _read(form)


async def _read(form: FormData) -> Sent:
    values: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    files: dict[str, tuple[str, bytes]] = {}
    uploads: dict[str, tuple[tuple[str, bytes], ...]] = {}
    for name in form:
        every = form.getlist(name)
        lists[name] = tuple(one for one in every if isinstance(one, str))
        if isinstance(every[0], UploadFile):
            read = [await _file(one) for one in every if isinstance(one, UploadFile)]
            uploads[name] = tuple((title, content) for title, content in read if title)
            files[name] = read[0]
        else:
            values[name] = str(every[0])[:20_000]
    return Sent(values, lists, files, uploads)


async def _file(upload: UploadFile) -> tuple[str, bytes]:
    content = await upload.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise InputError(
            f"The file {upload.filename} is larger than {LARGEST >> 20} MB.",
            remedy="Send a smaller file, or add it with the command line.",
        )
    return Path(upload.filename or "").name, content


def form(
    action: str,
    fields: tuple[Field, ...],
    *,
    button: str,
    given: Sent | None = None,
    wrong: HedgerowError | None = None,
    upload: bool = False,
) -> OwnBlock:
    """Return a form, with what was typed and what was wrong where it comes back."""
    values: dict[str, Any] = {
        "action": action,
        "fields": fields,
        "button": button,
        "given": given or Sent(),
        "wrong": wrong,
        "upload": upload,
    }
    said = {"action": action, "fields": [field.name for field in fields]}
    return OwnBlock("form", values, said=said | ({"error": wrong.as_dict()} if wrong else {}))


class Kept:
    """A file that was sent, on the disk under its own name for as long as the block lasts."""

    def __init__(self, name: str, content: bytes) -> None:
        self._folder = TemporaryDirectory(prefix="hedgerow-")
        self._name = Path(name).name or "file"
        self._content = content

    def __enter__(self) -> Path:
        """Write it."""
        path = Path(self._folder.name) / self._name
        path.write_bytes(self._content)
        return path

    def __exit__(self, *_: object) -> None:
        """Take it away."""
        self._folder.cleanup()
