"""The lines of a text dump, and the range of them with the running text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sources.adapters.credits import is_byline, is_credit
from sources.adapters.endings import NUMBERED_REFERENCE, REFERENCE_LABEL
from sources.adapters.furniture import EXPAND, is_button, is_notice
from sources.adapters.published import is_date_line

INVISIBLE = re.compile(r"[\u200b\u200c\u200d\u2060\ufeff\xad]")
SPACES = re.compile(r"[ \t\xa0]+")
SENTENCE_END = re.compile(r"[。？！；…?!;.][\"'”’」』)）\]]*(?:\[\d+\])?$|[,，:：、][”’」』]?$")
FULL_STOP = re.compile(r"[。？！?!]|[.;；](?:\s|$)|[,，]")
TRUNCATED = re.compile(r"(?:\.{3}|…|\[\.\.\.\])$")
FINISHED = re.compile(r"[。？！?!][”’」』]?$")
MIN_SENTENCE_CHARACTERS = 14
MAX_LINES_AFTER_END = 4
MAX_GAIN = 240
FURNITURE_COST = 26
MIN_TEASER_OVERLAP = 0.55


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not empty. `blank` is the number of empty lines before it."""

    text: str
    blank: int


def split_lines(text: str) -> list[Line]:
    """Return the lines of a dump that are not empty, stripped.

    A run of spaces inside a line becomes one: it is layout, and a browser shows one.
    """
    lines, blank = [], 0
    for raw in text.split("\n"):
        line = SPACES.sub(" ", INVISIBLE.sub("", raw)).strip()
        if line:
            lines.append(Line(line, blank))
            blank = 0
        else:
            blank += 1
    return lines


def is_running(line: str) -> bool:
    """Return whether a line is a sentence or more of running text."""
    if len(line) < MIN_SENTENCE_CHARACTERS or is_button(line) or is_date_line(line):
        return False
    return bool(SENTENCE_END.search(line)) or (len(line) > 60 and bool(FULL_STOP.search(line)))


def running_range(lines: list[Line]) -> tuple[int, int]:
    """Return the start and end of the lines with the most running text and the least furniture.

    Each sentence gains its length, and each other line costs as much as a short sentence; the body
    is the range with the greatest sum. (0, 0) when there is none.
    """
    best = (0, 0, 0)
    total, start = 0, 0
    for index, line in enumerate(lines):
        total += _gain(line)
        if total <= 0:
            total, start = 0, index + 1
        elif total > best[0]:
            best = (total, start, index + 1)
    _, start, end = best
    return _without_notices(lines, start, end)


def _gain(line: Line) -> int:
    if is_running(line.text):
        return min(len(line.text), MAX_GAIN)
    if is_notice(line.text):
        return -4 * FURNITURE_COST
    if FINISHED.search(line.text) or NUMBERED_REFERENCE.match(line.text):
        return 0
    return -FURNITURE_COST if line.blank == 0 else -FURNITURE_COST // 2


def _without_notices(lines: list[Line], start: int, end: int) -> tuple[int, int]:
    """End the range at the first notice after its middle.

    References and credits directly after the end are added.
    """
    for index in range(start + (end - start) // 2, end):
        if is_notice(lines[index].text):
            return start, index
    next_end = end
    while next_end < min(end + MAX_LINES_AFTER_END, len(lines)) and not _is_furniture(
        lines[next_end].text
    ):
        next_end += 1
        if belongs_to_end(lines[next_end - 1].text):
            end = next_end
    return start, end


def _is_furniture(line: str) -> bool:
    return is_notice(line) or is_button(line) or bool(EXPAND.match(line))


def belongs_to_end(line: str) -> bool:
    """Return whether a line after the last sentence can belong to the article."""
    if is_notice(line):
        return False
    return is_credit(line) or bool(NUMBERED_REFERENCE.match(line) or REFERENCE_LABEL.match(line))


def opens_body(line: str) -> bool:
    """Return whether a line before the first sentence can belong to the article.

    Dates, buttons and links to the full text cannot; bylines with a date can.
    """
    return not (is_date_line(line) or is_button(line) or EXPAND.match(line)) or is_byline(line)


def is_teaser(line: str, following: set[str]) -> bool:
    """Return whether a truncated line repeats the text of the next paragraphs.

    `following` are their sequences of four characters. These are compared, because links and names
    can be missing on either side.
    """
    if not TRUNCATED.search(line) or len(line) < 30:
        return False
    own = four_grams(line)
    return len(own & following) >= MIN_TEASER_OVERLAP * len(own)


def four_grams(text: str) -> set[str]:
    """Return all sequences of four letters or digits in a text."""
    letters = re.sub(r"[\W_]+", "", text)
    return {letters[i : i + 4] for i in range(max(len(letters) - 3, 1))}
