"""Charts, lints and the inspector, each able to fail."""

from __future__ import annotations

import io
import zipfile

import pytest

from hedgerow.commissioning.facts import Action
from hedgerow.commissioning.profile import compose
from hedgerow.commissioning.profile.drafts import trend_draft
from hedgerow.commissioning.profile.inspect import inspect
from hedgerow.commissioning.profile.lint import plain_english_faults, smart_faults
from hedgerow.commissioning.profile.model import ChartBlock
from hedgerow.commissioning.profile.render import docx, html
from hedgerow.commissioning.profile.render.charts import line_chart, nice_top
from hedgerow.disclosure import release
from hedgerow.errors import DisclosureError
from unit.commissioning.thornbury import crime, facts


def test_a_gap_breaks_the_line_and_is_shaded() -> None:
    chart = ChartBlock(
        release(trend_draft(crime())), "line", "month", ("all_crime",), "Crime", "Alt", "crimes"
    )
    svg = line_chart(chart)
    assert svg.count("<polyline") == 2
    assert svg.count("<rect") == 1
    assert "<title" in svg
    assert "<desc" in svg


@pytest.mark.parametrize(("value", "top"), [(0, 1), (1, 1), (3, 5), (23, 25), (64, 100), (1_210, 2_000)])
def test_the_scale_ends_at_a_round_number(value: float, top: float) -> None:
    assert nice_top(value) == top


def test_smart_asks_for_measure_with_a_number_owner_and_date() -> None:
    action = Action(
        "Run a hub", "vulnerability_hubs", "", (), "", "2026", "running", "Lead", "", None, None, "fewer"
    )
    assert smart_faults(action) == ("no baseline or target",)


def test_plain_english_finds_length_jargon_and_claims() -> None:
    faults = plain_english_faults([" ".join(["word"] * 41) + ".", "We leverage it.", "It is proved to work."])
    assert len(faults) == 3


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("</main>", "<script>1</script></main>", "an element script"),
        ("</main>", '<p hidden="">x</p></main>', "hidden"),
        ("</main>", '<a href="https://example.org">x</a></main>', "outside"),
        ("</main>", "<!-- secret --></main>", "a comment"),
        ("</main>", "<table><tr><td>4711</td></tr></table></main>", "in no released table"),
        ('class="marking">Public', 'class="marking">None', "marking"),
    ],
)
def test_the_inspector_refuses_a_page_that_was_tampered_with(old: str, new: str, found: str) -> None:
    document = compose(facts(), "public")
    page = html.render(document).decode()
    assert old in page
    with pytest.raises(DisclosureError, match=found):
        inspect(document, "html", page.replace(old, new).encode())


@pytest.mark.parametrize(
    ("part", "old", "new", "found"),
    [
        ("word/document.xml", b"<w:b/>", b"<w:b/><w:vanish/>", "hidden"),
        ("word/document.xml", b">Far more callers than before<", b">4711<", "in no released table"),
        ("word/header1.xml", b"Public", b"None", "marking"),
    ],
)
def test_the_inspector_refuses_a_word_file_that_was_tampered_with(
    part: str, old: bytes, new: bytes, found: str
) -> None:
    document = compose(facts(), "public")
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx.render(document))) as before, zipfile.ZipFile(buffer, "w") as after:
        assert old in before.read(part)
        for name in before.namelist():
            data = before.read(name)
            after.writestr(name, data.replace(old, new) if name == part else data)
    with pytest.raises(DisclosureError, match=found):
        inspect(document, "docx", buffer.getvalue())
