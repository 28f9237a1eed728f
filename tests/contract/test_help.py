"""The help of a command is printed as written: words in square brackets would be taken for markup."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from typer.main import get_command

from hedgerow.cli.app import app


def texts(command: Any, path: str = "hedgerow") -> Iterator[tuple[str, str]]:
    yield path, command.help or ""
    for parameter in command.params:
        yield f"{path} {parameter.name}", getattr(parameter, "help", None) or ""
    for name, child in getattr(command, "commands", {}).items():
        yield from texts(child, f"{path} {name}")


@pytest.mark.parametrize(("where", "text"), list(texts(get_command(app))))
def test_no_word_of_the_help_is_lost(where: str, text: str) -> None:
    assert "[" not in text, where
