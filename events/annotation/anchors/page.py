"""Index of a text for looking up quotations: exact and approximate places of their words."""

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from functools import cached_property, lru_cache

from events.annotation.anchors.anchor import CONTEXT_LENGTH, Anchor
from events.annotation.anchors.words import same_words, squeeze
from events.annotation.spelling import squeezed

_GRAM_LENGTH = 4
_CONTEXT_GRAM_LENGTH = 3
_BUCKET_SIZE = 16
_MAX_GRAM_COUNT = 60  # a more frequent gram says nothing about the place
_MAX_WINDOWS = 6
_MIN_VOTES = 3
_MAX_PLACES = 200
# Characters that no text contains mark its start and end, so that "at the start" is context, too.
_TEXT_START, _TEXT_END = "\x02", "\x03"


@dataclass(frozen=True)
class Candidate:
    """A span that may be the quotation.

    `likeness` of the words, `before` and `after` of the context are similarities from 0 to 1.
    `run` is the number of consecutive characters of context that agree, counted from an edge of the
    span outwards, on the better side.
    """

    start: int
    end: int
    is_same: bool
    likeness: float
    before: float
    after: float
    run: int

    @property
    def context(self) -> float:
        """Similarity of the context on both sides together, 0 to 2."""
        return self.before + self.after

    @property
    def span(self) -> tuple[int, int]:
        """Start and end as code point offsets."""
        return self.start, self.end

    def overlaps(self, other: "Candidate") -> bool:
        """Return whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


class IndexedText:
    """A text in squeezed form (`squeezed`), with the span of the text of each of its characters."""

    def __init__(self, text: str):
        self.text = text
        self.folded = squeezed(text)
        self.squeezed = self.folded.text

    @cached_property
    def grams(self) -> dict[str, list[int]]:
        """Positions in the squeezed text of each gram of _GRAM_LENGTH characters."""
        positions = defaultdict(list)
        for position in range(len(self.squeezed) - _GRAM_LENGTH + 1):
            positions[self.squeezed[position : position + _GRAM_LENGTH]].append(position)
        return positions

    def same(self, anchor: Anchor) -> list[Candidate]:
        """Return all places of the squeezed quotation, even where its meaning may differ."""
        positions = self._places(anchor, squeeze(anchor.quotation))
        spans = {self.span(anchor, position) for position in positions}
        # A quotation that begins or ends between a letter and its marks has another fold.
        here = anchor.start if self.text.startswith(anchor.quotation, anchor.start) else -1
        if not spans and here < 0:
            here = self.text.find(anchor.quotation)
        if here >= 0:
            spans.add((here, here + len(anchor.quotation)))
        return [self._candidate(anchor, start, end) for start, end in sorted(spans)]

    def span(self, anchor: Anchor, position: int) -> tuple[int, int]:
        """Return the span of the text that has the quotation at a position of the squeezed text.

        White space at its edges is included if the quotation is there with the same characters.
        """
        folded = squeezed(anchor.quotation)
        start, end = self.folded.original(position, position + len(folded.text))
        first = start - folded.starts[0]
        if first >= 0 and self.text.startswith(anchor.quotation, first):
            return first, first + len(anchor.quotation)
        return start, end

    def _places(self, anchor: Anchor, quotation: str) -> list[int]:
        """Return the positions of the squeezed quotation, at most the _MAX_PLACES most likely."""
        places = []
        position = self.squeezed.find(quotation)
        while position >= 0:
            if self.folded.is_whole(position, position + len(quotation)):
                places.append(position)
            position = self.squeezed.find(quotation, position + 1)
        if len(places) <= _MAX_PLACES:
            return places
        before = squeeze(anchor.prefix)
        with_context, lead = before + quotation + squeeze(anchor.suffix), len(before)
        here = bisect_left(self.folded.starts, anchor.start)

        def rank(position: int) -> tuple[bool, int]:
            has_context = self.squeezed.startswith(with_context, max(0, position - lead))
            return not has_context, abs(position - here)

        return sorted(sorted(places, key=rank)[:_MAX_PLACES])

    def context(self, anchor: Anchor, start: int, end: int) -> tuple[str, str]:
        """Return as much text before and after a span as the anchor has of its own.

        It is counted in characters of the fold: white space and invisible characters may be new.
        """
        low, high = (bisect_left(self.folded.starts, offset) for offset in (start, end))
        first = max(0, low - _length(anchor.prefix))
        last = min(len(self.squeezed), high + _length(anchor.suffix))
        before = self.text[self.folded.starts[first] : start] if first < low else ""
        after = self.text[end : self.folded.ends[last - 1]] if high < last else ""
        return before, after

    def similar(self, anchor: Anchor) -> list[Candidate]:
        """Return the places that share the most grams with the quotation and its context."""
        before, quotation, after = (
            squeeze(part) for part in (anchor.prefix, anchor.quotation, anchor.suffix)
        )
        pattern = before + quotation + after
        reach = 24 + len(quotation) // 2
        spans = set()
        for diagonal in self._diagonals(pattern, len(quotation)):
            low = max(0, diagonal - reach)
            window = self.squeezed[low : diagonal + _BUCKET_SIZE + len(pattern) + reach]
            start, end = _image(pattern, window, len(before), len(before) + len(quotation))
            if start < end:
                spans.add(self.folded.original(low + start, low + end))
        return [self._candidate(anchor, start, end) for start, end in sorted(spans)]

    def _diagonals(self, pattern: str, length: int) -> list[int]:
        """Return where the pattern probably starts in the squeezed text, best first.

        Each shared gram votes for a start, in buckets of _BUCKET_SIZE characters. `length` is that
        of the squeezed quotation.
        """
        votes: Counter[int] = Counter()
        for offset in range(len(pattern) - _GRAM_LENGTH + 1):
            places = self.grams.get(pattern[offset : offset + _GRAM_LENGTH], ())
            if len(places) <= _MAX_GRAM_COUNT:
                votes.update({(place - offset) // _BUCKET_SIZE for place in places})
        # A change of length within the pattern shifts the rest of it into the next bucket.
        sums = {bucket: votes[bucket] + votes.get(bucket + 1, 0) for bucket in votes}
        best: list[int] = []
        for bucket in sorted(sums, key=lambda bucket: (-sums[bucket], bucket)):
            if sums[bucket] < _MIN_VOTES or len(best) == _MAX_WINDOWS:
                break
            # Windows that are close together show the same place.
            if all(
                abs(bucket - other) * _BUCKET_SIZE > max(_BUCKET_SIZE, length // 2)
                for other in best
            ):
                best.append(bucket)
        return [bucket * _BUCKET_SIZE for bucket in best]

    def _candidate(self, anchor: Anchor, start: int, end: int) -> Candidate:
        text = self.text[start:end]
        is_same = same_words(anchor.quotation, text)
        likeness = 1.0
        if not is_same:
            pair = squeeze(anchor.quotation), squeeze(text)
            likeness = SequenceMatcher(None, *pair, autojunk=False).ratio()
        low, high = (bisect_left(self.folded.starts, offset) for offset in (start, end))
        # Reversed, the preceding text can be compared in the same way as the following text.
        preceding = (_TEXT_START + self.squeezed[:low])[-2 * CONTEXT_LENGTH :][::-1]
        following = (self.squeezed[high : high + 2 * CONTEXT_LENGTH] + _TEXT_END)[
            : 2 * CONTEXT_LENGTH
        ]
        before, after = _squeezed_context(anchor)
        runs = _run_length(before, preceding), _run_length(after, following)
        likenesses = (
            _context_likeness(before, preceding, runs[0]),
            _context_likeness(after, following, runs[1]),
        )
        return Candidate(start, end, is_same, likeness, *likenesses, max(runs))


@lru_cache(maxsize=8)
def indexed_text(text: str) -> IndexedText:
    """Return the index of a text, cached because many anchors are looked up in the same text."""
    return IndexedText(text)


def _length(context: str) -> int:
    """Return the length of a context in the fold; of one that ends with the text, the greatest."""
    return len(squeeze(context)) if len(context) == CONTEXT_LENGTH else CONTEXT_LENGTH


@lru_cache(maxsize=8)
def _squeezed_context(anchor: Anchor) -> tuple[str, str]:
    """Return the squeezed context on both sides of an anchor, nearest character first."""
    before, after = squeeze(anchor.prefix)[::-1], squeeze(anchor.suffix)
    is_first, is_last = anchor.start == len(anchor.prefix), len(anchor.suffix) < CONTEXT_LENGTH
    # The outermost character of a context that was cut may lack its marks, or be marks alone.
    before = before + _TEXT_START if is_first else before[:-1] or before
    after = after + _TEXT_END if is_last else after[:-1] or after
    return before, after


def _run_length(context: str, actual: str) -> int:
    """Return how many characters agree from the start; CONTEXT_LENGTH if the whole context does."""
    if context and actual.startswith(context):
        return CONTEXT_LENGTH
    pairs = enumerate(zip(context, actual, strict=False))
    return next((index for index, (left, right) in pairs if left != right), 0)


def _context_likeness(context: str, actual: str, run: int) -> float:
    """Return how similar the actual text is to the context, from 0 to 1.

    The similarity is the run of agreeing characters or the share of grams of _CONTEXT_GRAM_LENGTH
    characters found nearby, whichever is higher.
    """
    if not context or run == CONTEXT_LENGTH:
        return float(bool(context))
    window = actual[: len(context) + 8]
    size = _CONTEXT_GRAM_LENGTH
    grams = [context[start : start + size] for start in range(len(context) - size + 1)]
    shared = sum(gram in window for gram in grams) / len(grams) if grams else 0.0
    return min(0.99, max(run / len(context), shared))


def _image(pattern: str, window: str, start: int, end: int) -> tuple[int, int]:
    """Return where the span `start:end` of the pattern is in the window.

    The positions are derived from the longest common blocks of both.
    """
    blocks = SequenceMatcher(None, pattern, window, autojunk=False).get_matching_blocks()
    return _boundary(blocks, start, start), _boundary(blocks, end, start)


def _boundary(blocks: list[Match], position: int, start: int) -> int:
    """Return the position in the window of the boundary before `pattern[position]`.

    The context decides: the start of a span follows its prefix, its end precedes its suffix, so
    words added at either edge belong to the span and are reported as added.
    """
    touching = [
        block for block in blocks if block.a <= position <= block.a + block.size and block.size
    ]
    if touching:
        block = touching[0] if position == start else touching[-1]
        return block.b + position - block.a
    below = [block for block in blocks if block.a + block.size < position]
    above = [block for block in blocks if block.a > position]
    low = below[-1].b + below[-1].size if below else 0
    high = above[0].b if above else low
    guess = low + position - (below[-1].a + below[-1].size) if below else high
    return min(guess, high)
