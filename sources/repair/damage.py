"""The fault itself, as far as it can be reconstructed from damaged pages.

1. The page is GBK bytes. After each two bytes, *aligned or not*, that encode a glossed character,
   the filter inserted the reading in brackets. `，F` is A3 AC 46 and contains AC 46, 現:
   `，F(xiàn)`. The filter processed the page once per character, so where two encodings overlap,
   the order of its table decides whether one or both are glossed.
2. The decoder that read the result paired each lead byte with its successor, valid or not. A
   bracket inserted in the middle of a character was swallowed by the character's first byte
   (shown as one `?`), and the bytes after it were paired wrongly up to the next byte below 0x80.
3. A lead byte before the bytes of ！ or ； is shown as `?` and loses its trail byte to the mark
   (規模化 becomes `規?；`). All observed pages do this; the cause is not known.
4. Later, in the dump only, full-width marks were folded to ASCII marks (`fold`).

Used by tests, and as the documentation of what `repair` undoes.
"""

from __future__ import annotations

from collections.abc import Mapping

from sources.repair.readings import GLOSSED, character

FOLDED = {ord(wide): narrow for wide, narrow in zip("，！？：；（）", ",!?:;()", strict=True)}
UNFOLDED = {narrow: chr(wide) for wide, narrow in FOLDED.items()}


def damage(text: str, glossed: Mapping[str, str] = GLOSSED) -> str:
    """Return `text` as the filter leaves it.

    Raise UnicodeEncodeError for characters that GBK does not have.
    """
    return _read_back(_inject(text.encode("gbk"), glossed))


def fold(text: str) -> str:
    """Return `text` with the full-width marks in half width that the dump shows in half width."""
    return text.translate(FOLDED)


def _inject(page: bytes, glossed: Mapping[str, str]) -> bytes:
    for char, reading in glossed.items():
        encoded = char.encode("gbk")
        page = page.replace(encoded, encoded + f"({reading})".encode("gbk"))
    return page


def _read_back(page: bytes) -> str:
    pieces, index = [], 0
    while index < len(page):
        lead, rest = page[index], page[index + 1 : index + 3]
        if lead < 0x80:
            pieces.append(chr(lead))
            index += 1
        elif lead == 0x80:
            pieces.append("€")
            index += 1
        elif rest in (b"\xa3\xa1", b"\xa3\xbb"):
            pieces.append("?")
            index += 1
        else:
            pieces.append(_pair(lead, rest[0]) if rest else "?")
            index += 2
    return "".join(pieces)


def _pair(lead: int, trail: int) -> str:
    return character(lead, trail) or private_use_character(lead, trail) or "?"


def private_use_character(lead: int, trail: int) -> str | None:
    """Return the private-use character of two bytes in the user-defined areas of code page 936.

    None for bytes outside those areas.
    """
    if not (0x40 <= trail <= 0xFE and trail != 0x7F):
        return None
    if trail >= 0xA1 and 0xAA <= lead <= 0xAF:
        return chr(0xE000 + (lead - 0xAA) * 94 + trail - 0xA1)
    if trail >= 0xA1 and 0xF8 <= lead <= 0xFE:
        return chr(0xE234 + (lead - 0xF8) * 94 + trail - 0xA1)
    if trail <= 0xA0 and 0xA1 <= lead <= 0xA7:
        return chr(0xE4C6 + (lead - 0xA1) * 96 + trail - 0x40 - (trail > 0x7F))
    return None


def private_use_bytes(char: str) -> bytes | None:
    """Return the two bytes of a private-use character, None for any other character.

    The inverse of `private_use_character`.
    """
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
