"""Decide which place in a text, if any, is that of a quotation."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from difflib import SequenceMatcher

from events.annotation.anchors.anchor import Anchor, AnchorResult, State
from events.annotation.anchors.page import Candidate, indexed_text
from events.annotation.anchors.words import (
    clause_facts,
    differences,
    same_words,
    squeeze,
    straddling_tokens,
)

# A quarter of the context on one side: 8 characters. Places with a smaller difference in support
# cannot be distinguished.
MARGIN = 0.25
_UNIQUE_LENGTH = 32  # a quotation of this many characters needs no context to identify it
_MIN_IDENTIFYING_LENGTH = 12  # characters of the quotation plus the adjacent context that agrees
_MAX_CANDIDATES = 10
# A sentence or line, with the white space after it.
_PIECE = re.compile(r"[^。！？!?\n]*[。！？!?\n][。！？!?\s]*|[^。！？!?\n]+")


def find(anchor: Anchor, text: str) -> AnchorResult:
    """Return where the quotation is in a text, and whether it still says the same.

    - exact: the same words at the same offsets.
    - moved: the same words (except insignificant white space and the form of characters, see
      `events.annotation.spelling`) at a place that the context distinguishes from all others.
    - changed: the place is known, but its words differ, or a number, word or negation that its
      edges are part of; the note says what differs.
    - ambiguous: several places match equally well.
    - orphan: no place matches reliably.
    """
    indexed = indexed_text(text)
    same = indexed.same(anchor)
    perfect = [place for place in same if place.is_same and place.context == 2]
    if perfect:
        return _settle_perfect(anchor, text, perfect)
    rivals = _rivals(anchor, same, indexed.similar(anchor))
    spans = tuple(place.span for place in rivals[:_MAX_CANDIDATES])
    if not rivals or not _is_trusted(anchor, rivals[0]):
        return AnchorResult(State.ORPHAN, note=_orphan_note(rivals), candidates=spans)
    best = _support(anchor, rivals[0])
    close = [place for place in rivals if best - _support(anchor, place) < MARGIN]
    if len(close) > 1:
        return _ambiguous(anchor, close)
    return _settle(anchor, text, rivals[0], spans)


def relocate(anchor: Anchor, old_text: str, new_text: str) -> AnchorResult:
    """Return the result of `find`, using the diff of both texts to choose between equal places.

    Raises ValueError if the anchor does not belong to the old text.
    """
    if old_text[anchor.start : anchor.end] != anchor.quotation:
        raise ValueError("the anchor does not belong to the old text")
    result = find(anchor, new_text)
    if len(result.candidates) < 2 or result.state not in (State.EXACT, State.AMBIGUOUS):
        return result
    span = _shifted(anchor, old_text, new_text)
    if span not in result.candidates or not same_words(anchor.quotation, new_text[slice(*span)]):
        return result
    is_exact = span[0] == anchor.start and new_text[slice(*span)] == anchor.quotation
    state = State.EXACT if is_exact else State.MOVED
    note = "identified among equal places by the diff of both texts"
    return AnchorResult(state, *span, 1.0, note, result.candidates)


def _settle_perfect(anchor: Anchor, text: str, perfect: list[Candidate]) -> AnchorResult:
    spans = tuple(place.span for place in perfect[:_MAX_CANDIDATES])
    here = [place for place in perfect if place.start == anchor.start]
    if here and text[anchor.start : anchor.end] == anchor.quotation:
        return _settle(anchor, text, here[0], spans)
    if len(perfect) > 1:
        return _ambiguous(anchor, perfect)
    return _settle(anchor, text, perfect[0], spans)


def _settle(anchor: Anchor, text: str, place: Candidate, spans: tuple) -> AnchorResult:
    new_text = text[place.start : place.end]
    score = _support(anchor, place) / (2 + _weight(anchor))
    note = differences(anchor.quotation, new_text)
    if place.is_same:
        note = _edge_note(anchor, text, place)
    if note:
        return AnchorResult(State.CHANGED, *place.span, score, note, spans)
    if new_text == anchor.quotation and place.start == anchor.start:
        return AnchorResult(State.EXACT, *place.span, score, "", spans)
    if new_text != anchor.quotation:
        note = "only white space or the form of characters differs"
    elif place.context < 0.5:
        note = "the same words in a different context"
    return AnchorResult(State.MOVED, *place.span, score, note, spans)


def _edge_note(anchor: Anchor, text: str, place: Candidate) -> str:
    """Return what differs around the same words, or "": 17亿 may have become part of 217亿."""
    before, after = indexed_text(text).context(anchor, place.start, place.end)
    new_text = text[place.start : place.end]
    old = straddling_tokens(anchor.prefix, anchor.quotation, anchor.suffix)
    new = straddling_tokens(before, new_text, after)
    if old != new:
        return differences(" ".join(old) or anchor.quotation, " ".join(new) or new_text)
    if place.context == 2:
        return ""
    # A line break ends the clause, or the line was only wrapped: one reading without a difference
    # is enough.
    for in_line in (True, False):
        old = clause_facts(anchor.prefix, anchor.quotation, anchor.suffix, in_line=in_line)
        new = clause_facts(before, new_text, after, in_line=in_line)
        if old == new:
            return ""
    return "beside it: " + differences(" ".join(old), " ".join(new))


def _weight(anchor: Anchor) -> float:
    """Return the weight of the words in the support, from 0 to 2.

    The context has a weight of 2, so a long sentence counts as much as its context.
    """
    return min(2.0, len(squeeze(anchor.quotation)) / 16)


def _support(anchor: Anchor, place: Candidate) -> float:
    return place.context + place.likeness * _weight(anchor)


def _is_trusted(anchor: Anchor, place: Candidate) -> bool:
    if place.is_same:
        length = len(squeeze(anchor.quotation))
        # The same offset proves nothing: if a list loses an item, the next one takes its place.
        return (
            place.context >= 1 - length / _UNIQUE_LENGTH
            and place.run + length >= _MIN_IDENTIFYING_LENGTH
        )
    # In its own context any other words count as a change; elsewhere the words must be similar.
    if place.context >= 1.2 and min(place.before, place.after) >= 0.3:
        return True
    return place.likeness >= 0.6 and _support(anchor, place) >= 1.5


def _rivals(anchor: Anchor, same: list[Candidate], similar: Iterable[Candidate]) -> list[Candidate]:
    """Return all places, best first.

    Left out are similar places that overlap a place of the same words or a better place.
    """
    rivals = list(same)
    for place in sorted(similar, key=lambda place: -_support(anchor, place)):
        if not any(place.overlaps(other) for other in rivals):
            rivals.append(place)
    return sorted(rivals, key=lambda place: -_support(anchor, place))


def _ambiguous(anchor: Anchor, places: list[Candidate]) -> AnchorResult:
    spans = tuple(place.span for place in places[:_MAX_CANDIDATES])
    score = _support(anchor, places[0]) / (2 + _weight(anchor))
    note = f"{len(places)} places match equally well"
    return AnchorResult(State.AMBIGUOUS, score=score, note=note, candidates=spans)


def _orphan_note(rivals: list[Candidate]) -> str:
    if any(place.is_same for place in rivals):
        return "the same words occur only in a different context"
    return "nothing similar was found" if not rivals else "the most similar place is too different"


def _shifted(anchor: Anchor, old_text: str, new_text: str) -> tuple[int, int] | None:
    """Return the span in the new text, if its sentences are in both texts in some spelling."""
    old, new = ([squeeze(piece) for piece in _PIECE.findall(text)] for text in (old_text, new_text))
    starts = indexed_text(old_text).folded.starts
    start, end = bisect_left(starts, anchor.start), bisect_left(starts, anchor.end)
    old_offset = new_offset = next_old = next_new = 0
    for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        old_offset += sum(map(len, old[next_old : block.a]))
        new_offset += sum(map(len, new[next_new : block.b]))
        length = sum(map(len, old[block.a : block.a + block.size]))
        if old_offset <= start < end <= old_offset + length:
            return indexed_text(new_text).span(anchor, start + new_offset - old_offset)
        old_offset, new_offset = old_offset + length, new_offset + length
        next_old, next_new = block.a + block.size, block.b + block.size
    return None
