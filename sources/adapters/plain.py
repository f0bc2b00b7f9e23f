"""Plain text: an article as it is, or a dump of a page whose body stands in it once."""

from __future__ import annotations

import re

from sources.adapters.base import Draft, Page
from sources.adapters.text_dump import read_dump

WRAPPED_WIDTH = range(45, 100)
WRAPPED_SHARE = 0.75


def unwrapped(text: str) -> str:
    """The text with paragraphs on one line each, where it was broken at a fixed width.

    It was if nearly every line that is not a paragraph's last comes close to the widest.
    """
    paragraphs = [part.split("\n") for part in re.split(r"\n\s*\n", text.strip())]
    inner = [line for lines in paragraphs for line in lines[:-1]]
    if len(inner) < 3:
        return text
    widest = max(map(len, inner))
    full = sum(len(line) > widest * 0.8 for line in inner)
    if widest not in WRAPPED_WIDTH or full < len(inner) * WRAPPED_SHARE:
        return text
    if not any(line[-1:].isascii() and line[-1:].isalnum() for line in inner):
        return text
    return "\n\n".join(" ".join(line.strip() for line in lines) for lines in paragraphs)


class Plain:
    """Whatever is no other shape, as long as running text is in it."""

    name = "plain"
    version = 1

    def recognises(self, page: Page) -> bool:
        """Always: this is the last to be asked."""
        return True

    def read(self, page: Page) -> Draft:
        """Read the text. Raises `ErrorPage` or `NothingToRead`."""
        return read_dump(unwrapped(page.text), page, self.name, self.version)
