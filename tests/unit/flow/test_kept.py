"""The flow is counted once between two events, and again after each."""

from __future__ import annotations

from pathlib import Path

from hedgerow.evidence.tables.review import ReviewLog, take_in_file
from hedgerow.evidence.tables.review.flow import flow_view
from hedgerow.store.database import Database


def test_the_flow_is_counted_again_only_after_an_event(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'hedgerow.db'}")
    database.migrate()
    log = ReviewLog(database)
    for number in (1, 2):
        path = tmp_path / f"{number}.ris"
        path.write_text(f"TY  - JOUR\nTI  - Trial {number}\nER  - \n", encoding="utf-8")
        take_in_file(log, path, actor="Ann")
        first = flow_view(log)
        assert first.flow.databases.identified == number
        assert flow_view(ReviewLog(database)) is first
    assert flow_view(log, since="2999-01-01").flow.databases.identified == 0
    database.close()
