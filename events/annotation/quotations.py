"""Find a quotation that somebody pasted in the text of an article, without database access.

What is pasted went through a browser, a word processor or a mail: see `events.annotation.spelling`.
The place is looked up in steps, from the exact characters to other letters, and the first step that
finds anything decides: a text that has "US" and "us" is quoted exactly, and a quotation of one of
several places is never guessed. What is stored are always the characters of the article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum
from itertools import islice

from events.annotation.spelling import is_word, spelled, squeezed, without_spaces
from sources.languages.folding import Folded, simplified
from sources.models import Passage

Span = tuple[int, int]
"""Start and end in a text, in code points."""

# A selection passes over these between two paragraphs; they are not part of what is said there.
PASSED_OVER = (Passage.Kind.HEADING, Passage.Kind.CAPTION, Passage.Kind.CREDIT)
# A shorter part that is in the text says nothing about where the quotation comes from.
MIN_PART = 6
# Characters of a quotation in which a part is looked for that is neither its beginning nor its end.
MAX_QUOTED = 500
# Further places are not counted: it bounds the time for a quotation that repeats itself.
MAX_PLACES = 100
_SHOWN = 16
_PLAIN_RUN = re.compile(r"[0-9A-Za-z]+|[\u4e00-\u9fff]+")


class Step(IntEnum):
    """What had to be ignored to find a quotation. Each step ignores the ones before it, too."""

    EXACT = 0
    SPELLING = 1  # composition, width, quotation marks, white space, invisible characters
    SPACING = 2  # white space between words
    CASE = 3  # names and acronyms differ by case (US, us), so it comes after what is typography
    SCRIPT = 4  # Traditional and Simplified characters


@dataclass(frozen=True)
class Matches:
    """The places of a quotation in a text, and the step that found them."""

    spans: tuple[Span, ...]
    step: Step = Step.EXACT


class Where(Enum):
    """Which part of a quotation a `Part` is."""

    BEGINNING = "beginning"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True)
class Part:
    """The longest part of a quotation that is in a text, and where the two differ.

    `length` is the number of characters of the part, without white space; `start` and `end` are its
    place in the text. `quoted` and `printed` are the next words after the part, before it if it is
    the end of the quotation.
    """

    where: Where
    length: int
    start: int
    end: int
    quoted: str
    printed: str


def find_quotation(text: str, quotation: str) -> Matches:
    """Return where a quotation is in a text; no spans if it is not there at any step.

    At most MAX_PLACES are returned. White space and invisible characters around it are ignored.
    """
    quotation = quotation.strip()
    if spans := tuple(islice(_exact(text, quotation), MAX_PLACES)):
        return Matches(spans)
    for (step, folded), (_step, pattern) in zip(_views(text), _views(quotation), strict=True):
        if spans := tuple(islice(folded.find(pattern.text.strip()), MAX_PLACES)):
            return Matches(spans, step)
    return Matches(())


def has_words(quotation: str) -> bool:
    """Return whether there is a letter or a digit in a quotation."""
    return any(char.isalnum() for char in quotation)


def longest_plain_run(quotation: str) -> str:
    """Return the longest run of ASCII letters and digits or of common Han characters."""
    return max(_PLAIN_RUN.findall(quotation), key=len, default="")


def without_passed_over(text: str, passages: Sequence[Passage]) -> str:
    """Return the text with white space in place of headings, captions and credits.

    A reader who selects two paragraphs on another page may not have the heading between them.
    """
    parts, end = [], 0
    for passage in passages:
        if passage.kind in PASSED_OVER:
            parts += [text[end : passage.start], " " * (passage.end - passage.start)]
            end = passage.end
    return "".join([*parts, text[end:]])


def split_into_blocks(
    text: str, passages: Sequence[Passage], start: int, end: int
) -> list[tuple[Passage, Span]]:
    """Return the span of text[start:end] in each passage that it touches, without white space.

    Headings, captions and credits are left out between two other passages, and kept where the
    selection begins or ends with them.
    """
    blocks = []
    for passage in passages:
        low, high = max(start, passage.start), min(end, passage.end)
        words = text[low:high].strip() if low < high else ""
        if squeezed(words).text:
            low += len(text[low:high]) - len(text[low:high].lstrip())
            blocks.append((passage, (low, low + len(words))))
    inner = [block for block in blocks[1:-1] if block[0].kind not in PASSED_OVER]
    return [*blocks[:1], *inner, *blocks[1:][-1:]]


def longest_part(text: str, quotation: str) -> Part | None:
    """Return the longest part of a quotation that is in the text.

    None if it is shorter than MIN_PART characters, or than most of a shorter quotation. Case,
    script and white space are ignored.
    """
    folded, pattern = _last_view(text), _last_view(quotation)
    words, length = pattern.text, len(pattern.text)
    first = _most(length, lambda count: words[:count] in folded.text)
    last = _most(length, lambda count: words[length - count :] in folded.text)
    parts = [(first, 0, Where.BEGINNING), (last, length - last, Where.END)]
    if max(first, last) < length // 2:
        parts.append((*_longest_run(words[:MAX_QUOTED], folded.text), Where.MIDDLE))
    count, offset, where = max(parts, key=lambda part: part[0])
    if count < min(MIN_PART, length // 2 + 1):
        return None
    at = folded.text.find(words[offset : offset + count])
    start, end = folded.original(at, at + count)
    low, high = pattern.original(offset, offset + count)
    if where == Where.END:
        difference = _closing(quotation, low), _closing(text, start)
    else:
        difference = _opening(quotation, high), _opening(text, end)
    return Part(where, count, start, end, *difference)


def _exact(text: str, quotation: str) -> Iterator[Span]:
    """Yield every place, overlapping ones included: 很快 occurs twice in 很快很快."""
    start = text.find(quotation) if quotation else -1
    while start >= 0:
        yield start, start + len(quotation)
        start = text.find(quotation, start + 1)


def _views(text: str) -> Iterator[tuple[Step, Folded]]:
    """Yield the fold of a text at each step."""
    folded = spelled(text)
    yield Step.SPELLING, folded
    folded = without_spaces(folded)
    yield Step.SPACING, folded
    folded = folded.mapped(str.casefold)
    yield Step.CASE, folded
    yield Step.SCRIPT, folded.mapped(simplified)


def _last_view(text: str) -> Folded:
    return list(_views(text))[-1][1]


def _most(length: int, holds: Callable[[int], bool]) -> int:
    """Return the greatest count up to `length` that holds, where every smaller one does, too."""
    low, high = 0, length
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low


def _longest_run(words: str, text: str) -> tuple[int, int]:
    """Return the length and the offset of the longest part of the words that is in the text."""
    best, start = (0, 0), 0
    for end in range(1, len(words) + 1):
        while words[start:end] not in text:
            start += 1
        best = max(best, (end - start, start), key=lambda run: run[0])
    return best


def _opening(text: str, offset: int) -> str:
    """Return what follows an offset, from the beginning of a word."""
    while 0 < offset < len(text) and is_word(text[offset - 1]) and is_word(text[offset]):
        offset -= 1
    words = " ".join(text[offset : offset + 2 * _SHOWN].split())
    return words if len(words) <= _SHOWN else words[:_SHOWN] + "…"


def _closing(text: str, offset: int) -> str:
    """Return what precedes an offset, to the end of a word."""
    while 0 < offset < len(text) and is_word(text[offset - 1]) and is_word(text[offset]):
        offset += 1
    words = " ".join(text[max(0, offset - 2 * _SHOWN) : offset].split())
    return words if len(words) <= _SHOWN else "…" + words[-_SHOWN:]
