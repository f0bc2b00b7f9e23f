"""The fault itself, as far as damaged pages let it be reconstructed.

1. The page is GBK bytes. After every two bytes, *aligned or not*, that spell a glossed character
   the filter inserted the reading in brackets. `，F` is A3 AC 46 and holds AC 46, 現: `，F(xiàn)`.
   It went through the page once for every character, so where two spellings overlap the order
   of its table decides whether one or both are glossed.
2. Whoever read the result back took a lead byte with its successor whatever that was. A bracket
   inserted in the middle of a character was swallowed by its first byte (shown as one `?`), and
   the bytes behind it were paired wrongly up to the next byte below 0x80.
3. A lead byte in front of the bytes of ！ or ； is shown as `?` and loses its trail to the mark
   (規模化 becomes `規?；`). Seen without exception; the cause is not known.
4. Later, in the dump only, full-width marks were folded to ASCII ones (`fold`).

Used by tests and as the documentation of what `repair` undoes.
"""

from __future__ import annotations

from collections.abc import Mapping

from sources.repair.readings import GLOSSED, character

FOLDED = {ord(wide): narrow for wide, narrow in zip("，！？：；（）", ",!?:;()", strict=True)}
UNFOLDED = {narrow: chr(wide) for wide, narrow in FOLDED.items()}


def damage(text: str, glossed: Mapping[str, str] = GLOSSED) -> str:
    """`text` as the filter leaves it. Raises UnicodeEncodeError for what GBK cannot hold."""
    return _read_back(_inject(text.encode("gbk"), glossed))


def fold(text: str) -> str:
    """`text` with the full-width marks that the dump shows in half width so shown."""
    return text.translate(FOLDED)


def _inject(page: bytes, glossed: Mapping[str, str]) -> bytes:
    for char, said in glossed.items():
        spelled = char.encode("gbk")
        page = page.replace(spelled, spelled + f"({said})".encode("gbk"))
    return page


def _read_back(page: bytes) -> str:
    read, at = [], 0
    while at < len(page):
        lead, rest = page[at], page[at + 1 : at + 3]
        if lead < 0x80:
            read.append(chr(lead))
            at += 1
        elif lead == 0x80:
            read.append("€")
            at += 1
        elif rest in (b"\xa3\xa1", b"\xa3\xbb"):
            read.append("?")
            at += 1
        else:
            read.append(_pair(lead, rest[0]) if rest else "?")
            at += 2
    return "".join(read)


def _pair(lead: int, trail: int) -> str:
    return character(lead, trail) or private(lead, trail) or "?"


def private(lead: int, trail: int) -> str | None:
    """The private-use character code page 936 gives two bytes of its user-defined areas."""
    if not (0x40 <= trail <= 0xFE and trail != 0x7F):
        return None
    if trail >= 0xA1 and 0xAA <= lead <= 0xAF:
        return chr(0xE000 + (lead - 0xAA) * 94 + trail - 0xA1)
    if trail >= 0xA1 and 0xF8 <= lead <= 0xFE:
        return chr(0xE234 + (lead - 0xF8) * 94 + trail - 0xA1)
    if trail <= 0xA0 and 0xA1 <= lead <= 0xA7:
        return chr(0xE4C6 + (lead - 0xA1) * 96 + trail - 0x40 - (trail > 0x7F))
    return None


def private_bytes(char: str) -> bytes | None:
    """The two bytes `private` gave this character for, None for any other character."""
    code = ord(char)
    if 0xE000 <= code < 0xE234:
        row, column = divmod(code - 0xE000, 94)
        return bytes((0xAA + row, 0xA1 + column))
    if 0xE234 <= code < 0xE4C6:
        row, column = divmod(code - 0xE234, 94)
        return bytes((0xF8 + row, 0xA1 + column))
    if 0xE4C6 <= code < 0xE766:
        row, column = divmod(code - 0xE4C6, 96)
        return bytes((0xA1 + row, 0x40 + column + (column >= 0x3F)))
    return None
