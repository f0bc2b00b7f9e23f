"""The text form of a `tsvector` (PostgreSQL 8.11.1), made without PostgreSQL's parser."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from events.fulltext.tokens import Token, TokenKind, tokenize

# PostgreSQL 12.11, Limitations. PostgreSQL stores a position beyond the last as the last, and
# drops positions of a lexeme after the first 255. Either would silently lose phrases.
_LAST_POSITION = 16383
_MAX_POSITIONS = 255
_MAX_BYTES = 1_000_000
_OVERLAP = 64
_PART_GAP = 2


def vector_text(parts: Iterable[tuple[str, str]]) -> str:
    """Return the text of the tsvector of (text, weight) pairs.

    The result never exceeds PostgreSQL's limits: lexemes beyond 1 MB are dropped. Positions above
    16,383 start again at 1, with an overlap of 64 positions, so that phrases of a long text are
    still found. Raise ValueError for a weight other than A, B, C or D.
    """
    positions: dict[str, dict[int, str]] = defaultdict(dict)
    size = offset = 0
    for text, weight in parts:
        if weight not in ("A", "B", "C", "D"):
            raise ValueError(f"{weight!r} is not a weight of a tsvector")
        last = offset
        for token in tokenize(text):
            for position, lexeme in _lexemes(token):
                last = offset + position
                size += 0 if lexeme in positions else len(lexeme.encode()) + 4
                if size > _MAX_BYTES:
                    return _formatted(positions)
                size += _add_position(positions[lexeme], last, weight)
        offset = last + _PART_GAP
    return _formatted(positions)


def _lexemes(token: Token) -> Iterator[tuple[int, str]]:
    """Yield (position, lexeme) pairs: suffixes of a word, characters and pairs of a CJK run."""
    if token.kind is not TokenKind.CJK:
        for start in token.word_starts:
            yield token.position, token.text[start:]
        return
    for index, character in enumerate(token.text):
        yield token.position + index, character
        if index + 1 < len(token.text):
            yield token.position + index, token.text[index : index + 2]


def _add_position(weights: dict[int, str], position: int, weight: str) -> int:
    """Add a position to a lexeme's weights by position, and return the bytes that it takes."""
    lap, index = divmod(position, _LAST_POSITION - _OVERLAP)
    numbers = [index + 1]
    if lap and index < _OVERLAP:
        numbers.append(index + 1 + _LAST_POSITION - _OVERLAP)
    new = [number for number in numbers if number not in weights]
    new = new[: _MAX_POSITIONS - len(weights)]
    weights.update(dict.fromkeys(new, weight))
    return 2 * len(new)


def _formatted(positions: dict[str, dict[int, str]]) -> str:
    return " ".join(
        f"{quoted(lexeme)}:" + ",".join(f"{number}{weights[number]}" for number in sorted(weights))
        for lexeme, weights in sorted(positions.items())
        if weights
    )


def quoted(lexeme: str) -> str:
    """Return a lexeme quoted for the text of a tsvector or tsquery."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
