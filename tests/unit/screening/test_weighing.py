"""Agreement on the overlap, marked words, the second model, and what is weighed before stopping."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hedgerow.errors import EstimateError
from hedgerow.evidence.review import Event
from hedgerow.evidence.screening.acts import draw_audit, stop
from hedgerow.evidence.screening.marking import marked, own_words, words_of
from hedgerow.evidence.screening.overlap import overlap
from hedgerow.evidence.screening.second import second_order
from hedgerow.evidence.screening.state import screening_state
from hedgerow.evidence.screening.stopping import Stopping, stopping
from screening_events import alone, event, protocol, read


def worked_example() -> list[Event]:
    """Both take on 20, each alone 5, neither 970: agreement .990, kappa .795, AC1 .9895."""
    said = [("include", "include")] * 20 + [("include", "exclude")] * 5
    said += [("exclude", "include")] * 5 + [("exclude", "exclude")] * 970
    return [
        read(2 * n + place, f"u{n}", decision, "AB"[place], how="double" if place else "rank")
        for n, pair in enumerate(said)
        for place, decision in enumerate(pair)
    ]


def test_the_worked_example_through_the_log() -> None:
    units = alone(*(f"u{n}" for n in range(1000)))
    found = overlap(screening_state(worked_example(), units, protocol("double")).title, draws=200)
    figures = found.two.figures
    assert (figures.observed, figures.kappa, figures.ac1) == pytest.approx((0.990, 0.795, 0.9895), abs=5e-4)
    assert figures.positive == pytest.approx(40 / 50)
    assert figures.negative == pytest.approx(1940 / 1950)
    assert (found.both, found.read, found.random, found.warning) == (1000, 1000, True, "")


@pytest.mark.parametrize(
    ("policy", "how", "random", "words"),
    [
        ("sample", "sample", True, ""),
        ("double", "double", False, "order of the ranking"),
        ("liberal", "exclusion", False, "first excluded"),
        ("single", "again", False, "no others"),
    ],
)
def test_how_the_overlap_arose_decides_the_warning(policy: str, how: str, random: bool, words: str) -> None:
    events = [
        read(1, "a", "exclude", "A"),
        read(2, "a", "exclude", "B", how=how),
        read(3, "b", "include", "A"),
    ]
    found = overlap(screening_state(events, alone(*"abc"), protocol(policy)).title, draws=50)
    assert (found.both, found.read, found.random) == (1, 2, random)
    assert words in found.warning
    assert bool(words) == bool(found.warning)


def test_maybe_is_counted_both_ways_and_a_resolution_not_at_all() -> None:
    events = [read(1, "a", "include", "A"), read(2, "a", "maybe", "B", how="double")]
    events += [read(3, "b", "include", "A"), read(4, "b", "exclude", "B", how="double")]
    settled = event(9, "conflict_resolved", ("b",), "C", stage="title_abstract", decision="include")
    found = overlap(screening_state([*events, settled], alone(*"ab"), protocol("double")).title, draws=50)
    assert found.raters == ("A", "B")
    assert (found.two.figures.observed, found.three.figures.observed) == (0.5, 0.0)


def test_reasons_at_full_text_are_compared_where_both_exclude() -> None:
    pairs = (("a", "A"), ("a", "B"), ("b", "A"), ("b", "B"))
    begin = [read(n, name, "include", who) for n, (name, who) in enumerate(pairs)]
    reasons = (("a", "A", "Wrong design"), ("a", "B", "wrong design"), ("b", "A", "x"), ("b", "B", "y"))
    later = [
        read(10 + n, name, "exclude", who, "full_text", reason=reason)
        for n, (name, who, reason) in enumerate(reasons)
    ]
    state = screening_state([*begin, *later], alone(*"ab"), protocol("double", "double"))
    found = overlap(state.full, draws=50)
    assert found.reasons is not None
    assert found.reasons.figures.observed == 0.5


@settings(deadline=None)  # the first call loads the stop words
@given(st.text(max_size=80), st.lists(st.text(max_size=8), max_size=4))
def test_marking_changes_no_letter(text: str, own: list[str]) -> None:
    pieces = marked(text, words_of([text[:20]]), own_words(",".join(own)))
    assert "".join(piece.text for piece in pieces) == text


def test_words_are_marked_whole_and_plural_alike() -> None:
    words = words_of(["Include studies of gangs and violence"])
    assert words == {"gang", "violence"}
    pieces = marked("A gang's violence; gangland.", frozenset({"violence"}), ["gang"])
    assert [(piece.text, piece.mark) for piece in pieces if piece.mark] == [
        ("gang", "own"),
        ("violence", "protocol"),
    ]


def test_a_second_model_orders_the_unread_and_needs_both_kinds() -> None:
    texts = {"a": "gang mentoring", "b": "soil crops", "c": "mentoring gang youth", "d": "crops", "e": ""}
    assert second_order(texts, {"a": True, "b": False})[0] == "c"
    assert set(second_order(texts, {"a": True, "b": False})) == {"c", "d", "e"}
    with pytest.raises(EstimateError, match="both kinds"):
        second_order(texts, {"a": True})


def test_what_is_weighed_before_stopping() -> None:
    names = [f"u{n}" for n in range(100)]
    events = [read(n, f"u{n}", "include" if n < 10 else "exclude") for n in range(40)]
    draw = event(
        100,
        "audit_drawn",
        tuple(names[40:90]),
        stage="title_abstract",
        seed=1,
        number=1,
        size=50,
        unread=60,
        found=10,
        error=0.025,
        target=0.95,
    )
    half = stopping(screening_state([*events, draw], alone(*names), protocol()), "title_abstract", protocol())
    assert (half.audits[0].left, half.audits[0].bound, half.run) == (50, None, 30)
    assert half.next_error == pytest.approx(0.0125)
    rest = [read(200 + n, name, "exclude") for n, name in enumerate(names[40:90])]
    state = screening_state([*events, draw, *rest], alone(*names), protocol())
    done = stopping(state, "title_abstract", protocol())
    bound = done.audits[0].bound
    assert bound is not None
    assert (bound.most, bound.hits) == (2, 0)
    assert bound.recall == pytest.approx(10 / 12)
    assert done.proved is None
    assert "at most 2 relevant records" in " ".join(done.words())
    assert {check.id: check.seen for check in done.checks}["run"] is True
    assert done.curve[-1].ahead <= done.curve[-1].plain


def test_an_audit_proves_nothing_of_records_that_come_after_it() -> None:
    """Proved; ten more records come in: no longer, until they are read."""
    names = [f"u{n}" for n in range(100)]
    events = [read(n, f"u{n}", "include") for n in range(60)]
    before = screening_state(events, alone(*names), protocol())
    draw = draw_audit(before, "title_abstract", seed=1, target=0.95, confidence=0.95, size=39)
    drawn = event(100, draw.type, draw.targets, **draw.payload)
    events += [drawn, *(read(200 + n, name, "exclude") for n, name in enumerate(draw.targets))]

    def seen(more: int, later: tuple[Event, ...] = ()) -> Stopping:
        units = alone(*names, *(f"late{n}" for n in range(more)))
        return stopping(screening_state([*events, *later], units, protocol()), "title_abstract", protocol())

    assert seen(0).proved is not None
    late = seen(10)
    assert late.proved is None
    assert late.audits[0].later == 10
    assert "it says nothing of them" in " ".join(late.words())
    rest = {*names, *(f"late{n}" for n in range(10))} - {name for e in events for name in e.targets}
    every = tuple(read(400 + n, name, "exclude") for n, name in enumerate(sorted(rest)))
    assert seen(10, every).proved is not None


def test_records_that_come_after_the_stop_are_counted_apart() -> None:
    names = [f"u{n}" for n in range(10)]
    events = [read(1, "u0", "include")]
    held = stop(screening_state(events, alone(*names), protocol()), "title_abstract", rule="ours")
    events.append(event(9, held.type, held.targets, **held.payload))
    units = alone(*names, "late0", "late1")
    found = stopping(screening_state(events, units, protocol()), "title_abstract", protocol())
    assert (found.unread, found.late) == (11, 2)
