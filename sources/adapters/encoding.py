"""From the bytes of a document to its text, whatever the page declares about itself."""

from __future__ import annotations

import codecs
import re
from functools import cache

from charset_normalizer import from_bytes

from sources.adapters.base import (
    MAX_DOCUMENT_BYTES,
    BinaryDocument,
    DocumentTooLarge,
    EmptyDocument,
    Page,
    UndecodableDocument,
)

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with theirs
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
BINARY_MAGIC = (
    b"%PDF-",
    b"\x89PNG",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"\x1f\x8b",
    b"\x7fELF",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\xd0\xcf\x11\xe0",
    b"OggS",
    b"SQLite format 3",
)
SAMPLE_BYTES = 20_000
DAMAGED_UTF8_SHARE = 0.02
PLAUSIBLE = 0.7
BLANK = re.compile(r"[\s\ufeff\u200b\u200c\u200d\u2060]*")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def page_of(data: bytes) -> Page:
    """Decode a document.

    Raises `EmptyDocument`, `BinaryDocument`, `DocumentTooLarge` (over `MAX_DOCUMENT_BYTES`) or
    `UndecodableDocument`. A byte order mark decides; then strict UTF-8, whatever charset the
    page declares; then UTF-16 by its NULs; then GB18030, Big5 and Windows-1252 by what reads
    as running text.
    """
    if len(data) > MAX_DOCUMENT_BYTES:
        raise DocumentTooLarge(f"The document has {len(data)} bytes; at most 20 MB are read.")
    if not data.strip(b" \t\r\n\0"):
        raise EmptyDocument("The document is empty.")
    if data.startswith(BINARY_MAGIC) or data[8:12] == b"WEBP":
        raise BinaryDocument("The document is no text: an image, an archive or a program.")
    text, encoding = _decoded(data)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if BLANK.fullmatch(text):
        raise EmptyDocument("The document has nothing but white space.")
    if len(CONTROL.findall(text)) > len(text) // 200:
        raise BinaryDocument("The document is no text: it is full of control characters.")
    return Page(data=data, text=text, encoding=encoding)


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace"), encoding
    if b"\0" in data:
        return _decoded_with_nul(data)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decoded_legacy(data)


def _decoded_with_nul(data: bytes) -> tuple[str, str]:
    """UTF-16 without a mark, if it reads as text in one order of bytes or the other."""
    whole = data[: len(data) // 2 * 2]
    choices = [
        (whole.decode(encoding, errors="replace"), encoding)
        for encoding in ("utf-16-le", "utf-16-be")
    ]
    text, encoding = max(choices, key=lambda choice: _plausibility(choice[0]))
    if "\0" not in text and _plausibility(text) > PLAUSIBLE:
        return text, encoding
    raise BinaryDocument("The document is no text: it has NUL bytes in it.")


def _decoded_legacy(data: bytes) -> tuple[str, str]:
    repaired = data.decode("utf-8", errors="replace")
    multibyte = sum(character > "\x7f" for character in repaired)
    if repaired.count("\ufffd") <= multibyte * DAMAGED_UTF8_SHARE:
        return repaired, "utf-8"
    choices = []
    for encoding in _legacy_candidates(data):
        # The last character may have been cut off with the file.
        text = data.decode(encoding, errors="replace")
        if text.count("\ufffd") <= 1 + len(text) // 1000:
            choices.append((_plausibility(text), encoding, text))
    best = max(choices, default=(0.0, "", ""), key=lambda choice: choice[0])
    if best[0] < PLAUSIBLE:
        raise UndecodableDocument("The text is in no encoding that can be told with confidence.")
    return best[2], best[1].removesuffix("hkscs")


def _legacy_candidates(data: bytes) -> list[str]:
    """GB18030 and Big5, the one charset-normalizer thinks of first standing first."""
    guess = from_bytes(data[:SAMPLE_BYTES], cp_isolation=["gb18030", "big5", "big5hkscs"]).best()
    first = "gb18030" if guess is None or guess.encoding.startswith("gb") else "big5hkscs"
    second = "big5hkscs" if first == "gb18030" else "gb18030"
    # In a Western text an accented letter stands alone; in the others bytes come in pairs.
    western = not re.search(rb"[\x80-\xff]{3}", data)
    return (["cp1252"] if western else []) + [first, second]


def _plausibility(text: str) -> float:
    """The share, 0 to 1, of the characters that running Chinese or English text is made of."""
    sample = [c for c in text[:SAMPLE_BYTES] if not c.isspace()]
    if not sample:
        return 0.0
    outside = [c for c in sample if c > "\x7f"]
    if not outside:
        return 1.0
    common = common_characters()
    return sum(c in common for c in outside) / len(outside)


@cache
def common_characters() -> frozenset[str]:
    """GB 2312 level 1 (rows 1 to 55), Big5 level 1 and the punctuation of both and of Latin."""
    codes = [bytes((row, cell)) for row in range(0xA1, 0xD8) for cell in range(0xA1, 0xFF)]
    simplified = "".join(code.decode("gb2312", errors="ignore") for code in codes)
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    codes = [bytes((lead, trail)) for lead in range(0xA1, 0xC7) for trail in trails]
    traditional = "".join(code.decode("big5", errors="ignore") for code in codes)
    # Greek, Cyrillic, kana and box drawing are what wrong decodings are full of.
    kept = {c for c in simplified + traditional if "\u4e00" <= c <= "\u9fff"}
    return frozenset(
        kept
        | {chr(code) for code in range(0xC0, 0x100)}
        | set(
            "，。、；：？！“”‘’（）《》〈〉【】「」『』—…·～￥％＋－／｜．＂＇–•©®™°　丨∣\u200b\xa0"
        )
    )
