"""Compare two quotations: whether they say the same, and what differs.

Both are compared as folded by `events.annotation.spelling`. `squeeze` serves to find places: it
drops all white space. `same_words` serves to decide: white space between Latin letters and digits
is significant ("not able" is not "notable"), and each number, Latin word and negation must be the
same ("1，700" is not "1,700").
"""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from events.annotation.spelling import CJK, spelled, squeezed

# Tokens are read from a fold that keeps these. A full-width comma between digits separates two
# numbers, an ASCII one groups thousands. A hyphen may be the sign of a number, a dash is not.
_SEPARATORS = "，：；！？–—―"
_SCALE = "十百千万萬亿億兆"
_LETTER = rf"(?:(?![{CJK}])[^\W\d_])"
# The hyphen of "2019-2020" or "COVID-19" is not a sign.
_SIGN = rf"(?<![0-9A-Za-z%‰年月日{_SCALE}])[+\-]"
_NUMBER = re.compile(
    rf"(?:{_SIGN})?\d+(?:[.,]\d+)*(?:\s?[%‰])?[{_SCALE}]*|[〇零一二三四五六七八九两兩{_SCALE}]+"
)
_WORD = re.compile(rf"{_LETTER}+(?:'{_LETTER}+)*")
_NEGATION = re.compile(r"没有|沒有|[不没沒未非无無否勿别別莫]")
_TOKEN = re.compile(rf"{_NUMBER.pattern}|{_WORD.pattern}|{_NEGATION.pattern}|\S")
_NEGATIVE_WORDS = {"not", "never", "no", "none", "nor", "neither", "cannot", "without"}
_CLAUSE_MARKS = r"[，。！？；：、,.!?;:“”\"（）()《》「」『』…—]"
_CLAUSE_END = re.compile(rf"{_CLAUSE_MARKS}|\r?\n\s*\n")
_CLAUSE_OR_LINE_END = re.compile(rf"{_CLAUSE_MARKS}|\r?\n")
_MAX_NOTES = 5
_MAX_NOTED_LENGTH = 40


class Token(NamedTuple):
    """A token of a text.

    `kind` is "number", "name" (a Latin word), "negation", or "words" (one other character).
    `start` and `end` are offsets in the text, in code points.
    """

    kind: str
    text: str
    start: int
    end: int


def squeeze(text: str) -> str:
    """Return the fold of a text without white space."""
    return squeezed(text).text


def same_words(before: str, after: str) -> bool:
    """Return whether nothing differs but insignificant white space and the form of characters."""
    if before == after:
        return True
    if spelled(before).text.strip() != spelled(after).text.strip():
        return False
    return _facts(tokens(before)) == _facts(tokens(after))


def differences(before: str, after: str) -> str:
    """Return what differs, as a short note: `number "17亿" → "19亿"; negation "不" added`."""
    left, right = tokens(before), tokens(after)
    match = SequenceMatcher(None, [t.text for t in left], [t.text for t in right], autojunk=False)
    notes = [
        _note(_cut(before, left[a:b]), _cut(after, right[c:d]), [*left[a:b], *right[c:d]])
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


def clause_facts(before: str, text: str, after: str, *, in_line: bool) -> list[str]:
    """Return the numbers, capitalised names and negations in the rest of the clause of a span.

    They decide what the span is about: 收入17亿 in 2020 is not 收入17亿 in 2021. `before` and
    `after` are the context of `text`, the text of the span; a clause ends at punctuation or at the
    end of a paragraph, with `in_line` of a line, also at a mark with which the span begins or ends.
    """
    end = _CLAUSE_OR_LINE_END if in_line else _CLAUSE_END
    sides = [end.split(before)[-1], end.split(after)[0]]
    if end.match(text):
        sides[0] = ""
    if end.match(text[-1:]):
        sides[1] = ""
    return [
        token.text
        for side in sides
        for token in tokens(side)
        if token.kind in ("number", "negation")
        or (token.kind == "name" and token.text != token.text.lower())
    ]


def tokens(text: str) -> list[Token]:
    """Return the tokens of a text, each in the spelling of its fold."""
    folded = spelled(text, keep=_SEPARATORS)
    return [
        Token(_kind(match[0]), match[0], *folded.original(*match.span()))
        for match in _TOKEN.finditer(folded.text)
    ]


def _kind(text: str) -> str:
    if _NUMBER.fullmatch(text):
        return "number"
    lower = text.lower()
    if _NEGATION.fullmatch(text) or lower in _NEGATIVE_WORDS or lower.endswith("n't"):
        return "negation"
    return "name" if _WORD.fullmatch(text) else "words"


def _facts(parts: list[Token]) -> list[str]:
    return [re.sub(r"\s", "", token.text) for token in parts if token.kind != "words"]


def _cut(text: str, part: list[Token]) -> str:
    return " ".join(text[part[0].start : part[-1].end].split()) if part else ""


def _note(old: str, new: str, involved: list[Token]) -> str:
    kinds = {token.kind for token in involved}
    kind = next(name for name in ("negation", "number", "name", "words") if name in kinds)
    if not (old and new):
        return f'{kind} "{_short(old or new)}" {"gone" if old else "added"}'
    return f'{kind} "{_short(old)}" → "{_short(new)}"'


def _short(text: str) -> str:
    return text if len(text) <= _MAX_NOTED_LENGTH else text[: _MAX_NOTED_LENGTH - 1] + "…"
