"""What a reader is given: the name and the bytes of a file, its text where it is text, and wanted columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from hedgerow.evidence.readers.text import decode

BINARY = "binary"
_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True)
class Given:
    """A file as it was given, never trusted by its name.

    Attributes
    ----------
    name
        For messages only.
    columns
        For tables: which heading holds which field; empty leaves it to the usual spellings.
    """

    name: str
    data: bytes
    columns: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_text(cls, text: str, name: str = "text") -> Given:
        """Return text as if it had been given as a file of UTF-8."""
        return cls(name, text.encode("utf-8", "surrogatepass"))

    @cached_property
    def packed(self) -> bool:
        """Whether it is a container, such as a zip or an old workbook, and no text."""
        return self.data.startswith(_MARKS)

    @cached_property
    def _decoded(self) -> tuple[str, str]:
        return ("", BINARY) if self.packed else decode(self.data)

    @property
    def text(self) -> str:
        """The text; empty for a container."""
        return self._decoded[0]

    @property
    def encoding(self) -> str:
        """How the bytes were decoded."""
        return self._decoded[1]
