"""What the layout of a page says about its blocks: captions, headings that are only bold."""

from __future__ import annotations

import re
from dataclasses import replace

from sources.adapters.addresses import without_proxy
from sources.adapters.base import Block, Figure
from sources.adapters.credits import is_byline, is_credit
from sources.adapters.endings import mark_ends
from sources.adapters.html_blocks import Raw

LONGEST_CAPTION = 120
LONGEST_HEADING = 40
CAPTION_MARK = re.compile(
    r"^(?:[▲△▵↑]|[(（]?(?:图片?|圖片?|照片|视频|配图|封面)?(?:来源|來源|源|摄|攝|/|｜|\||"
    r"丨)\s*[:：/]?|"
    r"(?:图|圖|表|Figure|Fig\.?|Photo|Image)\s*\d*\s*[:：.|｜丨/])",
    re.I,
)
SENTENCE_END = re.compile(r"[。，；、,;!！.…：:]['”\"’」』)）]*$")
NUMBERED_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}\s*[、.．]|第[一二三四五六七八九十\d]{1,3}[章节節部]|"
    r"(?:Part|PART)\s*\.?\s*\d+|"
    r"0\d\s*[.、．]?(?!\d))"
)


def arrange(found: list[Raw], title: str) -> tuple[list[Block], list[Figure]]:
    """Blocks with their final kinds, and the figures between them.

    The title is left out where the page repeats it before its text.
    """
    found = _without_title(_with_captions(found), title)
    found = _with_headings(found)
    blocks, figures = [], []
    for raw in found:
        if raw.kind == "image":
            address = without_proxy(raw.image)
            figures.append(Figure(address, raw.image, len(blocks), raw.alt))
            continue
        if raw.kind == "caption" and figures and figures[-1].caption is None:
            figures[-1] = replace(figures[-1], caption=len(blocks))
        blocks.append(Block(raw.kind, raw.text, raw.level))
    return mark_ends(blocks), figures


def _with_captions(found: list[Raw]) -> list[Raw]:
    """A centred, small or marked line straight after an image is its caption."""
    texts = [raw for raw in found if raw.kind == "paragraph"]
    centred = sum(raw.centred for raw in texts) * 2 > len(texts)
    small = sum(raw.small for raw in texts) * 2 > len(texts)
    result: list[Raw] = []
    for raw in found:
        before = result[-1].kind if result else ""
        distinct = (raw.centred and not centred) or (raw.small and not small)
        marked = bool(CAPTION_MARK.match(raw.text))
        follows = before == "image" or (before == "caption" and marked)
        if raw.kind == "paragraph" and follows and (distinct or marked):
            fits = len(raw.text) <= LONGEST_CAPTION
            if fits and (marked or not (is_byline(raw.text) or is_credit(raw.text))):
                raw = replace(raw, kind="caption")
        result.append(raw)
    return result


def _without_title(found: list[Raw], title: str) -> list[Raw]:
    wanted = _letters(title)
    kept, opened = [], False
    for raw in found:
        repeats = raw.kind in ("heading", "paragraph") and _letters(raw.text) == wanted
        if repeats and not opened and wanted:
            continue
        opened = opened or (raw.kind == "paragraph" and len(raw.text) > LONGEST_HEADING)
        kept.append(raw)
    return kept


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _with_headings(found: list[Raw]) -> list[Raw]:
    """Short bold or numbered paragraphs that end like no sentence are headings."""
    tagged = [raw.level for raw in found if raw.kind == "heading" and raw.level]
    level = min(max(tagged) + 1, 6) if tagged else 2
    bold = sum(raw.bold for raw in found if raw.kind == "paragraph")
    all_bold = bold * 2 > sum(raw.kind == "paragraph" for raw in found)
    return [_as_heading(raw, level, all_bold) for raw in found]


def _as_heading(raw: Raw, level: int, all_bold: bool) -> Raw:
    if raw.kind != "paragraph" or not 0 < len(raw.text) <= LONGEST_HEADING or "\n" in raw.text:
        return raw
    if SENTENCE_END.search(raw.text) and not re.fullmatch(r"0\d\.", raw.text):
        return raw
    emphasised = raw.bold and not all_bold and not is_credit(raw.text)
    if emphasised or NUMBERED_HEADING.match(raw.text):
        return replace(raw, kind="heading", level=level)
    return raw
