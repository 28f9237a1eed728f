"""Missing is never zero: each rule of the gap register on forces made for it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hedgerow.places.gaps import Outage, Seen, judge, published, register
from hedgerow.places.panel import months_between

MONTHS = months_between("2023-01", "2025-12")
PEERS = 8


def seen(*forces: np.ndarray, residents: float = 1_000_000) -> Seen:  # type: ignore[type-arg]
    """Eight steady forces with a season, and the given ones."""
    season = 1 + 0.1 * np.sin(np.arange(len(MONTHS)) * np.pi / 6)
    steady = [7000 * season * (0.8 + 0.05 * n) for n in range(PEERS)]
    records = np.array([*steady, *(force * season for force in forces)], dtype=float)
    names = tuple(f"E2300000{n}" for n in range(len(records)))
    return Seen(names, MONTHS, records, np.full(len(records), residents))


def force(**months: float) -> np.ndarray:  # type: ignore[type-arg]
    """A force at 7,000 a month; ``m12=100`` sets month 12."""
    level = np.full(len(MONTHS), 7000.0)
    for name, value in months.items():
        level[int(name[1:])] = value
    return level


def states(*forces: np.ndarray) -> list[str]:  # type: ignore[type-arg]
    return list(judge(seen(*forces)).state[PEERS])


def test_steady_forces_have_no_gap() -> None:
    assert list(register(judge(seen()))) == []


def test_a_force_without_any_row_is_missing_in_all_months() -> None:
    gaps = list(register(judge(seen(np.zeros(len(MONTHS))))))
    assert [(gap.first, gap.last, gap.kind) for gap in gaps] == [("2023-01", "2025-12", "missing")]


def test_residual_rows_in_every_month_fill_no_gap() -> None:
    """Its own median is as low as every month, so only the other forces' rate tells."""
    gaps = list(register(judge(seen(np.full(len(MONTHS), 80.0)))))
    assert [(gap.first, gap.last, gap.kind) for gap in gaps] == [("2023-01", "2025-12", "missing")]
    assert "other forces" in gaps[0].source
    assert "expected" in gaps[0].note


def test_a_month_that_no_file_tells_of_is_missing_and_not_zero() -> None:
    judged = judge(seen(force(m5=np.nan)))
    assert judged.state[PEERS, 5] == "missing"
    assert [gap.note for gap in register(judged)] == ["No file tells of these months."]


def test_months_far_below_the_usual_level_are_partial() -> None:
    assert states(force(m3=3500, m4=3400))[2:6] == ["complete", "partial", "partial", "complete"]


def test_seven_low_months_at_the_start_are_all_found() -> None:
    """A median of raw counts finds one of them; beside the other forces all seven stand out."""
    low = force(**{f"m{n}": 4100 for n in range(7)})
    assert states(low)[:8] == ["partial"] * 7 + ["complete"]


def test_a_dip_is_kept_and_marked_unusual() -> None:
    assert states(force(m10=5900))[10] == "unusual"
    assert states(force(m10=6250))[10] == "unusual"


def test_ordinary_noise_is_complete() -> None:
    noise = np.random.default_rng(1).normal(1, 0.02, len(MONTHS))
    assert set(states(force() * noise)) == {"complete"}


def test_the_low_side_of_a_lasting_step_is_unusual() -> None:
    step = force(**{f"m{n}": 5400 for n in range(20)})
    found = states(step)
    assert found[:20] == ["unusual"] * 20
    assert found[20:] == ["complete"] * 16


def test_few_forces_are_held_against_their_own_count() -> None:
    """Three forces are too few to compare with: its own median serves."""
    records = np.full((3, len(MONTHS)), 1500.0)
    records[1, 7], records[2, 9] = 300.0, 30.0
    judged = judge(Seen(("a", "b", "c"), MONTHS, records, np.full(3, 130_000.0)))
    assert (judged.state[1, 7], judged.state[2, 9]) == ("partial", "missing")
    assert (judged.state == "complete").sum() == records.size - 2


def test_an_open_outage_holds_only_while_a_rule_finds_something_amiss() -> None:
    outage = Outage(f"E2300000{PEERS}", "2023-01", None, "missing", "A notice")
    judged = judge(seen(force(m3=3500)), [outage])
    gaps = list(register(judged))
    assert [(gap.first, gap.last, gap.kind) for gap in gaps] == [("2023-04", "2023-04", "missing")]
    assert gaps[0].source.startswith("A notice; ")


def test_an_outage_with_an_end_holds_in_all_its_months() -> None:
    outage = Outage(f"E2300000{PEERS}", "2023-02", "2023-03", "partial", "A notice")
    assert list(judge(seen(force()), [outage]).state[PEERS][:4]) == [
        "complete",
        "partial",
        "partial",
        "complete",
    ]


def test_the_published_outages_name_greater_manchester() -> None:
    held = {outage.area: outage for outage in published()}
    assert (held["E23000005"].first, held["E23000005"].last) == ("2019-07", None)
    assert all(outage.citation for outage in held.values())


def test_one_month_and_one_force_is_no_error() -> None:
    judged = judge(Seen(("a",), ("2025-01",), np.array([[10.0]]), np.array([np.nan])))
    assert judged.state.tolist() == [["complete"]]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, PEERS - 1), min_size=PEERS, max_size=PEERS, unique=True), st.integers(0, 35))
def test_the_order_of_the_forces_does_not_matter(order: list[int], month: int) -> None:
    base = seen()
    base.records[3, month] = 900.0
    mixed = Seen(tuple(base.areas[n] for n in order), MONTHS, base.records[order], base.residents[order])
    first = {gap.area: gap for gap in register(judge(base))}
    second = {gap.area: gap for gap in register(judge(mixed))}
    assert first == second
    assert set(first) == {"E23000003"}


def test_a_gap_says_what_was_seen_and_expected() -> None:
    gap = next(register(judge(seen(force(m3=3500)))))
    assert gap.note == pytest.approx(gap.note)
    assert "records a month seen" in gap.note
