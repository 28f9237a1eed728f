"""The key that signs names and forms outlasts a restart, and only its owner may read it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from hedgerow.web.signing_key import NAME, kept_key


def test_the_key_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    key = kept_key(tmp_path / "state")
    assert len(key) == 32
    assert kept_key(tmp_path / "state") == key
    assert (tmp_path / "state" / NAME).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "state").iterdir()] == [NAME]


@pytest.mark.parametrize(
    "spoil", [lambda path: path.chmod(0o644), lambda path: path.write_bytes(b"short")], ids=["open", "cut"]
)
def test_a_key_that_others_may_know_is_replaced(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    key = kept_key(tmp_path)
    spoil(tmp_path / NAME)
    new = kept_key(tmp_path)
    assert new != key
    assert kept_key(tmp_path) == new
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600


def test_servers_that_start_at_once_have_one_key(tmp_path: Path) -> None:
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(kept_key(tmp_path))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 12
    assert set(found) == {kept_key(tmp_path)}


def test_where_nothing_can_be_kept_the_process_has_its_own(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert len(kept_key(tmp_path / "file")) == 32
