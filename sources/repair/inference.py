"""Restore characters that lost one byte, where only one character is possible.

Nothing is guessed from the meaning. A swallowed byte is restored only by elimination, and each
restored character is reported as inferred so that an editor can check it. Where two characters are
possible, it stays lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from sources.repair.undo import LOST_CHARACTER, SWALLOWED_ASCII

Span = tuple[int, int, str]

PLACEHOLDER = re.compile("[\ud800-\udfff]")
BLOCK_END = re.compile(r"</(?:p|h[1-6]|li|div|td|blockquote|figcaption|section)>|<br ?/?>")
CLOSERS = {"“": "”", "「": "」", "『": "』", "《": "》", "【": "】", "‘": "’"}
SENTENCE_END = "。！？…!?"
# Characters whose second byte is A3, like that of 。, and the characters before them in common
# words. In UNAMBIGUOUS nothing else fits between the two characters; after the characters of
# AMBIGUOUS a full stop is possible too.
UNAMBIGUOUS = {"規化": "模"}
AMBIGUOUS = {
    "保": "環確投社醫參準擔",
    "常": "非通日經平時正異照反尋往如家",
    "海": "上大北南東跨出過深沿航淘近遠珠青",
    "福": "祝造幸",
    "校": "學高院母名全",
    "停": "暫不調叫",
    "專": "大不",
    "模": "規勞建航名",
}
MAX_LINE_CHARACTERS = 2_000
PARTICLES = "了的嗎呢吧啊們"


def resolve(text: str) -> tuple[str, list[Span], list[Span]]:
    """Replace the placeholders of `undo`. Return the text, the lost spans and the inferred spans.

    A lost character becomes one U+FFFD. A span is (start, length, reason) in code points.
    """
    restored, lost, inferred = list(text), [], []
    pairs = _ambiguous_pairs(text)
    for match in PLACEHOLDER.finditer(text):
        index = match.start()
        choice = _choose(match[0], restored, index, pairs)
        restored[index] = choice or "\ufffd"
        pairs |= _ambiguous_pairs(restored[max(0, index - 1) : index + 2])
        if choice:
            inferred.append((index, 1, _reason(match[0])))
        else:
            lost.append((index, 1, _reason(match[0])))
    return "".join(restored), lost, inferred


def _choose(placeholder: str, text: list[str], index: int, pairs: set[str]) -> str | None:
    code = ord(placeholder)
    before, after = text[index - 1 : index], "".join(text[index + 1 : index + 15])
    if not before or placeholder in (LOST_CHARACTER, SWALLOWED_ASCII):
        return None
    if code == 0xD8A1 and BLOCK_END.match(after):
        return _last_of_block(text, index)
    if code == 0xD9A3:
        return _in_front_of_mark(before[0], after[:1], pairs)
    return None


def _last_of_block(text: list[str], index: int) -> str | None:
    """Return a character whose first byte is A1 (a mark) and which ends a block of text.

    A full stop, or the closing quotation mark where a sentence has just ended inside a quotation.
    No other character that begins with A1 can end a block, except the second half of …… or ——, and
    a closing bracket where one is open.
    """
    line = _line_before(text, index)
    open_marks = [mark for mark, closer in CLOSERS.items() if line.count(mark) > line.count(closer)]
    if re.search("(?<!…)…$|[—\ufffd]$", line) or any(mark in "《【" for mark in open_marks):
        return None
    if line[-1:] in SENTENCE_END:
        return CLOSERS[open_marks[0]] if len(open_marks) == 1 else None
    return None if open_marks else "。"


def _ambiguous_pairs(text: Sequence[str]) -> set[str]:
    return {first + second for first, second in pairwise(text) if second in AMBIGUOUS}


def _in_front_of_mark(before: str, after: str, pairs: set[str]) -> str | None:
    """Return a character whose second byte is A3.

    It is a full stop, unless a word can end in another such character. `pairs` are the pairs in
    the text whose second character is one of AMBIGUOUS.
    """
    if before + after in UNAMBIGUOUS:
        return UNAMBIGUOUS[before + after]
    attested = [char for char in AMBIGUOUS if before + char in pairs]
    can_be_stop = (
        after not in "。、，！？；：,!?;:" and before not in SENTENCE_END + "，、,(（“「《"
    )
    if not can_be_stop:
        return attested[0] if len(attested) == 1 and after else None
    if before in PARTICLES:
        return "。"
    is_ambiguous = attested or any(before in preceding for preceding in AMBIGUOUS.values())
    return None if is_ambiguous else "。"


def _line_before(text: list[str], index: int) -> str:
    start = index
    while start and text[start - 1] != "\n" and index - start < MAX_LINE_CHARACTERS:
        start -= 1
    return "".join(text[start:index])


def _reason(placeholder: str) -> str:
    code = ord(placeholder)
    if placeholder == SWALLOWED_ASCII:
        return "an ASCII character swallowed by a broken byte"
    if placeholder == LOST_CHARACTER:
        return "both bytes swallowed"
    if code >= 0xD900:
        return f"first byte swallowed, second byte {code & 0xFF:02X}"
    return f"second byte swallowed, first byte {code & 0xFF:02X}"
