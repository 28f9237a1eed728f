"""Finding promises: forms that promise, forms that do not, and quotes that are word for word."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.plans.commitments import Commitment, find_commitments
from hedgerow.plans.documents import Paragraph, read_document
from hedgerow.plans.sentences import sentences
from unit.plans.gold import DIRECTIONS
from unit.plans.printing import as_pdf


def found(text: str, *, kind: str = "paragraph", pillar: str = "") -> list[Commitment]:
    return find_commitments([Paragraph(1, kind, text, page=3, pillar=pillar)])


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("We will fund a hub.", "fund"),
        ("I’ll visit every town.", "visit"),
        ("The Chief Constable will also increase patrols.", "increase"),
        ("By May my office will publish the results.", "publish"),
        ("Alderfen Police will continue to share data.", "share"),
        ("We are committed to ending cuckooing.", "ending"),
        ("I expect the Chief Constable to keep a named officer in each village.", "keep"),
        ("A fund of £50,000 will be set up for victims.", "set"),
        ("We aim to reduce burglary by 10% by 2028.", "reduce"),
        ("The panel is to meet each month.", "meet"),
        ("Residents’ groups will receive grants.", "receive"),
        ("Adult Social Care will lead a panel on cuckooing.", "lead"),
        ("The board, which I chair, will publish its minutes.", "publish"),
        ("Coaches are to be taught the signs.", "taught"),
        ("You will have one person to call.", "have"),
        ("A new team of six joins in June.", "joins"),
        ("When money is recovered, I will spend it where it was made.", "spend"),
        ("I also intend to open a second centre.", "open"),
    ],
)
def test_forms_that_promise(text: str, verb: str) -> None:
    commitments = found(text)
    assert [one.quote for one in commitments] == [text]
    assert commitments[0].parts.verb == verb
    assert commitments[0].page == 3


@pytest.mark.parametrize(
    "text",
    [
        "Demand will rise as the county grows.",
        "Crime will continue to be a challenge.",
        "If we will it, it is no dream.",
        "Will we succeed?",
        "The commissioner will be elected in May.",
        "We will not tolerate violence.",
        "The results of the council will depend on Government.",
        "This plan says what each service will add.",
        "We have funded four youth workers.",
        "Residents feel safe.",
        "It will be reviewed in 2027.",
        "Some crime will take other forms.",
        "Residents told us that nobody will visit them.",
        "We do not know which schools will publish their figures.",
        "It is hoped that landlords will close such addresses.",
        "If the grant falls, I will close a team.",
        "The new hub opened in June 2024.",
        "Success will be measured by the indicators below.",
    ],
)
def test_forms_that_do_not(text: str) -> None:
    assert found(text) == []


def test_a_bullet_promises_only_under_a_heading_or_lead_that_says_so() -> None:
    assert found("Fund three youth workers", kind="bullet", pillar="What we will do")
    assert not found("Fund three youth workers", kind="bullet", pillar="Background")
    assert not found("Fund three youth workers", kind="bullet", pillar="What we have done")
    lead = [Paragraph(1, "paragraph", "Over the next year we will:"), Paragraph(2, "bullet", "fund a hub")]
    assert [one.quote for one in find_commitments(lead)] == ["fund a hub"]


def test_a_bullet_under_a_lead_that_promises_needs_no_verb_and_a_measure_is_none() -> None:
    lead = "What I expect of the Chief Constable"
    assert found("A relentless focus on county lines", kind="bullet", pillar=lead)
    assert not found("Number of county lines that were closed", kind="bullet", pillar=lead)
    assert not found("The county has 34 watch groups.", kind="bullet", pillar=lead)
    assert found("Supporting schools to spot the signs", kind="bullet", pillar="Our priorities")
    assert not found("Drugs and violent crime", kind="bullet", pillar="Our priorities")


@pytest.mark.parametrize("number", ["4.1 ", "2. ", "2) ", "(a) "])
def test_the_number_of_a_paragraph_is_no_part_of_the_quote(number: str) -> None:
    assert [one.quote for one in found(f"{number}We will fund a hub.")] == ["We will fund a hub."]


def test_a_cell_promises_only_in_a_table_of_actions() -> None:
    cells = ("Action", "Lead", "Appoint a navigator", "Commissioner")
    table = [Paragraph(number, "cell", text) for number, text in enumerate(cells, 1)]
    assert [one.quote for one in find_commitments(table)] == ["Appoint a navigator"]
    assert find_commitments(table[2:]) == []


def test_the_parts_of_a_promise() -> None:
    text = (
        "With Fenby District Council we will fund lighting for residents in Marsh End at a cost of £90,000 "
        "a year, reducing burglary by 10% by March 2027."
    )
    parts = asdict(found(text)[0].parts)
    assert parts == {
        "verb": "fund",
        "object": "lighting",
        "population": "residents",
        "place": "Marsh End",
        "partner": None,
        "money": "£90,000 a year",
        "measure": "by 10%",
        "date": "by March 2027",
    }


def test_what_is_not_said_is_missing_and_not_empty() -> None:
    parts = found("We will act.")[0].parts
    assert (parts.money, parts.date, parts.place, parts.object) == (None, None, None, None)


def test_sentences_end_where_they_end() -> None:
    text = "We met Dr. Smith at 9.30 a.m. on 3 May. We will meet again, e.g. in June. “Good.” He left."
    assert [sentence for _, sentence in sentences(text)] == [
        "We met Dr. Smith at 9.30 a.m. on 3 May.",
        "We will meet again, e.g. in June.",
        "“Good.”",
        "He left.",
    ]


SCRAPS = """We I will the council Alderfen Police victims £5,000 by March 2027 (see page 3). fund ; : — e.g.
Dr. are committed to support, young people? A hub will be opened. with partners 10% “quoted” end."""
WORDS = st.sampled_from(SCRAPS.split())


@given(st.lists(WORDS, max_size=60), st.integers(0, 200))
def test_every_quote_is_word_for_word_and_every_part_a_slice_of_it(words: list[str], turn: int) -> None:
    text = " ".join(words)
    paragraph = Paragraph(1, "paragraph", text, page=4, turns=((turn, 5),))
    for commitment in find_commitments([paragraph]):
        assert commitment.quote in text
        assert commitment.page in {4, 5}
        for part in asdict(commitment.parts).values():
            assert part is None or (part and part in commitment.quote)


@given(st.text(max_size=300))
def test_any_text_at_all_is_read_without_a_fall(text: str) -> None:
    for commitment in find_commitments([Paragraph(1, "bullet", text, pillar="We will")]):
        assert commitment.quote in text


def test_a_quote_stands_on_the_page_that_is_named(tmp_path: Path) -> None:
    """Read the page again by another road: every letter of the quote is there, in order."""
    path = as_pdf(DIRECTIONS, tmp_path / "plan.pdf")
    commitments = find_commitments(read_document(path).paragraphs)
    document = pdfium.PdfDocument(path)
    pages = [letters(page.get_textpage().get_text_range()) for page in document]
    document.close()
    assert len(commitments) > 20
    for commitment in commitments:
        assert commitment.page is not None
        assert letters(commitment.quote) in pages[commitment.page - 1]


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
