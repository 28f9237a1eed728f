"""Values as text that a database keeps, and back."""

from __future__ import annotations


def number(value: str) -> int | None:
    """Return text as a number; `None` for nothing."""
    return int(value) if value.isdigit() else None


def storable(value: str) -> str:
    """Return text that every database keeps: no NUL, and no half of a character."""
    value = value.replace("\x00", "")
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-8", "backslashreplace").decode()
    return value
