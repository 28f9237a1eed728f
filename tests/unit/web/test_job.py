"""What is shown of a job, in each of its states."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hedgerow.web.blocks import OwnBlock
from hedgerow.web.pages.jobs import state_of
from hedgerow.web.render import template

ROW = dict.fromkeys(("phase", "message", "done", "total", "result", "error"))
FAULT = json.dumps({"code": "HR999", "message": "A fault of its own."})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"state": "queued"}, "It waits for its turn."),
        ({"state": "running", "phase": "Gathering", "done": 1, "total": 6}, "Gathering"),
        ({"state": "done", "result": "out/profiles/a.docx"}, "a.docx"),
        ({"state": "failed", "error": FAULT}, "A fault of its own."),
    ],
)
def test_every_state_of_a_job_can_be_shown(changes: dict[str, Any], said: str) -> None:
    values = state_of({"id": "job-1", "kind": "profile", **ROW, **changes})
    text = template("blocks/job.html").render(block=OwnBlock("job", values))
    assert said in text
    assert ("hx-get" in text) == (changes["state"] in {"queued", "running"})
