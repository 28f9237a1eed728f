"""The figures that documents cite are those that were kept."""

from __future__ import annotations

import json

from benchmarks import Figure, cost, peak_rss
from benchmarks.__main__ import KEPT, PAGE, in_words, names, page


def test_the_page_is_made_from_the_kept_figures() -> None:
    assert PAGE.read_text("utf-8") == page(json.loads(KEPT.read_text("utf-8")))


def test_a_goal_has_a_side() -> None:
    assert Figure("a", "rows", 600, "rows/CPU s", 500).reached is True
    assert Figure("a", "memory", 600, "MB", 500, more_is_better=False).reached is False
    assert Figure("a", "rows", 600, "rows").reached is None


def test_costs_are_measured() -> None:
    with cost() as spent:
        sum(range(200_000))
    assert spent.cpu > 0
    assert spent.wall > 0
    assert peak_rss() > 1


def test_what_was_skipped_or_failed_is_said() -> None:
    assert "reading" in names()
    text = in_words({"a": {"skipped": "no data", "figures": []}, "b": {"failed": "why", "figures": []}})
    assert "a: no data" in text
    assert "b: why" in text
