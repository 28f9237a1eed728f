"""Regions and workspaces are settings: any region of England and Wales works the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from hedgerow.errors import MachineError, NotFoundError, SettingsError, UsageError
from hedgerow.settings import load, read_region, region, region_names, write_new

WHOLE = "england-and-wales"


def test_the_regions_share_out_the_43_forces_once_each() -> None:
    forces = [force for name in region_names() if name != WHOLE for force in region(name).forces]
    assert len(forces) == 43
    assert len({force.slug for force in forces}) == 43
    assert len({force.area_code for force in forces}) == 43


def test_england_and_wales_is_made_of_the_other_regions() -> None:
    parts = {force for name in region_names() if name != WHOLE for force in region(name).area_codes}
    assert set(region(WHOLE).area_codes) == parts
    assert len(region(WHOLE).forces) == 43


def test_an_unknown_region_names_the_known_ones() -> None:
    with pytest.raises(SettingsError, match="east-midlands"):
        read_region("atlantis")


def test_a_region_file_that_cannot_be_read_names_itself(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('slug = "mine"\n', "utf-8")
    with pytest.raises(SettingsError, match=r"mine\.toml"):
        read_region(str(tmp_path / "mine.toml"))


def test_a_new_workspace_is_read_back(tmp_path: Path) -> None:
    extra = tmp_path / "published"
    extra.mkdir()
    made = write_new(tmp_path / "work", region="east-midlands", sources=(extra,))
    assert load(tmp_path / "work") == made
    assert made.source_folders == (tmp_path / "work" / "sources", extra)
    assert len(made.region.forces) == 5


def test_a_workspace_keeps_a_copy_of_a_persons_own_region(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(
        'slug = "mine"\nname = "Mine"\n[[forces]]\nslug = "a"\nname = "A Police"\n'
        'area_code = "E23000001"\narea_name = "A"\n',
        "utf-8",
    )
    write_new(tmp_path / "work", region=str(mine))
    mine.unlink()
    assert load(tmp_path / "work").region.name == "Mine"


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="hedgerow init"):
        load(tmp_path)
    with pytest.raises(UsageError, match="does not exist"):
        write_new(tmp_path / "work", region="east-midlands", sources=(tmp_path / "nowhere",))
    write_new(tmp_path / "work", region="east-midlands")
    with pytest.raises(UsageError, match="already is a workspace"):
        write_new(tmp_path / "work", region="east-midlands")


def test_broken_settings_name_the_file(tmp_path: Path) -> None:
    write_new(tmp_path, region="east-midlands")
    (tmp_path / "hedgerow.toml").write_text("region = \n", "utf-8")
    with pytest.raises(SettingsError, match=r"hedgerow\.toml"):
        load(tmp_path)


def test_a_source_folder_in_the_workspace_moves_with_it(tmp_path: Path) -> None:
    published = tmp_path / "first" / "published"
    published.mkdir(parents=True)
    write_new(tmp_path / "first", region="east-midlands", sources=(published,))
    (tmp_path / "first").rename(tmp_path / "second")
    assert load(tmp_path / "second").source_folders[1] == tmp_path / "second" / "published"


def test_a_source_folder_may_have_any_name(tmp_path: Path) -> None:
    odd = tmp_path / 'the "odd" \\ folder, café'
    odd.mkdir()
    assert write_new(tmp_path / "w", region="east-midlands", sources=(odd,)).source_folders[1] == odd


@pytest.mark.parametrize(
    "line",
    [
        'sources = "/data"',
        "sources = 5",
        "disclosure = 5",
        "[disclosure]\nsmall_count = 0",
        "[disclosure]\nsmall_count = -1",
        '[disclosure]\nsmall_count = "ten"',
    ],
)
def test_a_setting_of_the_wrong_kind_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "hedgerow.toml").write_text(f'region = "east-midlands"\n{line}\n', "utf-8")
    with pytest.raises(SettingsError, match=r"hedgerow\.toml cannot be understood"):
        load(tmp_path)


def test_a_workspace_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    with pytest.raises(MachineError, match="No workspace could be made"):
        write_new(tmp_path / "file" / "w", region="east-midlands")
