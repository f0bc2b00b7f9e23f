"""Offsets across the boundary: a browser counts UTF-16 units, the server counts code points.

ECMAScript strings and the DOM's Range are sequences of UTF-16 units (ECMA-262, 6.1.4), Python's
strings of code points. Only characters beyond U+FFFF differ: one code point, two units.
"""

import re

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def utf16_to_code_points(text: str, offset: int) -> int:
    """The code point offset of an offset counted in UTF-16 units.

    Raises ValueError outside the text and in the middle of a surrogate pair.
    """
    pairs = 0
    for match in _ASTRAL.finditer(text):
        unit = match.start() + pairs
        if offset <= unit:
            break
        if offset == unit + 1:
            raise ValueError(f"offset {offset} is in the middle of a surrogate pair")
        pairs += 1
    return _inside(text, offset - pairs, offset)


def code_points_to_utf16(text: str, offset: int) -> int:
    """The offset in UTF-16 units of a code point offset. Raises ValueError outside the text."""
    _inside(text, offset, offset)
    return offset + len(_ASTRAL.findall(text, 0, offset))


def _inside(text: str, position: int, asked: int) -> int:
    if not 0 <= position <= len(text):
        raise ValueError(f"offset {asked} is outside the text")
    return position
