"""The specification that the explanation shows is one that is read."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path

from hedgerow.places.composite import spec_of
from hedgerow.places.composite.allowed import WORDS
from hedgerow.places.composite.reading import SECTIONS

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "composite-index.md"


def test_the_example_is_read_and_every_key_and_word_is_named() -> None:
    text = PAGE.read_text("utf-8")
    blocks = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    spec = spec_of(tomllib.loads("\n".join(blocks)))
    assert spec.uncertainty.samples == 100
    assert len(spec.uncertainty.vary) == 5
    for section, kind in SECTIONS.items():
        row = next(line for line in text.splitlines() if line.startswith(f"| `[{section}]`"))
        for field in fields(kind):
            assert field.name in row, f"{section}.{field.name}"
        for word in WORDS.get(f"{section}.method", ()):
            assert word in row, f"{section}: {word}"
