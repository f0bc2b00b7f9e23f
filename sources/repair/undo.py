"""Undo what `damage` describes: from the text as shown back to the bytes of the page.

Text outside the filter's reach is copied unchanged. From an inserted bracket on, the line is read
as the bytes it was decoded from: while they are paired wrongly, the first byte of a character is
`pending`, and each shown character gives the second byte of one character and the first byte of the
next. Where the shown text has several possible origins (a `?` can be a mark or a swallowed byte),
all are followed, and the one with the most ordinary characters is kept. What no origin explains
becomes a lost character, which `inference` restores by elimination or marks as lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sources.repair.damage import UNFOLDED, private_use_bytes
from sources.repair.readings import SYLLABLE, can_be_glossed, character, rarity, trail_candidates

UNKNOWN = -1
"""A pending first byte whose value is not known."""

GLOSS = re.compile(rf"[(?]({SYLLABLE})\)")
EVENT = re.compile(rf"[(?]({SYLLABLE})\)|\?[;!；！]")
MARKUP = re.compile(
    r"(?:/?[a-z][a-z0-9]{0,20}(?:\s[^<>\n]{0,500})?|!--[^<>\n]{0,500}--)/?>", re.IGNORECASE
)

# Lone surrogates are the placeholders of lost characters: decoded text never contains them.
LOST_CHARACTER = "\udbff"
SWALLOWED_ASCII = "\udbfe"


def lost_after(lead: int) -> str:
    """Return the placeholder of a character of which only the first byte is known."""
    return LOST_CHARACTER if lead == UNKNOWN else chr(0xD800 + lead)


def lost_before(trail: int) -> str:
    """Return the placeholder of a character of which only the second byte is known."""
    return chr(0xD900 + trail)


class Origin(NamedTuple):
    """One way to read a line so far: its cost, its characters, and the pending byte."""

    cost: float
    pending: int | None
    undone: int
    tail: str
    """The last two characters."""
    characters: tuple | None
    """A linked list (preceding list, last characters) of all characters, shared by origins."""

    def extended(self, text: str, pending: int | None, cost: float, undone: int = 0) -> Origin:
        """Return this origin with more characters and another pending byte."""
        cost += self.cost + sum(map(_character_cost, text))
        if not text:
            return Origin(cost, pending, self.undone + undone, self.tail, self.characters)
        tail = (self.tail + text)[-2:]
        return Origin(cost, pending, self.undone + undone, tail, (self.characters, text))

    def with_unchanged(self, text: str) -> Origin:
        """Return this origin with characters outside the filter's reach, which have no cost."""
        if not text:
            return self
        return self._replace(tail=(self.tail + text[-2:])[-2:], characters=(self.characters, text))

    @property
    def text(self) -> str:
        """All characters as one string."""
        pieces, rest = [], self.characters
        while rest:
            rest, piece = rest
            pieces.append(piece)
        return "".join(reversed(pieces))


class Page(NamedTuple):
    """Properties of the whole text that matter for a line."""

    is_folded: bool
    """Whether full-width marks are shown in half width."""
    is_last_line: bool


Step = tuple[int, Origin]


def _character_cost(char: str) -> float:
    if char == SWALLOWED_ASCII:
        return 0.5
    return 1.5 if "\ud800" <= char <= "\udfff" else rarity(char)


def undo_line(line: str, page: Page) -> tuple[str, int]:
    """Return a line with placeholders for lost characters, and the number of insertions removed.

    Origins with the same pending byte and the same last two characters have the same future, so
    only the cheapest of them is followed.
    """
    if not EVENT.search(line):
        return line, 0
    origins_at: dict[int, dict[tuple, Origin]] = {0: {(): Origin(0.0, None, 0, "", None)}}
    while (index := min(origins_at)) < len(line):
        origins = list(origins_at.pop(index).values())
        if not origins_at and len(origins) == 1:
            index, origins[0] = _skip(line, index, origins[0])
        for origin in origins:
            for next_index, extended in _steps(line, index, origin, page):
                alternatives = origins_at.setdefault(next_index, {})
                key = (extended.pending, extended.tail)
                if key not in alternatives or extended.cost < alternatives[key].cost:
                    alternatives[key] = extended
    best = min(map(_close, origins_at[len(line)].values()), key=lambda origin: origin.cost)
    return best.text, best.undone


def _skip(line: str, index: int, origin: Origin) -> Step:
    """Skip to the next place where the filter can have changed the line."""
    if origin.pending is not None:
        return index, origin
    event = EVENT.search(line, index)
    stop = event.start() if event else len(line)
    return stop, origin.with_unchanged(line[index:stop])


def _close(origin: Origin) -> Origin:
    if origin.pending is None:
        return origin
    return origin.extended(lost_after(origin.pending), None, 6.0)


def _steps(line: str, index: int, origin: Origin, page: Page) -> Iterator[Step]:
    if index == len(line):
        yield index, origin
        return
    gloss = GLOSS.match(line, index)
    if gloss:
        steps = [(gloss.end(), step) for step in _ungloss(gloss, origin)]
        yield from steps
        if steps and gloss[0].startswith("("):
            return
        if steps:
            origin = origin._replace(cost=origin.cost + 8.0)
    if origin.pending is None:
        yield from _in_step(line, index, origin)
    else:
        yield from _out_of_step(line, index, origin, origin.pending, page)


def _ungloss(gloss: re.Match, origin: Origin) -> Iterator[Origin]:
    reading = gloss[1]
    if gloss[0].startswith("("):
        if any(can_be_glossed(*pair, reading) for pair in _last_pairs(origin)):
            yield origin.extended("", origin.pending, 0.0, undone=1)
    elif origin.pending is None:
        for lead in {code[-1] for code in _codes(origin.tail[-1:])}:
            for trail, cost in trail_candidates(lead, reading):
                yield origin.extended("", trail, cost, undone=1)
    elif origin.pending == UNKNOWN:
        yield origin.extended(LOST_CHARACTER, None, 1.0, undone=1)
    else:
        for trail, cost in trail_candidates(origin.pending, reading):
            if char := character(origin.pending, trail):
                yield origin.extended(char, None, cost, undone=1)


def _in_step(line: str, index: int, origin: Origin) -> Iterator[Step]:
    char = line[index]
    mark = line[index + 1 : index + 2]
    if char == "?" and mark and mark in ";!；！":
        trail = UNFOLDED.get(mark, mark).encode("gbk")[1]
        yield index + 2, origin.extended(lost_before(0xA3), trail, 0.0)
    yield (
        index + 1,
        origin.extended(char, None, _question_mark_cost(line, index) if char == "?" else 0.0),
    )


def _question_mark_cost(line: str, index: int) -> float:
    """Return how unlikely it is that the author wrote this `?`."""
    if MARKUP.match(line, index + 1) or line.startswith(("?!?", "?！?"), index):
        return 8.0  # a tag without its `<`, which the byte in front swallowed
    mark = line[index + 1 : index + 2]
    if mark and mark in "！；":
        return 6.0  # marks of two widths in a row
    return 4.5 if mark and mark in "!;" else 0.0


def _out_of_step(line: str, index: int, origin: Origin, lead: int, page: Page) -> Iterator[Step]:
    char = line[index]
    for code in _codes_out_of_step(char, page.is_folded):
        extended = _join(origin, lead, code)
        if extended:
            yield index + 1, extended
    if char == "?":
        yield from _swallowed(line, index, origin, lead, page)
    if lead != UNKNOWN:
        # A pair that decoded to a private-use character may have been dropped from the dump.
        yield index, origin.extended(lost_after(lead), UNKNOWN, 3.0)
    yield index, origin.extended(lost_after(lead), None, 14.0)


def _join(origin: Origin, lead: int, code: bytes) -> Origin | None:
    """Complete the pending character with the first of the bytes; make the second one pending."""
    trail = code[0]
    joined = lost_before(trail) if lead == UNKNOWN else character(lead, trail)
    if joined is None:
        return None
    if len(code) == 1:
        return origin.extended(joined, None, 0.0)
    if code[1] < 0x80:
        return origin.extended(joined + chr(code[1]), None, 0.0)
    return origin.extended(joined, code[1], 0.0)


def _swallowed(line: str, index: int, origin: Origin, lead: int, page: Page) -> Iterator[Step]:
    """Yield the steps for a `?` shown in place of two bytes.

    Either a first byte and an ASCII byte, or two bytes that are not a character.
    """
    lost = lost_after(lead)
    if page.is_last_line and index + 1 == len(line):
        yield index + 1, origin.extended(lost, None, 0.0)
    elif MARKUP.match(line, index + 1):
        yield index + 1, origin.extended(lost + "<", None, 0.0)
    else:
        yield index + 1, origin.extended(lost + SWALLOWED_ASCII, None, 1.0)
    if line[index + 1 : index + 2] in tuple(";!；！"):
        yield index + 1, origin.extended(lost, None, 0.0)
    yield index + 1, origin.extended(lost, UNKNOWN, 5.0)


def _last_pairs(origin: Origin) -> Iterator[tuple[int, int]]:
    """Yield the last two bytes of the page so far, in each way that the text allows."""
    for code in _codes(origin.tail[-1:]):
        if origin.pending is not None:
            yield code[-1], origin.pending
        elif len(code) == 2:
            yield code[0], code[1]
        else:
            yield from ((before[-1], code[0]) for before in _codes(origin.tail[-2:-1]))


def _codes(char: str) -> list[bytes]:
    """Return the bytes that a restored character can have.

    A half-width mark can be a folded full-width one.
    """
    if not char:
        return []
    if "\ud800" <= char <= "\udfff":
        return [bytes((0, ord(char) & 0xFF))] if 0xD900 <= ord(char) < 0xDA00 else []
    wide = UNFOLDED.get(char)
    codes = [char.encode("gbk", "ignore")] + ([wide.encode("gbk")] if wide else [])
    return [code for code in codes if code]


def _codes_out_of_step(char: str, is_folded: bool) -> list[bytes]:
    """Return the bytes of a character shown while pairs are wrong; none of them is below 0x40."""
    if char == "€":
        return [b"\x80"]
    if "!" <= char <= "?" and is_folded:
        return [bytes((0xA3, ord(char) + 0x80))]
    code = private_use_bytes(char) or char.encode("gbk", "ignore")
    return [code] if code and code[0] >= 0x40 else []
