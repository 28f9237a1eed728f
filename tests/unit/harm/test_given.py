"""Weights, deflators and workbooks that a person brings: read, or refused by name."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from hedgerow.errors import InputError, SchemaError, SourceFileError, UsageError
from hedgerow.places.harm import category_weights, read_deflators, read_weights, summarise_offences
from hedgerow.places.harm.given import is_multiplied

HEAD = "category,weight,unit,edition,source\n"


def put(folder: Path, text: str, name: str = "w.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_table_of_weights(tmp_path: Path) -> None:
    path = put(tmp_path, HEAD + "Robbery,746,severity,2023,ONS\nDrugs,,severity,2023,ONS\n")
    found = read_weights(path)
    assert (found.unit, found.edition, found.source, found.status) == ("severity", "2023", "ONS", "given")
    assert [(one.crime_type, one.weight) for one in found.weights] == [
        ("robbery", 746.0),
        ("drugs", None),
        ("anti-social-behaviour", None),
    ]


def test_a_weight_for_each_force_is_taken_before_that_for_all(tmp_path: Path) -> None:
    text = "category,force,weight,unit\ndrugs,Devon & Cornwall,4,days\ndrugs,,3,days\n"
    matrix = read_weights(put(tmp_path, text)).matrix(("devon-and-cornwall", "kent"), ("drugs", "robbery"))
    assert matrix[:, 0].tolist() == [4.0, 3.0]
    assert np.isnan(matrix[:, 1]).all()


def test_multipliers_raise_recorded_crimes_to_actual_ones(tmp_path: Path) -> None:
    text = "category,weight,unit,edition,source,multiplier\nrobbery,100,pounds,2015/16,x,3.5\n"
    found = read_weights(put(tmp_path, text))
    assert (found.weights[0].weight, is_multiplied(found), found.price_year) == (350.0, True, "2015/16")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD, "no table of weights"),
        ("offence,cost\nRape,1\n", "category, weight, unit, edition, source"),
        (HEAD + "Piracy,1,days,2020,x\n", "Line 2 .*Piracy.*no category"),
        (HEAD + "Robbery,-1,days,2020,x\n", "Line 2 .*“-1”"),
        (HEAD + "Robbery,lots,days,2020,x\n", "Line 2 .*“lots”"),
        (HEAD + "Robbery,inf,days,2020,x\n", "“inf”"),
        (HEAD + "Robbery,1,days,2020,x\nrobbery,2,days,2020,x\n", "robbery twice"),
        (HEAD + "Robbery,1,days,2020,x\nDrugs,2,pounds,2020,x\n", "mixes units: days, pounds"),
        (HEAD + "Robbery,,days,2020,x\n", "has no weight"),
        (HEAD + "Robbery,5,,2020,x\n", "Line 2 .*no unit"),
        (HEAD + "Anti-social behaviour,5,days,2020,x\n", "anti-social behaviour a weight"),
        ('{"weights": {}}', "has no weights"),
        ('{"weights": {"robbery": ["much"]}}', "“much”"),
        ("{", "is not JSON"),
    ],
)
def test_what_is_not_a_table_of_weights_is_refused_by_name(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        read_weights(put(tmp_path, text))
    assert caught.value.remedy


def test_a_file_that_is_not_there_or_no_workbook(tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match="cannot be opened"):
        read_weights(tmp_path / "none.csv")
    (tmp_path / "w.xlsx").write_bytes(b"PK\x03\x04 but no more")
    with pytest.raises(SourceFileError, match="not a whole workbook"):
        read_weights(tmp_path / "w.xlsx")


def test_lists_of_weights_give_median_or_mean(tmp_path: Path) -> None:
    body = {"unit": "severity", "weights": {"drugs": [3, 5, 9, 11, 497], "robbery": [746, 746]}}
    path = put(tmp_path, json.dumps(body), "css.json")
    assert read_weights(path).held("drugs", "").weight == 9  # type: ignore[union-attr]
    means = read_weights(path, "own_mean")
    assert means.held("drugs", "").weight == 105  # type: ignore[union-attr]
    assert any("drugs (median 9, mean 105.0)" in said for said in means.cautions)


def test_a_group_of_two_kinds_is_told() -> None:
    """Trap: half of the offences weigh 5, half 547.5; the median is either."""
    few, many = (summarise_offences(["x"] * 9, np.array([5.0] * n + [547.5] * (9 - n))) for n in (4, 5))
    assert (few[0].median, many[0].median) == (547.5, 5.0)
    assert abs(few[0].mean - many[0].mean) < 61
    assert many[0].two_kinds
    assert not summarise_offences(["x"] * 2, np.array([365.0, 365.0]))[0].two_kinds


def test_fraud_and_non_notifiable_offences_are_in_no_category() -> None:
    found = category_weights(["NFIB", "NON-NOTIFIABLE", " Possession of  Drugs "], np.array([1.0, 2.0, 3.0]))
    assert [(one.group, one.n) for one in found] == [("drugs", 1)]


def test_deflators_move_the_price_year(tmp_path: Path) -> None:
    path = put(tmp_path, "year,index\n2015/16,80\n2024/25,104\n")
    moved = read_deflators(path, "2024/25", "2015/16")
    assert (moved.factor, moved.words) == (1.3, "2024/25 prices, recorded crime only")
    with pytest.raises(UsageError, match="no index for 2030/31"):
        read_deflators(path, "2030/31", "2015/16")
    for text, said in (("year,index\n2015/16,0\n", "“0”"), ("a,b\n1,2\n", "no table of deflators")):
        with pytest.raises(SchemaError, match=said):
            read_deflators(put(tmp_path, text), "2015/16", "2015/16")
