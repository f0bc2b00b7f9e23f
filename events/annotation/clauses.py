"""The clause of a passage that is worth quoting: the one with a figure, a date or a verdict.

No database access.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from events.annotation.verbatim import RUN, is_short, tokens_of
from sources.languages.folding import simplified

Span = tuple[int, int]
"""Start and end in a text, in code points."""

# Points and commas between digits are part of a number, and "Inc." ends no clause.
_END = re.compile(
    r"[，,：:；;。．！!？?…\n]+(?<!\d[,.:](?=\d))[”」』’）)\"]*|(?<=[^\W\d_]{3})\.(?=\s|$)|——+"
)
_EDGE = " \t\u3000\u00a0、“”「」『』‘’（）()\"'-—·"
_PAIRS = {"“": "”", "「": "」", "『": "』", "‘": "’", "（": "）", "(": ")", "《": "》"}

# Words with which articles say that something ended or did not succeed, in Simplified characters.
_VERDICT = re.compile(
    r"关闭|关停|停止|停运|停用|下线|终止|中止|叫停|暂停|搁置|取消|放弃|撤出|撤回|撤销|退出|倒闭|破产|解散"
    r"|失败|溃败|败走|夭折|流产|未能|没能|不了了之|无疾而终|惨淡|遇冷|不及预期|不如预期|不温不火|水土不服"
    r"|\b(?:clos|discontinu|fail|shut|ceas|withdr|cancel|scrap|abandon|suspend|shelv|flop)\w*",
    re.IGNORECASE,
)


def clauses_of(text: str) -> list[Span]:
    """Return the spans of the clauses of a text, without the punctuation around them."""
    spans: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, len(text)))
    trimmed = [_trimmed(text, *span) for span in _with_closed_pairs(text, spans)]
    return [span for span in trimmed if tokens_of(text[slice(*span)])]


def _with_closed_pairs(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the spans, joined where a quotation mark or bracket closes in a later one."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and _is_open(text[slice(*joined[-1])]) and is_short(text[joined[-1][0] : end]):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


def _is_open(text: str) -> bool:
    return any(text.count(opening) > text.count(closing) for opening, closing in _PAIRS.items())


def clause_around(text: str, wanted: Sequence[Span]) -> Span | None:
    """Return the shortest part of a text, in whole clauses, that holds all wanted spans.

    A part of fewer than RUN tokens ("in 2012") says little, so the next clause is added. One that
    is too long for a quotation is cut at its end and then at its beginning, but never inside a
    wanted span. Return None if there is nothing wanted, or it is too long itself.
    """
    if not wanted:
        return None
    low, high = min(start for start, _end in wanted), max(end for _start, end in wanted)
    clauses = clauses_of(text)
    touched = [at for at, span in enumerate(clauses) if span[0] < high and low < span[1]]
    if not touched:
        return None
    first, last = touched[0], touched[-1]
    if len(tokens_of(text[clauses[first][0] : clauses[last][1]])) < RUN:
        last = min(last + 1, len(clauses) - 1)
    if len(tokens_of(text[clauses[first][0] : clauses[last][1]])) < RUN:
        first = max(first - 1, 0)
    return _cut(text, (min(low, clauses[first][0]), max(high, clauses[last][1])), (low, high))


def opening(text: str) -> Span | None:
    """Return the first clauses of a text that are short enough for a quotation."""
    clauses = clauses_of(text)
    if not clauses:
        return None
    start, end = clauses[0]
    for _start, later in clauses[1:]:
        if not is_short(text[start:later]):
            break
        end = later
    return _cut(text, (start, end), (start, start + 1))


def verdict_spans(text: str) -> list[Span]:
    """Return where a text says that something ended or did not succeed, in either script."""
    return [match.span() for match in _VERDICT.finditer("".join(map(simplified, text)))]


def _cut(text: str, span: Span, needed: Span) -> Span | None:
    """Return the span, shortened around what is needed until it may be quoted."""
    start, end = span
    tokens = [token for token in tokens_of(text) if start <= token.start and token.end <= end]
    while tokens and not is_short(text[start:end]):
        if tokens[-1].start >= needed[1]:
            tokens.pop()
            end = tokens[-1].end if tokens else start
        elif tokens[0].end <= needed[0]:
            tokens.pop(0)
            start = tokens[0].start if tokens else end
        else:
            return None
    return _trimmed(text, start, end) if tokens else None


def _trimmed(text: str, start: int, end: int) -> Span:
    """Return a span without white space and punctuation at its edges; pairs of marks stay."""
    while start < end and text[start] in _EDGE and not _opens_inside(text, start, end):
        start += 1
    while start < end and text[end - 1] in _EDGE and not _closes_inside(text, start, end):
        end -= 1
    return start, end


def _opens_inside(text: str, start: int, end: int) -> bool:
    return text[start] in _PAIRS and _PAIRS[text[start]] in text[start + 1 : end]


def _closes_inside(text: str, start: int, end: int) -> bool:
    return any(
        text[end - 1] == closing and opening in text[start : end - 1]
        for opening, closing in _PAIRS.items()
    )
