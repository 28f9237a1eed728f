"""Every sample file at hand gives its true count of records."""

from __future__ import annotations

from pathlib import Path

import pytest

from hedgerow.evidence.readers import read_file

# How many records each file holds, and how many of them say nothing and are rejected.
COUNTS = {
    "asreview__baseline.ris": 100,
    "asreview_baseline_zotero.ris": 100,
    "asreview_baseline_reference_types.ris": 61,
    "asreview_baseline_empty_values.ris": 4,
    "asreview_baseline_tag-notes.ris": 12,
    "asreview_baseline_tag-notes_labels.ris": 32,
    "asreview_baseline_tag-notes_zotero.ris": 4,
    "asreview_baseline_tag_and_field_definitions.ris": 1,
    "asreview_baseline_tag_and_field_definitions_lists.ris": 1,
    "asreview_embase.ris": 6,
    "asreview_scopus.ris": 6,
    "asreview_proquest.ris": 6,
    "asreview_pubmed_zotero.ris": 6,
    "asreview_ovid_zotero.ris": 6,
    "asreview_ovid_psycinfo.ris": 6,
    "asreview_pubmed_endnote.txt": 6,
    "asreview_web_of_science.txt": 10,
    "asreview_ris_issue_1099.txt": 7,
    "asreview_ris_issue_992.txt": 19,
    "asreview_faulty_year.ris": 1,
    "asreview_ris_many_authors.ris": 1,
    "eppi_20_refs.txt": 20,
    "eppi_20_demo_refs.txt": 20,
    "eppi_60_refs.txt": 60,
    "ris_export.txt": 69,
    "scopus.ris": 10,
    "wos_test.ris": 50,
    "rispy_example_basic.ris": 1,
    "rispy_example_bom.ris": 1,
    "rispy_example_custom_list_tags.ris": 1,
    "rispy_example_empty_tag.ris": 1,
    "rispy_example_extraneous_data.ris": 2,
    "rispy_example_full.ris": 2,
    "rispy_example_full_without_whitespace.ris": 2,
    "rispy_example_full_write.ris": 2,
    "rispy_example_multi_unknown_tags.ris": 1,
    "rispy_example_multiline.ris": 3,
    "rispy_example_single_unknown_tag.ris": 1,
    "rispy_example_starting_newlines.ris": 1,
    "rispy_example_urls.ris": 4,
    "rispy_example_utf_chars.ris": 1,
    "rispy_example_wos.ris": 2,
    "asreview_embase.csv": 6,
    "asreview_embase_newpage.csv": 6,
    "asreview_generic.csv": 2,
    "asreview_generic_semicolon.csv": 2,
    "asreview_generic_tab.csv": 2,
    "asreview_generic_tab.tab": 2,
    "asreview_generic_tab.tsv": 2,
    "asreview_generic_column_names_with_spaces.csv": 2,
    "asreview_generic_labels.csv": 6,
    "asreview_generic_partial_labels.csv": 6,
    "asreview_generic_labels_no_abs.csv": 6,
    "asreview_generic_labels_no_title.csv": 6,
    "asreview_generic_bad_record_id.csv": 6,
    "asreview_missing_values.csv": 4,
    "asreview_record_id.csv": 10,
    "asreview_duplicate_records.csv": 14,
    "asreview_project_example.asreview": 310,
}
SCREENING = {
    "Nagtegaal_2019.csv": (2019, 101),
    "Kitchenham_2010.csv": (1704, 45),
    "Cohen_2006_ACEInhibitors.csv": (2544, 41),
    "Cohen_2006_ADHD.csv": (851, 20),
    "Cohen_2006_Antihistamines.csv": (310, 16),
    "Cohen_2006_AtypicalAntipsychotics.csv": (1120, 146),
    "Cohen_2006_NSAIDS.csv": (393, 41),
    "Cohen_2006_ProtonPumpInhibitors.csv": (1333, 51),
    "Cohen_2006_Triptans.csv": (671, 24),
    "Cohen_2006_UrinaryIncontinence.csv": (327, 40),
}
pytestmark = pytest.mark.real_data


def test_every_sample_file_gives_its_true_count(shared: Path) -> None:
    folder = shared / "data" / "evidence" / "parsers"
    assert {path.name for path in folder.iterdir()} == set(COUNTS)
    for name, count in COUNTS.items():
        found = read_file(folder / name)
        assert (found.expected, len(found.records), len(found.rejected)) == (count, count, 0), name
        assert all(record.raw and (record.line or name.endswith(".asreview")) for record in found.records), (
            name
        )


def test_screening_sets_give_their_counts_and_labels(shared: Path) -> None:
    for name, (count, included) in SCREENING.items():
        found = read_file(shared / "data" / "evidence" / "screening" / name)
        said = [one.decision for record in found.records for one in record.decisions]
        assert (len(found.records), len(said), said.count("include")) == (count, count, included), name


@pytest.mark.parametrize(("number", "count"), [(1, 363), (2, 38), (3, 8)])
def test_larger_files_of_ris(shared: Path, number: int, count: int) -> None:
    found = read_file(shared / f"data/evidence/screening/vandeSchoot_included-{number}.ris")
    assert (found.expected, len(found.records)) == (count, count)


def test_the_starter_library_as_ris(shared: Path) -> None:
    found = read_file(shared / "library" / "evidence.ris")
    assert (
        len(found.records),
        {record.extra["ID"][0] for record in found.records} >= {"braga-2019-hot-spots"},
    ) == (
        181,
        True,
    )


def test_fields_of_the_dialects(shared: Path) -> None:
    folder = shared / "data" / "evidence" / "parsers"
    ovid = read_file(folder / "asreview_ovid_psycinfo.ris").records[0]
    assert (ovid.accession, ovid.pages, ovid.year) == ("2019-65183-001", None, 2019)
    science = read_file(folder / "wos_test.ris").records[0]
    assert (science.accession, science.pages, science.publisher) == (
        "WOS:000082252000006",
        "134-137",
        "F K SCHATTAUER VERLAG GMBH",
    )
    authors = read_file(folder / "asreview_ris_many_authors.ris").records[0].authors or ""
    assert len(authors.split("; ")) == 7_456
    glued = read_file(folder / "ris_export.txt").records[0]
    assert (glued.standard_number, glued.pages) == ("0964-6906", "1535-41")
    labels = [
        (one.decision, one.prior)
        for record in read_file(folder / "asreview_baseline_tag-notes_labels.ris").records
        for one in record.decisions
    ]
    assert (labels.count(("include", False)), labels.count(("include", True)), len(labels)) == (9, 1, 30)
