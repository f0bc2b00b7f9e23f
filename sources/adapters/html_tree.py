"""Parse HTML with lxml, within limits that keep the time proportional to its length."""

from __future__ import annotations

import re

import lxml.etree
import lxml.html
from lxml.html import HtmlElement, HTMLParser

from sources.adapters.base import NothingToRead, TooComplex

# The time that libxml2 takes for an element grows with the square of its attributes.
MAX_ATTRIBUTES = 1000
MIN_TAG_CHARACTERS = 2 * MAX_ATTRIBUTES
OPENING_TAG = re.compile(r"""<[A-Za-z](?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?)*+""")
ATTRIBUTE_VALUE = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')|/""")
TOO_DEEP = "Elements of the page are nested too deeply; the text from there on is left out."


def parse_page(text: str) -> tuple[HtmlElement, list[str]]:
    """Return the tree of a whole page, and doubts. Raise `NothingToRead` or `TooComplex`."""
    # Parse UTF-8 bytes, so that lxml ignores the charset that the page declares.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    _refuse_many_attributes(text)
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except lxml.etree.LxmlError as error:
        raise NothingToRead("There is no text in the HTML.") from error
    return tree, _doubts(parser)


def parse_fragment(markup: str) -> tuple[HtmlElement, list[str]]:
    """Return a `div` with the tree of a fragment, and doubts.

    Raise `NothingToRead` or `TooComplex`.
    """
    parser = HTMLParser()
    _refuse_many_attributes(markup)
    try:
        root = lxml.html.fragment_fromstring(markup, create_parent="div", parser=parser)
    except (lxml.etree.LxmlError, AssertionError) as error:
        # lxml asserts that a document, which is not a fragment, has one body.
        raise NothingToRead("There is no text in the HTML.") from error
    return root, _doubts(parser)


def _refuse_many_attributes(markup: str) -> None:
    for tag in OPENING_TAG.finditer(markup):
        if tag.end() - tag.start() < MIN_TAG_CHARACTERS:
            continue
        if len(ATTRIBUTE_VALUE.sub(" ", tag[0]).split()) > MAX_ATTRIBUTES:
            raise TooComplex(f"An element of the page has more than {MAX_ATTRIBUTES} attributes.")


def _doubts(parser: HTMLParser) -> list[str]:
    # libxml2 stops at a depth of 256 and returns the tree up to there.
    is_cut = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return [TOO_DEEP] if is_cut else []
