"""Telling whether two documents are the same article, by what a library card would say."""

from __future__ import annotations

import re
import unicodedata

_NOT_WORD = re.compile(r"[\W_]+")


def title_key(title: str) -> str:
    """A title folded for comparison: width, case, white space and punctuation do not count."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    return _NOT_WORD.sub("", folded)[:500]
