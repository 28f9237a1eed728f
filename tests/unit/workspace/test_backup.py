"""A backup holds what nobody else has, and is refused when one byte of it is wrong."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from hedgerow.errors import InputError, UsageError
from hedgerow.workspace import Workspace, create_workspace, open_workspace
from hedgerow.workspace.backup import backup, restore


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    workspace = create_workspace(tmp_path / "here", region="east-midlands")
    (workspace.root / "sources" / "own").mkdir()
    (workspace.root / "sources" / "own" / "a.csv").write_text("lsoa21,calls\nE01000001,3\n")
    with workspace.database.writing("an analyst") as writer:
        from hedgerow.store import audit

        audit.append(writer.connection, actor="an analyst", action="try", thing="backup")
    return workspace


def test_what_was_backed_up_comes_back_with_its_audit_chain(place: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "copies" / "backup.zip"
    done = backup(place.root, file)
    assert done.audit_entries == 1
    restore(file, tmp_path / "there")
    again = open_workspace(tmp_path / "there")
    assert again.settings.region.slug == "east-midlands"
    assert (again.root / "sources" / "own" / "a.csv").read_text().endswith("3\n")
    assert again.database.verify().head.hash == done.audit_head
    assert '"at"' in (place.state / "backups.jsonl").read_text()
    for workspace in (place, again):
        workspace.database.close()


def test_a_workspace_is_never_restored_over_another(place: Workspace, tmp_path: Path) -> None:
    backup(place.root, tmp_path / "b.zip")
    with pytest.raises(UsageError, match="already is a workspace"):
        restore(tmp_path / "b.zip", place.root)
    place.database.close()


@pytest.mark.parametrize("harm", ["cut", "changed", "escape"])
def test_a_damaged_backup_is_refused_and_nothing_is_made(place: Workspace, tmp_path: Path, harm: str) -> None:
    file = tmp_path / "b.zip"
    backup(place.root, file)
    place.database.close()
    if harm == "cut":
        file.write_bytes(file.read_bytes()[:-200])
    else:
        with zipfile.ZipFile(file) as archive:
            entries = {name: archive.read(name) for name in archive.namelist()}
        if harm == "changed":
            entries["sources/own/a.csv"] = b"lsoa21,calls\nE01000001,4\n"
        else:
            entries["backup.json"] = entries["backup.json"].replace(
                b"sources/own/a.csv", b"../../escaped.csv"
            )
        with zipfile.ZipFile(file, "w") as archive:
            for name, content in entries.items():
                archive.writestr(name, content)
    with pytest.raises(InputError):
        restore(file, tmp_path / "there")
    assert not (tmp_path / "there" / "hedgerow.toml").exists()
    assert not (tmp_path / "escaped.csv").exists()
