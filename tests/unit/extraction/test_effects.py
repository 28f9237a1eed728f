"""From printed numbers to an effect: by hand, with what cannot be used refused or kept apart."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding_story import Story
from hedgerow.errors import UsageError
from hedgerow.evidence.extraction import checked_effect, effects_of, groups, made_of, pooling_rows, why_not
from hedgerow.evidence.extraction.effect import Effect
from hedgerow.evidence.extraction.number import decimals, number
from hedgerow.evidence.synthesis import PoolOptions, pool_rows


def effect(kind: str, positive_means: str = "more_of_outcome", study: str = "s1", **values: str) -> Effect:
    return checked_effect(
        study, {"outcome": "Reoffending", "kind": kind, "positive_means": positive_means, **values}
    )


def test_a_table_gives_the_odds_ratio_by_hand_and_other_measures_beside_it() -> None:
    made = made_of(effect("totals", ai="19", n1i="46", ci="4", n2i="35"))
    assert made.sized is not None and made.sized.v is not None
    assert made.sized.y == pytest.approx(math.log(19 * 31 / (27 * 4)))
    assert made.sized.v == pytest.approx(1 / 19 + 1 / 27 + 1 / 4 + 1 / 31)
    beside = {other.measure: other for other in made.others}
    assert math.exp(beside["RR"].y) == pytest.approx((19 / 46) / (4 / 35))
    assert beside["RD"].y == pytest.approx(19 / 46 - 4 / 35)
    assert beside["SMD"].y == pytest.approx(made.sized.y * math.sqrt(3) / math.pi)
    assert made.sign_convention == "above_1_is_more_of_outcome" and not made.blocked


def test_an_interval_gives_its_variance_and_a_misprint_is_flagged() -> None:
    fine = made_of(effect("reported", measure="OR", estimate="1.68", lower="1.20", upper="2.36"))
    assert fine.sized is not None and fine.sized.v is not None
    assert math.sqrt(fine.sized.v) == pytest.approx((math.log(2.36) - math.log(1.2)) / 3.919928, rel=1e-6)
    assert not fine.misprint and fine.pooled is not None
    wrong = made_of(effect("reported", measure="OR", estimate="1.86", lower="1.20", upper="2.36"))
    assert "misprint" in wrong.misprint and wrong.pooled is None


def test_an_interval_of_another_level_is_read_at_its_own() -> None:
    ninety = made_of(effect("reported", measure="SMD", estimate="0.5", lower="0.1", upper="0.9", level="90"))
    assert ninety.sized is not None and ninety.sized.v == pytest.approx((0.8 / (2 * 1.6448536)) ** 2)


def test_counts_in_places_give_the_relative_incidence_rate_ratio() -> None:
    made = made_of(effect("places", before1="120", after1="90", before2="200", after2="210", dispersion="2"))
    assert made.sized is not None
    assert made.sized.y == pytest.approx(math.log((90 / 120) / (210 / 200)))
    assert made.sized.v == pytest.approx(2 * (1 / 120 + 1 / 90 + 1 / 200 + 1 / 210))


def test_where_above_one_means_less_the_sign_is_turned_and_said() -> None:
    made = made_of(
        effect("reported", "less_of_outcome", measure="RIRR", estimate="1.25", lower="1", upper="1.5625")
    )
    assert made.sized is not None and made.pooled is not None
    assert made.pooled.y == pytest.approx(-math.log(1.25)) and made.sized.y == pytest.approx(math.log(1.25))
    assert "turned" in made.notes[0]


def test_clusters_widen_the_variance_or_keep_the_effect_out() -> None:
    plain = made_of(effect("tables", ai="20", bi="80", ci="30", di="70"))
    told = made_of(
        effect(
            "tables",
            ai="20",
            bi="80",
            ci="30",
            di="70",
            clustered="not_adjusted",
            cluster_size="11",
            icc="0.05",
        )
    )
    assert plain.sized and told.sized and plain.sized.v and told.sized.v
    assert told.sized.v == pytest.approx(plain.sized.v * 1.5)
    assert all(other.v and other.v > 0 for other in told.others)
    unknown = made_of(effect("tables", ai="20", bi="80", ci="30", di="70", clustered="not_adjusted"))
    assert unknown.pooled is None and "ICC" in unknown.blocked[0]


@pytest.mark.parametrize(
    ("kind", "values", "why"),
    [
        ("percent", {"percent": "-16.7"}, "no variance"),
        ("reported", {"measure": "OR", "estimate": "1.4"}, "no variance"),
        ("totals", {"ai": "50", "n1i": "46", "ci": "4", "n2i": "35"}, "More have the event"),
        ("places", {"before1": "10", "after1": "0", "before2": "5", "after2": "5"}, "count of 0"),
        ("correlations", {"ri": "1.2", "ni": "40"}, "between -1 and 1"),
        ("p_values", {"p": "0.05", "n1i": "1", "n2i": "1", "sign": "1"}, "so few"),
        ("means", {"m1i": "1", "sd1i": "0", "n1i": "9", "m2i": "1", "sd2i": "1", "n2i": "9"}, "above nought"),
        ("reported", {"measure": "OR", "estimate": "-2", "se": "1"}, "cannot be"),
        ("reported", {"measure": "OR", "estimate": "2", "lower": "3", "upper": "1"}, "cannot be one"),
        ("reported", {"measure": "OR", "estimate": "1", "p": "0.5"}, "exactly 0"),
    ],
)
def test_what_cannot_be_pooled_says_why(kind: str, values: dict[str, str], why: str) -> None:
    made = made_of(effect(kind, **values))
    assert made.pooled is None and why in " ".join(made.blocked)


def test_an_unclear_sign_and_a_second_hand_source_block_pooling() -> None:
    assert made_of(effect("tables", "unclear", ai="2", bi="8", ci="3", di="7")).pooled is None
    assert made_of(effect("tables", ai="2", bi="8", ci="3", di="7", verified="secondary")).pooled is None


def test_a_form_that_leaves_out_what_must_be_known_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match="positive effect means"):
        checked_effect("s1", {"outcome": "x", "kind": "percent", "percent": "1"})
    with pytest.raises(UsageError, match="Control: with the event"):
        effect("tables", ai="1", bi="2", di="3")
    with pytest.raises(UsageError, match="not a number"):
        effect("percent", percent="about 5")
    with pytest.raises(UsageError, match="kind of numbers"):
        effect("guess")


@pytest.mark.parametrize(
    ("text", "value"), [("1,682", 1682), ("-0.41", -0.41), ("−3", -3), (".5", 0.5), ("1e3", 1000)]
)
def test_numbers_are_read_as_they_are_printed_here(text: str, value: float) -> None:
    assert number(text, "x") == value


@pytest.mark.parametrize("text", ["1,68", "inf", "nan", "", "1.2.3", "12,34,567", "five"])
def test_what_is_no_number_is_not_guessed(text: str) -> None:
    with pytest.raises(UsageError):
        number(text, "x")


def test_digits_printed_are_counted() -> None:
    assert (decimals("1.60"), decimals("2"), decimals("0.125")) == (2, 0, 3)


def test_a_later_event_with_the_same_id_corrects_and_the_study_is_that_of_the_reports() -> None:
    told = Story()
    first = effect("totals", ai="19", n1i="46", ci="4", n2i="35")
    told.say("ann", "effect_extracted", "r1", effect=first.as_dict())
    told.say("ben", "effect_extracted", "r1", effect={**first.as_dict(), "page": "12"})
    (held,) = effects_of(told.events)
    assert (held.page, held.actor, held.study, held.id) == ("12", "ben", "r1", first.id)


@given(*(st.integers(1, 400) for _ in range(4)))
def test_turning_the_groups_turns_the_sign_and_leaves_the_variance(a: int, b: int, c: int, d: int) -> None:
    one = made_of(effect("tables", ai=str(a), bi=str(b), ci=str(c), di=str(d))).sized
    other = made_of(effect("tables", ai=str(c), bi=str(d), ci=str(a), di=str(b))).sized
    assert one and other and one.v and other.v
    assert one.y == pytest.approx(-other.y, abs=1e-12) and one.v == pytest.approx(other.v)


def test_rows_for_pooling_are_of_one_outcome_and_one_measure() -> None:
    made = [
        made_of(effect("tables", ai="2", bi="8", ci="3", di="7", study="s1")),
        made_of(effect("means", m1i="1", sd1i="2", n1i="20", m2i="2", sd2i="2", n2i="20", study="s2")),
        made_of(effect("percent", percent="-10", study="s3")),
    ]
    rows = pooling_rows(made, "reoffending", "SMD")
    assert [row["study"] for row in rows] == ["s1", "s2"]
    assert {row["sign_convention"] for row in rows} == {"negative_is_less_of_outcome"}
    assert [row["study"] for row in pooling_rows(made, "reoffending", "OR", counts=True)] == ["s1"]
    assert "variance" in why_not(made[2], "reoffending", "OR")
    assert groups(made)[0].poolable == 2


@pytest.mark.real_data
def test_the_scared_straight_trials_pool_to_the_published_harm(shared: Path) -> None:
    """Petrosino et al. 2013, reoffending: Mantel-Haenszel odds ratio 1.682 (1.198 to 2.361)."""
    path = shared / "data" / "evidence" / "meta" / "scared_straight_petrosino2013.csv"
    with path.open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    made = [
        made_of(
            effect(
                "totals",
                study=line["author"],
                ai=line["event_t"],
                n1i=line["n_t"],
                ci=line["event_c"],
                n2i=line["n_c"],
            )
        )
        for line in lines
    ]
    counts = pooling_rows(made, "reoffending", "OR", counts=True)
    found = pool_rows(counts, PoolOptions(measure="OR", method="MH", test="z")).synthesis
    shown = [math.exp(value) for value in (float(found.estimate[0]), *(float(v[0]) for v in found.interval))]
    assert [round(value, 3) for value in shown] == [1.682, 1.198, 2.361]
