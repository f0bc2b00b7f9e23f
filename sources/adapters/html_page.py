"""A whole HTML page: the article among a site's furniture."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, replace
from urllib.parse import urljoin

import lxml.etree
import trafilatura
from lxml.html import HtmlElement
from readability import Document
from readability.readability import Unparseable
from trafilatura.settings import Document as Extraction

from sources.adapters.base import Block, Draft, Figure, NothingToRead, Page
from sources.adapters.credits import is_byline, is_credit, read_credits
from sources.adapters.error_page import MAX_ERROR_PAGE_CHARACTERS, refuse_error_page
from sources.adapters.furniture import is_notice
from sources.adapters.html_blocks import RawBlock, collect_blocks
from sources.adapters.html_layout import arrange
from sources.adapters.html_tree import parse_fragment, parse_page
from sources.adapters.page_metadata import Metadata, read_metadata
from sources.languages.detection import detect_language

PAGE = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.I)
CONTAINERS = frozenset(["article", "body", "center", "div", "main", "section", "td"])
MIN_AGREEMENT = 0.85
MIN_COVERAGE = 0.9
MIN_ARTICLE_CHARACTERS = 40
MIN_SIGNATURE_CHARACTERS = 8
LETTERS = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Extractions:
    """The article's text as extracted by trafilatura (`first`) and readability (`second`).

    Only letters and digits. `second` is empty if readability was not run.
    """

    first: str
    second: str

    def contain(self, text: str) -> bool:
        """Return whether at least one extraction contains a block's text."""
        letters = _letters(text)
        return letters in self.first or (bool(self.second) and letters in self.second)


def _letters(text: str) -> str:
    return "".join(LETTERS.findall(text))


class HtmlPage:
    """Adapter of whole HTML pages.

    Libraries locate the article; the page's own tags give its blocks.
    """

    name = "html-page"
    version = 1

    def recognises(self, page: Page) -> bool:
        """Return whether the tags of a whole document occur near the beginning."""
        return bool(PAGE.search(page.text[:3000]))

    def read(self, page: Page) -> Draft:
        """Read the page. Raise `ErrorPage` or `NothingToRead`."""
        tree, parsing_doubts = parse_page(page.text)
        metadata = read_metadata(tree)
        blocks, figures, doubts = _article(tree, metadata.title)
        if sum(len(block.text) for block in blocks) < MAX_ERROR_PAGE_CHARACTERS:
            _refuse_error(tree, metadata.title)
        if sum(len(block.text) for block in blocks) < MIN_ARTICLE_CHARACTERS:
            raise NothingToRead("The page contains no article, only navigation and the like.")
        return _draft(self, page, metadata, blocks, figures, [*parsing_doubts, *doubts])


def _refuse_error(tree: HtmlElement, title: str) -> None:
    body = tree.find("body")
    raw_blocks = [] if body is None else collect_blocks(body)
    refuse_error_page("\n".join(block.text for block in raw_blocks), title)


def _article(tree: HtmlElement, title: str) -> tuple[list[Block], list[Figure], list[str]]:
    """Return the blocks and figures of the article, and doubts.

    The article is in the element from which trafilatura's text comes, if that text has nearly all
    of the element's blocks. Otherwise readability is run too, which takes as long as everything
    else.
    """
    # The library copies the tree, so the page is parsed only once.
    extracted = trafilatura.bare_extraction(
        tree, fast=True, include_comments=False, with_metadata=False
    )
    text = (extracted.text or "") if isinstance(extracted, Extraction) else ""
    extractions = Extractions(_letters(text), "")
    raw_blocks = collect_blocks(_container(tree, text))
    if _share(raw_blocks, extractions.first) < MIN_AGREEMENT:
        text = _readability_text(tree) or text
        extractions = Extractions(extractions.first, _letters(text))
        raw_blocks = collect_blocks(_container(tree, text))
    blocks, figures = arrange(_article_blocks(raw_blocks, extractions), title)
    return blocks, figures, _disagreement(blocks, extractions)


def _share(blocks: list[RawBlock] | list[Block], letters: str) -> float:
    """Return how much of the text of the longer blocks an extraction contains, from 0 to 1."""
    longer = [block.text for block in blocks if len(block.text) >= MIN_SIGNATURE_CHARACTERS]
    shared = sum(len(text) for text in longer if _letters(text) in letters)
    return shared / (sum(map(len, longer)) or 1)


def _readability_text(tree: HtmlElement) -> str:
    """Return the text that readability extracts, one paragraph per line."""
    try:
        summary = Document(tree).summary(html_partial=True)
        root, _ = parse_fragment(summary)
    except (Unparseable, NothingToRead, lxml.etree.LxmlError):
        return ""
    return "\n".join(
        " ".join(element.text_content().split())
        for element in root.iter("p", "li", "h1", "h2", "h3", "h4", "pre", "td", "div")
        if element.tag != "div" or (element.text or "").strip()
    )


def _container(tree: HtmlElement, text: str) -> HtmlElement:
    """Return the deepest element around at least MIN_COVERAGE of the extracted paragraphs."""
    paragraphs = {_letters(line) for line in text.split("\n")}
    paragraphs = {line for line in paragraphs if len(line) >= MIN_SIGNATURE_CHARACTERS}
    body = tree.find("body")
    top = tree if body is None else body
    letters_inside: Counter[HtmlElement] = Counter()
    total = 0
    for element in top.iter("p", "li", "h2", "h3", "h4", "blockquote", "div", "section", "span"):
        if element.tag in ("div", "section", "span") and (
            len(element) > 3 or not (element.text or "").strip()
        ):
            continue
        if (letters := _letters(element.text_content())) in paragraphs:
            total += len(letters)
            for ancestor in element.iterancestors(*CONTAINERS):
                letters_inside[ancestor] += len(letters)
    containers = [
        element for element, count in letters_inside.items() if count >= total * MIN_COVERAGE
    ]
    return max(containers, key=lambda e: sum(1 for _ in e.iterancestors()), default=top)


def _article_blocks(raw_blocks: list[RawBlock], extractions: Extractions) -> list[RawBlock]:
    """Return the blocks in at least one extraction, the blocks between them, and the credits.

    If neither library extracted any block, return all blocks of the page's body.
    """
    is_extracted = [bool(raw.text) and extractions.contain(raw.text) for raw in raw_blocks]
    extracted_indexes = [
        index
        for index, raw in enumerate(raw_blocks)
        if is_extracted[index] and raw.kind != "heading"
    ]
    if not extracted_indexes:
        return raw_blocks
    last = extracted_indexes[-1]
    result = []
    for index, raw in enumerate(raw_blocks):
        if index > last // 2 and raw.text and len(raw.text) < 40 and is_notice(raw.text):
            break
        inside = extracted_indexes[0] - 1 <= index <= last
        credit = bool(raw.text) and (is_credit(raw.text) if index > last else is_byline(raw.text))
        is_layout = raw.kind in ("image", "heading", "caption") or raw.text == "" or raw.centred
        if credit or (inside and (is_layout or is_extracted[index])):
            result.append(raw)
    return result


def _disagreement(blocks: list[Block], extractions: Extractions) -> list[str]:
    if not extractions.second:
        return []
    shares = [_share(blocks, extraction) for extraction in (extractions.first, extractions.second)]
    if min(shares) >= MIN_AGREEMENT:
        return []
    # Rounded down: 84.6 % must not read as the limit that it misses.
    first, second = (math.floor(round(share * 100, 6)) for share in shares)
    return [
        f"Two ways of finding the text disagree: one has {first} % of it, the other {second} %."
    ]


def _draft(
    adapter: HtmlPage,
    page: Page,
    metadata: Metadata,
    blocks: list[Block],
    figures: list[Figure],
    doubts: list[str],
) -> Draft:
    credits = read_credits(
        [block.text for block in blocks if block.kind == "credit"] + metadata.bylines
    )
    authors = [name for name in [*metadata.authors, *credits.authors] if name != metadata.site]
    if not metadata.title:
        doubts.append("The page gives no title; its first words are used as the title.")
    if not metadata.published:
        doubts.append("The page gives no date of publication.")
    if credits.outlet_unknown and not credits.outlet:
        doubts.append("The page says that the original outlet is unknown.")
    return Draft(
        adapter=adapter.name,
        adapter_version=adapter.version,
        encoding=page.encoding,
        title=metadata.title or blocks[0].text[:60],
        language=detect_language("\n".join(block.text for block in blocks)),
        blocks=tuple(blocks),
        authors=tuple(dict.fromkeys(authors)),
        outlet=credits.outlet
        or ("" if credits.outlet_unknown else metadata.account or metadata.site),
        publisher=metadata.site or credits.publisher,
        url=metadata.url or credits.url,
        published=metadata.published,
        figures=tuple(
            replace(figure, address=urljoin(metadata.url, figure.address)) for figure in figures
        ),
        doubts=tuple(doubts),
    )
