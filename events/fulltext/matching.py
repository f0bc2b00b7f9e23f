"""The search without a database: whether words match a text, and where."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from events.fulltext.folding import fold_with_origins
from events.fulltext.query import terms
from events.fulltext.tokens import Token, TokenKind, tokenize


def matches(text: str, words: str) -> bool:
    """Whether every term of the words occurs in the text: what a search in the database finds.

    A Chinese term occurs where its fold is a substring of the text's fold. A word must begin where
    a word of the text begins, a number must be the whole number.
    """
    wanted = terms(words)
    found = tokenize(text) if wanted else []
    return bool(wanted) and all(
        any(True for _ in _occurrences(found, term.spellings)) for term in wanted
    )


def highlight(text: str, words: str) -> list[tuple[int, int]]:
    """The spans (code points of the text as it is) where terms of the words occur, in order.

    Spans that touch or overlap are joined.
    """
    folded, found = fold_with_origins(text), tokenize(text)
    spans = sorted(
        folded.original(*span)
        for term in terms(words)
        for span in _occurrences(found, term.spellings)
    )
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _occurrences(
    found: tuple[Token, ...], spellings: Iterable[tuple[Token, ...]]
) -> Iterator[tuple[int, int]]:
    """The spans of the folded text where a term occurs in any of its spellings."""
    for spelling in spellings:
        for at in range(len(found) - len(spelling) + 1):
            run = found[at : at + len(spelling)]
            if not _same_gaps(run, spelling):
                continue
            if len(spelling) == 1:
                yield from ((run[0].start + a, run[0].start + b) for a, b in _in(run[0], *spelling))
            elif all(_equal(*pair) for pair in zip(run[1:-1], spelling[1:-1], strict=True)):
                for start in _ending(run[0], spelling[0]):
                    for end in _beginning(run[-1], spelling[-1]):
                        yield run[0].start + start, run[-1].start + end


def _same_gaps(run: tuple[Token, ...], spelling: tuple[Token, ...]) -> bool:
    """Whether both are of the same kinds, and broken by punctuation at the same places."""
    if any(one.kind is not other.kind for one, other in zip(run, spelling, strict=True)):
        return False
    return [_gap(*pair) for pair in pairwise(run)] == [_gap(*pair) for pair in pairwise(spelling)]


def _gap(before: Token, after: Token) -> int:
    return after.position - before.position - before.width


def _in(piece: Token, wanted: Token) -> list[tuple[int, int]]:
    """Where a term of one piece lies in a piece."""
    if piece.kind is TokenKind.CJK:
        places = [at for at in range(len(piece.text)) if piece.text.startswith(wanted.text, at)]
        return [(at, at + len(wanted.text)) for at in places]
    if piece.kind is TokenKind.NUMBER:
        return [(0, len(piece.text))] if piece.text == wanted.text else []
    starts = [head for head in piece.word_starts if piece.text.startswith(wanted.text, head)]
    return [(start, start + len(wanted.text)) for start in starts]


def _ending(piece: Token, wanted: Token) -> list[int]:
    """Where the first piece of a term begins, if it ends the piece."""
    start = len(piece.text) - len(wanted.text)
    allowed = range(len(piece.text)) if piece.kind is TokenKind.CJK else piece.word_starts
    return [start] if start in allowed and piece.text.endswith(wanted.text) else []


def _beginning(piece: Token, wanted: Token) -> list[int]:
    """Where the last piece of a term ends, if it begins the piece or a word in it."""
    ends = {end for start, end in _in(piece, wanted) if start == 0 or piece.kind is TokenKind.WORD}
    return sorted(ends)


def _equal(piece: Token, wanted: Token) -> bool:
    """Whether a piece within a term is the whole piece, or the rest of one from a word's begin."""
    if piece.kind is not TokenKind.WORD:
        return piece.text == wanted.text
    return bool(_ending(piece, wanted))
