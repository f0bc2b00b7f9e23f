"""Comparison of titles, to notice that two documents may be the same article."""

from __future__ import annotations

import re

from sources.languages.folding import fold

_NOT_WORD = re.compile(r"[\W_]+")


def title_key(title: str) -> str:
    """Return a title folded for comparison: script, width, case and punctuation do not count.

    At most 500 characters, the length of the database column.
    """
    return _NOT_WORD.sub("", fold(title))[:500]
