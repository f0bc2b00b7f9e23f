"""A card as a PNG of 1200 by 630 pixels, the size that Open Graph readers crop least."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

from PIL import Image, ImageDraw

from events.sharing.cards.card import Card
from events.sharing.cards.fonts import font

WIDTH, HEIGHT = 1200, 630
MARGIN, RIGHT = 80, 1120
# The colours of static/css/tokens.css in light.
GROUND, INK, SOFT, ACCENT, FAILURE = "#fcfcfb", "#1a2024", "#566068", "#0d5466", "#b3261e"
COLOURS = 64
TITLES = ((68, 3), (56, 4), (46, 5))
"""Sizes of the title in pixels, each with the number of lines it has room for."""
LEADING = 1.3
# A Latin word, a run of spaces, or one sign of a script that breaks anywhere.
PIECES = re.compile(r"[^\s\u2e80-\u9fff\uff00-\uffef]+|\s+|.", re.DOTALL)
NEVER_FIRST = "，。、；：？！”’）》」』…,.;:?!)%"

Width = Callable[[str], float]


def drawn(card: Card) -> bytes:
    """The card's PNG, about 10 kB. Without a font it is the sign of the site and no words."""
    image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 24, HEIGHT), fill=FAILURE if card.is_failure else ACCENT)
    _sign(draw, MARGIN, HEIGHT - 112, 2.25)
    if font(32, 400):
        _words(draw, card)
    kept = io.BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _words(draw: ImageDraw.ImageDraw, card: Card) -> None:
    small, bold = font(32, 400), font(32, 600)
    tint = FAILURE if card.is_failure else ACCENT
    above = wrapped(card.above, bold.getlength, RIGHT - MARGIN, 1)
    draw.text((MARGIN, 72), "".join(above), font=bold, fill=tint)
    size, lines = _title(card.title)
    title, at = font(size, 700), 140
    for line in lines:
        draw.text((MARGIN, at), line, font=title, fill=INK)
        at += round(size * LEADING)
    room = 1 if at > 420 else 2
    for line in wrapped(card.below, small.getlength, RIGHT - MARGIN - 40, room):
        at += 20 if at < 480 else 0
        if card.is_failure:
            _cross(draw, MARGIN + 11, at + 25)
        draw.text((MARGIN + (40 if card.is_failure else 0), at), line, font=small, fill=SOFT)
        at += 44
    draw.text((MARGIN + 92, HEIGHT - 102), card.site, font=bold, fill=SOFT)


def _title(text: str) -> tuple[int, list[str]]:
    """The largest size at which the title fits, and its lines; at the smallest it is cut."""
    for size, room in TITLES:
        measure = font(size, 700).getlength
        lines = wrapped(text, measure, RIGHT - MARGIN, room)
        if not lines or not lines[-1].endswith("…"):
            break
    return size, lines


def wrapped(text: str, width: Width, room: float, most: int) -> list[str]:
    """The text in at most `most` lines no wider than `room`, cut with … where it is longer.

    Chinese breaks between any two signs, but no line begins with a closing one.
    """
    lines, line = [], ""
    for piece in _fitting(PIECES.findall(" ".join(text.split())), width, room):
        if line and width(line + piece) > room and piece not in NEVER_FIRST:
            lines.append(line.rstrip())
            line = ""
        line += piece if line or not piece.isspace() else ""
    if line.strip():
        lines.append(line.rstrip())
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(lines[most - 1], width, room)]
    return lines


def _fitting(pieces: list[str], width: Width, room: float) -> list[str]:
    """The pieces, with words that are wider than a line taken apart."""
    return [part for piece in pieces for part in (piece if width(piece) > room else [piece])]


def _cut(line: str, width: Width, room: float) -> str:
    while line and width(line + "…") > room:
        line = line[:-1]
    return line.rstrip() + "…"


def _cross(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    for dx in (-10, 10):
        draw.line((x - dx, y - 10, x + dx, y + 10), fill=FAILURE, width=5)


def _sign(draw: ImageDraw.ImageDraw, x: float, y: float, scale: float) -> None:
    """The site's sign: two lives on a line, one ended by a cross. Numbers are of a 32 px grid."""

    def at(*numbers: float) -> tuple[float, ...]:
        return tuple((x, y)[index % 2] + number * scale for index, number in enumerate(numbers))

    for line in ((4, 11, 22, 11), (4, 21, 17, 21)):
        draw.line(at(*line), fill=ACCENT, width=5)
    for line in ((20, 17, 28, 25), (28, 17, 20, 25)):
        draw.line(at(*line), fill=FAILURE, width=5)
    for top in (11, 21):
        draw.ellipse(at(1.5, top - 3, 7.5, top + 3), fill=ACCENT)
