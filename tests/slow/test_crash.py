"""Killed at any moment, the build resumes to the same bytes, and nothing half-made is ever in place."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from hedgerow.workspace import create_workspace

HERE = Path(__file__).parent
Contents = dict[str, bytes]


def contents(root: Path) -> Contents:
    """Everything that the build makes, but what is still staged."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in ("lake", "out")
        for path in sorted((root / folder).rglob("*"))
        if path.is_file() and ".staging" not in path.parts and path.suffix != ".writing"
    }


def wipe(root: Path) -> None:
    for folder in ("lake", "out", ".hedgerow"):
        shutil.rmtree(root / folder, ignore_errors=True)
        (root / folder).mkdir()


@dataclass
class Crasher:
    """Runs a command over a workspace and kills it at random moments."""

    command: Sequence[str]
    root: Path
    random: random.Random

    def whole(self) -> tuple[Contents, float]:
        """Build once without a kill; return what it made and how long it took."""
        wipe(self.root)
        began = time.monotonic()
        subprocess.run(self.command, check=True, capture_output=True)
        return contents(self.root), time.monotonic() - began

    def killed(self, within: float) -> bool:
        """Start the build and kill it within so many seconds; return whether it was still running."""
        process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(self.random.uniform(0.0, within))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return True
        return False

    def crash(self, kills: int) -> None:
        """Kill `kills` running builds; hold what is in place against an undisturbed build after each."""
        reference, seconds = self.whole()
        assert reference
        wipe(self.root)
        done = 0
        while done < kills:
            if not self.killed(seconds):
                assert contents(self.root) == reference, "a build that was killed before came out otherwise"
                wipe(self.root)
                continue
            done += 1
            for name, data in contents(self.root).items():
                assert name == "lake/manifest.json" or data == reference[name], f"{name} was half-made"
        subprocess.run(self.command, check=True, capture_output=True)
        assert contents(self.root) == reference
        assert not (self.root / "lake" / ".staging").exists()


@pytest.fixture
def crasher(tmp_path: Path) -> Callable[[Sequence[str], Path], Crasher]:
    seed = 20260

    def make(command: Sequence[str], root: Path) -> Crasher:
        return Crasher(command, root, random.Random(seed))

    return make


def test_five_kills_of_a_toy_build(crasher: Callable[..., Crasher], tmp_path: Path) -> None:
    root = create_workspace(tmp_path / "toy", region="east-midlands").root
    crasher([sys.executable, str(HERE / "crash_road.py"), str(root)], root).crash(5)


@pytest.mark.slow
def test_a_hundred_kills_of_the_demonstration(crasher: Callable[..., Crasher], tmp_path: Path) -> None:
    root = tmp_path / "demo"
    hedgerow = [sys.executable, "-m", "hedgerow"]
    subprocess.run([*hedgerow, "demo", str(root)], check=True, capture_output=True)
    crasher([*hedgerow, "build", str(root)], root).crash(100)
