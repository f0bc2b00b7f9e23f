"""A card as a PNG of 1200 by 630 pixels, the size that Open Graph consumers crop least."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

from PIL import Image, ImageDraw

from events.sharing.cards.card import Card
from events.sharing.cards.fonts import font

WIDTH, HEIGHT = 1200, 630
MARGIN, RIGHT = 80, 1120
# The light colours of static/css/tokens.css.
BACKGROUND, TEXT, MUTED, ACCENT, FAILURE = "#fcfcfb", "#1a2024", "#566068", "#0d5466", "#b3261e"
COLOURS = 64
TITLE_SIZES = ((68, 3), (56, 4), (46, 5))
"""Font sizes of the title in pixels, each with its maximum number of lines."""
LINE_HEIGHT = 1.3
# A Latin word, a run of spaces, or one character of a script that breaks anywhere.
PIECES = re.compile(r"[^\s\u2e80-\u9fff\uff00-\uffef]+|\s+|.", re.DOTALL)
CLOSING_CHARACTERS = "，。、；：？！”’）》」』…,.;:?!)%"

Width = Callable[[str], float]


def render_png(card: Card) -> bytes:
    """Return the PNG of a card, about 10 kB. Without a font it shows only the logo."""
    image = Image.new("RGB", (WIDTH, HEIGHT), BACKGROUND)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 24, HEIGHT), fill=FAILURE if card.is_failure else ACCENT)
    _draw_logo(draw, MARGIN, HEIGHT - 112, 2.25)
    if font(32, 400):
        _draw_text(draw, card)
    buffer = io.BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _draw_text(draw: ImageDraw.ImageDraw, card: Card) -> None:
    small, bold = font(32, 400), font(32, 600)
    tint = FAILURE if card.is_failure else ACCENT
    above = wrap_lines(card.above, bold.getlength, RIGHT - MARGIN, 1)
    draw.text((MARGIN, 72), "".join(above), font=bold, fill=tint)
    size, lines = _title(card.title)
    title, y = font(size, 700), 140
    for line in lines:
        draw.text((MARGIN, y), line, font=title, fill=TEXT)
        y += round(size * LINE_HEIGHT)
    max_lines = 1 if y > 420 else 2
    for line in wrap_lines(card.below, small.getlength, RIGHT - MARGIN - 40, max_lines):
        y += 20 if y < 480 else 0
        if card.is_failure:
            _draw_cross(draw, MARGIN + 11, y + 25)
        draw.text((MARGIN + (40 if card.is_failure else 0), y), line, font=small, fill=MUTED)
        y += 44
    draw.text((MARGIN + 92, HEIGHT - 102), card.site, font=bold, fill=MUTED)


def _title(text: str) -> tuple[int, list[str]]:
    """Return the largest font size at which the title fits, and its lines.

    At the smallest size the title is cut.
    """
    for size, max_lines in TITLE_SIZES:
        measure = font(size, 700).getlength
        lines = wrap_lines(text, measure, RIGHT - MARGIN, max_lines)
        if not lines or not lines[-1].endswith("…"):
            break
    return size, lines


def wrap_lines(text: str, width: Width, room: float, max_lines: int) -> list[str]:
    """Return the text in at most `max_lines` lines no wider than `room`, cut with … if longer.

    Chinese breaks between any two characters, but no line begins with a closing one.
    """
    lines, line = [], ""
    for piece in _fitting(PIECES.findall(" ".join(text.split())), width, room):
        if line and width(line + piece) > room and piece not in CLOSING_CHARACTERS:
            lines.append(line.rstrip())
            line = ""
        line += piece if line or not piece.isspace() else ""
    if line.strip():
        lines.append(line.rstrip())
    if len(lines) > max_lines:
        lines = [*lines[: max_lines - 1], _cut(lines[max_lines - 1], width, room)]
    return lines


def _fitting(pieces: list[str], width: Width, room: float) -> list[str]:
    """Return the pieces, with words that are wider than a line split into characters."""
    return [part for piece in pieces for part in (piece if width(piece) > room else [piece])]


def _cut(line: str, width: Width, room: float) -> str:
    while line and width(line + "…") > room:
        line = line[:-1]
    return line.rstrip() + "…"


def _draw_cross(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    for dx in (-10, 10):
        draw.line((x - dx, y - 10, x + dx, y + 10), fill=FAILURE, width=5)


def _draw_logo(draw: ImageDraw.ImageDraw, x: float, y: float, scale: float) -> None:
    """Draw the logo: two lifespans, one ended by a cross. Coordinates are of a 32 px grid."""

    def scaled(*numbers: float) -> tuple[float, ...]:
        return tuple((x, y)[index % 2] + number * scale for index, number in enumerate(numbers))

    for line in ((4, 11, 22, 11), (4, 21, 17, 21)):
        draw.line(scaled(*line), fill=ACCENT, width=5)
    for line in ((20, 17, 28, 25), (28, 17, 20, 25)):
        draw.line(scaled(*line), fill=FAILURE, width=5)
    for top in (11, 21):
        draw.ellipse(scaled(1.5, top - 3, 7.5, top + 3), fill=ACCENT)
