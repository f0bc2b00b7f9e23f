"""Plain text: an article without markup, or a text dump of a page that contains its body once."""

from __future__ import annotations

import re

from sources.adapters.base import Draft, Page
from sources.adapters.text_dump import read_dump

WRAPPED_WIDTH = range(45, 100)
MIN_FULL_LINES_SHARE = 0.75


def unwrap(text: str) -> str:
    """Join the lines of each paragraph if the text was wrapped at a fixed width.

    It was wrapped if nearly all lines except the last ones of paragraphs are close to the widest
    line.
    """
    paragraphs = [part.split("\n") for part in re.split(r"\n\s*\n", text.strip())]
    inner_lines = [line for lines in paragraphs for line in lines[:-1]]
    if len(inner_lines) < 3:
        return text
    widest = max(map(len, inner_lines))
    full_count = sum(len(line) > widest * 0.8 for line in inner_lines)
    if widest not in WRAPPED_WIDTH or full_count < len(inner_lines) * MIN_FULL_LINES_SHARE:
        return text
    if not any(line[-1:].isascii() and line[-1:].isalnum() for line in inner_lines):
        return text
    return "\n\n".join(" ".join(line.strip() for line in lines) for lines in paragraphs)


class Plain:
    """Adapter of all other formats, if there is running text."""

    name = "plain"
    version = 1

    def recognises(self, page: Page) -> bool:
        """Return True: this adapter is the last one tried."""
        return True

    def read(self, page: Page) -> Draft:
        """Read the text. Raise `ErrorPage` or `NothingToRead`."""
        return read_dump(unwrap(page.text), page, self.name, self.version)
