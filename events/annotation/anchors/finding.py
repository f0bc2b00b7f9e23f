"""Deciding which place, if any, is the quotation's."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from events.annotation.anchors.anchor import CONTEXT_LENGTH, Anchor, AnchorResult, State
from events.annotation.anchors.page import Candidate, indexed_text
from events.annotation.anchors.words import clause_facts, differences, squeeze, straddling_tokens

# A quarter of one side's context: 8 characters. Less does not tell two places apart.
MARGIN = 0.25
_SPOKEN_FOR = 32  # that many characters in one order identify themselves without context
_IDENTIFYING = 12  # of the words and the unbroken context beside them together
_LISTED = 10
_PIECE = re.compile(r"[^。！？!?\n]*[。！？!?\n]+|[^。！？!?\n]+")


def find(anchor: Anchor, text: str) -> AnchorResult:
    """Where the quotation stands in a text, and whether it still says the same.

    exact: same offsets, same words. moved: same words (white space without meaning and the width
    of punctuation aside) at a place its context tells from all others. changed: the place is known
    but its words, or a number, word or negation its edges belong to, differ; the note says what.
    ambiguous: several equally good places. orphan: none that can be trusted.
    """
    indexed = indexed_text(text)
    same = indexed.same(anchor)
    perfect = [place for place in same if place.is_same and place.context == 2]
    if perfect:
        return _settle_perfect(anchor, text, perfect)
    rivals = _rivals(anchor, same, indexed.similar(anchor))
    spans = tuple(place.span for place in rivals[:_LISTED])
    if not rivals or not _is_trusted(anchor, rivals[0]):
        return AnchorResult(State.ORPHAN, note=_orphan_note(rivals), candidates=spans)
    best = _support(anchor, rivals[0])
    close = [place for place in rivals if best - _support(anchor, place) < MARGIN]
    if len(close) > 1:
        return _ambiguous(anchor, close)
    return _settle(anchor, text, rivals[0], spans)


def relocate(anchor: Anchor, old_text: str, new_text: str) -> AnchorResult:
    """As `find`, with the difference of both texts to tell equally good places apart.

    Raises ValueError when the anchor is not of the old text.
    """
    if old_text[anchor.start : anchor.end] != anchor.quotation:
        raise ValueError("the anchor does not belong to the old text")
    found = find(anchor, new_text)
    if len(found.candidates) < 2 or found.state not in (State.EXACT, State.AMBIGUOUS):
        return found
    start = _shifted(anchor, old_text, new_text)
    span = (start, start + len(anchor.quotation)) if start is not None else None
    if span not in found.candidates or new_text[slice(*span)] != anchor.quotation:
        return found
    state = State.EXACT if start == anchor.start else State.MOVED
    note = "told from its like by the difference of both texts"
    return AnchorResult(state, *span, 1.0, note, found.candidates)


def _settle_perfect(anchor: Anchor, text: str, perfect: list[Candidate]) -> AnchorResult:
    spans = tuple(place.span for place in perfect[:_LISTED])
    here = [place for place in perfect if place.start == anchor.start]
    if here and text[anchor.start : anchor.end] == anchor.quotation:
        return _settle(anchor, text, here[0], spans)
    if len(perfect) > 1:
        return _ambiguous(anchor, perfect)
    return _settle(anchor, text, perfect[0], spans)


def _settle(anchor: Anchor, text: str, place: Candidate, spans: tuple) -> AnchorResult:
    words = text[place.start : place.end]
    score = _support(anchor, place) / (2 + _weight(anchor))
    note = differences(anchor.quotation, words)
    if place.is_same:
        note = _edge_note(anchor, text, place)
    if note:
        return AnchorResult(State.CHANGED, *place.span, score, note, spans)
    if words == anchor.quotation and place.start == anchor.start:
        return AnchorResult(State.EXACT, *place.span, score, "", spans)
    if words != anchor.quotation:
        note = "only white space or the width of punctuation differs"
    elif place.context < 0.5:
        note = "the same words in other surroundings"
    return AnchorResult(State.MOVED, *place.span, score, note, spans)


def _edge_note(anchor: Anchor, text: str, place: Candidate) -> str:
    """What the neighbours do to the same words: 17亿 may have become part of 217亿."""
    before = text[max(0, place.start - CONTEXT_LENGTH) : place.start]
    after = text[place.end : place.end + CONTEXT_LENGTH]
    words = text[place.start : place.end]
    old = straddling_tokens(anchor.prefix, anchor.quotation, anchor.suffix)
    new = straddling_tokens(before, words, after)
    if old != new:
        return differences(" ".join(old) or anchor.quotation, " ".join(new) or words)
    old, new = clause_facts(anchor.prefix, anchor.suffix), clause_facts(before, after)
    if place.context == 2 or old == new:
        return ""
    return "beside it: " + differences(" ".join(old), " ".join(new))


def _weight(anchor: Anchor) -> float:
    """How far the words speak for themselves, beside a context's 2: a long sentence as much."""
    return min(2.0, len(squeeze(anchor.quotation)) / 16)


def _support(anchor: Anchor, place: Candidate) -> float:
    return place.context + place.likeness * _weight(anchor)


def _is_trusted(anchor: Anchor, place: Candidate) -> bool:
    if place.is_same:
        length = len(squeeze(anchor.quotation))
        # The same offset proves nothing: when a list loses an item, the next takes its place.
        return place.context >= 1 - length / _SPOKEN_FOR and place.run + length >= _IDENTIFYING
    # Between its own surroundings other words are other words; elsewhere they must be alike.
    if place.context >= 1.2 and min(place.before, place.after) >= 0.3:
        return True
    return place.likeness >= 0.6 and _support(anchor, place) >= 1.5


def _rivals(anchor: Anchor, same: list[Candidate], similar: Iterable[Candidate]) -> list[Candidate]:
    """All places, best first, without those that overlap the very words or a better place."""
    rivals = list(same)
    for place in sorted(similar, key=lambda place: -_support(anchor, place)):
        if not any(place.overlaps(other) for other in rivals):
            rivals.append(place)
    return sorted(rivals, key=lambda place: -_support(anchor, place))


def _ambiguous(anchor: Anchor, places: list[Candidate]) -> AnchorResult:
    spans = tuple(place.span for place in places[:_LISTED])
    score = _support(anchor, places[0]) / (2 + _weight(anchor))
    note = f"{len(places)} places are equally good"
    return AnchorResult(State.AMBIGUOUS, score=score, note=note, candidates=spans)


def _orphan_note(rivals: list[Candidate]) -> str:
    if any(place.is_same for place in rivals):
        return "the same words stand only in other surroundings"
    return "nothing alike is left" if not rivals else "what is left is too different"


def _shifted(anchor: Anchor, old_text: str, new_text: str) -> int | None:
    """The start of the span in the new text if the sentences it lies in are in both texts."""
    old, new = _PIECE.findall(old_text), _PIECE.findall(new_text)
    old_at = new_at = reached_old = reached_new = 0
    for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        old_at += sum(map(len, old[reached_old : block.a]))
        new_at += sum(map(len, new[reached_new : block.b]))
        length = sum(map(len, old[block.a : block.a + block.size]))
        if old_at <= anchor.start and anchor.end <= old_at + length:
            return new_at + anchor.start - old_at
        old_at, new_at = old_at + length, new_at + length
        reached_old, reached_new = block.a + block.size, block.b + block.size
    return None
