"""What stands at the two ends of an article: bylines before it, references and credits after."""

from __future__ import annotations

import re
from dataclasses import replace

from sources.adapters.base import Block
from sources.adapters.credits import is_byline, is_credit
from sources.adapters.published import is_moment

REFERENCE_LABEL = re.compile(
    r"^[\W_]{0,3}(?:参考(?:资料|文献|来源|链接|阅读|书目)?|參考(?:資料|文獻|來源|連結)|"
    r"资料来源|資料來源|引用(?:来源|资料)?|"
    r"注释|註釋|注釋|References?|Bibliography|Works cited|Notes|Sources)[\W_]{0,3}$",
    re.IGNORECASE,
)
NUMBERED_REFERENCE = re.compile(r"^[\[［【](?P<number>\d{1,3})[\]］】]")
FIRST_BLOCKS = 4
REFERENCE_HEADING_LEVEL = 2


def mark_ends(blocks: list[Block]) -> list[Block]:
    """Give bylines, closing credits and references their kinds; the texts stay as they are."""
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
    for index, block in enumerate(marked[:FIRST_BLOCKS]):
        if block.kind == "paragraph" and (is_byline(block.text) or is_moment(block.text)):
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
    """A list at the very end that counts `[1]`, `[2]` and on, continuation lines with it."""
    ends = len(blocks)
    while ends and blocks[ends - 1].kind == "credit":
        ends -= 1
    starts = [
        i
        for i, block in enumerate(blocks[:ends])
        if (number := NUMBERED_REFERENCE.match(block.text)) and number["number"] == "1"
    ]
    if not starts:
        return blocks
    tail = range(starts[-1], ends)
    counted = sum(bool(NUMBERED_REFERENCE.match(blocks[i].text)) for i in tail)
    if counted * 2 < len(tail):
        return blocks
    return [
        Block("reference", block.text) if index in tail else block
        for index, block in enumerate(blocks)
    ]
