"""The text of a `tsvector` (PostgreSQL 8.11.1), made without PostgreSQL's parser."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from events.fulltext.tokens import Token, TokenKind, tokenize

# PostgreSQL 12.11, Limitations. A position beyond the last is kept as the last, and more than 255
# of one lexeme are dropped, either of which would lose phrases without a word.
_LAST_POSITION = 16383
_MOST_POSITIONS = 255
_MOST_BYTES = 1_000_000
_OVERLAP = 64
_PART_GAP = 2


def vector_text(parts: Iterable[tuple[str, str]]) -> str:
    """The text of the tsvector of texts, each with its weight A, B, C or D.

    Never more than PostgreSQL takes: beyond 1 MB the last lexemes are left out. A text of more
    than 16,383 positions is laid over itself from position 1 again, with 64 positions of overlap,
    so that its phrases are still found. Raises ValueError for another weight.
    """
    places: dict[str, dict[int, str]] = defaultdict(dict)
    size = offset = 0
    for text, weight in parts:
        if weight not in ("A", "B", "C", "D"):
            raise ValueError(f"{weight!r} is not a weight of a tsvector")
        last = offset
        for piece in tokenize(text):
            for position, lexeme in _lexemes(piece):
                last = offset + position
                size += 0 if lexeme in places else len(lexeme.encode()) + 4
                if size > _MOST_BYTES:
                    return _written(places)
                size += _place(places[lexeme], last, weight)
        offset = last + _PART_GAP
    return _written(places)


def _lexemes(piece: Token) -> Iterator[tuple[int, str]]:
    if piece.kind is not TokenKind.CJK:
        for head in piece.word_starts:
            yield piece.position, piece.text[head:]
        return
    for at, character in enumerate(piece.text):
        yield piece.position + at, character
        if at + 1 < len(piece.text):
            yield piece.position + at, piece.text[at : at + 2]


def _place(taken: dict[int, str], position: int, weight: str) -> int:
    """Note a lexeme's position; the bytes it takes."""
    page, at = divmod(position, _LAST_POSITION - _OVERLAP)
    numbers = [at + 1]
    if page and at < _OVERLAP:
        numbers.append(at + 1 + _LAST_POSITION - _OVERLAP)
    fresh = [number for number in numbers if number not in taken]
    fresh = fresh[: _MOST_POSITIONS - len(taken)]
    taken.update(dict.fromkeys(fresh, weight))
    return 2 * len(fresh)


def _written(places: dict[str, dict[int, str]]) -> str:
    return " ".join(
        quoted(lexeme) + ":" + ",".join(f"{at}{weight}" for at, weight in sorted(taken.items()))
        for lexeme, taken in sorted(places.items())
        if taken
    )


def quoted(lexeme: str) -> str:
    """A lexeme as it is written in a tsvector or tsquery."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
