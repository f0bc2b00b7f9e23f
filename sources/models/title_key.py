"""Comparison of titles, to recognise two documents as the same article."""

from __future__ import annotations

import re
import unicodedata

_NOT_WORD = re.compile(r"[\W_]+")


def title_key(title: str) -> str:
    """Return a title folded for comparison: width, case, white space and punctuation do not count.

    At most 500 characters, the length of the database column.
    """
    folded = unicodedata.normalize("NFKC", title).casefold()
    return _NOT_WORD.sub("", folded)[:500]
