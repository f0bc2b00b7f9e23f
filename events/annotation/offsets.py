"""Convert offsets on the server (code points) to those in the browser (UTF-16 code units).

ECMAScript strings and DOM ranges count UTF-16 code units (ECMA-262, 6.1.4), Python strings count
code points. Only characters above U+FFFF differ: one code point, two units.
"""

import re

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def code_points_to_utf16(text: str, offset: int) -> int:
    """Return the offset in UTF-16 code units of a code point offset.

    Raises ValueError if it is outside the text.
    """
    if not 0 <= offset <= len(text):
        raise ValueError(f"offset {offset} is outside the text")
    return offset + len(_ASTRAL.findall(text, 0, offset))
