"""The text of a whole web page without tags: navigation, the article once or twice, adverts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sources.adapters.base import Block, Draft, NothingToRead, Page
from sources.adapters.credits import is_byline, read_credits
from sources.adapters.dump_header import Header, read_header, strip_title_suffix
from sources.adapters.dump_kinds import CHINESE_NUMBER, SECTION_NUMBER, classify_lines
from sources.adapters.dump_lines import (
    Line,
    four_grams,
    is_running,
    is_teaser,
    opens_body,
    running_range,
    split_lines,
)
from sources.adapters.error_page import refuse_error_page
from sources.adapters.furniture import EXPAND, is_button, is_notice
from sources.adapters.published import is_date_line
from sources.adapters.repeated_text import Fold, find_folds
from sources.languages.detection import detect_language

HEADER_LINES = 8
MIN_TITLE_CHARACTERS = 8
MAX_LINES_AFTER_TEASER = 8


@dataclass(frozen=True)
class Body:
    """The lines of the article, the starts of its copies, all other lines, and doubts."""

    lines: list[Line]
    starts: list[int]
    outside: list[Line]
    doubts: list[str]

    def text_starts(self, lines: list[Line]) -> list[int]:
        """Return where the bylines or sentences of each copy start.

        A copy can include its repeated header.
        """
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


def find_body(lines: list[Line]) -> Body:
    """Return the article among the lines of a dump. Raise `NothingToRead`."""
    if fold := article_fold(lines):
        return _folded_body(lines, fold)
    start, end = running_range(lines)
    if start == end:
        raise NothingToRead("The page contains no running text.")
    start = _after_header(lines, start)
    outside = [*lines[:start], *lines[end:]]
    return Body(lines[start:end], [start], outside, [])


def _after_header(lines: list[Line], start: int) -> int:
    """Return where the article starts before its first sentence: after the last header line.

    Without a date that ends the header, only bylines and numbered headings are included.
    """
    candidates = range(start - 1, max(-1, start - HEADER_LINES), -1)
    has_date = any(is_date_line(lines[i].text) for i in candidates)
    for index in candidates:
        text = lines[index].text
        is_numbered = SECTION_NUMBER.match(text) or CHINESE_NUMBER.match(text)
        if not opens_body(text) or not (has_date or is_numbered or is_byline(text)):
            return index + 1
    return max(0, start - HEADER_LINES + 1) if start else 0


def article_fold(lines: list[Line]) -> Fold | None:
    """Return the fold that is the article, among the teasers that also occur twice.

    It is the heaviest one with its title before both copies, or with a date or byline near the
    start. Otherwise it is the heaviest one, unless the rest of the page has more running text than
    it.
    """
    folds = list(find_folds([line.text for line in lines]))
    for fold in folds:
        if _has_header(lines, fold):
            return fold
    if not folds:
        return None
    body_indexes = {*range(*folds[0].first), *range(*folds[0].second)}
    other_characters = sum(
        len(line.text)
        for index, line in enumerate(lines)
        if index not in body_indexes and is_running(line.text)
    )
    return folds[0] if folds[0].weight >= other_characters else None


def _has_header(lines: list[Line], fold: Fold) -> bool:
    starts = (fold.first[0], fold.second[0])
    before = [lines[max(0, start - HEADER_LINES) : start] for start in starts]
    titles = [
        {ln.text for ln in window if len(ln.text) >= MIN_TITLE_CHARACTERS} for window in before
    ]
    if any(not is_button(text) and not is_date_line(text) for text in titles[0] & titles[1]):
        return True
    head = lines[starts[0] : starts[0] + HEADER_LINES]
    first_sentence = next((i for i, line in enumerate(head) if is_running(line.text)), len(head))
    around = [*before[0][-4:], *before[1][-4:], *head[:first_sentence]]
    return any(is_date_line(line.text) or is_byline(line.text) for line in around)


def _folded_body(lines: list[Line], fold: Fold) -> Body:
    kept = list(fold.kept)
    for end in (fold.first[1], fold.second[1]):
        other_end = fold.second[1] if end == fold.first[1] else fold.first[1]
        if end < len(lines) and EXPAND.match(lines[end].text):
            kept += _rest(lines, other_end)
    body_indexes = {*range(*fold.first), *range(*fold.second), *kept}
    outside = [line for index, line in enumerate(lines) if index not in body_indexes]
    starts = [fold.first[0], fold.second[0]]
    body = Body([lines[i] for i in kept], starts, outside, [])
    first, second = body.text_starts(lines)
    lost_lines = [i for i in fold.dropped if first < i < fold.first[1] or i > second]
    if lost_lines:
        body.doubts.append(f"{len(lost_lines)} lines are in only one of the two copies; left out.")
    return body


def _rest(lines: list[Line], start: int) -> list[int]:
    """Return the lines after `start`, in the whole copy, that the truncated copy lacks."""
    begin, end = running_range(lines[start:])
    return list(range(start, start + end)) if begin <= 2 else []


def trim(lines: list[Line], header: Header) -> list[Line]:
    """Return the body without header lines before it and page furniture at both ends."""
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
    next_lines = lines[start + 1 : start + 1 + MAX_LINES_AFTER_TEASER]
    following = four_grams("".join(line.text for line in next_lines))
    while start < end and is_teaser(lines[start].text, following):
        start += 1
    return lines[start:end]


def _is_header_line(text: str, header: Header) -> bool:
    if text in header.bylines and len(header.bylines) == 1 and not header.published:
        return False
    is_header_text = text == header.account or text in header.used
    return is_header_text or is_button(text) or is_date_line(text) or _repeats_title(text, header)


def _repeats_title(text: str, header: Header) -> bool:
    """Return whether a line is the title, its first part, or the title with the site's name."""
    title, line = (re.sub(r"\s+", "", value) for value in (header.title, text))
    if not title or len(line) < 5:
        return False
    if line.startswith(title):
        return len(line) - len(title) <= 24
    return title.startswith(line) and not re.match(r"\w", title[len(line) :])


def read_dump(text: str, page: Page, name: str, version: int) -> Draft:
    """Read the text of a dump; of a damaged page it is not equal to `page.text`.

    Raise `ErrorPage` or `NothingToRead`.
    """
    refuse_error_page(text)
    lines = split_lines(text)
    body = find_body(lines)
    header = read_header(lines, body.text_starts(lines), body.outside)
    strip_title_suffix(header, body.lines)
    kept = trim(body.lines, header)
    if not kept:
        raise NothingToRead("The page contains only a header, navigation and the like.")
    return build_draft(classify_lines(kept), header, body, page, name, version)


def build_draft(
    blocks: list[Block], header: Header, body: Body, page: Page, name: str, version: int
) -> Draft:
    """Build the draft from the header, the credits and the blocks of an article."""
    credit_lines = [block.text for block in blocks if block.kind == "credit"]
    credits = read_credits(credit_lines + header.bylines)
    doubts = list(body.doubts)
    if credits.outlet_unknown and not credits.outlet:
        doubts.append("The page says that the original outlet is unknown.")
    if not header.published:
        doubts.append("The page gives no date of publication.")
    if not header.title:
        doubts.append("The page gives no title; its first words are used as the title.")
    if "\ufffd" in page.text:
        doubts.append("Some characters could not be decoded.")
    account = "" if header.account in credits.authors else header.account
    fallback = "" if credits.outlet_unknown else account or header.site
    return Draft(
        adapter=name,
        adapter_version=version,
        encoding=page.encoding,
        title=header.title or blocks[0].text[:60],
        language=detect_language("\n".join(block.text for block in blocks)),
        blocks=tuple(blocks),
        authors=tuple(credits.authors),
        outlet=credits.outlet or fallback,
        publisher=header.site or credits.publisher or account,
        url=credits.url,
        published=header.published,
        doubts=tuple(doubts),
    )


class TextDump:
    """Adapter of text dumps that contain their body twice."""

    name = "text-dump"
    version = 1

    def recognises(self, page: Page) -> bool:
        """Return whether the text contains one body twice."""
        return article_fold(split_lines(page.text)) is not None

    def read(self, page: Page) -> Draft:
        """Read the dump. Raise `ErrorPage` or `NothingToRead`."""
        return read_dump(page.text, page, self.name, self.version)
