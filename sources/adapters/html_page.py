"""A whole HTML page: the article among a site's furniture."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from urllib.parse import urljoin

import lxml.html
import trafilatura
from lxml.html import HtmlElement, HTMLParser
from readability import Document
from readability.readability import Unparseable

from sources.adapters.base import Block, Draft, Figure, NothingToRead, Page
from sources.adapters.credits import is_byline, is_credit, read_credits
from sources.adapters.error_page import LONGEST_ERROR_PAGE, refuse_error_page
from sources.adapters.furniture import is_notice
from sources.adapters.html_blocks import Raw, walk
from sources.adapters.html_layout import arrange
from sources.adapters.page_metadata import Metadata, read_metadata
from sources.languages.detection import detect_language

PAGE = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.I)
CONTAINERS = frozenset(["article", "body", "center", "div", "main", "section", "td"])
AGREEMENT = 0.85
COVERED = 0.9
SHORTEST_ARTICLE = 40
SHORTEST_SIGNATURE = 8
LETTERS = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Readings:
    """What two extraction libraries take for the article, letters only."""

    first: str
    second: str

    def hold(self, text: str) -> bool:
        """Whether either of them has a block's text."""
        letters = _letters(text)
        return letters in self.first or (bool(self.second) and letters in self.second)


def _letters(text: str) -> str:
    return "".join(LETTERS.findall(text))


class HtmlPage:
    """Two libraries say where the article is; the page itself gives its blocks."""

    name = "html-page"
    version = 1

    def recognises(self, page: Page) -> bool:
        """Whether a document's own tags stand near the beginning."""
        return bool(PAGE.search(page.text[:3000]))

    def read(self, page: Page) -> Draft:
        """Read the page. Raises `ErrorPage` or `NothingToRead`."""
        # As UTF-8 bytes: what charset the page declares must not be heard a second time.
        parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        tree = lxml.html.document_fromstring(page.text.encode("utf-8", "replace"), parser=parser)
        metadata = read_metadata(tree)
        blocks, figures, doubts = _article(tree, metadata.title)
        if sum(len(block.text) for block in blocks) < LONGEST_ERROR_PAGE:
            _refuse_error(tree, metadata.title)
        if sum(len(block.text) for block in blocks) < SHORTEST_ARTICLE:
            raise NothingToRead("No article is to be found among the page's furniture.")
        return _draft(self, page, metadata, blocks, figures, doubts)


def _refuse_error(tree: HtmlElement, title: str) -> None:
    body = tree.find("body")
    raw = [] if body is None else walk(body)
    refuse_error_page("\n".join(piece.text for piece in raw), title)


def _article(tree: HtmlElement, title: str) -> tuple[list[Block], list[Figure], list[str]]:
    """The blocks of the element trafilatura's text comes from, if it has nearly all of them.

    Otherwise readability is asked as well: it costs as much as all the rest.
    """
    # The library works on a copy of its own making: the page is parsed once.
    found = trafilatura.bare_extraction(
        tree, fast=True, include_comments=False, with_metadata=False
    )
    text = (found.text or "") if found else ""
    readings = Readings(_letters(text), "")
    raw = walk(_container(tree, text))
    if _share(raw, readings.first) < AGREEMENT:
        text = _by_readability(tree) or text
        readings = Readings(readings.first, _letters(text))
        raw = walk(_container(tree, text))
    blocks, figures = arrange(_kept(raw, readings), title)
    return blocks, figures, _disagreement(blocks, readings)


def _share(pieces: list[Raw] | list[Block], letters: str) -> float:
    """How much of the longer blocks' text a reading has, 0 to 1."""
    longer = [piece.text for piece in pieces if len(piece.text) >= SHORTEST_SIGNATURE]
    held = sum(len(text) for text in longer if _letters(text) in letters)
    return held / (sum(map(len, longer)) or 1)


def _by_readability(tree: HtmlElement) -> str:
    """The text readability keeps, a paragraph a line."""
    try:
        summary = Document(tree).summary(html_partial=True)
    except (Unparseable, lxml.etree.LxmlError):
        return ""
    if not summary.strip():
        return ""
    root = lxml.html.fragment_fromstring(summary, create_parent="div")
    return "\n".join(
        " ".join(element.text_content().split())
        for element in root.iter("p", "li", "h1", "h2", "h3", "h4", "pre", "td", "div")
        if element.tag != "div" or (element.text or "").strip()
    )


def _container(tree: HtmlElement, found: str) -> HtmlElement:
    """The deepest element around nine tenths of what was found, by the paragraphs' texts."""
    wanted = {_letters(line) for line in found.split("\n")}
    wanted = {line for line in wanted if len(line) >= SHORTEST_SIGNATURE}
    body = tree.find("body")
    top = tree if body is None else body
    around: Counter[HtmlElement] = Counter()
    total = 0
    for element in top.iter("p", "li", "h2", "h3", "h4", "blockquote", "div", "section", "span"):
        if element.tag in ("div", "section", "span") and (
            len(element) > 3 or not (element.text or "").strip()
        ):
            continue
        if (letters := _letters(element.text_content())) in wanted:
            total += len(letters)
            for ancestor in element.iterancestors(*CONTAINERS):
                around[ancestor] += len(letters)
    holding = [element for element, count in around.items() if count >= total * COVERED]
    return max(holding, key=lambda e: sum(1 for _ in e.iterancestors()), default=top)


def _kept(found: list[Raw], readings: Readings) -> list[Raw]:
    """The blocks at least one reading has, what stands between those, and the credits.

    With nothing read by either library the page's whole body is taken as it is.
    """
    has = [bool(raw.text) and readings.hold(raw.text) for raw in found]
    held = [index for index, raw in enumerate(found) if has[index] and raw.kind != "heading"]
    if not held:
        return found
    last = held[-1]
    kept = []
    for index, raw in enumerate(found):
        if index > last // 2 and raw.text and len(raw.text) < 40 and is_notice(raw.text):
            break
        inside = held[0] - 1 <= index <= last
        credit = bool(raw.text) and (is_credit(raw.text) if index > last else is_byline(raw.text))
        between = raw.kind in ("image", "heading", "caption") or raw.text == "" or raw.centred
        if credit or (inside and (between or has[index])):
            kept.append(raw)
    return kept


def _disagreement(blocks: list[Block], readings: Readings) -> list[str]:
    if not readings.second:
        return []
    shares = [_share(blocks, reading) for reading in (readings.first, readings.second)]
    if min(shares) >= AGREEMENT:
        return []
    first, second = (round(share * 100) for share in shares)
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
    said = read_credits(
        [block.text for block in blocks if block.kind == "credit"] + metadata.bylines
    )
    authors = [name for name in [*metadata.authors, *said.authors] if name != metadata.site]
    if not metadata.title:
        doubts.append("The page gives no title; the first words stand for it.")
    if not metadata.published:
        doubts.append("The page gives no date of publication.")
    if said.outlet_unknown and not said.outlet:
        doubts.append("The page says that the original outlet is unknown.")
    return Draft(
        adapter=adapter.name,
        adapter_version=adapter.version,
        encoding=page.encoding,
        title=metadata.title or blocks[0].text[:60],
        language=detect_language("\n".join(block.text for block in blocks)),
        blocks=tuple(blocks),
        authors=tuple(dict.fromkeys(authors)),
        outlet=said.outlet or ("" if said.outlet_unknown else metadata.account or metadata.site),
        publisher=metadata.site or said.publisher,
        url=metadata.url or said.url,
        published=metadata.published,
        figures=tuple(
            replace(figure, address=urljoin(metadata.url, figure.address)) for figure in figures
        ),
        doubts=tuple(doubts),
    )
