"""False alarms of the published and of the calibrated method on the 28 published scenarios."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from benchmarks import surveillance

pytestmark = [pytest.mark.real_data, pytest.mark.slow]


@pytest.mark.parametrize("past", [False, True], ids=["clean", "past outbreaks"])
def test_the_calibrated_method_gives_the_alarms_that_it_promises(shared: Path, past: bool) -> None:
    assert shared.is_dir()
    ratio = surveillance.rates(60, surveillance.own, past=past, step=12)
    for level in surveillance.LEVELS:
        assert 0.8 <= np.median(ratio[level]) <= 1.2


def test_the_published_method_gives_more_than_it_promises(shared: Path) -> None:
    assert shared.is_dir()
    ratio = surveillance.rates(60, surveillance.published, past=False, step=12)
    assert np.median(ratio[0.005]) > 1.3


def test_at_equal_false_alarms_it_finds_at_least_as_many_outbreaks(shared: Path) -> None:
    assert shared.is_dir()
    _, theirs, ours = surveillance.detection(15, 5)
    assert ours >= theirs
