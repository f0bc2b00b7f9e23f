"""Full-text search without a database: whether a query matches a text, and where."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from events.fulltext.query import terms
from events.fulltext.tokens import Token, TokenKind, tokenize
from sources.languages.folding import fold_with_origins


def matches(text: str, query: str) -> bool:
    """Return whether every term of the query occurs in the text, as a database search decides.

    A Chinese term occurs where its fold is a substring of the text's fold. A word must begin where
    a word of the text begins. A number must be the whole number.
    """
    query_terms = terms(query)
    tokens = tokenize(text) if query_terms else ()
    return bool(query_terms) and all(
        any(True for _ in _occurrences(tokens, term.spellings)) for term in query_terms
    )


def highlight(text: str, query: str) -> list[tuple[int, int]]:
    """Return the spans of the text where terms of the query occur, in order.

    Spans are in code points of the unfolded text. Spans that touch or overlap are merged.
    """
    folded, tokens = fold_with_origins(text), tokenize(text)
    spans = sorted(
        folded.original(*span)
        for term in terms(query)
        for span in _occurrences(tokens, term.spellings)
    )
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _occurrences(
    tokens: Sequence[Token], spellings: Iterable[tuple[Token, ...]]
) -> Iterator[tuple[int, int]]:
    """Yield the spans of the folded text where a term occurs in any of its spellings."""
    for spelling in spellings:
        for index in range(len(tokens) - len(spelling) + 1):
            run = tokens[index : index + len(spelling)]
            if not _same_shape(run, spelling):
                continue
            offset = run[0].start
            if len(spelling) == 1:
                spans = _spans_in(run[0], spelling[0])
                yield from ((offset + start, offset + end) for start, end in spans)
            elif all(_equal(*pair) for pair in zip(run[1:-1], spelling[1:-1], strict=True)):
                for start in _starts_of_suffix(run[0], spelling[0]):
                    for end in _ends_of_prefix(run[-1], spelling[-1]):
                        yield offset + start, run[-1].start + end


def _same_shape(run: Sequence[Token], spelling: Sequence[Token]) -> bool:
    """Return whether both have the same kinds of token, with punctuation at the same places."""
    if any(token.kind is not term.kind for token, term in zip(run, spelling, strict=True)):
        return False
    return [_gap(*pair) for pair in pairwise(run)] == [_gap(*pair) for pair in pairwise(spelling)]


def _gap(before: Token, after: Token) -> int:
    return after.position - before.position - before.width


def _spans_in(token: Token, term: Token) -> list[tuple[int, int]]:
    """Return the spans in a token of the text where a term of one token occurs."""
    if token.kind is TokenKind.CJK:
        offsets = range(len(token.text))
        starts = [start for start in offsets if token.text.startswith(term.text, start)]
        return [(start, start + len(term.text)) for start in starts]
    if token.kind is TokenKind.NUMBER:
        return [(0, len(token.text))] if token.text == term.text else []
    starts = [start for start in token.word_starts if token.text.startswith(term.text, start)]
    return [(start, start + len(term.text)) for start in starts]


def _starts_of_suffix(token: Token, term: Token) -> list[int]:
    """Return where the first token of a term begins in a token of the text that it ends."""
    start = len(token.text) - len(term.text)
    allowed = range(len(token.text)) if token.kind is TokenKind.CJK else token.word_starts
    return [start] if start in allowed and token.text.endswith(term.text) else []


def _ends_of_prefix(token: Token, term: Token) -> list[int]:
    """Return where the last token of a term ends in a token of the text.

    It must begin the token, or a word in the token.
    """
    is_word = token.kind is TokenKind.WORD
    return sorted({end for start, end in _spans_in(token, term) if start == 0 or is_word})


def _equal(token: Token, term: Token) -> bool:
    """Return whether a middle token of a term is a whole token, or its rest from a word start."""
    if token.kind is not TokenKind.WORD:
        return token.text == term.text
    return bool(_starts_of_suffix(token, term))
