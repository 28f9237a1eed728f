"""The doctor looks at every review: its log, its references and the originals of its files."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from hedgerow.workspace import Workspace, create_workspace, open_workspace
from hedgerow.workspace.adding import import_evidence
from hedgerow.workspace.backup import backup, restore
from hedgerow.workspace.doctor import doctor


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    workspace = create_workspace(tmp_path / "here", region="east-midlands")
    for name in ("one", "two"):
        (tmp_path / f"{name}.ris").write_text(f"TY  - JOUR\nTI  - Number {name}\nER  - \n", "utf-8")
    import_evidence(workspace, [tmp_path / "one.ris", tmp_path / "two.ris"], actor="Ada")
    return workspace


def test_whole_reviews_are_whole_also_after_a_backup_came_back(place: Workspace, tmp_path: Path) -> None:
    before = doctor(place.root).reviews
    assert [(one["review"], one["state"], one["events"]) for one in before] == [("main", "whole", 3)]
    backup(place.root, tmp_path / "b.zip")
    restore(tmp_path / "b.zip", tmp_path / "there")
    assert doctor(tmp_path / "there").reviews == before
    open_workspace(tmp_path / "there").database.close()
    place.database.close()


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        ("UPDATE review_event SET actor = 'Eve' WHERE sequence = 2", "was changed"),
        ("DELETE FROM review_event WHERE sequence = 3", "is gone; the audit chain says"),
        ("DELETE FROM review_event", "is gone; the audit chain says"),
        ("DELETE FROM reference WHERE ordinal = 1 AND raw LIKE '%one%'", "one.ris gave 1 references, and 0"),
        ("UPDATE document SET content = x'00'", "The original of one.ris is changed"),
        ("DELETE FROM document", "The original of one.ris is gone"),
    ],
)
def test_what_was_changed_behind_its_back_is_found(place: Workspace, harm: str, words: str) -> None:
    with place.database.writing("Eve") as writer:
        writer.connection.execute(text(harm))
    found = doctor(place.root)
    place.database.close()
    assert [one["state"] for one in found.reviews] == ["broken"]
    assert words in found.reviews[0]["text"]
    assert not found.healthy
    assert f"broken: {found.reviews[0]['text']}" in found.page().reviews[0]
