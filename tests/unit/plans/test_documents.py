"""Reading plans: what becomes of good files, and what is said of bad ones."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.errors import DocumentError
from hedgerow.plans.documents import Document, guard, read_document
from hedgerow.plans.documents.lines import Line, mend, paragraphs
from unit.plans.gold import DIRECTIONS, PILLARS, SECTION17, clean
from unit.plans.printing import as_docx, as_pdf, as_text


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return as_pdf(DIRECTIONS, tmp_path_factory.mktemp("pdf") / "plan.pdf")


@pytest.fixture(scope="module")
def read_pdf(pdf: Path) -> Document:
    return read_document(pdf)


def texts(plan: list[tuple[str, str]], *kinds: str) -> list[str]:
    return [clean(text) for kind, text in plan if kind in kinds]


def test_a_pdf_keeps_every_word_in_order_and_nothing_else(read_pdf: Document) -> None:
    assert [one.text for one in read_pdf.paragraphs] == texts(DIRECTIONS, "h1", "h2", "p", "b")
    assert (read_pdf.media, read_pdf.pages, read_pdf.notes) == ("pdf", 4, ())


def test_headings_bullets_and_pages_of_a_pdf(read_pdf: Document) -> None:
    kinds = {"h1": "heading", "h2": "heading", "p": "paragraph", "b": "bullet"}
    wanted = [kinds[kind] for kind, _ in DIRECTIONS if kind != "page"]
    assert [one.kind for one in read_pdf.paragraphs] == wanted
    page, pages = 1, []
    for kind, _ in DIRECTIONS:
        page += kind == "page"
        pages += [page] if kind != "page" else []
    assert [one.page for one in read_pdf.paragraphs] == pages


def test_headings_above_are_kept_as_the_pillar(read_pdf: Document) -> None:
    bullet = next(one for one in read_pdf.paragraphs if one.kind == "bullet")
    assert bullet.pillar == "Direction one: reduce reoffending > What we will do"


def test_a_docx_keeps_tables_and_headings_and_has_no_pages(tmp_path: Path) -> None:
    document = read_document(as_docx(PILLARS, tmp_path / "plan.docx"))
    cells = [one.text for one in document.paragraphs if one.kind == "cell"]
    assert cells == [cell for row in texts(PILLARS, "t") for cell in row.split(" | ")]
    assert document.pages is None
    assert {one.page for one in document.paragraphs} == {None}
    assert document.paragraphs[-1].pillar == "What we have done"


def test_plain_text_and_markdown(tmp_path: Path) -> None:
    document = read_document(as_text(SECTION17, tmp_path / "plan.md"))
    assert [one.text for one in document.paragraphs] == texts(SECTION17, "h1", "h2", "p", "b")
    assert document.pages is None
    paged = tmp_path / "paged.txt"
    paged.write_text("FIRST PAGE\n\nWe will wait.\n\fSecond page\n===========\n\nWe will\nact.\n", "utf-8")
    found = read_document(paged)
    assert [(one.kind, one.page, one.text) for one in found.paragraphs] == [
        ("heading", 1, "FIRST PAGE"),
        ("paragraph", 1, "We will wait."),
        ("heading", 2, "Second page"),
        ("paragraph", 2, "We will act."),
    ]


def test_a_paragraph_that_turns_the_page_knows_where(tmp_path: Path) -> None:
    lines = [
        Line("We will open a hub in the", 1, 0.012, top=0.80),
        Line("city. We will pay for it", 2, 0.012, top=0.20),
        Line("from savings.", 2, 0.012, top=0.217),
    ]
    row = paragraphs(lines)[0]
    document = Document.of({"paragraphs": [row], "pages": 2}, media="pdf", sha256="0" * 64)
    one = document.paragraphs[0]
    assert one.text == "We will open a hub in the city. We will pay for it from savings."
    assert one.page_at(one.text.index("We will open")) == 1
    assert one.page_at(one.text.index("We will pay")) == 2


def test_running_headers_and_page_numbers_leave_and_a_figure_in_the_text_stays() -> None:
    lines = []
    for page in (1, 2, 3):
        lines += [
            Line("Alderfen plan 2025", page, 0.012, top=0.05),
            Line(f"In year {page} we spent 10", page, 0.012, top=0.5),
            Line(f"{page}", page, 0.012, top=0.95),
        ]
    lines.append(Line("A footnote of its own", 3, 0.012, top=0.93))
    kept = [row["text"] for row in paragraphs(lines)]
    assert "Alderfen plan 2025" not in " ".join(kept)
    assert not [text for text in kept if text.isdigit()]
    assert "A footnote of its own" in " ".join(kept)


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("the com-", "missioner", "the commissioner"),
        ("the com\x02", "missioner", "the commissioner"),
        ("a multi-", "agency hub", "a multi-agency hub"),
        ("the Clear-", "Hold model", "the Clear-Hold model"),
        ("2025-", "26", "2025- 26"),
        ("we will", "act", "we will act"),
        ("soft\u00ad", "ware", "software"),
    ],
)
def test_words_split_at_the_end_of_a_line_are_made_whole(first: str, second: str, whole: str) -> None:
    assert mend(first, second) == whole


@given(st.text(max_size=40), st.text(max_size=40))
def test_mending_loses_no_letter(first: str, second: str) -> None:
    joined = mend(first, second)
    assert [c for c in joined if c.isalnum()] == [c for c in first + second if c.isalnum()]


# Bad files -----------------------------------------------------------------------------------------------


def refusal(path: Path) -> str:
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    assert path.name in caught.value.message
    assert caught.value.remedy
    return caught.value.message


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_a_scan_is_named_as_one_with_the_way_out(tmp_path: Path) -> None:
    scan = pdfium.PdfDocument.new()
    for _ in range(3):
        scan.new_page(595, 842)
    scan.save(tmp_path / "scan.pdf")
    scan.close()
    with pytest.raises(DocumentError, match="is a scan") as caught:
        read_document(tmp_path / "scan.pdf")
    assert "ocrmypdf" in caught.value.remedy


def test_a_page_without_text_among_others_is_noted(pdf: Path, tmp_path: Path) -> None:
    mixed = pdfium.PdfDocument(pdf)
    mixed.new_page(595, 842)
    mixed.save(tmp_path / "mixed.pdf")
    mixed.close()
    assert read_document(tmp_path / "mixed.pdf").notes == (
        "No text could be read on page 5: empty, or a picture.",
    )


def locked_pdf() -> bytes:
    """A PDF whose password is not the empty one: the check value of its user password is wrong."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        b"<< /Filter /Standard /V 1 /R 2 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> /P -4 >>",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(body)
    body += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % at for at in offsets)
    identity = b"<" + b"00" * 16 + b">"
    trailer = b"trailer << /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [%s %s] >>\n" % (identity, identity)
    return body + trailer + b"startxref\n%d\n%%%%EOF\n" % start


def test_a_locked_pdf(tmp_path: Path) -> None:
    assert "locked with a password" in refusal(written(tmp_path / "locked.pdf", locked_pdf()))


def test_a_pdf_cut_short(pdf: Path, tmp_path: Path) -> None:
    for share in (0.1, 0.5, 0.9):
        content = pdf.read_bytes()
        assert "damaged" in refusal(written(tmp_path / "cut.pdf", content[: int(len(content) * share)]))


def test_a_docx_cut_short(tmp_path: Path) -> None:
    content = as_docx(PILLARS, tmp_path / "plan.docx").read_bytes()
    assert "damaged" in refusal(written(tmp_path / "cut.docx", content[: len(content) // 2]))


def repacked(path: Path, xml: bytes, target: Path) -> Path:
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in source.infolist():
            content = xml if entry.filename == "word/document.xml" else source.read(entry)
            out.writestr(entry.filename, content)
    return target


def test_a_docx_that_unpacks_to_far_too_much(tmp_path: Path) -> None:
    plan = as_docx(PILLARS, tmp_path / "plan.docx")
    assert "unpacks to far more" in refusal(repacked(plan, b" " * (25 << 20), tmp_path / "bomb.docx"))


def test_a_docx_of_entities_within_entities_is_harmless(tmp_path: Path) -> None:
    plan = as_docx([("p", "We will wait.")], tmp_path / "plan.docx")
    with zipfile.ZipFile(plan) as source:
        xml = source.read("word/document.xml").decode()
    laughs = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE w [<!ENTITY e0 "ha">{laughs}]>'
    xml = xml.replace("<w:document", doctype + "<w:document", 1).replace("wait.", "wait.&e9;")
    bomb = repacked(plan, xml.encode(), tmp_path / "laughs.docx")
    try:
        assert sum(len(one.text) for one in read_document(bomb).paragraphs) < 1000
    except DocumentError as error:
        assert error.code == "HR250"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.pdf", b"", "0 bytes"),
        ("blank.txt", b" \n\n ", "holds no text"),
        ("latin.txt", "Wir müssen".encode("latin-1"), "not text in UTF-8"),
        ("old.doc", b"\xd0\xcf\x11\xe0" + b"\x01" * 600, "not a kind of document"),
        ("page.html", b"<!DOCTYPE html><p>We will.", "not a kind of document"),
        ("notes.rtf", b"{\\rtf1 We will.}", "not a kind of document"),
        ("zeros.txt", b"We will\x00act", "not a kind of document"),
        ("image.pdf", b"\x89PNG\r\n\x1a\n" + b"\x00" * 200, "not a kind of document"),
        ("header.pdf", b"%PDF-1.7\nnothing follows", "damaged"),
    ],
)
def test_what_is_said_of_other_bad_files(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    assert words in refusal(written(tmp_path / name, content))


def test_a_zip_that_is_no_docx(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "sheet.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    assert "not a kind of document" in refusal(tmp_path / "sheet.xlsx")


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert "cannot be found" in refusal(tmp_path / "nowhere.pdf")
    assert "is a folder" in refusal(tmp_path)


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "BYTES_MOST", 10)
    assert "larger than" in refusal(written(tmp_path / "large.txt", b"We will wait for it."))


def test_a_reader_that_does_not_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SECONDS_MOST", 0.001)
    assert "too long" in refusal(written(tmp_path / "slow.txt", b"We will wait."))


def test_the_reader_cannot_take_the_memory_or_write_a_file(tmp_path: Path) -> None:
    code = (
        "from hedgerow.plans.documents import worker; worker.limit()\n"
        "try: b = bytearray(3 << 30); print('memory')\n"
        "except MemoryError: pass\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"try: h = open({str(tmp_path / 'x')!r}, 'w'); h.write('x'); h.close(); print('file')\n"
        "except OSError: pass\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_a_name_that_looks_like_a_command_is_only_a_name(tmp_path: Path) -> None:
    path = written(tmp_path / "; touch hurt; $(rm -rf x) -m.txt", b"We will wait.")
    assert read_document(path).paragraphs[0].text == "We will wait."


def test_a_docx_without_words(tmp_path: Path) -> None:
    document = docx.Document()
    document.save(str(tmp_path / "empty.docx"))
    assert "holds no text" in refusal(tmp_path / "empty.docx")
