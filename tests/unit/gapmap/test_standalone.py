"""The map in one file: nothing from outside, nothing that ends its script, all that its face must say."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pyarrow as pa
import pytest

from hedgerow.evidence.overlay import Laid
from hedgerow.evidence.tables import build_evidence, gap_map, map_face, record_table
from hedgerow.store.database import Database
from hedgerow.store.lake import Lake
from hedgerow.web.gapmap.standalone import safe_json, standalone
from hedgerow.web.gapmap.svg import map_svg

HOSTILE = "</script><script>alert(1)</script><!-- & \u2028 '\">"
LAYER = Laid(
    "Their <map>", "Owner", "terms", "2026", "intervention_group", "outcome_group",
    {("family", "crime"): 7}, 9, 7,
)  # fmt: skip


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    made = Lake(tmp_path_factory.mktemp("alone") / "lake")
    build_evidence(made, [], lambda *_: None)
    table = made.read("evidence_record")
    rows = table.to_pylist()
    for row in rows:
        if row["id"] == "braga-2019-hot-spots":
            row["title"] = HOSTILE
    rows.append({**rows[0], "id": "mine", "tier": "X", "title": "Nobody else’s business"})
    made.write("evidence_record", pa.Table.from_pylist(rows, schema=table.schema))
    return made


@pytest.fixture(scope="module")
def made(lake: Lake, tmp_path_factory: pytest.TempPathFactory) -> str:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('db') / 'hedgerow.db'}").migrate()
    return standalone(gap_map(lake), record_table(lake), map_face(database), layers=(LAYER,), region="Vales")


def inside(made: str, pattern: str) -> str:
    found = re.search(pattern, made, re.DOTALL)
    assert found
    return found.group(1)


def test_the_policy_allows_only_the_script_and_style_of_the_file_itself(made: str) -> None:
    policy = inside(made, r'Content-Security-Policy" content="([^"]+)"').replace("&#39;", "'")
    for name, pattern in (("style-src", r"<style>(.*?)</style>"), ("script-src", r"<script>(.*?)</script>")):
        digest = base64.b64encode(hashlib.sha256(inside(made, pattern).encode()).digest()).decode()
        assert f"{name} 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy and "http" not in policy


def test_nothing_in_the_data_can_end_its_element_or_run(made: str) -> None:
    assert made.count("<script") == 2 and made.count("</script>") == 2
    assert "alert(1)</script>" not in made
    data = json.loads(inside(made, r'id="map-data">(.*?)</script>'))
    assert HOSTILE in {record["title"] for record in data["records"]}
    assert json.loads(safe_json({"a": HOSTILE})) == {"a": HOSTILE}
    assert not set("<>&\u2028") & set(safe_json({"a": HOSTILE}))


def test_the_file_loads_nothing_and_has_no_style_or_handler_in_an_element(made: str) -> None:
    assert not re.search(r"<(link|img|iframe|object|embed|base)\b", made)
    assert not re.search(r"\ssrc=", made.split("<script")[0])
    assert not re.search(r"<[^>]*\s(style|on\w+)=", re.sub(r"<script.*?</script>", "", made, flags=re.DOTALL))


def test_imports_that_nobody_coded_stay_in_the_workspace(made: str) -> None:
    assert "Nobody else" not in made


def test_its_face_says_what_it_rests_on(made: str) -> None:
    for words in ("Library", "Searches", "Frame of the map", "Protocol", "Read again by", "Apache-2.0"):
        assert words in made
    assert "Their &lt;map&gt;, Owner, 2026: a published map, not in our counts. Terms: terms" in made


def test_without_script_each_held_cell_leads_to_its_records(made: str) -> None:
    anchors = set(re.findall(r'data-cell href="#([^"]+)"', made))
    ids = re.findall(r'<h3 id="([^"]+)">', made)
    assert len(anchors) == 69 and anchors == set(ids)
    records = set(re.findall(r'<tr id="r-([^"]+)">', made))
    assert set(re.findall(r'href="#r-([^"]+)"', made)) <= records and len(records) == 181


def test_the_picture_is_well_formed_and_holds_every_cell(lake: Lake, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'hedgerow.db'}").migrate()
    view = gap_map(lake)
    root = ElementTree.fromstring(map_svg(view, map_face(database), (LAYER,)))
    space = "{http://www.w3.org/2000/svg}"
    sentences = [one.text or "" for one in root.iter(f"{space}title")][1:]
    assert len(sentences) == 135
    assert any("The layer Their <map> holds 7 here." in one for one in sentences)
