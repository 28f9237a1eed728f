"""The demonstration region: the same seed gives the same bytes, and what was planted is in the files."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections import Counter
from pathlib import Path

import pyarrow.csv
import pytest

from hedgerow.commissioning.initiatives import read_csv
from hedgerow.demo import Truths, generate, make_workspace, read_truths
from hedgerow.errors import NotFoundError, UsageError


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truths]:
    folder = tmp_path_factory.mktemp("demo")
    return folder, generate(folder)


def months(folder: Path, force: str) -> dict[str, bytes]:
    with zipfile.ZipFile(folder / "published" / "police" / f"{force}_street.zip") as archive:
        return {name[:7]: archive.read(name) for name in archive.namelist()}


def lsoas(content: bytes) -> Counter[str]:
    return Counter(pyarrow.csv.read_csv(io.BytesIO(content))["LSOA code"].to_pylist())


def test_the_same_seed_gives_the_same_bytes(made: tuple[Path, Truths], tmp_path: Path) -> None:
    generate(tmp_path)
    for path in sorted(made[0].rglob("*.*")):
        again = tmp_path / path.relative_to(made[0])
        assert hashlib.sha256(path.read_bytes()).digest() == hashlib.sha256(again.read_bytes()).digest(), path


def test_missing_months_have_no_file(made: tuple[Path, Truths]) -> None:
    folder, truths = made
    published = months(folder, truths.missing_force)
    assert not set(truths.missing_months) & set(published)
    assert len(published) == 36 - len(truths.missing_months)


def test_the_partial_month_has_a_fifth_of_its_neighbours_rows(made: tuple[Path, Truths]) -> None:
    folder, truths = made
    rows = {month: content.count(b"\n") for month, content in months(folder, truths.partial_force).items()}
    assert rows[truths.partial_month] == pytest.approx(rows["2025-02"] * truths.partial_share, rel=0.2)


def test_the_artefact_has_no_row_in_any_month(made: tuple[Path, Truths]) -> None:
    folder, truths = made
    force = next(
        f for f in ("amberdale", "brackenshire", "caldermoor") if _has(folder, f, truths.artefact_neighbour)
    )
    assert all(truths.artefact not in lsoas(content) for content in months(folder, force).values())


def _has(folder: Path, force: str, code: str) -> bool:
    return any(code in lsoas(content) for content in list(months(folder, force).values())[5:6])


def test_truths_are_read_back(made: tuple[Path, Truths], tmp_path: Path) -> None:
    assert read_truths(made[0]) == made[1]
    with pytest.raises(NotFoundError):
        read_truths(tmp_path)


def test_planted_places_do_not_overlap(made: tuple[Path, Truths]) -> None:
    truths = made[1]
    groups = [
        truths.resilient,
        truths.burdened,
        truths.silent,
        truths.emerging,
        truths.treated,
        (truths.artefact,),
    ]
    chosen = [code for group in groups for code in group]
    assert len(chosen) == len(set(chosen))


def test_a_workspace_is_not_made_twice(tmp_path: Path) -> None:
    settings = make_workspace(tmp_path / "demo")
    assert settings.region.fictional
    assert [force.slug for force in settings.region.forces] == ["amberdale", "brackenshire", "caldermoor"]
    with pytest.raises(UsageError, match="already is a workspace"):
        make_workspace(tmp_path / "demo")


def test_every_initiative_can_be_recorded(made: tuple[Path, Truths]) -> None:
    read = read_csv((made[0] / "initiatives.csv").read_bytes())
    assert read.rejected == ()
    assert len(read.kept) == 4
    assert read.kept[0].places == made[1].treated
