"""Undo the damage `damage` describes: the way back from the shown text to the page's bytes.

Outside the filter's reach a line is taken as it stands. From an inserted bracket on, the line is
read as the bytes it was decoded from: while they are paired wrongly, a character's first byte is
`pending` and each shown character gives the second byte of one character and the first of the
next. Where the shown text has more than one origin (a `?` can be a mark, or a swallowed byte), all
are followed and the one with the most ordinary characters is kept. What no origin explains is
left as a lost character, later resolved by elimination (`inference`) or marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sources.repair.damage import UNFOLDED, private_bytes
from sources.repair.readings import SYLLABLE, character, rarity, spells, trails

UNKNOWN = -1
"""A pending first byte of which nothing is known."""

GLOSS = re.compile(rf"[(?]({SYLLABLE})\)")
EVENT = re.compile(rf"[(?]({SYLLABLE})\)|\?[;!；！]")
MARKUP = re.compile(r"(?:/?[a-z][a-z0-9]*(?:\s[^<>\n]*)?|!--[^<>\n]*--)/?>", re.IGNORECASE)

# Lone surrogates stand for lost characters while a line is worked on: no decoded text holds any.
LOST = "\udbff"
EATEN = "\udbfe"


def lost_after(lead: int) -> str:
    """The stand-in of a character of which only the first byte is known."""
    return LOST if lead == UNKNOWN else chr(0xD800 + lead)


def lost_before(trail: int) -> str:
    """The stand-in of a character of which only the second byte is known."""
    return chr(0xD900 + trail)


class Origin(NamedTuple):
    """One way to read a line so far: what it costs, what it says, the byte still open."""

    cost: float
    pending: int | None
    undone: int
    tail: str
    """The last two characters."""
    said: tuple | None
    """All characters, as (what came before, the last of them): shared between origins."""

    def then(self, text: str, pending: int | None, cost: float, undone: int = 0) -> Origin:
        """This origin with characters added and another byte pending."""
        cost += self.cost + sum(map(_price, text))
        if not text:
            return Origin(cost, pending, self.undone + undone, self.tail, self.said)
        tail = (self.tail + text)[-2:]
        return Origin(cost, pending, self.undone + undone, tail, (self.said, text))

    def as_it_stands(self, text: str) -> Origin:
        """This origin with characters the filter did not come near."""
        if not text:
            return self
        return self._replace(tail=(self.tail + text[-2:])[-2:], said=(self.said, text))

    @property
    def text(self) -> str:
        """All characters as one string."""
        pieces, said = [], self.said
        while said:
            said, piece = said
            pieces.append(piece)
        return "".join(reversed(pieces))


class Page(NamedTuple):
    """What the rest of the text says about a line of it."""

    is_folded: bool
    """Whether full-width marks are shown in half width."""
    is_last_line: bool


Step = tuple[int, Origin]


def _price(char: str) -> float:
    if char == EATEN:
        return 0.5
    return 1.5 if "\ud800" <= char <= "\udfff" else rarity(char)


def undo_line(line: str, page: Page) -> tuple[str, int]:
    """A line with stand-ins for what is lost, and the number of insertions undone in it.

    Origins that agree on the open byte and the last two characters share their future, so only
    the cheapest of them is followed on.
    """
    if not EVENT.search(line):
        return line, 0
    waiting: dict[int, dict[tuple, Origin]] = {0: {(): Origin(0.0, None, 0, "", None)}}
    while (at := min(waiting)) < len(line):
        origins = list(waiting.pop(at).values())
        if not waiting and len(origins) == 1:
            at, origins[0] = _skip(line, at, origins[0])
        for origin in origins:
            for onward, grown in _steps(line, at, origin, page):
                rivals = waiting.setdefault(onward, {})
                key = (grown.pending, grown.tail)
                if key not in rivals or grown.cost < rivals[key].cost:
                    rivals[key] = grown
    best = min(map(_close, waiting[len(line)].values()), key=lambda origin: origin.cost)
    return best.text, best.undone


def _skip(line: str, at: int, origin: Origin) -> Step:
    """Pass over what stands before the next place where the filter can have been at work."""
    if origin.pending is not None:
        return at, origin
    event = EVENT.search(line, at)
    stop = event.start() if event else len(line)
    return stop, origin.as_it_stands(line[at:stop])


def _close(origin: Origin) -> Origin:
    if origin.pending is None:
        return origin
    return origin.then(lost_after(origin.pending), None, 6.0)


def _steps(line: str, at: int, origin: Origin, page: Page) -> Iterator[Step]:
    if at == len(line):
        yield at, origin
        return
    gloss = GLOSS.match(line, at)
    if gloss:
        undone = [(gloss.end(), step) for step in _ungloss(gloss, origin)]
        yield from undone
        if undone and gloss[0].startswith("("):
            return
        if undone:
            origin = origin._replace(cost=origin.cost + 8.0)
    if origin.pending is None:
        yield from _in_step(line, at, origin)
    else:
        yield from _out_of_step(line, at, origin, page)


def _ungloss(gloss: re.Match, origin: Origin) -> Iterator[Origin]:
    said = gloss[1]
    if gloss[0].startswith("("):
        if any(spells(*pair, said) for pair in _last_pairs(origin)):
            yield origin.then("", origin.pending, 0.0, undone=1)
    elif origin.pending is None:
        for lead in {code[-1] for code in _codes(origin.tail[-1:])}:
            for trail, cost in trails(lead, said):
                yield origin.then("", trail, cost, undone=1)
    elif origin.pending == UNKNOWN:
        yield origin.then(LOST, None, 1.0, undone=1)
    else:
        for trail, cost in trails(origin.pending, said):
            char = character(origin.pending, trail)
            yield origin.then(char, None, cost, undone=1)


def _in_step(line: str, at: int, origin: Origin) -> Iterator[Step]:
    char = line[at]
    mark = line[at + 1 : at + 2]
    if char == "?" and mark and mark in ";!；！":
        trail = UNFOLDED.get(mark, mark).encode("gbk")[1]
        yield at + 2, origin.then(lost_before(0xA3), trail, 0.0)
    yield at + 1, origin.then(char, None, _doubt(line, at) if char == "?" else 0.0)


def _doubt(line: str, at: int) -> float:
    """How unlikely it is that the author wrote this `?`."""
    if MARKUP.match(line, at + 1) or line.startswith(("?!?", "?！?"), at):
        return 8.0  # a tag without its `<`, which the byte in front swallowed
    mark = line[at + 1 : at + 2]
    if mark and mark in "！；":
        return 6.0  # marks of two widths in a row
    return 4.5 if mark and mark in "!;" else 0.0


def _out_of_step(line: str, at: int, origin: Origin, page: Page) -> Iterator[Step]:
    char, lead = line[at], origin.pending
    for code in _codes_out_of_step(char, page.is_folded):
        grown = _join(origin, code)
        if grown:
            yield at + 1, grown
    if char == "?":
        yield from _swallowed(line, at, origin, page)
    if lead != UNKNOWN:
        # A pair that decoded to a private-use character may have been dropped from the dump.
        yield at, origin.then(lost_after(lead), UNKNOWN, 3.0)
    yield at, origin.then(lost_after(lead), None, 14.0)


def _join(origin: Origin, code: bytes) -> Origin | None:
    """Finish the pending character with the first byte shown and begin one with the second."""
    lead, trail = origin.pending, code[0]
    joined = lost_before(trail) if lead == UNKNOWN else character(lead, trail)
    if joined is None:
        return None
    if len(code) == 1:
        return origin.then(joined, None, 0.0)
    if code[1] < 0x80:
        return origin.then(joined + chr(code[1]), None, 0.0)
    return origin.then(joined, code[1], 0.0)


def _swallowed(line: str, at: int, origin: Origin, page: Page) -> Iterator[Step]:
    """A `?` for a first byte and an ASCII one, or for two bytes that are no character."""
    lost = lost_after(origin.pending)
    if page.is_last_line and at + 1 == len(line):
        yield at + 1, origin.then(lost, None, 0.0)
    elif MARKUP.match(line, at + 1):
        yield at + 1, origin.then(lost + "<", None, 0.0)
    else:
        yield at + 1, origin.then(lost + EATEN, None, 1.0)
    if line[at + 1 : at + 2] in tuple(";!；！"):
        yield at + 1, origin.then(lost, None, 0.0)
    yield at + 1, origin.then(lost, UNKNOWN, 5.0)


def _last_pairs(origin: Origin) -> Iterator[tuple[int, int]]:
    """The two bytes that stood last on the page, in each way the text allows."""
    for code in _codes(origin.tail[-1:]):
        if origin.pending is not None:
            yield code[-1], origin.pending
        elif len(code) == 2:
            yield code[0], code[1]
        else:
            yield from ((before[-1], code[0]) for before in _codes(origin.tail[-2:-1]))


def _codes(char: str) -> list[bytes]:
    """The bytes a restored character can stand for: a half-width mark may have been folded."""
    if not char:
        return []
    if "\ud800" <= char <= "\udfff":
        return [bytes((0, ord(char) & 0xFF))] if 0xD900 <= ord(char) < 0xDA00 else []
    wide = UNFOLDED.get(char)
    codes = [char.encode("gbk", "ignore")] + ([wide.encode("gbk")] if wide else [])
    return [code for code in codes if code]


def _codes_out_of_step(char: str, is_folded: bool) -> list[bytes]:
    """The bytes a character shown out of step stands for: none of them is below 0x40."""
    if char == "€":
        return [b"\x80"]
    if "!" <= char <= "?" and is_folded:
        return [bytes((0xA3, ord(char) + 0x80))]
    code = private_bytes(char) or char.encode("gbk", "ignore")
    return [code] if code and code[0] >= 0x40 else []
