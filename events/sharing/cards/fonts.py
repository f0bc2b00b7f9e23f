"""The typeface of cards: one that has Latin and Chinese, wherever the machine keeps it."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont

PACKAGE, FILE = "manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc"
SYSTEM = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/System/Library/Fonts/PingFang.ttc",
)
FACE = 2
"""Noto Sans CJK SC in the collection, which draws signs as Simplified Chinese does."""


def font_file() -> Path | None:
    """The package's font, else one that the system brings, else None."""
    spec = find_spec(PACKAGE)
    packaged = [Path(folder) / FILE for folder in spec.submodule_search_locations] if spec else []
    places = [*packaged, *(Path(path) for path in SYSTEM)]
    return next((path for path in places if path.is_file()), None)


@lru_cache(maxsize=12)
def font(size: int, weight: int) -> ImageFont.FreeTypeFont | None:
    """The font at a size in pixels and a weight from 100 to 900; None where there is no font.

    FreeType maps the file into memory, so each costs what is drawn with it, not its 33 MB.
    """
    path = font_file()
    if path is None:
        return None
    try:
        found = ImageFont.truetype(str(path), size, index=FACE)
    except OSError:
        found = ImageFont.truetype(str(path), size)
    with suppress(OSError):  # Not a variable font: it has one weight.
        found.set_variation_by_axes([weight])
    return found
