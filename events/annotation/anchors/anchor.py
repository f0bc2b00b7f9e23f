"""What is remembered of a quotation, and what became of it."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from hashlib import sha256

from events.annotation.anchors.words import squeeze

# The length the Web Annotation community settled on for a quotation's prefix and suffix.
CONTEXT_LENGTH = 32


class State(StrEnum):
    """What a text still says of a quotation."""

    EXACT = "exact"  # the same words at the same offsets
    MOVED = "moved"  # the same words (white space and width aside) at another place
    CHANGED = "changed"  # the place is known; its words differ
    AMBIGUOUS = "ambiguous"  # several places are equally good
    ORPHAN = "orphan"  # no place can be trusted


@dataclass(frozen=True)
class Anchor:
    """A span of a text, with enough of its surroundings to tell it from its like.

    `start` and `end` are code points; `prefix` and `suffix` are up to 32 characters, fewer only
    where the text begins or ends.
    """

    start: int
    end: int
    quotation: str
    prefix: str = ""
    suffix: str = ""

    @classmethod
    def of(cls, text: str, start: int, end: int) -> "Anchor":
        """The anchor of `text[start:end]`.

        Raises ValueError for a span outside the text, an empty one, and one of white space only.
        """
        if not 0 <= start < end <= len(text):
            raise ValueError(f"{start}:{end} is not a span of a text of {len(text)} characters")
        quotation = text[start:end]
        if not squeeze(quotation):
            raise ValueError(f"{start}:{end} holds nothing but white space")
        prefix = text[max(0, start - CONTEXT_LENGTH) : start]
        return cls(start, end, quotation, prefix, text[end : end + CONTEXT_LENGTH])

    @cached_property
    def sha256(self) -> str:
        """The hexadecimal SHA-256 of the quotation in UTF-8."""
        return sha256(_bytes(self.quotation)).hexdigest()


@dataclass(frozen=True)
class AnchorResult:
    """What became of a quotation in a text.

    `start` and `end` (code points) are None unless the state is exact, moved or changed. `score`
    runs from 0 to 1. `note` says what differs. `candidates` are the spans considered, best first.
    """

    state: State
    start: int | None = None
    end: int | None = None
    score: float = 0.0
    note: str = ""
    candidates: tuple[tuple[int, int], ...] = ()


def find_by_hash(text: str, length: int, sha256_hex: str, near: int = 0) -> list[int]:
    """Every start (code points) where `length` characters of the text have this SHA-256.

    Nearest to `near` first. For a locator whose words are not known. Raises ValueError when the
    length is not positive.
    """
    if length <= 0:
        raise ValueError(f"a span cannot be {length} characters long")
    wanted = bytes.fromhex(sha256_hex)
    encoded = [_bytes(character) for character in text]
    bounds = [0]
    for character in encoded:
        bounds.append(bounds[-1] + len(character))
    whole = memoryview(b"".join(encoded))
    starts = (
        start
        for start in range(len(text) - length + 1)
        if sha256(whole[bounds[start] : bounds[start + length]]).digest() == wanted
    )
    return sorted(starts, key=lambda start: (abs(start - near), start))


def _bytes(text: str) -> bytes:
    # A lone surrogate is no character, but a damaged page may hold one: hash it, never crash.
    return text.encode("utf-8", "surrogatepass")
