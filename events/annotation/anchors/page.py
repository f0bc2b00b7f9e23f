"""A text made ready for looking up quotations: where words stand, and where they nearly stand."""

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property, lru_cache

from events.annotation.anchors.anchor import CONTEXT_LENGTH, Anchor
from events.annotation.anchors.words import kept_offsets, same_words, squeeze

_GRAM = 4
_SMALL_GRAM = 3
_BUCKET = 16
_COMMON = 60  # a run of four characters this frequent says nothing about the place
_WINDOWS = 6
_FEWEST_VOTES = 3
_LONGEST_LIST = 200
# No text holds these, so that "nothing stands before it" is context like any other.
_BEGIN, _FINISH = "\x02", "\x03"


@dataclass(frozen=True)
class Candidate:
    """A span that may be the quotation. The likenesses run from 0 to 1.

    `run` is the number of characters that agree without a break from an edge of the span outwards,
    on the better side.
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
        """The likeness of both surroundings, 0 to 2."""
        return self.before + self.after

    @property
    def span(self) -> tuple[int, int]:
        """Start and end, in code points."""
        return self.start, self.end

    def overlaps(self, other: "Candidate") -> bool:
        """Whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


class IndexedText:
    """One text, squeezed, with the way back to its own offsets."""

    def __init__(self, text: str):
        self.text = text
        self.squeezed = squeeze(text)
        self.origin = kept_offsets(text)

    @cached_property
    def grams(self) -> dict[str, list[int]]:
        """Where each run of four characters begins in the squeezed text."""
        found = defaultdict(list)
        for at in range(len(self.squeezed) - _GRAM + 1):
            found[self.squeezed[at : at + _GRAM]].append(at)
        return found

    def same(self, anchor: Anchor) -> list[Candidate]:
        """Every place of the quotation's words, whether or not they mean the same there."""
        words = squeeze(anchor.quotation)
        lead = kept_offsets(anchor.quotation)[0]
        found = []
        for at in self._places(anchor, words):
            start = self.origin[at] - lead
            end = start + len(anchor.quotation)
            if start < 0 or self.text[start:end] != anchor.quotation:
                start, end = self.origin[at], self.origin[at + len(words) - 1] + 1
            found.append(self._candidate(anchor, start, end))
        return found

    def _places(self, anchor: Anchor, words: str) -> list[int]:
        """Where the words stand in the squeezed text, of very many the likeliest."""
        places = []
        at = self.squeezed.find(words)
        while at >= 0:
            places.append(at)
            at = self.squeezed.find(words, at + 1)
        if len(places) <= _LONGEST_LIST:
            return places
        before = squeeze(anchor.prefix)
        whole, lead = before + words + squeeze(anchor.suffix), len(before)
        here = bisect_left(self.origin, anchor.start)

        def rank(at: int) -> tuple[bool, int]:
            return not self.squeezed.startswith(whole, max(0, at - lead)), abs(at - here)

        return sorted(sorted(places, key=rank)[:_LONGEST_LIST])

    def similar(self, anchor: Anchor) -> list[Candidate]:
        """The places that share most runs of characters with the quotation and its context."""
        before, words, after = (
            squeeze(part) for part in (anchor.prefix, anchor.quotation, anchor.suffix)
        )
        pattern = before + words + after
        reach = 24 + len(words) // 2
        spans = set()
        for diagonal in self._diagonals(pattern, len(words)):
            low = max(0, diagonal - reach)
            window = self.squeezed[low : diagonal + _BUCKET + len(pattern) + reach]
            start, end = _image(pattern, window, len(before), len(before) + len(words))
            if start < end:
                spans.add((self.origin[low + start], self.origin[low + end - 1] + 1))
        return [self._candidate(anchor, start, end) for start, end in sorted(spans)]

    def _diagonals(self, pattern: str, length: int) -> list[int]:
        """Where the pattern would begin in the squeezed text, by the runs they share."""
        votes = Counter()
        for at in range(len(pattern) - _GRAM + 1):
            places = self.grams.get(pattern[at : at + _GRAM], ())
            if len(places) <= _COMMON:
                votes.update({(place - at) // _BUCKET for place in places})
        # A change of length within the pattern shifts what follows into the next bucket.
        sums = {bucket: votes[bucket] + votes.get(bucket + 1, 0) for bucket in votes}
        best: list[int] = []
        for bucket in sorted(sums, key=lambda bucket: (-sums[bucket], bucket)):
            if sums[bucket] < _FEWEST_VOTES or len(best) == _WINDOWS:
                break
            # Windows this close show the same place.
            if all(abs(bucket - other) * _BUCKET > max(_BUCKET, length // 2) for other in best):
                best.append(bucket)
        return [bucket * _BUCKET for bucket in best]

    def _candidate(self, anchor: Anchor, start: int, end: int) -> Candidate:
        words = self.text[start:end]
        is_same = same_words(anchor.quotation, words)
        likeness = 1.0
        if not is_same:
            pair = squeeze(anchor.quotation), squeeze(words)
            likeness = SequenceMatcher(None, *pair, autojunk=False).ratio()
        low, high = bisect_left(self.origin, start), bisect_left(self.origin, end)
        # Read backwards, what precedes is compared as what follows.
        preceding = (_BEGIN + self.squeezed[:low])[-2 * CONTEXT_LENGTH :][::-1]
        following = (self.squeezed[high : high + 2 * CONTEXT_LENGTH] + _FINISH)[
            : 2 * CONTEXT_LENGTH
        ]
        before, after = _surroundings(anchor)
        runs = _run(before, preceding), _run(after, following)
        likely = _near(before, preceding, runs[0]), _near(after, following, runs[1])
        return Candidate(start, end, is_same, likeness, *likely, max(runs))


@lru_cache(maxsize=8)
def indexed_text(text: str) -> IndexedText:
    """The page of a text; the last few are kept, as many anchors are looked up in one text."""
    return IndexedText(text)


@lru_cache(maxsize=8)
def _surroundings(anchor: Anchor) -> tuple[str, str]:
    """An anchor's context on both sides, squeezed, nearest character first."""
    begin = _BEGIN if anchor.start == len(anchor.prefix) else ""
    finish = _FINISH if len(anchor.suffix) < CONTEXT_LENGTH else ""
    return (begin + squeeze(anchor.prefix))[::-1], squeeze(anchor.suffix) + finish


def _run(context: str, actual: str) -> int:
    """How many characters agree from the first on; a context that agrees whole is never short."""
    if context and actual.startswith(context):
        return CONTEXT_LENGTH
    pairs = enumerate(zip(context, actual, strict=False))
    return next((at for at, (one, other) in pairs if one != other), 0)


def _near(context: str, actual: str, run: int) -> float:
    """How much of the context stands in the actual neighbourhood, in runs of three characters."""
    if not context or run == CONTEXT_LENGTH:
        return float(bool(context))
    window = actual[: len(context) + 8]
    grams = [context[at : at + _SMALL_GRAM] for at in range(len(context) - _SMALL_GRAM + 1)]
    shared = sum(gram in window for gram in grams) / len(grams) if grams else 0.0
    return min(0.99, max(run / len(context), shared))


def _image(pattern: str, window: str, start: int, end: int) -> tuple[int, int]:
    """Where the span of the pattern lies in the window, by the longest common blocks."""
    blocks = SequenceMatcher(None, pattern, window, autojunk=False).get_matching_blocks()
    return _boundary(blocks, start, start), _boundary(blocks, end, start)


def _boundary(blocks, at: int, start: int) -> int:
    """The image of the gap before `pattern[at]`.

    Outside decides: the start of a span follows its prefix, its end precedes its suffix, so that
    words added at either edge are seen as added.
    """
    touching = [block for block in blocks if block.a <= at <= block.a + block.size and block.size]
    if touching:
        block = touching[0] if at == start else touching[-1]
        return block.b + at - block.a
    below = [block for block in blocks if block.a + block.size < at]
    above = [block for block in blocks if block.a > at]
    least = below[-1].b + below[-1].size if below else 0
    most = above[0].b if above else least
    guess = least + at - (below[-1].a + below[-1].size) if below else most
    return min(guess, most)
