"""What the local profile on serious and organised crime does, for one small made-up area."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from itertools import pairwise

import pypdfium2
import pytest

from hedgerow.commissioning.facts import OwnRow
from hedgerow.commissioning.profile import Document, compose
from hedgerow.commissioning.profile.inspect import inspect
from hedgerow.commissioning.profile.model import ChartBlock, Para, TableBlock, plain, say, tables
from hedgerow.commissioning.profile.render import docx, html, pdf
from hedgerow.commissioning.profile.writer import allow_list
from hedgerow.disclosure import Edition, Released
from hedgerow.errors import DisclosureError, UsageError
from unit.commissioning.thornbury import AREA, crime, facts, places

RENDERERS = {"html": html.render, "pdf": pdf.render, "docx": docx.render}
LSOA = re.compile(r"E01\d{6}")


@pytest.fixture(scope="module")
def editions() -> dict[Edition, Document]:
    return {edition: compose(facts(), edition) for edition in Edition}


def named(document: Document, name: str) -> list[Released]:
    return [table for table in tables(document) if table.name == name]


def text_of(document: Document) -> str:
    return html.render(document).decode()


def test_it_has_a_cover_and_thirteen_sections(editions: dict[Edition, Document]) -> None:
    document = editions[Edition.RESTRICTED]
    assert [section.number for section in document.sections] == list(range(1, 14))
    page = text_of(document)
    for words in ("Thornbury Vale", "Data to", "Next review", "Owner", document.hash, document.marking):
        assert words in page


def test_a_profile_without_a_date_is_refused() -> None:
    with pytest.raises(UsageError, match="has no date"):
        compose(facts(data_cut=""), "restricted")


def test_a_past_review_and_a_month_without_data_are_banners(editions: dict[Edition, Document]) -> None:
    banners = " ".join(editions[Edition.PUBLIC].banners)
    assert "due for review on 2025-12-31" in banners
    assert "not known for 2025-03; it is not nought" in banners


@pytest.mark.parametrize("edition", list(Edition))
def test_an_edition_shows_only_what_its_list_allows(
    edition: Edition, editions: dict[Edition, Document]
) -> None:
    shown = tables(editions[edition])
    assert shown
    for table in shown:
        assert {column.name for column in table.columns} <= set(allow_list().columns(table.name, edition))
        assert table.edition is edition
        assert table.marking == editions[edition].marking


def test_public_has_no_small_count_no_lsoa_code_no_partner_figure_and_no_resilience_by_lsoa(
    editions: dict[Edition, Document],
) -> None:
    public = editions[Edition.PUBLIC]
    assert not LSOA.search(text_of(public))
    hidden = ("own", "need_places", "strength_places", "changed_places", "contrast_places")
    assert not [name for name in hidden if named(public, name)]
    (hot,) = named(public, "hot_places")
    assert [record["now"] for record in hot.records()] == [44]
    assert "Insp Role" not in text_of(public)
    restricted = editions[Edition.RESTRICTED]
    assert all(named(restricted, name) for name in hidden)
    assert LSOA.search(text_of(restricted))


def test_a_partners_small_count_is_withheld_even_inside(editions: dict[Edition, Document]) -> None:
    (own,) = named(editions[Edition.PARTNER], "own")
    assert [row[2] for row in own.rows] == [None, 35]


def test_every_statement_of_the_threat_section_is_known_assessed_or_a_gap(
    editions: dict[Edition, Document],
) -> None:
    section = editions[Edition.RESTRICTED].sections[2]
    tags = [block.tag for block in section.blocks if isinstance(block, Para)]
    assert tags
    assert set(tags) <= {"known", "assessed", "gap"}


def test_a_month_of_a_gap_is_left_out_of_rates_and_open_in_the_chart(
    editions: dict[Edition, Document],
) -> None:
    document = editions[Edition.RESTRICTED]
    (row, *_) = named(document, "crime_types")[0].records()
    # 61 crimes in the 11 known months, 4,800 residents: 61 x 12 / 11 / 4.8.
    assert row["rate"] == pytest.approx(61 * 12 / 11 / 4.8)
    (trend,) = named(document, "trend")
    place = [record["month"] for record in trend.records()].index("2025-03")
    assert trend.rows[place][1] is None
    assert trend.reasons[place, "all_crime"] == "gap"


def test_section_11_fills_itself_from_the_sections_before_and_the_map(
    editions: dict[Edition, Document],
) -> None:
    document = editions[Edition.RESTRICTED]
    listed = [str(record["what"]) for table in named(document, "gaps") for record in table.records()]
    earlier = [gap.what for section in document.sections for gap in section.gaps if 2 <= section.number <= 9]
    assert set(earlier) <= set(listed)
    assert any(what.startswith("Recorded crime of 2025-03") for what in listed)
    why = {
        str(record["what"]): str(record["why"])
        for table in named(document, "gaps")
        for record in table.records()
    }
    assert "does not mean that it does not work" in why["hubs: harm"]
    assert why["hubs: cost"] == "not searched yet, so nothing can be said."


def test_no_evidence_card_is_without_its_rating_and_a_claim_is_no_card(
    editions: dict[Edition, Document],
) -> None:
    (card,) = named(editions[Edition.RESTRICTED], "evidence")
    assert [record["grade"] for record in card.records()] == [None]
    assert set(card.reasons.values()) == {"not_rated"}
    assert "Claimed fall" not in text_of(editions[Edition.RESTRICTED])


def test_before_and_after_alone_is_refused(editions: dict[Edition, Document]) -> None:
    (done,) = named(editions[Edition.RESTRICTED], "done")
    assert [record["design"] for record in done.records()] == ["no: before and after alone is refused"]
    action = replace(facts().actions[0], outcome="reports 10 to 20, against a comparison area")
    (done,) = named(compose(facts(actions=(action,)), "restricted"), "done")
    assert [record["design"] for record in done.records()] == ["yes, beside its comparison"]


def test_actions_are_held_against_smart_and_an_empty_p_is_flagged(editions: dict[Edition, Document]) -> None:
    (actions,) = named(editions[Edition.RESTRICTED], "actions")
    flags = {record["name"]: record["flags"] for record in actions.records()}
    assert flags["Clear drug houses"] == "none"
    assert flags["Posters"] == "not specific, no measure, no owner, no end date, no approach"
    assert flags[None] == "empty: to be filled by the owner"
    checks = {check.name: check for check in editions[Edition.RESTRICTED].sections[9].checks}
    assert not checks["no orphan action"].passed


def test_a_sign_without_a_source_is_not_printed() -> None:
    (sign,) = facts().signs
    document = compose(
        facts(signs=(sign, replace(sign, id="X-1", text="Unsourced thing", source=""))), "public"
    )
    assert "Unsourced thing" not in text_of(document)
    assert "Far more callers than before" in text_of(document)
    assert not document.sections[6].checks[0].passed


def test_with_nothing_held_every_section_says_so_and_nothing_is_invented() -> None:
    empty = facts(
        crime=None, places=replace(places(), hot=(), changed=(), need=None, strength=None, contrast=None,
                                   tested_for_change=0, top_need=None, verdicts={}),
        indicators=(), signs=(), evidence=(), cells=(), plans=(), commitments=(), actions=(), partners=(),
        harm=(),
        own=(), earlier=(), sources=(), owner="",
    )  # fmt: skip
    for edition in Edition:
        document = compose(empty, edition)
        assert document.completeness < 0.1
        assert all(
            section.gaps for section in document.sections if section.number in {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
        )
        assert not [table for table in tables(document) if table.name.startswith("crime")]


def test_verdicts_of_a_force_without_data_are_not_known_and_never_none_of_them() -> None:
    dark = facts(places=replace(places(), contrast=(), verdicts={"not_known": 3}))
    document = compose(dark, Edition.RESTRICTED)
    words = text_of(document)
    assert "Whether any LSOA records far less or far more crime than its context gives is not known." in words
    assert "LSOAs record far less crime" not in words
    (table,) = [table for table in tables(document) if table.name == "verdicts"]
    counts = {row["verdict"]: row["areas"] for row in table.records()}
    assert (counts["zero output"], counts["super output"], counts["not known"]) == (None, None, 3)


def test_a_small_q_value_is_never_printed_as_nought() -> None:
    first, *rest = places().changed
    document = compose(facts(places=replace(places(), changed=(replace(first, q=1e-9), *rest))), "restricted")
    (table,) = [table for table in tables(document) if table.name == "changed_places"]
    assert next(iter(table.records()))["q"] == "under 0.001"


def test_a_number_without_an_address_cannot_be_written() -> None:
    with pytest.raises(DisclosureError, match="without an address"):
        say("There were 12 crimes.")


def test_every_number_of_the_sentences_has_an_address_or_a_source(editions: dict[Edition, Document]) -> None:
    for document in editions.values():
        traced = next(check for check in document.checks if check.name == "every number is traceable")
        assert traced.passed, traced.text


def test_stale_figures_are_listed_with_their_dates(editions: dict[Edition, Document]) -> None:
    rows = {row.what: row for row in editions[Edition.PUBLIC].stale}
    assert rows["Connectedness"].past
    assert not rows["Recorded crime"].past
    assert rows["Recorded crime"].expires == "2026-12-31"
    later = compose(facts(today="2027-06-01"), "public")
    assert {row.what: row for row in later.stale}["Recorded crime"].past


def test_the_five_complaints_stand_on_the_cover(editions: dict[Edition, Document]) -> None:
    document = editions[Edition.PUBLIC]
    assert len(document.complaints) == 5
    assert all(check.name in text_of(document) for check in document.complaints)


def test_the_same_inputs_give_the_same_hash_and_bytes(editions: dict[Edition, Document]) -> None:
    again = compose(facts(), "public")
    assert again.hash == editions[Edition.PUBLIC].hash
    assert editions[Edition.PUBLIC].hash != editions[Edition.RESTRICTED].hash
    for render in RENDERERS.values():
        assert render(again) == render(editions[Edition.PUBLIC])
    changed = replace(crime(), types=())
    assert compose(facts(crime=changed), "public").hash != again.hash


@pytest.mark.parametrize("kind", list(RENDERERS))
def test_each_format_passes_the_inspector_and_one_of_another_edition_does_not(
    kind: str, editions: dict[Edition, Document]
) -> None:
    data = RENDERERS[kind](editions[Edition.RESTRICTED])
    inspect(editions[Edition.RESTRICTED], kind, data)
    with pytest.raises(DisclosureError, match="was not let out"):
        inspect(editions[Edition.PUBLIC], kind, data)


def test_the_page_asks_for_nothing_and_reads_well(editions: dict[Edition, Document]) -> None:
    page = text_of(editions[Edition.RESTRICTED])
    assert '<html lang="en-GB">' in page
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert "@media print" in page
    assert page.count("<h1>") == 1
    assert page.count("<caption") == page.count("<table")
    assert page.count('class="skip"') == 1
    levels = [int(level) for level in re.findall(r"<h(\d)", page)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_names_from_files_are_escaped() -> None:
    area = replace(AREA, name='<script>alert("x")</script>')
    page = text_of(compose(facts(area=area), "public"))
    assert "<script" not in page
    inspect(compose(facts(area=area), "public"), "html", page.encode())


def test_the_pdf_is_tagged_and_marked_on_each_page(editions: dict[Edition, Document]) -> None:
    document = editions[Edition.PARTNER]
    data = pdf.render(document)
    assert b"/StructTreeRoot" in data
    assert b"pdfuaid" in data
    with pypdfium2.PdfDocument(data) as pages:
        assert pages.get_metadata_dict()["Title"] == document.title
        for page in pages:
            assert page.get_textpage().get_text_range().splitlines().count(document.marking) == 2


def test_the_word_file_has_headings_repeated_header_rows_and_words_for_its_chart(
    editions: dict[Edition, Document],
) -> None:
    with zipfile.ZipFile(io.BytesIO(docx.render(editions[Edition.RESTRICTED]))) as archive:
        body = archive.read("word/document.xml").decode()
        assert 'w:instr="NUMPAGES"' in archive.read("word/footer1.xml").decode()
        assert not [name for name in archive.namelist() if "customXml" in name or "thumbnail" in name]
    assert body.count('w:val="Heading1"') == 13
    assert body.count("<w:tblHeader/>") == body.count("<w:tbl>")
    assert 'descr="Line chart of recorded crime by month' in body


def test_a_chart_always_has_its_table(editions: dict[Edition, Document]) -> None:
    charts = [
        block
        for section in editions[Edition.PUBLIC].sections
        for block in section.blocks
        if isinstance(block, ChartBlock)
    ]
    assert [chart.title for chart in charts] == ["Recorded crime by month"]
    assert "1 month is a gap" in charts[0].alt
    assert isinstance(charts[0].table, Released)


def test_no_sentence_is_hard_to_read(editions: dict[Edition, Document]) -> None:
    for document in editions.values():
        language = next(check for check in document.checks if check.name == "plain English")
        assert language.passed, language.text
        for section in document.sections:
            assert not [b for b in section.blocks if isinstance(b, Para) and not plain(b.text).strip()]
        assert [b for s in document.sections for b in s.blocks if isinstance(b, TableBlock)]


def test_the_order_of_a_partners_rows_tells_nothing_that_is_withheld() -> None:
    values = {"A": 3, "B": 9, "C": 0, "D": 41, "E": 39, "F": 60}
    own = tuple(OwnRow(area, "visits", value, "hub.csv") for area, value in values.items())
    (table,) = named(compose(facts(own=own), Edition.PARTNER), "own")
    assert [row[0] for row in table.rows] == ["F", "D", "E", "A", "B", "C"]
    assert [row[2] for row in table.rows] == [60, 40, 40, None, None, None]


def test_the_twenty_that_are_shown_are_not_chosen_by_what_is_withheld() -> None:
    own = tuple(OwnRow(f"E{number:02}", "visits", number % 7, "hub.csv") for number in range(40))
    (table,) = named(compose(facts(own=own), Edition.PARTNER), "own")
    assert [row[0] for row in table.rows] == [f"E{number:02}" for number in range(20)]
