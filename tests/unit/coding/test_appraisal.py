"""Risk of bias by rule with logged overrides, robvis there and back, grades of unlike schemes apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding_story import Story
from hedgerow.errors import RecordError, UsageError
from hedgerow.evidence.appraisal import appraisals_of, checked_grade, read_robvis, robvis_csv, tools
from hedgerow.evidence.tables.review import ReviewLog
from hedgerow.evidence.tables.review.appraisal import (
    appraised_of,
    bias_table,
    grades_table,
    judge,
    record_grade,
    take_in_robvis,
)

STUDY = "a" * 40


def test_the_tools_have_the_domains_that_their_authors_gave_them() -> None:
    assert {name: len(tool.domains) for name, tool in tools().items()} == {
        "rob2": 5,
        "rob2_cluster": 6,
        "robins_i": 7,
        "robins_e": 7,
        "quadas2": 4,
        "quips": 6,
    }


@pytest.mark.parametrize(
    ("judged", "overall"),
    [
        (["Low"] * 5, "Low"),
        (["Low", "Some concerns", "Low", "Low", "Low"], "Some concerns"),
        (["Low", "Some concerns", "High", "Low", "Low"], "High"),
        (["Low", "No information", "Low", "Low", "Low"], "Some concerns"),
        (["Not applicable", "Low", "Low", "Low", "Low"], "Low"),
        (["No information"] * 5, "No information"),
    ],
)
def test_the_overall_judgement_follows_the_rule(judged: list[str], overall: str) -> None:
    tool = tools()["rob2"]
    assert tool.overall(dict(zip(tool.domains, judged, strict=True))) == overall


def test_until_every_domain_is_judged_there_is_no_overall_judgement(log: ReviewLog) -> None:
    judge(log, STUDY, "rob2", {"D1": ("low", "central allocation, p. 3")}, actor="Ann")
    (held,) = appraised_of(log).appraisals
    assert held.overall is None
    (row,) = bias_table(appraised_of(log), tools()["rob2"], {STUDY: "A trial"}).records()
    assert row["D1"] == "Low" and row["D2"] is None and row["overall"] is None


def test_an_override_needs_a_reason_is_logged_and_can_be_undone(log: ReviewLog) -> None:
    judge(log, STUDY, "rob2", dict.fromkeys(tools()["rob2"].domains, ("Low", "stated")), actor="Ann")
    with pytest.raises(UsageError, match="no reason"):
        judge(log, STUDY, "rob2", {"Overall": ("High", " ")}, actor="Ben")
    (event,) = judge(log, STUDY, "rob2", {"Overall": ("High", "authors sold the programme")}, actor="Ben")
    (held,) = appraised_of(log).appraisals
    assert (held.overall, held.by_rule, held.overridden) == ("High", "Low", True)
    log.undo([event], actor="Ben")
    assert appraised_of(log).appraisals[0].overall == "Low"


def test_outcomes_of_one_study_are_judged_apart(log: ReviewLog) -> None:
    judge(log, STUDY, "rob2", {"D4": ("Low", "records")}, outcome="reoffending", actor="Ann")
    judge(log, STUDY, "rob2", {"D4": ("High", "self-report")}, outcome="attitudes", actor="Ann")
    assert {one.outcome: one.domains["D4"].judgement for one in appraised_of(log).appraisals} == {
        "reoffending": "Low",
        "attitudes": "High",
    }


def test_a_judgement_or_a_domain_of_another_tool_is_refused(log: ReviewLog) -> None:
    with pytest.raises(UsageError, match="Critical"):
        judge(log, STUDY, "rob2", {"D1": ("Critical", "x")}, actor="Ann")
    with pytest.raises(UsageError, match="D9"):
        judge(log, STUDY, "rob2", {"D9": ("Low", "x")}, actor="Ann")
    assert log.events() == ()


@given(st.data())
def test_what_robvis_reads_is_read_back_the_same(data: st.DataObject) -> None:
    tool = data.draw(st.sampled_from(list(tools().values())))
    told = Story()
    for number in range(3):
        for key in tool.domains:
            said = data.draw(st.sampled_from(tool.judgements))
            told.say("ann", "rob_judged", f"Study {number}", tool=tool.id, domain=key, judgement=said)
    found = appraisals_of(told.events)
    back = read_robvis(robvis_csv(found, tool), "x.csv", tool=tool.id)
    assert [row.study for row in back.rows] == [one.study for one in found]
    for row, one in zip(back.rows, found, strict=True):
        assert row.judged == {
            **{key: one.domains[key].judgement for key in tool.domains},
            "Overall": one.overall,
        }


def test_a_file_of_no_tool_or_with_a_strange_judgement_is_refused_by_line() -> None:
    with pytest.raises(RecordError, match="no tool"):
        read_robvis("Study,A,B,Overall\nx,Low,Low,Low\n", "x.csv")
    with pytest.raises(RecordError, match="Line 3"):
        read_robvis(
            "Study,D1,D2,D3,D4,D5,Overall\na,Low,Low,Low,Low,Low,Low\nb,Meh,Low,Low,Low,Low,Low\n",
            "x.csv",
            tool="rob2",
        )
    with pytest.raises(RecordError, match="no table"):
        read_robvis("a,b\n", "x.csv")


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "tool", "rows", "overrides"),
    [
        ("rob2", "rob2", 9, 0),
        ("rob2_cluster", "rob2_cluster", 9, 0),
        ("robins_i", "robins_i", 10, 0),
        ("robins_e", "robins_e", 10, 0),
        ("quadas", "quadas2", 12, 1),
        ("quips", "quips", 12, 1),
    ],
)
def test_the_samples_of_robvis_are_read_and_their_tool_is_known(
    shared: Path, log: ReviewLog, name: str, tool: str, rows: int, overrides: int
) -> None:
    text = (shared / "data/evidence/maps" / f"robvis_data_{name}.csv").read_text("utf-8")
    file = read_robvis(text, name)
    assert (file.tool.id, len(file.rows)) == (tool, rows)
    studies = {row.study: f"{number:040}" for number, row in enumerate(file.rows)}
    del studies["Study 1"]
    judged, unknown = take_in_robvis(log, file, studies, name=name, actor="Ann")
    assert judged == rows - 1 and unknown == ("Study 1",)
    assert sum(one.overridden for one in appraised_of(log).appraisals) == overrides


def test_a_grade_is_one_of_its_own_scheme_and_keeps_its_own_words(log: ReviewLog) -> None:
    assert checked_grade({"scale": "crimesolutions", "value": "promising"})["value"] == "Promising"
    with pytest.raises(UsageError, match="Maryland"):
        checked_grade({"scale": "maryland_sms", "value": "6"})
    with pytest.raises(UsageError, match="five parts"):
        checked_grade({"scale": "emmie", "value": "Q2"})
    record_grade(log, STUDY, {"scale": "maryland_sms", "value": "5", "grader": "Ann"}, actor="Ann")
    record_grade(log, STUDY, {"scale": "emmie", "value": "Q0", "part": "Effect"}, actor="Ann")
    table = grades_table(appraised_of(log).grades_of(STUDY))
    assert [(row["scheme"], row["value"]) for row in table.records()] == [
        ("EMMIE", "Q0"),
        ("Maryland Scientific Methods Scale", "5"),
    ]
    assert "never averaged" in table.notes[0]
