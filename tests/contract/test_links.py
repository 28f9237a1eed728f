"""Every link of the documentation leads to a file that is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("validation/**/*.md")])
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    targets = [target.strip() for target in LINK.findall(page.read_text("utf-8")) if "://" not in target]
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert not missing, missing


@pytest.mark.parametrize("folder", ["how-to", "explanation"])
def test_the_index_names_every_page(folder: str) -> None:
    named = set(LINK.findall((ROOT / "docs" / "README.md").read_text("utf-8")))
    pages = {f"{folder}/{page.name}" for page in (ROOT / "docs" / folder).glob("*.md")}
    assert not pages - named, pages - named


def _anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_into_a_page_lead_to_a_heading(page: Path) -> None:
    for target, anchor in re.findall(r"\]\(([^):#]*)#([^)]+)\)", page.read_text("utf-8")):
        assert anchor in _anchors(page.parent / target if target else page), (target, anchor)


def test_the_glossary_is_in_order_and_says_each_word_once() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    words = [word.casefold() for word in re.findall(r"^\| ([^|]+?) \|", text, re.M)[1:]]
    assert words == sorted(set(words), key=lambda word: word.replace(" (", "~("))
