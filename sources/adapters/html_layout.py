"""Kinds of blocks that follow from the layout: captions, and headings that are only bold."""

from __future__ import annotations

import re
from dataclasses import replace

from sources.adapters.addresses import without_proxy
from sources.adapters.base import Block, Figure
from sources.adapters.credits import is_byline, is_credit
from sources.adapters.endings import mark_ends
from sources.adapters.html_blocks import RawBlock

MAX_CAPTION_CHARACTERS = 120
MAX_HEADING_CHARACTERS = 40
CAPTION_MARK = re.compile(
    r"^(?:[▲△▵↑]|[(（]?(?:图片?|圖片?|照片|视频|配图|封面)?(?:来源|來源|源|摄|攝|/|｜|\||"
    r"丨)\s*[:：/]?|"
    r"(?:图|圖|表|Figure|Fig\.?|Photo|Image)\s*(?:\d+\s*)?[:：.|｜丨/])",
    re.I,
)
SENTENCE_END = re.compile(r"[。，；、,;!！.…：:]['”\"’」』)）]*$")
NUMBERED_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}\s*[、.．]|第[一二三四五六七八九十\d]{1,3}[章节節部]|"
    r"(?:Part|PART)\s*(?:\.\s*)?\d+|"
    r"0\d\s*[.、．]?(?!\d))"
)


def arrange(raw_blocks: list[RawBlock], title: str) -> tuple[list[Block], list[Figure]]:
    """Return the blocks with their final kinds, and the figures between them.

    The title is removed where the page repeats it before its text.
    """
    raw_blocks = _without_title(_with_captions(raw_blocks), title)
    raw_blocks = _with_headings(raw_blocks)
    blocks: list[Block] = []
    figures: list[Figure] = []
    for raw in raw_blocks:
        if raw.kind == "image":
            address = without_proxy(raw.image)
            figures.append(Figure(address, raw.image, len(blocks), raw.alt))
            continue
        if raw.kind == "caption" and figures and figures[-1].caption is None:
            figures[-1] = replace(figures[-1], caption=len(blocks))
        blocks.append(Block(raw.kind, raw.text, raw.level))
    return mark_ends(blocks), figures


def _with_captions(raw_blocks: list[RawBlock]) -> list[RawBlock]:
    """Mark as captions the centred, small or labelled lines directly after an image."""
    paragraphs = [raw for raw in raw_blocks if raw.kind == "paragraph"]
    mostly_centred = sum(raw.centred for raw in paragraphs) * 2 > len(paragraphs)
    mostly_small = sum(raw.small for raw in paragraphs) * 2 > len(paragraphs)
    result: list[RawBlock] = []
    for raw in raw_blocks:
        previous_kind = result[-1].kind if result else ""
        distinct = (raw.centred and not mostly_centred) or (raw.small and not mostly_small)
        has_mark = bool(CAPTION_MARK.match(raw.text))
        follows_image = previous_kind == "image" or (previous_kind == "caption" and has_mark)
        if raw.kind == "paragraph" and follows_image and (distinct or has_mark):
            fits = len(raw.text) <= MAX_CAPTION_CHARACTERS
            if fits and (has_mark or not (is_byline(raw.text) or is_credit(raw.text))):
                raw = replace(raw, kind="caption")
        result.append(raw)
    return result


def _without_title(raw_blocks: list[RawBlock], title: str) -> list[RawBlock]:
    """Remove the title where it is repeated before the text, and a main heading without letters."""
    kept, body_started = [], False
    for raw in raw_blocks:
        repeats_title = raw.kind in ("heading", "paragraph") and _key(raw.text) == _key(title)
        is_ornament = raw.kind == "heading" and raw.level == 1 and not _letters(raw.text)
        if title and not body_started and (repeats_title or is_ornament):
            continue
        body_started = body_started or (
            raw.kind == "paragraph" and len(raw.text) > MAX_HEADING_CHARACTERS
        )
        kept.append(raw)
    return kept


def _key(text: str) -> str:
    """Return the letters of a title, or what it has instead, to compare two spellings of it."""
    return _letters(text) or "".join(text.split())


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _with_headings(raw_blocks: list[RawBlock]) -> list[RawBlock]:
    """Turn short bold or numbered paragraphs that do not end like a sentence into headings."""
    tagged_levels = [raw.level for raw in raw_blocks if raw.kind == "heading" and raw.level]
    level = min(max(tagged_levels) + 1, 6) if tagged_levels else 2
    bold_count = sum(raw.bold for raw in raw_blocks if raw.kind == "paragraph")
    all_bold = bold_count * 2 > sum(raw.kind == "paragraph" for raw in raw_blocks)
    return [_as_heading(raw, level, all_bold) for raw in raw_blocks]


def _as_heading(raw: RawBlock, level: int, all_bold: bool) -> RawBlock:
    if (
        raw.kind != "paragraph"
        or not 0 < len(raw.text) <= MAX_HEADING_CHARACTERS
        or "\n" in raw.text
    ):
        return raw
    if SENTENCE_END.search(raw.text) and not re.fullmatch(r"0\d\.", raw.text):
        return raw
    emphasised = raw.bold and not all_bold and not is_credit(raw.text)
    if emphasised or NUMBERED_HEADING.match(raw.text):
        return replace(raw, kind="heading", level=level)
    return raw
