"""A file of which nothing can be used is told of by the build and by the doctor."""

from __future__ import annotations

from pathlib import Path

from hedgerow.places.sources import discover
from hedgerow.places.tables.street import build_street
from hedgerow.settings import write_new
from hedgerow.workspace.doctor import doctor
from hedgerow.workspace.opening import open_workspace


def test_the_build_and_the_doctor_name_it(tmp_path: Path) -> None:
    root = tmp_path / "w"
    write_new(root, region="east-midlands")
    (root / "sources" / "2023-05-lincolnshire-street.csv").write_text("")
    said: list[str] = []
    lake = open_workspace(root).lake
    build_street(lake, discover([root / "sources"]).files, lambda *told: said.append(told[2]))
    assert said[-1] == "1 police files read, 1 REFUSED: see hedgerow doctor"
    report = doctor(root)
    assert report.refused == ("Refused: 2023-05-lincolnshire-street.csv. It is empty: fetch it again.",)
    assert not report.healthy
    assert report.refused[0] in report.page().unrecognised
    assert report.as_dict()["refused"] == report.refused
