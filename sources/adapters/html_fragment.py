"""A piece of HTML without a page around it: the article itself, as in feeds and mirrors."""

from __future__ import annotations

import re

from sources.adapters.base import Block, Draft, Figure, NothingToRead, Page
from sources.adapters.credits import Credits, read_credits
from sources.adapters.error_page import refuse_error_page
from sources.adapters.html_blocks import collect_blocks
from sources.adapters.html_layout import arrange
from sources.adapters.html_tree import parse_fragment
from sources.adapters.published import is_date_line, parse_published
from sources.languages.detection import detect_language

BLOCK_TAG = re.compile(
    r"<(?:p|div|section|h[1-6]|ul|ol|blockquote|table|figure|article|dl|pre|center|main|header)\b[^<>]*>",
    re.I,
)
HEADER_BLOCKS = 4


def looks_like_html(text: str) -> bool:
    """Return whether a text is HTML: it begins with a tag, or contains several block tags."""
    head = text.lstrip()
    tags = len(BLOCK_TAG.findall(text[:50_000]))
    starts = bool(re.match(r"<(?:[a-zA-Z!?])", head))
    return (starts and tags >= 1) or tags >= 3


def read_fragment(markup: str, title: str) -> tuple[list[Block], list[Figure], list[str]]:
    """Return the blocks and figures of a fragment, and doubts.

    Raise `ErrorPage`, `NothingToRead` or `TooComplex`.
    """
    root, doubts = parse_fragment(markup)
    blocks, figures = arrange(collect_blocks(root), title)
    refuse_error_page("\n".join(block.text for block in blocks), title)
    if not blocks:
        raise NothingToRead("There is no text in the HTML.")
    return blocks, figures, doubts


def read_block_credits(blocks: list[Block]) -> Credits:
    """Return the credits in an article's blocks of kind "credit"."""
    return read_credits([block.text for block in blocks if block.kind == "credit"])


class HtmlFragment:
    """Adapter of HTML without a page or front matter.

    A heading of level 1 or 2 at the start is the title.
    """

    name = "html-fragment"
    version = 1

    def recognises(self, page: Page) -> bool:
        """Return whether the text is HTML. Whole pages are recognised before it."""
        return looks_like_html(page.text)

    def read(self, page: Page) -> Draft:
        """Read the fragment. Raise `ErrorPage` or `NothingToRead`."""
        blocks, figures, doubts = read_fragment(page.text, "")
        title = ""
        if blocks[0].kind == "heading" and blocks[0].level in (1, 2) and len(blocks) > 1:
            title = blocks[0].text
            blocks, figures, doubts = read_fragment(page.text, title)
        credits = read_block_credits(blocks)
        date_line = next((b.text for b in blocks[:HEADER_BLOCKS] if is_date_line(b.text)), "")
        published = parse_published(date_line or credits.published)
        if not title:
            doubts.append("The page gives no title; its first words are used as the title.")
        if not published:
            doubts.append("The page gives no date of publication.")
        return Draft(
            adapter=self.name,
            adapter_version=self.version,
            encoding=page.encoding,
            title=title or blocks[0].text[:60],
            language=detect_language("\n".join(block.text for block in blocks)),
            blocks=tuple(blocks),
            figures=tuple(figures),
            authors=tuple(credits.authors),
            outlet=credits.outlet,
            publisher=credits.publisher,
            url=credits.url,
            published=published,
            doubts=tuple(doubts),
        )
