"""The two ends of an article: bylines before it, references and credits after it."""

from __future__ import annotations

import re
from dataclasses import replace

from sources.adapters.base import Block
from sources.adapters.credits import is_byline, is_credit
from sources.adapters.published import is_date_line

REFERENCE_LABEL = re.compile(
    r"^[\W_]{0,3}(?:参考(?:资料|文献|来源|链接|阅读|书目)?|參考(?:資料|文獻|來源|連結)|"
    r"资料来源|資料來源|引用(?:来源|资料)?|"
    r"注释|註釋|注釋|References?|Bibliography|Works cited|Notes|Sources)[\W_]{0,3}$",
    re.IGNORECASE,
)
NUMBERED_REFERENCE = re.compile(r"^[\[［【](?P<number>\d{1,3})[\]］】]")
MAX_BYLINE_BLOCKS = 4
REFERENCE_HEADING_LEVEL = 2


def mark_ends(blocks: list[Block]) -> list[Block]:
    """Set the kinds of bylines, closing credits and references; the texts do not change."""
    return _mark_bylines(_mark_references(_mark_credits(blocks)))


def _mark_credits(blocks: list[Block]) -> list[Block]:
    marked = list(blocks)
    for index in reversed(range(len(marked))):
        block = marked[index]
        if block.kind == "heading" or not is_credit(block.text):
            break
        if index > 0:
            marked[index] = replace(block, kind="credit", level=None)
    return marked


def _mark_bylines(blocks: list[Block]) -> list[Block]:
    marked = list(blocks)
    for index, block in enumerate(marked[:MAX_BYLINE_BLOCKS]):
        if block.kind == "paragraph" and (is_byline(block.text) or is_date_line(block.text)):
            marked[index] = replace(block, kind="credit")
    return marked


def _mark_references(blocks: list[Block]) -> list[Block]:
    labels = [i for i, block in enumerate(blocks) if REFERENCE_LABEL.match(block.text)]
    if labels and labels[-1] * 3 > len(blocks):
        return _mark_labelled(blocks, labels[-1])
    return _mark_numbered(blocks)


def _mark_labelled(blocks: list[Block], label: int) -> list[Block]:
    marked = list(blocks)
    level = blocks[label].level if blocks[label].kind == "heading" else REFERENCE_HEADING_LEVEL
    marked[label] = replace(blocks[label], kind="heading", level=level)
    for index in range(label + 1, len(blocks)):
        if blocks[index].kind not in ("paragraph", "list_item", "caption"):
            break
        marked[index] = Block("reference", blocks[index].text)
    return marked


def _mark_numbered(blocks: list[Block]) -> list[Block]:
    """Mark a list at the very end with the numbers `[1]`, `[2]`, …, and its continuation lines."""
    end = len(blocks)
    while end and blocks[end - 1].kind == "credit":
        end -= 1
    list_starts = [
        i
        for i, block in enumerate(blocks[:end])
        if (number := NUMBERED_REFERENCE.match(block.text)) and number["number"] == "1"
    ]
    if not list_starts:
        return blocks
    tail = range(list_starts[-1], end)
    numbered_count = sum(bool(NUMBERED_REFERENCE.match(blocks[i].text)) for i in tail)
    if numbered_count * 2 < len(tail):
        return blocks
    return [
        Block("reference", block.text) if index in tail else block
        for index, block in enumerate(blocks)
    ]
