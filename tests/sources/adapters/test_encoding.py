import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.adapters.base import (
    MAX_DOCUMENT_BYTES,
    BinaryDocument,
    DocumentTooLarge,
    EmptyDocument,
    UndecodableDocument,
)
from sources.adapters.encoding import decode_page

SENTENCE = "河边的旧货店在冬天关了门，老板把钥匙交给了隔壁的裁缝。"
TRADITIONAL = "河邊的舊貨店在冬天關了門，老闆把鑰匙交給了隔壁的裁縫。"


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", "\ufeff \u3000\n".encode()])
def test_page_empty(data):
    with pytest.raises(EmptyDocument):
        decode_page(data)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 words",
        b"\x89PNG\r\n\x1a\n....",
        b"PK\x03\x04....",
        b"\xff\xd8\xff\xe0....",
        gzip.compress(b"words", mtime=0),
        b"words\x00\x00\x01\x02\x03 words",
        bytes(range(256)) * 8,
        b"\x01\x02\x03\x04words\x05\x06\x07",
    ],
)
def test_page_binary(data):
    with pytest.raises(BinaryDocument):
        decode_page(data)


@pytest.mark.slow
def test_page_too_large():
    assert decode_page(b"a" * MAX_DOCUMENT_BYTES)
    with pytest.raises(DocumentTooLarge):
        decode_page(b"a" * (MAX_DOCUMENT_BYTES + 1))


def test_page_undecodable():
    with pytest.raises(UndecodableDocument):
        decode_page(bytes([0x81, 0xFE, 0xFF, 0x80, 0x9F]) * 40)


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        (SENTENCE, "utf-8", "utf-8"),
        (SENTENCE, "utf-8-sig", "utf-8"),
        (SENTENCE, "utf-16", "utf-16-le"),
        (SENTENCE + "\n2020", "utf-16-le", "utf-16-le"),
        (SENTENCE + "\n2020", "utf-16-be", "utf-16-be"),
        (SENTENCE, "gb18030", "gb18030"),
        (SENTENCE, "gbk", "gb18030"),
        (TRADITIONAL, "big5", "big5"),
        ("A café that closed in 1998, and a naïve plan to open it again.", "cp1252", "cp1252"),
    ],
)
def test_page_encoding(text, encoding, expected):
    page = decode_page(text.encode(encoding))
    assert (page.text, page.encoding) == (text, expected)


def test_page_line_ends():
    assert decode_page("一\r\n二\r三\n".encode()).text == "一\n二\n三\n"


def test_page_utf8_with_a_broken_character():
    data = (SENTENCE * 20).encode()
    page = decode_page(data[:-1])
    assert page.encoding == "utf-8"
    assert page.text.endswith("\ufffd")


@pytest.mark.slow
@settings(max_examples=40)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_page_utf8_is_kept(text):
    text = "a" + text
    assert decode_page(text.encode()).text == text
