"""A piece of HTML with no page around it: the article itself, as feeds and mirrors hand it on."""

from __future__ import annotations

import re

import lxml.html

from sources.adapters.base import Block, Draft, Figure, NothingToRead, Page
from sources.adapters.credits import Credits, read_credits
from sources.adapters.error_page import refuse_error_page
from sources.adapters.html_blocks import walk
from sources.adapters.html_layout import arrange
from sources.adapters.published import is_moment, published_of
from sources.languages.detection import detect_language

BLOCK_TAG = re.compile(
    r"<(?:p|div|section|h[1-6]|ul|ol|blockquote|table|figure|article|dl|pre|center|main|header)\b[^>]*>",
    re.I,
)
HEADER_BLOCKS = 4


def looks_like_html(text: str) -> bool:
    """Whether a text is marked up: it begins with a tag, or block tags run through it."""
    head = text.lstrip()
    tags = len(BLOCK_TAG.findall(text[:50_000]))
    starts = bool(re.match(r"<(?:[a-zA-Z!?])", head))
    return (starts and tags >= 1) or tags >= 3


def read_fragment(markup: str, title: str) -> tuple[list[Block], list[Figure]]:
    """The blocks and figures of a fragment. Raises `ErrorPage` or `NothingToRead`."""
    root = lxml.html.fragment_fromstring(markup, create_parent="div")
    blocks, figures = arrange(walk(root), title)
    refuse_error_page("\n".join(block.text for block in blocks), title)
    if not blocks:
        raise NothingToRead("There is no text in the HTML.")
    return blocks, figures


def credits_of(blocks: list[Block]) -> Credits:
    """Whom the credits among an article's blocks name."""
    return read_credits([block.text for block in blocks if block.kind == "credit"])


class HtmlFragment:
    """HTML without a page, without front matter; a heading of level 1 or 2 first is its title."""

    name = "html-fragment"
    version = 1

    def recognises(self, page: Page) -> bool:
        """Whether the text is HTML but has no `html`, `head` or `body`."""
        return looks_like_html(page.text)

    def read(self, page: Page) -> Draft:
        """Read the fragment. Raises `ErrorPage` or `NothingToRead`."""
        blocks, figures = read_fragment(page.text, "")
        title = ""
        if blocks[0].kind == "heading" and blocks[0].level in (1, 2) and len(blocks) > 1:
            title = blocks[0].text
            blocks, figures = read_fragment(page.text, title)
        said = credits_of(blocks)
        moment = next((b.text for b in blocks[:HEADER_BLOCKS] if is_moment(b.text)), "")
        published = published_of(moment or said.published)
        doubts = [] if title else ["The page gives no title; the first words stand for it."]
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
            authors=tuple(said.authors),
            outlet=said.outlet,
            publisher=said.publisher,
            url=said.url,
            published=published,
            doubts=tuple(doubts),
        )
