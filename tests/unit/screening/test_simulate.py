"""A simulation gives the figures of its order, the same for the same seed; what is no set is refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from hedgerow.cli.main import run
from hedgerow.errors import EstimateError, RecordError, UsageError
from hedgerow.evidence.screening import LabelledSet, Priors, metrics, read_labelled, read_protocol, simulate
from hedgerow.evidence.screening.metrics import wss_cohen, wss_insights

HEAD = "title,abstract,label_included\n"


def small_set() -> LabelledSet:
    texts = [f"gang violence study {n}" for n in range(6)] + [f"bridge repair report {n}" for n in range(34)]
    return LabelledSet(tuple(texts), np.array([1] * 6 + [0] * 34))


def test_figures_by_hand() -> None:
    """Ten records, two relevant, read first and fourth."""
    found = metrics([1, 0, 0, 1], 10)
    assert found.atd == 2.5
    assert found.recall_at_10 == 0.5
    assert found.wss_at_95 == pytest.approx(6 / 10 - 0.05)
    # the best area is 2 x 9.5 = 19; this order has 1+1+1+2x7 = 17; the worst is 16 less
    assert found.loss == pytest.approx((19 - 17) / 16)
    assert "Cohen 2006" in found.wss_definition
    assert "insights" in found.wss_insights_definition


def test_the_two_definitions_of_work_saved_differ() -> None:
    labels = np.zeros(100, dtype=np.int64)
    labels[[0, 1, 2, 80]] = 1
    assert wss_cohen(labels, 0.95) == pytest.approx(19 / 100 - 0.05)
    assert wss_insights(labels, 0.95) > 0.5  # it asks for three of the four


def test_the_ends_of_the_loss() -> None:
    assert metrics([1, 1, 0, 0], 4).loss == 0
    assert metrics([0, 0, 1, 1], 4).loss == 1


def test_an_order_without_both_kinds_cannot_be_judged() -> None:
    with pytest.raises(EstimateError, match="0 of 5"):
        metrics([], 5)


def test_same_seed_same_run() -> None:
    first, second = (simulate(small_set(), priors=Priors(1, 1), seed=5) for _ in range(2))
    assert first.order == second.order
    assert first.priors == second.priors
    assert first.figures == second.figures


def test_priors_are_drawn_of_each_kind_and_left_out_of_the_figures() -> None:
    given = small_set()
    done = simulate(given, priors=Priors(2, 3), seed=1)
    assert [int(given.labels[row]) for row in done.priors] == [1, 1, 0, 0, 0]
    assert (done.figures.records, done.figures.relevant) == (35, 4)
    assert not set(done.priors) & set(done.order)
    assert done.figures.loss == 0


def test_a_cold_start_follows_the_protocol() -> None:
    done = simulate(small_set(), priors=Priors(0, 0), seed=1, protocol=["gang violence"])
    assert done.figures.loss == 0
    assert done.as_dict()["protocol_passages"] == 1


def test_more_priors_than_there_are_is_refused() -> None:
    with pytest.raises(UsageError, match="7 relevant priors"):
        simulate(small_set(), priors=Priors(7, 1), seed=1)


@pytest.mark.parametrize("text", ["1", "1-1", "+", "-1+1", "one+one"])
def test_priors_are_two_numbers(text: str) -> None:
    with pytest.raises(UsageError, match="Priors"):
        Priors.parse(text)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "no column title"),
        ("title,abstract\na,b\n", "no column label_included"),
        (HEAD, "no records"),
        (HEAD + "a,b,1\na,b,maybe\n", "line 3"),
        (HEAD + "a,b,1\na,b,\n", "line 3"),
        (HEAD + "a,b,c,1\n", "4 cells for 3"),
    ],
)
def test_what_is_no_labelled_set_is_refused_by_line(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "set.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(RecordError, match=says):
        read_labelled(path)


def test_a_missing_file_and_an_empty_protocol_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="cannot be read"):
        read_labelled(tmp_path / "none.csv")
    (tmp_path / "protocol.txt").write_text(" \n", "utf-8")
    with pytest.raises(RecordError, match="says nothing"):
        read_protocol(tmp_path / "protocol.txt")


def test_a_field_too_large_is_refused_by_line(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    path.write_text(HEAD + "a,b,1\n" + "x" * (1 << 24) + "x,b,0\n", "utf-8")
    with pytest.raises(RecordError, match="line 3"):
        read_labelled(path)


def test_columns_may_stand_in_any_order_and_texts_be_empty(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    path.write_bytes('label_included,x, Abstract ,Title\n1,0,,\n0,0,"two\nlines",é\n\n'.encode("cp1252"))
    given = read_labelled(path)
    assert given.texts == ("", "é two\nlines")
    assert given.without_text == 1


def test_the_command_gives_the_keys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "set.csv"
    given = small_set()
    path.write_text(HEAD + "".join(f"{t},,{n}\n" for t, n in zip(given.texts, given.labels, strict=True)))
    arguments = ["evidence", "screen", "simulate", str(path), "--priors", "1+1", "--seed", "3"]
    assert run([*arguments, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {"loss", "recall_at_10", "wss_at_95", "wss_definition", "cpu_seconds"} <= set(answer)
    assert answer["seed"] == 3
    assert len(answer["priors"]) == 2
    assert run(arguments) == 0
    assert "Cohen 2006" in capsys.readouterr().out
    assert run([*arguments[:4], "--priors", "x"]) == 2


@pytest.mark.parametrize(
    ("headings", "delimiter", "labels"),
    [
        ("title,abstract,label_included", ",", "10"),
        ("Title;Abstract;Included", ";", "10"),
        ("primary_title\tabstract note\tasreview_label", "\t", "10"),
        ("included,title,abstract,label_included", ",", "10"),
        ("title,abstract,label_included", ",", ("1.0", "0.0")),
    ],
)
def test_other_names_delimiters_and_numbers_of_programs_are_read(
    tmp_path: Path, headings: str, delimiter: str, labels: str | tuple[str, ...]
) -> None:
    """The column that is asked for outdoes another that could be meant."""
    path = tmp_path / "set.csv"
    first = ["0"] if headings.startswith("included") else []
    rows = [
        delimiter.join([*first, f"Gang {n}", f"Text, {n}" if delimiter != "," else "Text", label])
        for n, label in enumerate(labels)
    ]
    path.write_text("\n".join([headings, *rows]), encoding="utf-8")
    assert read_labelled(path).labels.tolist() == [1, 0]


def test_records_that_say_the_same_are_ranked_all_the_same() -> None:
    """No term tells them apart, and that is no reason to refuse: three alike, or forty."""
    for count in (3, 40):
        given = LabelledSet(("gang violence in towns",) * count, np.asarray([1, 0] + [1] + [0] * (count - 3)))
        done = (
            simulate(given, priors=Priors(1, 1), seed=1)
            if count > 3
            else simulate(given, priors=Priors(0, 0), seed=1)
        )
        assert set(done.order) <= set(range(count))
        assert done.figures.relevant == (2 if count == 3 else 1)
