"""Planted recoveries are held by the intervals; where nothing happened few places are said to have bent."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(ROOT))
    import benchmarks.shocks as module

    yield module
    sys.modules.pop("benchmarks.shocks", None)


def test_planted_recoveries_are_held(bench):
    shares = np.mean([bench.covered(*bench.planted(seed)) for seed in range(3)], axis=0)
    assert 0.75 <= shares[0] <= 0.90 and 0.75 <= shares[1] <= 0.92


@pytest.mark.real_data
def test_where_nothing_happened_nothing_is_said(bench, real_places: Path):
    from hedgerow.places.shocks import measure_shock

    result = measure_shock(bench.nothing_happened(real_places))
    for kind in ("pfa", "lad", "lsoa"):
        inside, bent = bench.quiet(result, kind)
        assert 0.75 <= inside <= 0.92, kind
        assert bent <= 0.06, kind
