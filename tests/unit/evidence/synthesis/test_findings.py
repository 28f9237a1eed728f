"""The summary of findings judges nothing by itself; words follow the model."""

from __future__ import annotations

import math

import pytest

from hedgerow.errors import UsageError
from hedgerow.evidence.synthesis import Pooling, PoolOptions, parse_table, pool_rows
from hedgerow.evidence.synthesis.findings import (
    DOMAINS,
    Judgement,
    Outcome,
    absolute,
    certainty,
    participants,
    summary_of_findings,
)
from hedgerow.evidence.synthesis.report import methods_text, results_text
from hedgerow.evidence.synthesis.sensitivity import every_estimator, looks, without_each

COUNTS = "study,event_t,n_t,event_c,n_c\nA,12,40,8,40\nB,30,90,22,88\nC,5,20,6,21\nD,14,60,9,55\n"
NONE = {domain: Judgement(0) for domain in DOMAINS}


def pooled(measure: str = "OR", method: str = "MH") -> Pooling:
    return pool_rows(parse_table("x.csv", COUNTS), PoolOptions(measure, method))


def test_certainty_is_what_a_person_said() -> None:
    assert certainty(Outcome("arrest", pooled(), judgements=NONE)) == "high"
    lowered = NONE | {"imprecision": Judgement(2, "few events"), "indirectness": Judgement(1, "US only")}
    assert certainty(Outcome("arrest", pooled(), judgements=lowered)) == "very low"
    assert certainty(Outcome("arrest", pooled(), design="other", judgements=NONE)) == "low"
    some = {"imprecision": Judgement(1, "few events")}
    assert certainty(Outcome("arrest", pooled(), judgements=some)) is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"judgements": {"imprecision": Judgement(1)}}, "has no reason"),
        ({"judgements": {"luck": Judgement(1, "x")}}, "not a judgement"),
        ({"judgements": {"imprecision": Judgement(3, "x")}}, "not a judgement"),
        ({"design": "guess"}, "no design"),
    ],
)
def test_a_judgement_without_a_reason_is_refused(change: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        certainty(Outcome("arrest", pooled(), **change))  # type: ignore[arg-type]


def test_absolute_effects_rest_on_a_stated_risk() -> None:
    assert absolute(Outcome("arrest", pooled())) is None
    found = Outcome("arrest", pooled("RR"), control_risk=0.2)
    got = absolute(found)
    assert got is not None
    assert got[0] == pytest.approx(1000 * 0.2 * (math.exp(float(found.pooled.synthesis.estimate[0])) - 1))
    odds = Outcome("arrest", pooled("OR"), control_risk=0.2)
    ratio = math.exp(float(odds.pooled.synthesis.estimate[0]))
    got = absolute(odds)
    assert got is not None
    assert got[0] == pytest.approx(1000 * (ratio * 0.25 / (1 + ratio * 0.25) - 0.2))
    with pytest.raises(UsageError, match="not a share"):
        absolute(Outcome("arrest", pooled(), control_risk=20))


def test_the_table_names_every_reason() -> None:
    judged = NONE | {"imprecision": Judgement(1, "the interval holds no difference")}
    told = summary_of_findings(
        [Outcome("arrest", pooled(), control_risk=0.3, control_source="local figures", judgements=judged),
         Outcome("harm", pooled("RD"))]
    )  # fmt: skip
    first, second = told.records()
    assert first["participants"] == participants(pooled()) == 40 + 40 + 90 + 88 + 20 + 21 + 60 + 55
    assert (first["certainty"], second["certainty"]) == ("moderate", None)
    assert "lowered 1 for imprecision: the interval holds no difference" in str(first["reasons"])
    assert "local figures" in str(first["reasons"])
    assert "risk of bias: not judged" in str(second["reasons"])
    assert told.reasons[1, "certainty"] == "not_rated"
    assert told.reasons[1, "control"] == "missing"


def test_words_follow_the_model() -> None:
    assert any("Mantel and Haenszel" in line for line in methods_text(pooled()))
    reml = pool_rows(parse_table("x.csv", COUNTS), PoolOptions("OR", positive_means="more arrests (harm)"))
    told = " ".join(methods_text(reml))
    for words in (
        "odds ratio",
        "ln(ad / bc)",
        "restricted maximum likelihood",
        "Knapp and Hartung",
        "more arrests",
    ):
        assert words in told
    assert any("other methods" in line for line in results_text(reml))
    peto = " ".join(methods_text(pooled("OR", "PETO")))
    assert "Peto" in peto
    rows = [{"yi": 0.1 * n, "vi": 0.05 + n / 100, "c": "ab"[n % 2] + str(n // 4)} for n in range(8)]
    nested = pool_rows(rows, PoolOptions(cluster="c"))
    assert "three-level" in " ".join(methods_text(nested))
    with_mods = pool_rows([row | {"m": n} for n, row in enumerate(rows)], PoolOptions(mods=("m",)))
    assert "Moderators: m" in " ".join(methods_text(with_mods))


def test_every_estimator_and_every_look() -> None:
    lines = every_estimator(pooled())
    assert [line.code for line in lines] == [
        "EE",
        "DL",
        "PM",
        "EB",
        "HE",
        "HS",
        "SJ",
        "ML",
        "REML",
        "MH",
        "PETO",
    ]
    assert len(without_each(pooled())) == 4
    seen = {look.name: look for look in looks(pooled("OR", "REML"))}
    assert set(seen) == {"egger", "rank", "trim_and_fill", "pet_peese", "selection", "fail_safe"}
    assert "ten are advised" in seen["egger"].caution
    assert seen["selection"].said.startswith("Not made:")
