"""Anchor of a quotation, and the result of looking it up in a text."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from hashlib import sha256

from events.annotation.anchors.words import squeeze

# In characters: the length that Web Annotation tools commonly use for prefix and suffix.
CONTEXT_LENGTH = 32


class State(StrEnum):
    """State of a quotation in a text."""

    EXACT = "exact"  # the same words at the same offsets
    MOVED = "moved"  # the same words at another place, or in another spelling
    CHANGED = "changed"  # the place is known, but its words differ
    AMBIGUOUS = "ambiguous"  # several places match equally well
    ORPHAN = "orphan"  # no place matches reliably


@dataclass(frozen=True)
class Anchor:
    """A span of a text, with enough context to distinguish it from similar spans.

    `start` and `end` are code point offsets. `prefix` and `suffix` have CONTEXT_LENGTH characters,
    fewer only at the start or the end of the text.
    """

    start: int
    end: int
    quotation: str
    prefix: str = ""
    suffix: str = ""

    @classmethod
    def of(cls, text: str, start: int, end: int) -> "Anchor":
        """Return the anchor of `text[start:end]`.

        Raises ValueError if the span is outside the text, empty, or white space only.
        """
        if not 0 <= start < end <= len(text):
            raise ValueError(f"{start}:{end} is not a span of a text of {len(text)} characters")
        quotation = text[start:end]
        if not squeeze(quotation):
            raise ValueError(f"{start}:{end} is a span of white space only")
        prefix = text[max(0, start - CONTEXT_LENGTH) : start]
        return cls(start, end, quotation, prefix, text[end : end + CONTEXT_LENGTH])

    @cached_property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the quotation in UTF-8."""
        return sha256(_bytes(self.quotation)).hexdigest()


@dataclass(frozen=True)
class AnchorResult:
    """Result of looking up a quotation in a text.

    `start` and `end` (code point offsets) are None unless the state is exact, moved or changed.
    `score` is from 0 to 1. `note` says what differs. `candidates` are the spans considered, best
    first.
    """

    state: State
    start: int | None = None
    end: int | None = None
    score: float = 0.0
    note: str = ""
    candidates: tuple[tuple[int, int], ...] = ()


def find_by_hash(text: str, length: int, sha256_hex: str, near: int = 0) -> list[int]:
    """Return all starts (code point offsets) at which `length` characters have this SHA-256.

    The starts nearest to `near` come first. Used for a locator whose words are not known. Raises
    ValueError if the length is not positive.
    """
    if length <= 0:
        raise ValueError(f"a span cannot be {length} characters long")
    digest = bytes.fromhex(sha256_hex)
    encoded = [_bytes(character) for character in text]
    bounds = [0]
    for character in encoded:
        bounds.append(bounds[-1] + len(character))
    content = memoryview(b"".join(encoded))
    starts = (
        start
        for start in range(len(text) - length + 1)
        if sha256(content[bounds[start] : bounds[start + length]]).digest() == digest
    )
    return sorted(starts, key=lambda start: (abs(start - near), start))


def _bytes(text: str) -> bytes:
    # A damaged page may contain a lone surrogate, which is not a valid character: still hash it.
    return text.encode("utf-8", "surrogatepass")
