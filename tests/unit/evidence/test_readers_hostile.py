"""Hostile and damaged files: a typed error with its remedy, the rest kept, no long wait."""

from __future__ import annotations

import time

import pytest

from hedgerow.errors import RecordError
from hedgerow.evidence import readers
from hedgerow.evidence.imported import ReadFile
from hedgerow.evidence.readers import account, read_bytes
from hedgerow.evidence.readers.given import Given

LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol1 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>'
)
OUTSIDE = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
RECORD = "<xml><records><record><titles><title>{}</title></titles></record></records></xml>"
RIS = "TY  - JOUR\nTI  - {}\nER  - \n"


@pytest.mark.parametrize("declared", [LAUGHS, OUTSIDE])
def test_entities_are_refused_before_parsing(declared: str) -> None:
    with pytest.raises(RecordError, match=r"refs\.xml declares a document type or an entity.*Export"):
        read_bytes("refs.xml", (declared + RECORD.format("&x;")).encode())


def test_an_entity_that_nobody_declared_costs_its_own_record() -> None:
    text = RECORD.format("&x;") + RECORD.format("Fine")
    found = read_bytes("refs.xml", text.encode())
    assert ([record.title for record in found.records], len(found.rejected)) == (["Fine"], 1)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("ris", "TY  - JOUR\nTI  - Long\nAB  - ", "\nER  - \n" + RIS.format("Short")),
        ("csv", "title,abstract\nLong,", "\nShort,b\n"),
        ("nbib", "PMID- 1\nTI  - Long\nAB  - ", "\n\nPMID- 2\nTI  - Short\n"),
        ("wos", "PT J\nTI Long\nAB ", "\nER\n\nPT J\nTI Short\nER\nEF\n"),
        ("bibtex", "@misc{a, title = {Long}, abstract = {", "}}\n@misc{b, title = {Short}}\n"),
        (
            "endnote-xml",
            "<xml><record><titles><title>Long</title></titles><abstract>",
            "</abstract></record><record><titles><title>Short</title></titles></record></xml>",
        ),
        ("csl-json", '[{"title": "Long", "abstract": "', '"}, {"title": "Short"}]'),
        ("eppi-json", '{"References": [{"Title": "Long", "Abstract": "', '"}, {"Title": "Short"}]}'),
    ],
)
def test_a_field_without_measure_is_set_aside_and_the_rest_is_kept(
    name: str, before: str, after: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account, "RECORD_LIMIT", 400_000)
    found = read_bytes("refs", (before + "word " * 100_000 + after).encode())
    assert (found.format, [record.title for record in found.records]) == (name, ["Short"])
    assert "at most 400,000 are read" in found.rejected[0].reason
    assert found.rejected[0].line is not None


@pytest.mark.slow
def test_a_field_of_a_hundred_megabytes() -> None:
    start = time.process_time()
    text = "TY  - JOUR\nTI  - Long\nAB  - " + "word " * 20_000_000 + "\nER  - \n" + RIS.format("Short")
    found = read_bytes("refs.ris", text.encode())
    assert ([record.title for record in found.records], len(found.rejected)) == (["Short"], 1)
    assert time.process_time() - start < 20


def test_a_file_beyond_the_limit_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "FILE_LIMIT", 1 << 20)
    with pytest.raises(RecordError, match=r"big\.ris has 2 MB; at most 1 MB"):
        read_bytes("big.ris", b"x" * (1 << 21))


def decoded(data: bytes) -> ReadFile:
    found = read_bytes("refs.ris", data)
    assert len(found.records) == 1
    return found


def test_bytes_of_nothing_are_passed_over() -> None:
    assert decoded(RIS.format("Gan\x00gs").encode()).records[0].title == "Gangs"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "cp1252", "utf-8"])
def test_every_encoding_even_without_its_mark(encoding: str) -> None:
    assert decoded(RIS.format("Café “lights”").encode(encoding)).records[0].title == "Café “lights”"


def test_stray_bytes_do_not_spoil_the_letters_around_them() -> None:
    data = RIS.format("Café – lighting – Ærø").encode().replace(b"lighting", b"light\xe9ing")
    found = decoded(data)
    assert (found.records[0].title, found.encoding) == (
        "Café – light\ufffding – Ærø",
        "utf-8 with 1 stray byte",
    )


def test_a_file_cut_within_a_letter_is_still_utf_8() -> None:
    whole = RIS.format("Café – lighting").encode() + "N1  - é".encode()
    assert decoded(whole[:-1]).records[0].title == "Café – lighting"


def test_latin_1_has_bytes_that_cp1252_has_not() -> None:
    assert decoded(RIS.format("Caf\xe9 \x81").encode("latin-1")).encoding == "latin-1"


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.ris", b"<html><body>Sign in</body></html>", "looks like XML or HTML"),
        ("a.csv", b"%PDF-1.7 x", "looks like PDF"),
        ("a.xlsx", b"PK\x03\x04 cut", "not a whole zip file"),
        ("a.ris", b"\x1f\x8b\x08\x00", "a compressed file"),
        ("a.json", b'{"a": 1}', "looks like JSON"),
        ("a.json", b"[1, 2]", "looks like JSON"),
        ("a.ris", b"\xd0\xcf\x11\xe0 no workbook", "cannot be opened as a workbook"),
        ("a.txt", b"some prose, of no kind", "say which column"),
        ("a.nbib", b"PMID- \n", "yields no record.*line 1"),
    ],
)
def test_the_wrong_file_is_never_an_empty_import(name: str, data: bytes, says: str) -> None:
    with pytest.raises(RecordError, match=f"(?s){name}.*{says}"):
        read_bytes(name, data)


@pytest.mark.parametrize(
    "text",
    [
        "TY  - JOUR\n" * 10_000,
        "TY  - JOUR\nTI  - x\nER  - \nTI  - y\n" * 5_000,
        "TY  - JOUR\nAB  - " + "AU  - " * 100_000,
        "TY  - JOUR\nDO  - " + "10.1234/" * 100_000,
        "TY  - JOUR\nN1  - " + "RAYYAN-INCLUSION: {" * 50_000,
        "title,abstract\n" + '"a,b\n' * 20_001,
        "title,abstract\n" + '"a\n' * 50_000,
        "title,authors\n" + '"[' + "[" * 90_000 + ']",x\n',
        "PMID- 1\n" * 10_000 + "TY  - JOUR\n" * 5_000,
        "[" + "{}," * 20_000,
        '{"References": [' + '{"References": [' * 50_000,
        "const referenceData = [" * 50_000,
        "const csvData = {" * 20_000 + "const referenceData = [{" * 20_000,
        "@a{k, t = {\n@" * 30_000,
        "<xml><record><" + "a><" * 200_000,
        "PT J\nTI x\n" * 10_000,
    ],
)
def test_no_text_makes_a_reader_slow(text: str) -> None:
    given = Given.of_text(text)
    start = time.process_time()
    try:
        found = read_bytes("x", given.data)
    except RecordError:
        pass
    else:
        assert found.expected == len(found.records) + len(found.rejected)
    assert time.process_time() - start < 4


@pytest.mark.parametrize("escape", ["\\ud800", "\\u0000", "\\ud83d\\ude00", "\\ufeff"])
def test_what_a_record_says_can_always_be_written(escape: str) -> None:
    text = f'[{{"title": "Gangs{escape}", "custom": {{"x": ["{escape}"]}}}}]'
    record = read_bytes("x", text.encode()).records[0]
    assert record.title.startswith("Gangs") and "\x00" not in record.title
    assert (record.title + "".join(record.extra["custom"]) + record.raw).encode()
