"""The text of a whole web page, tags gone: navigation, the article once or twice, adverts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sources.adapters.base import Block, Draft, NothingToRead, Page
from sources.adapters.credits import is_byline, read_credits
from sources.adapters.dump_header import Header, read_header, take_tail_off
from sources.adapters.dump_kinds import CHINESE_NUMBER, SECTION_NUMBER, blocks_of
from sources.adapters.dump_lines import (
    Line,
    is_running,
    is_teaser,
    lines_of,
    opens_body,
    running_range,
)
from sources.adapters.error_page import refuse_error_page
from sources.adapters.furniture import EXPAND, is_button, is_notice
from sources.adapters.published import is_moment
from sources.adapters.repeated_text import Fold, folds
from sources.languages.detection import detect_language

HEADER_LINES = 8
SHORTEST_TITLE = 8
TEASER_REACH = 8


@dataclass(frozen=True)
class Body:
    """The lines of the article, where its copies start, the others, and doubts for an editor."""

    lines: list[Line]
    starts: list[int]
    outside: list[Line]
    doubts: list[str]

    def text_starts(self, lines: list[Line]) -> list[int]:
        """Where each copy's bylines or sentences start: a header may be repeated with it."""
        return [
            next(
                (
                    index
                    for index in range(start, min(start + HEADER_LINES, len(lines)))
                    if is_running(lines[index].text) or is_byline(lines[index].text)
                ),
                start,
            )
            for start in self.starts
        ]


def body_of(lines: list[Line]) -> Body:
    """The article among a dump's lines. Raises `NothingToRead`."""
    if folded := article_fold(lines):
        return _folded_body(lines, folded)
    start, end = running_range(lines)
    if start == end:
        raise NothingToRead("No running text stands among the lines.")
    start = _after_header(lines, start)
    outside = [*lines[:start], *lines[end:]]
    return Body(lines[start:end], [start], outside, [])


def _after_header(lines: list[Line], start: int) -> int:
    """Where the article starts before its first sentence: under the header's last line.

    Without a date to end the header only bylines and numbered headings are taken in.
    """
    reach = range(start - 1, max(-1, start - HEADER_LINES), -1)
    dated = any(is_moment(lines[i].text) for i in reach)
    for index in reach:
        text = lines[index].text
        numbered = SECTION_NUMBER.match(text) or CHINESE_NUMBER.match(text)
        if not opens_body(text) or not (dated or numbered or is_byline(text)):
            return index + 1
    return max(0, start - HEADER_LINES + 1) if start else 0


def article_fold(lines: list[Line]) -> Fold | None:
    """The fold that is the article, among the teasers that also stand there twice.

    It is the heaviest with its title before both copies, or a date or byline at a head; else
    the heaviest one, if no more running text than it has stands alone on the page.
    """
    found = list(folds([line.text for line in lines]))
    for folded in found:
        if _has_header(lines, folded):
            return folded
    if not found:
        return None
    inside = {*range(*found[0].first), *range(*found[0].second)}
    lone = sum(
        len(line.text)
        for index, line in enumerate(lines)
        if index not in inside and is_running(line.text)
    )
    return found[0] if found[0].weight >= lone else None


def _has_header(lines: list[Line], folded: Fold) -> bool:
    starts = (folded.first[0], folded.second[0])
    before = [lines[max(0, start - HEADER_LINES) : start] for start in starts]
    titles = [{ln.text for ln in window if len(ln.text) >= SHORTEST_TITLE} for window in before]
    if any(not is_button(text) and not is_moment(text) for text in titles[0] & titles[1]):
        return True
    head = lines[starts[0] : starts[0] + HEADER_LINES]
    opened = next((i for i, line in enumerate(head) if is_running(line.text)), len(head))
    around = [*before[0][-4:], *before[1][-4:], *head[:opened]]
    return any(is_moment(line.text) or is_byline(line.text) for line in around)


def _folded_body(lines: list[Line], folded: Fold) -> Body:
    kept = list(folded.kept)
    for end in (folded.first[1], folded.second[1]):
        other = folded.second[1] if end == folded.first[1] else folded.first[1]
        if end < len(lines) and EXPAND.match(lines[end].text):
            kept += _rest(lines, other)
    inside = {*range(*folded.first), *range(*folded.second), *kept}
    outside = [line for index, line in enumerate(lines) if index not in inside]
    starts = [folded.first[0], folded.second[0]]
    body = Body([lines[i] for i in kept], starts, outside, [])
    first, second = body.text_starts(lines)
    lost = [i for i in folded.dropped if first < i < folded.first[1] or i > second]
    if lost:
        body.doubts.append(f"{len(lost)} lines stand in only one of the two copies; left out.")
    return body


def _rest(lines: list[Line], start: int) -> list[int]:
    """What follows in the whole copy where the other one breaks off."""
    begin, end = running_range(lines[start:])
    return list(range(start, start + end)) if begin <= 2 else []


def trimmed(lines: list[Line], header: Header) -> list[Line]:
    """The body without the header's lines before it and the page's furniture at both ends."""
    start, end = 0, len(lines)
    for index, line in enumerate(lines[: HEADER_LINES * 2]):
        if is_running(line.text) and not _repeats_title(line.text, header):
            break
        if _is_header_line(line.text, header):
            start = index + 1
    for index in range(start + (end - start) // 2, end):
        if is_notice(lines[index].text):
            end = index
            break
    while end > start and (is_button(lines[end - 1].text) or EXPAND.match(lines[end - 1].text)):
        end -= 1
    following = [line.text for line in lines[start + 1 : start + 1 + TEASER_REACH]]
    while start < end and is_teaser(lines[start].text, following):
        start += 1
    return lines[start:end]


def _is_header_line(text: str, header: Header) -> bool:
    if text in header.bylines and len(header.bylines) == 1 and not header.published:
        return False
    told = text == header.account or text in header.used
    return told or is_button(text) or is_moment(text) or _repeats_title(text, header)


def _repeats_title(text: str, header: Header) -> bool:
    """Whether a line is the title, its first part, or the title with the site's name."""
    title, line = (re.sub(r"\s+", "", words) for words in (header.title, text))
    if not title or len(line) < 5:
        return False
    if line.startswith(title):
        return len(line) - len(title) <= 24
    return title.startswith(line) and not re.match(r"\w", title[len(line) :])


def read_dump(text: str, page: Page, name: str, version: int) -> Draft:
    """Read a dump's text, which for a damaged page is not `page.text`.

    Raises `ErrorPage` or `NothingToRead`.
    """
    refuse_error_page(text)
    lines = lines_of(text)
    body = body_of(lines)
    header = read_header(lines, body.text_starts(lines), body.outside)
    take_tail_off(header, body.lines)
    kept = trimmed(body.lines, header)
    if not kept:
        raise NothingToRead("Only a header and furniture stand among the lines.")
    return draft_of(blocks_of(kept), header, body, page, name, version)


def draft_of(
    blocks: list[Block], header: Header, body: Body, page: Page, name: str, version: int
) -> Draft:
    """Put together what header, credits and notices say about an article."""
    closing = [block.text for block in blocks if block.kind == "credit"]
    said = read_credits(closing + header.bylines)
    doubts = list(body.doubts)
    if said.outlet_unknown and not said.outlet:
        doubts.append("The page says that the original outlet is unknown.")
    if not header.published:
        doubts.append("The page gives no date of publication.")
    if not header.title:
        doubts.append("The page gives no title; the first words stand for it.")
    if "\ufffd" in page.text:
        doubts.append("Some characters could not be decoded.")
    account = "" if header.account in said.authors else header.account
    fallback = "" if said.outlet_unknown else account or header.site
    return Draft(
        adapter=name,
        adapter_version=version,
        encoding=page.encoding,
        title=header.title or blocks[0].text[:60],
        language=detect_language("\n".join(block.text for block in blocks)),
        blocks=tuple(blocks),
        authors=tuple(said.authors),
        outlet=said.outlet or fallback,
        publisher=header.site or said.publisher or account,
        url=said.url,
        published=header.published,
        doubts=tuple(doubts),
    )


class TextDump:
    """A dump of a page whose body stands in it twice."""

    name = "text-dump"
    version = 1

    def recognises(self, page: Page) -> bool:
        """Whether the text holds one body two times."""
        return article_fold(lines_of(page.text)) is not None

    def read(self, page: Page) -> Draft:
        """Read the dump. Raises `ErrorPage` or `NothingToRead`."""
        return read_dump(page.text, page, self.name, self.version)
