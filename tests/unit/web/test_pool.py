"""Pooling in the browser: a table is taken, nothing is pooled unsigned, the answer and its files agree."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import xlsxwriter

from asgi_client import Asking
from hedgerow.evidence.synthesis import PoolOptions, parse_table, pool_rows

COUNTS = (
    "study,year,event_t,n_t,event_c,n_c,kind\nA,1990,12,40,8,40,x\nB,1995,30,90,22,88,x\n"
    "C,1985,5,20,6,21,y\nD,2001,14,60,9,55,y\n"
)


def csrf(asking: Asking) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', asking.get("/pool").text)
    assert found
    return found[1]


def send(asking: Asking, text: str, name: str = "") -> str:
    data = {"csrf": csrf(asking), "pasted": "" if name else text}
    files = {"file": (name, text.encode(), "text/csv")} if name else {"file": ("", b"", "text/csv")}
    reply = asking.post("/pool", data=data, files=files)
    assert reply.status_code == 303, reply.text
    return reply.headers["location"]


def test_nothing_is_pooled_before_the_sign_is_stated(empty: Asking) -> None:
    where = send(empty, COUNTS)
    page = empty.get(where)
    assert page.status_code == 200
    assert "What does a value above the line of no difference mean?" in page.text
    assert "Forest plot" not in page.text
    assert "event_t" in page.text


def test_the_answer_is_that_of_the_library(empty: Asking) -> None:
    where = send(empty, COUNTS, "trials.csv")
    page = empty.get(f"{where}?sign=more_bad&outcome=arrests&measure=OR&method=MH")
    told = pool_rows(
        parse_table("trials.csv", COUNTS), PoolOptions("OR", "MH", positive_means="more arrests (harm)")
    )
    assert page.status_code == 200
    for words in (
        "Forest plot",
        "more arrests (harm)",
        "Mantel-Haenszel",
        "trials.csv",
        told.synthesis.summary()[:60],
    ):
        assert words in page.text, words
    assert page.text.count("<svg") >= 6
    as_data = empty.get(f"{where}.json?sign=more_bad&measure=OR&method=MH").json()
    names = {
        block["name"] for section in as_data["sections"] for block in section["blocks"] if "name" in block
    }
    assert {"estimators", "checks", "summary_of_findings"} <= names


def test_tables_and_figures_are_saved(empty: Asking) -> None:
    where = send(empty, COUNTS)
    table = empty.get(f"{where}.csv?sign=more_bad&table=estimators")
    assert "DerSimonian and Laird" in table.text
    for name in ("forest", "funnel", "left_out", "baujat", "cumulative"):
        file = empty.get(f"{where}/figures/{name}.svg?sign=more_bad&groups=kind")
        assert file.headers["content-type"] == "image/svg+xml"
        ET.fromstring(file.content)
    assert empty.get(f"{where}/figures/pie.svg?sign=more_bad").status_code == 404


def test_columns_can_be_named(empty: Asking) -> None:
    where = send(empty, "who,first,second\nA,0.2,0.1\nB,0.4,0.2\nC,0.1,0.2\n")
    plain = empty.get(where)
    assert "The columns were not recognised" in plain.text
    asked = empty.get(f"{where}?sign=less_bad&kind=error")
    assert asked.status_code == 400
    assert 'name="c_yi"' in asked.text
    page = empty.get(f"{where}?sign=less_bad&kind=error&c_yi=first&c_se=second")
    assert page.status_code == 200
    assert "Forest plot" in page.text


def test_a_table_that_states_its_sign_is_not_asked(empty: Asking) -> None:
    where = send(empty, "study,yi,vi,positive_means\nA,1,.1,less crime\nB,2,.2,less crime\n")
    page = empty.get(where)
    assert 'name="sign"' not in page.text
    assert "less crime" in page.text
    assert "fragile" in page.text


@pytest.mark.parametrize(
    ("text", "query", "words"),
    [
        ("study,yi,vi\nA,1,0\nB,1,1\n", "sign=more_bad", "is not above zero"),
        ("study,yi,vi\nA,1,1\n", "sign=more_bad", "1 study cannot be pooled"),
        ("study,yi,vi,positive_means\nA,1,1,more\nB,1,1,less\n", "", "2 kinds of sign convention"),
        ("study,yi,vi\nA,1,1\nB,1,1\n", "sign=more_bad&method=MH", "pools counts"),
    ],
)
def test_what_cannot_be_pooled_is_said_beside_the_form(
    empty: Asking, text: str, query: str, words: str
) -> None:
    page = empty.get(f"{send(empty, text)}?{query}")
    assert page.status_code == 400
    assert words in page.text
    assert "How to pool" in page.text


def test_there_is_no_figure_before_the_sign_is_stated(empty: Asking) -> None:
    where = send(empty, "study,yi,vi\nA,0.1,0.02\nB,0.2,0.03\n")
    assert empty.get(f"{where}/figures/forest.svg").status_code == 404
    assert empty.get(f"{where}/figures/forest.svg?sign=less_bad").status_code == 200


def test_a_group_of_one_study_does_not_cost_the_figure(empty: Asking) -> None:
    text = "study,kind,yi,vi\nA,x,0.1,0.02\nB,y,0.2,0.03\nC,z,0.3,0.02\n"
    page = empty.get(f"{send(empty, text)}?sign=less_bad&groups=kind")
    assert "Forest plot" in page.text


def test_a_workbook_is_read_as_a_table(empty: Asking, tmp_path: Path) -> None:
    path = tmp_path / "trials.xlsx"
    head, *rows = (line.split(",") for line in COUNTS.split())
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("About").write_row(0, 0, ["Our trials"])
        sheet = book.add_worksheet("Trials")
        for number, row in enumerate([["Table 1"], head, *rows]):
            sheet.write_row(number, 0, row)
    sent = {"file": (path.name, path.read_bytes(), "application/zip")}
    reply = empty.post("/pool", data={"csrf": csrf(empty), "pasted": ""}, files=sent)
    assert reply.status_code == 303
    page = empty.get(f"{reply.headers['location']}?sign=more_bad&outcome=arrests&measure=OR&method=MH")
    told = pool_rows(parse_table("x", COUNTS), PoolOptions("OR", "MH", positive_means="more arrests (harm)"))
    assert told.synthesis.summary()[:60] in page.text


def test_a_broken_workbook_is_refused_by_name(empty: Asking) -> None:
    sent = {"file": ("x.xlsx", b"PK\x03\x04zip", "application/zip")}
    reply = empty.post("/pool", data={"csrf": csrf(empty), "pasted": "kept"}, files=sent)
    assert reply.status_code == 400
    assert "x.xlsx" in reply.text
    assert "whole zip file" in reply.text
    assert "kept" in reply.text


def test_a_bad_table_comes_back_as_it_was_typed(empty: Asking) -> None:
    typed = "study,yi\nA,1,2\nmine"
    data = {"csrf": csrf(empty), "pasted": typed}
    reply = empty.post("/pool", data=data, files={"file": ("", b"", "text/csv")})
    assert reply.status_code == 400
    assert "mine" in reply.text
    assert "another number of cells in line 2" in reply.text
    none = empty.post(
        "/pool", data={"csrf": csrf(empty), "pasted": ""}, files={"file": ("", b"", "text/csv")}
    )
    assert "No table was sent" in none.text
    long = empty.post("/pool", data=data | {"csrf": csrf(empty), "pasted": "a,b\n" + "1,2\n" * 6000},
                      files={"file": ("", b"", "text/csv")})  # fmt: skip
    assert "longer than" in long.text


def test_a_table_is_forgotten(empty: Asking) -> None:
    page = empty.get("/pool/0123456789abcdef")
    assert page.status_code == 404
    assert "no longer held" in page.text


def test_certainty_is_shown_once_a_person_judged_all_five(empty: Asking) -> None:
    where = send(empty, COUNTS)
    base = f"{where}?sign=more_bad&measure=RR&risk=20"
    judged = "".join(
        f"&g_{d}=0" for d in ("risk_of_bias", "inconsistency", "indirectness", "publication_bias")
    )
    none = empty.get(f"{base}{judged}")
    assert "imprecision: not judged" in none.text
    whole = empty.get(f"{base}{judged}&g_imprecision=1&r_imprecision=few+events")
    assert "lowered 1 for imprecision: few events" in whole.text
    assert "moderate" in whole.text
    unreasoned = empty.get(f"{base}{judged}&g_imprecision=1")
    assert "has no reason" in unreasoned.text


def test_what_is_typed_is_never_markup(empty: Asking) -> None:
    where = send(empty, "study,yi,vi\n<script>x</script>,1,.1\nB,2,.2\nC,2,.2\n")
    page = empty.get(f"{where}?sign=more_bad&outcome=%3Cb%3Ehits")
    assert "<script>x" not in page.text
    assert "<b>hits" not in page.text


def test_judgements_in_the_table_make_a_panel(empty: Asking) -> None:
    judged = COUNTS.replace("kind\n", "kind,D1,Overall\n")
    judged = "\n".join(f"{line},Low,Some concerns" if "," in line and n else line
                       for n, line in enumerate(judged.splitlines()))  # fmt: skip
    page = empty.get(f"{send(empty, judged)}?sign=more_bad")
    assert "some concerns" in page.text
    assert "1 D1; 2 Overall" in page.text


def test_moderators_and_clusters_have_a_table_of_coefficients(empty: Asking) -> None:
    where = send(empty, "study,place,m,yi,vi\n" + "".join(
        f"S{n},{n // 2},{n},{0.1 * n + 0.3 * (n % 3)},{0.05 + n / 100}\n" for n in range(8)
    ))  # fmt: skip
    page = empty.get(f"{where}?sign=more_bad&mods=m")
    assert page.status_code == 200
    assert "Coefficients" in page.text
    assert ">m<" in page.text
    page = empty.get(f"{where}?sign=more_bad&cluster=place")
    assert page.status_code == 200
    assert "Robust error (CR2)" in page.text
    assert "three-level" in page.text
