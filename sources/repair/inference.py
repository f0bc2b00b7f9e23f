"""Characters of which the damage left one byte, restored where one choice is left.

Nothing is guessed from meaning. A swallowed byte is restored only by elimination, and every place
is reported as inferred so that an editor can look; where two choices remain it stays lost.
"""

from __future__ import annotations

import re

from sources.repair.undo import EATEN, LOST

Span = tuple[int, int, str]

STAND_IN = re.compile("[\ud800-\udfff]")
BLOCK_END = re.compile(r"</(?:p|h[1-6]|li|div|td|blockquote|figcaption|section)>|<br ?/?>")
CLOSERS = {"“": "”", "「": "」", "『": "』", "《": "》", "【": "】", "‘": "’"}
SENTENCE_END = "。！？…!?"
# Characters ending in A3, the trail byte of 。, and what stands before them in common words.
# Between the two characters of the first nothing else fits; after the others a stop does too.
CERTAIN = {"規化": "模"}
DOUBTFUL = {
    "保": "環確投社醫參準擔",
    "常": "非通日經平時正異照反尋往如家",
    "海": "上大北南東跨出過深沿航淘近遠珠青",
    "福": "祝造幸",
    "校": "學高院母名全",
    "停": "暫不調叫",
    "專": "大不",
    "模": "規勞建航名",
}
PARTICLES = "了的嗎呢吧啊們"


def resolve(text: str) -> tuple[str, list[Span], list[Span]]:
    """Replace the stand-ins of `undo`: the text, the spans lost, the spans inferred.

    A lost character is one U+FFFD. Spans are start and length in code points, and the reason.
    """
    restored, lost, inferred = list(text), [], []
    for found in STAND_IN.finditer(text):
        at = found.start()
        choice = _choose(found[0], restored, at)
        restored[at] = choice or "\ufffd"
        if choice:
            inferred.append((at, 1, _why(found[0])))
        else:
            lost.append((at, 1, _why(found[0])))
    return "".join(restored), lost, inferred


def _choose(stand_in: str, text: list[str], at: int) -> str | None:
    code = ord(stand_in)
    before, after = text[at - 1 : at], "".join(text[at + 1 : at + 15])
    if not before or stand_in in (LOST, EATEN):
        return None
    if code == 0xD8A1 and BLOCK_END.match(after):
        return _last_of_block(text, at)
    if code == 0xD9A3:
        return _in_front_of_mark(text, at, before[0], after[:1])
    return None


def _last_of_block(text: list[str], at: int) -> str | None:
    """A character whose first byte is A1 (a mark) and which ends a block of text.

    Full stop, or where a sentence has just ended inside a quotation its closing mark. Nothing
    else that begins with A1 can end a block, but for the second half of …… or ——, and
    a closing bracket where one is open.
    """
    line = _line_before(text, at)
    opened = [mark for mark, closer in CLOSERS.items() if line.count(mark) > line.count(closer)]
    if re.search("(?<!…)…$|[—\ufffd]$", line) or any(mark in "《【" for mark in opened):
        return None
    if line[-1:] in SENTENCE_END:
        return CLOSERS[opened[0]] if len(opened) == 1 else None
    return None if opened else "。"


def _in_front_of_mark(text: list[str], at: int, before: str, after: str) -> str | None:
    """A character whose second byte is A3: a full stop, unless a word can end in another one."""
    if before + after in CERTAIN:
        return CERTAIN[before + after]
    whole = "".join(text)
    attested = [char for char in DOUBTFUL if before + char in whole]
    stop = after not in "。、，！？；：,!?;:" and before not in SENTENCE_END + "，、,(（“「《"
    if not stop:
        return attested[0] if len(attested) == 1 and after else None
    if before in PARTICLES:
        return "。"
    doubtful = attested or any(before in ends for ends in DOUBTFUL.values())
    return None if doubtful else "。"


def _line_before(text: list[str], at: int) -> str:
    start = at
    while start and text[start - 1] != "\n":
        start -= 1
    return "".join(text[start:at])


def _why(stand_in: str) -> str:
    code = ord(stand_in)
    if stand_in == EATEN:
        return "an ASCII character swallowed by a broken byte"
    if stand_in == LOST:
        return "both bytes swallowed"
    if code >= 0xD900:
        return f"first byte swallowed, second byte {code & 0xFF:02X}"
    return f"second byte swallowed, first byte {code & 0xFF:02X}"
