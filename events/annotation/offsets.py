"""Convert offsets between the browser (UTF-16 code units) and the server (code points).

ECMAScript strings and DOM ranges count UTF-16 code units (ECMA-262, 6.1.4), Python strings count
code points. Only characters above U+FFFF differ: one code point, two units.
"""

import re

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def utf16_to_code_points(text: str, offset: int) -> int:
    """Return the code point offset of an offset in UTF-16 code units.

    Raises ValueError if it is outside the text or in the middle of a surrogate pair.
    """
    pairs = 0
    for match in _ASTRAL.finditer(text):
        unit = match.start() + pairs
        if offset <= unit:
            break
        if offset == unit + 1:
            raise ValueError(f"offset {offset} is in the middle of a surrogate pair")
        pairs += 1
    return _checked(text, offset - pairs, offset)


def code_points_to_utf16(text: str, offset: int) -> int:
    """Return the offset in UTF-16 code units of a code point offset.

    Raises ValueError if it is outside the text.
    """
    _checked(text, offset, offset)
    return offset + len(_ASTRAL.findall(text, 0, offset))


def _checked(text: str, position: int, offset: int) -> int:
    """Return `position`. Raises ValueError, with `offset`, if it is outside the text."""
    if not 0 <= position <= len(text):
        raise ValueError(f"offset {offset} is outside the text")
    return position
