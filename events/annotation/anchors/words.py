"""Compare two quotations: whether they say the same, and what differs.

There are two levels of normalization. `squeeze` serves to find places: it drops white space and
invisible characters and converts full-width ASCII to ASCII. `same_words` serves to decide: white
space between Latin letters and digits is significant ("not able" is not "notable"), and each
number, Latin word and negation must be the same ("1，700" is not "1,700"). Superscripts and circled
digits are never folded ("10²" is not "102").
"""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CJK = HAN + "\u3000-\u303f\u3040-\u30ff\uac00-\ud7af\uff01-\uff5e"
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# A full-width comma between digits separates two numbers; an ASCII one groups thousands.
_WIDTH_IN_NUMBERS = {code: half for code, half in _WIDTH.items() if chr(code) not in "，：；！？"}
_DROPPED = re.compile(rf"[\s{_INVISIBLE}]+")
_SPACE = re.compile(rf"(?<=[{_CJK}])\s+|\s+(?=[{_CJK}])|^\s+|\s+$")
_SCALE = "十百千万萬亿億兆"
_LETTER = rf"(?:(?![{_CJK}])[^\W\d_])"
_NUMBER = re.compile(
    rf"[+\-−]?\d+(?:[.,]\d+)*(?:\s?[%‰])?[{_SCALE}]*|[〇零一二三四五六七八九两兩{_SCALE}]+"
)
_WORD = re.compile(rf"{_LETTER}+(?:['’]{_LETTER}+)*")
_NEGATION = re.compile(r"没有|沒有|[不没沒未非无無否勿别別莫]")
_TOKEN = re.compile(rf"{_NUMBER.pattern}|{_WORD.pattern}|{_NEGATION.pattern}|\S")
_NEGATIVE_WORDS = {"not", "never", "no", "none", "nor", "neither", "cannot", "without"}
_CLAUSE_END = re.compile(r"[，。！？；：、,.!?;:\n\r“”\"（）()《》「」『』…—]")
_MAX_NOTES = 5
_MAX_NOTED_LENGTH = 40


class Token(NamedTuple):
    """A token of a text.

    `kind` is "number", "name" (a Latin word), "negation", or "words" (one other character).
    """

    kind: str
    text: str
    start: int
    end: int


def squeeze(text: str) -> str:
    """Return the text without white space and invisible characters, full-width ASCII as ASCII."""
    return _DROPPED.sub("", text).translate(_WIDTH)


def kept_offsets(text: str) -> list[int]:
    """Return the offset in the text of each character that `squeeze` keeps."""
    return [
        offset for offset, char in enumerate(text) if not (char.isspace() or char in _INVISIBLE)
    ]


def same_words(before: str, after: str) -> bool:
    """Return whether only insignificant white space or the width of punctuation differs."""
    if before == after:
        return True
    if _plain(before).translate(_WIDTH) != _plain(after).translate(_WIDTH):
        return False
    return _facts(tokens(_plain(before))) == _facts(tokens(_plain(after)))


def differences(before: str, after: str) -> str:
    """Return what differs, as a short note: `number "17亿" → "19亿"; negation "不" added`."""
    old, new = _plain(before), _plain(after)
    left, right = tokens(old), tokens(new)
    match = SequenceMatcher(None, [t.text for t in left], [t.text for t in right], autojunk=False)
    notes = [
        _note(_cut(old, left[a:b]), _cut(new, right[c:d]), [*left[a:b], *right[c:d]])
        for tag, a, b, c, d in match.get_opcodes()
        if tag != "equal"
    ]
    more = [f"{len(notes) - _MAX_NOTES} more"] if len(notes) > _MAX_NOTES else []
    return "; ".join(notes[:_MAX_NOTES] + more) or f'spacing "{_short(before)}" → "{_short(after)}"'


def straddling_tokens(before: str, text: str, after: str) -> list[str]:
    """Return the tokens that cross the start or the end of a span: 217亿 for the span 17亿.

    `before` and `after` are the context of `text`, the text of the span.
    """
    start, end = len(before), len(before) + len(text)
    return [
        token.text
        for token in tokens(before + text + after)
        if token.start < start < token.end or token.start < end < token.end
    ]


def clause_facts(before: str, after: str) -> list[str]:
    """Return the numbers, capitalised names and negations in the rest of the clause of a span.

    They decide what the span is about: 收入17亿 in 2020 is not 收入17亿 in 2021. `before` and
    `after` are the context of the span; a clause ends at punctuation or at the end of a line.
    """
    sides = _CLAUSE_END.split(before)[-1], _CLAUSE_END.split(after)[0]
    return [
        token.text
        for side in sides
        for token in tokens(_plain(side))
        if token.kind in ("number", "negation")
        or (token.kind == "name" and token.text != token.text.lower())
    ]


def tokens(text: str) -> list[Token]:
    """Return the tokens of a text, with full-width letters and digits as half-width ones."""
    narrow = text.translate(_WIDTH_IN_NUMBERS)
    return [
        Token(_kind(match[0]), match[0], match.start(), match.end())
        for match in _TOKEN.finditer(narrow)
    ]


def _kind(text: str) -> str:
    if _NUMBER.fullmatch(text):
        return "number"
    lower = text.lower().replace("’", "'")
    if _NEGATION.fullmatch(text) or lower in _NEGATIVE_WORDS or lower.endswith("n't"):
        return "negation"
    return "name" if _WORD.fullmatch(text) else "words"


def _facts(parts: list[Token]) -> list[str]:
    return [re.sub(r"\s", "", token.text) for token in parts if token.kind != "words"]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", _SPACE.sub("", re.sub(f"[{_INVISIBLE}]", "", text)))


def _cut(text: str, part: list[Token]) -> str:
    return text[part[0].start : part[-1].end] if part else ""


def _note(old: str, new: str, involved: list[Token]) -> str:
    kinds = {token.kind for token in involved}
    kind = next(name for name in ("negation", "number", "name", "words") if name in kinds)
    if not (old and new):
        return f'{kind} "{_short(old or new)}" {"gone" if old else "added"}'
    return f'{kind} "{_short(old)}" → "{_short(new)}"'


def _short(text: str) -> str:
    return text if len(text) <= _MAX_NOTED_LENGTH else text[: _MAX_NOTED_LENGTH - 1] + "…"
