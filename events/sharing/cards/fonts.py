"""The font of cards, which has Latin and Chinese characters."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont

PACKAGE, FILE = "manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc"
SYSTEM_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/System/Library/Fonts/PingFang.ttc",
)
FACE_INDEX = 2
"""Index of Noto Sans CJK SC in the collection: glyphs of Simplified Chinese."""


def font_file() -> Path | None:
    """Return the file of the package's font, else of a system font, else None."""
    spec = find_spec(PACKAGE)
    packaged = [Path(folder) / FILE for folder in spec.submodule_search_locations] if spec else []
    paths = [*packaged, *(Path(path) for path in SYSTEM_FONTS)]
    return next((path for path in paths if path.is_file()), None)


@lru_cache(maxsize=12)
def font(size: int, weight: int) -> ImageFont.FreeTypeFont | None:
    """Return the font at a size in pixels and a weight from 100 to 900, or None without a font.

    FreeType maps the file into memory, so a font costs only the glyphs it draws, not its 33 MB.
    """
    path = font_file()
    if path is None:
        return None
    try:
        loaded = ImageFont.truetype(str(path), size, index=FACE_INDEX)
    except OSError:
        loaded = ImageFont.truetype(str(path), size)
    with suppress(OSError):  # Not a variable font: it has one weight.
        loaded.set_variation_by_axes([weight])
    return loaded
