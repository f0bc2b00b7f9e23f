"""The lines of a text dump, and where among them the running text is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sources.adapters.credits import is_byline, is_credit
from sources.adapters.endings import NUMBERED_REFERENCE, REFERENCE_LABEL
from sources.adapters.furniture import EXPAND, is_button, is_notice
from sources.adapters.published import is_moment

INVISIBLE = re.compile(r"[\u200b\u200c\u200d\u2060\ufeff\xad]")
SPACES = re.compile(r"[ \t\xa0]+")
SENTENCE_END = re.compile(r"[。？！；…?!;.][\"'”’」』)）\]]*(?:\[\d+\])?$|[,，:：、][”’」』]?$")
FULL_STOP = re.compile(r"[。？！?!]|[.;；](?:\s|$)|[,，]")
TRUNCATED = re.compile(r"(?:\.{3}|…+|\[\.\.\.\])$")
FINISHED = re.compile(r"[。？！?!][”’」』]?$")
RUNNING_CHARACTERS = 14
END_REACH = 4
LONGEST_GAIN = 240
FURNITURE_COST = 26
TEASER_OVERLAP = 0.55


@dataclass(frozen=True, slots=True)
class Line:
    """A line with something on it. `blank` counts the empty lines before it."""

    text: str
    blank: int


def lines_of(text: str) -> list[Line]:
    """The lines of a dump that are not empty, without white space at their ends.

    Runs of blanks inside a line become one: they are layout, and a browser shows one.
    """
    found, blank = [], 0
    for raw in text.split("\n"):
        line = SPACES.sub(" ", INVISIBLE.sub("", raw)).strip()
        if line:
            found.append(Line(line, blank))
            blank = 0
        else:
            blank += 1
    return found


def is_running(line: str) -> bool:
    """Whether a line is a sentence or more of running text."""
    if len(line) < RUNNING_CHARACTERS or is_button(line) or is_moment(line):
        return False
    return bool(SENTENCE_END.search(line)) or (len(line) > 60 and bool(FULL_STOP.search(line)))


def running_range(lines: list[Line]) -> tuple[int, int]:
    """Start and end of the stretch with the most running text and the least furniture in it.

    Each sentence counts its length, each other line costs as much as a short sentence; the
    stretch with the greatest sum is the body. (0, 0) when there is none.
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
        return min(len(line.text), LONGEST_GAIN)
    if is_notice(line.text):
        return -4 * FURNITURE_COST
    if FINISHED.search(line.text) or NUMBERED_REFERENCE.match(line.text):
        return 0
    return -FURNITURE_COST if line.blank == 0 else -FURNITURE_COST // 2


def _without_notices(lines: list[Line], start: int, end: int) -> tuple[int, int]:
    """Cut at the first notice after the middle; take in references and credits that follow."""
    for index in range(start + (end - start) // 2, end):
        if is_notice(lines[index].text):
            return start, index
    ahead = end
    while ahead < min(end + END_REACH, len(lines)) and not _closes(lines[ahead].text):
        ahead += 1
        if belongs_to_end(lines[ahead - 1].text):
            end = ahead
    return start, end


def _closes(line: str) -> bool:
    return is_notice(line) or is_button(line) or bool(EXPAND.match(line))


def belongs_to_end(line: str) -> bool:
    """Whether a line can still be the article's after its last sentence."""
    if is_notice(line):
        return False
    return is_credit(line) or bool(NUMBERED_REFERENCE.match(line) or REFERENCE_LABEL.match(line))


def opens_body(line: str) -> bool:
    """Whether a line before the first sentence can be the article's: a byline or a heading."""
    return not (is_moment(line) or is_button(line) or EXPAND.match(line)) or is_byline(line)


def is_teaser(line: str, following: list[str]) -> bool:
    """Whether a line that breaks off says again what the next paragraphs say.

    By the share of its four-character pieces that come in them: links and names may have been
    left out of the one or the other.
    """
    if not TRUNCATED.search(line) or len(line) < 30:
        return False
    pieces = _pieces(line)
    return len(pieces & _pieces("".join(following))) >= TEASER_OVERLAP * len(pieces)


def _pieces(text: str) -> set[str]:
    letters = re.sub(r"[\W_]+", "", text)
    return {letters[i : i + 4] for i in range(max(len(letters) - 3, 1))}
