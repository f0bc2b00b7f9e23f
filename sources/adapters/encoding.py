"""Decode the bytes of a document, without relying on the charset that the page declares."""

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
MAX_DAMAGED_UTF8_SHARE = 0.02
MIN_PLAUSIBILITY = 0.7
BLANK = re.compile(r"[\s\ufeff\u200b\u200c\u200d\u2060]*")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode_page(data: bytes) -> Page:
    """Decode a document.

    Raise `EmptyDocument`, `BinaryDocument`, `DocumentTooLarge` (over `MAX_DOCUMENT_BYTES`) or
    `UndecodableDocument`. The order is: byte order mark; strict UTF-8, regardless of the declared
    charset; UTF-16, if there are NUL bytes; GB18030, Big5 and Windows-1252, by how plausible the
    decoded text is.
    """
    if len(data) > MAX_DOCUMENT_BYTES:
        raise DocumentTooLarge(f"The document has {len(data)} bytes; at most 20 MB are read.")
    if not data.strip(b" \t\r\n\0"):
        raise EmptyDocument("The document is empty.")
    if data.startswith(BINARY_MAGIC) or data[8:12] == b"WEBP":
        raise BinaryDocument("The document is not text: it is an image, archive or program.")
    text, encoding = _decode(data)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if BLANK.fullmatch(text):
        raise EmptyDocument("The document contains only white space.")
    if len(CONTROL.findall(text)) > len(text) // 200:
        raise BinaryDocument("The document is not text: it has many control characters.")
    return Page(data=data, text=text, encoding=encoding)


def _decode(data: bytes) -> tuple[str, str]:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace"), encoding
    if b"\0" in data:
        return _decode_with_nul(data)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode_legacy(data)


def _decode_with_nul(data: bytes) -> tuple[str, str]:
    """Decode UTF-16 without a byte order mark, if the text is plausible in either byte order."""
    whole_units = data[: len(data) // 2 * 2]
    candidates = [
        (whole_units.decode(encoding, errors="replace"), encoding)
        for encoding in ("utf-16-le", "utf-16-be")
    ]
    text, encoding = max(candidates, key=lambda candidate: _plausibility(candidate[0]))
    if "\0" not in text and _plausibility(text) > MIN_PLAUSIBILITY:
        return text, encoding
    raise BinaryDocument("The document is not text: it contains NUL bytes.")


def _decode_legacy(data: bytes) -> tuple[str, str]:
    repaired = data.decode("utf-8", errors="replace")
    non_ascii_count = sum(character > "\x7f" for character in repaired)
    if repaired.count("\ufffd") <= non_ascii_count * MAX_DAMAGED_UTF8_SHARE:
        return repaired, "utf-8"
    candidates = []
    for encoding in _legacy_candidates(data):
        # The last character may be incomplete in a truncated file.
        text = data.decode(encoding, errors="replace")
        if text.count("\ufffd") <= 1 + len(text) // 1000:
            candidates.append((_plausibility(text), encoding, text))
    best = max(candidates, default=(0.0, "", ""), key=lambda candidate: candidate[0])
    if best[0] < MIN_PLAUSIBILITY:
        raise UndecodableDocument("The encoding of the text cannot be detected with confidence.")
    return best[2], best[1].removesuffix("hkscs")


def _legacy_candidates(data: bytes) -> list[str]:
    """Return the encodings to try, in order.

    The guess of charset-normalizer decides whether GB18030 or Big5 is first.
    """
    guess = from_bytes(data[:SAMPLE_BYTES], cp_isolation=["gb18030", "big5", "big5hkscs"]).best()
    first = "gb18030" if guess is None or guess.encoding.startswith("gb") else "big5hkscs"
    second = "big5hkscs" if first == "gb18030" else "gb18030"
    # Western text has single accented letters; in the other encodings bytes come in pairs.
    western = not re.search(rb"[\x80-\xff]{3}", data)
    return (["cp1252"] if western else []) + [first, second]


def _plausibility(text: str) -> float:
    """Return the share, 0 to 1, of non-ASCII characters that are common in Chinese or English.

    1 for ASCII text, 0 for an empty one.
    """
    sample = [c for c in text[:SAMPLE_BYTES] if not c.isspace()]
    if not sample:
        return 0.0
    non_ascii = [c for c in sample if c > "\x7f"]
    if not non_ascii:
        return 1.0
    common = common_characters()
    return sum(c in common for c in non_ascii) / len(non_ascii)


@cache
def common_characters() -> frozenset[str]:
    """Return the characters that are common in Chinese and Western text.

    They are GB 2312 level 1 (rows 1 to 55), Big5 level 1, punctuation and accented Latin letters.
    """
    codes = [bytes((row, cell)) for row in range(0xA1, 0xD8) for cell in range(0xA1, 0xFF)]
    simplified = "".join(code.decode("gb2312", errors="ignore") for code in codes)
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    codes = [bytes((lead, trail)) for lead in range(0xA1, 0xC7) for trail in trails]
    traditional = "".join(code.decode("big5", errors="ignore") for code in codes)
    # Greek, Cyrillic, kana and box drawing are left out: wrong decodings are full of them.
    han = {c for c in simplified + traditional if "\u4e00" <= c <= "\u9fff"}
    return frozenset(
        han
        | {chr(code) for code in range(0xC0, 0x100)}
        | set(
            "，。、；：？！“”‘’（）《》〈〉【】「」『』—…·～￥％＋－／｜．＂＇–•©®™°　丨∣\u200b\xa0"
        )
    )
