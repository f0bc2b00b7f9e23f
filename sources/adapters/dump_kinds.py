"""What each line of a dump's body is, where no markup says it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from sources.adapters.base import Block
from sources.adapters.credits import is_byline, is_credit
from sources.adapters.dump_lines import Line
from sources.adapters.endings import NUMBERED_REFERENCE, REFERENCE_LABEL, mark_ends

LONGEST_HEADING = 40
LONGEST_CAPTION = 60
LONGEST_QUESTION = 26
CLOSING_PARAGRAPH = 40
STANDARD_LEVEL = 2
SECTION_NUMBER = re.compile(
    r"^(?:0?\d{1,2}\s*[.、．]?|(?:Part|PART|Chapter|Section)\s*\.?\s*\d{1,2}\.?|"
    r"[一二三四五六七八九十]{1,2}\s*[、.]?|[①-⑩]|[IVX]{1,4}\.)$"
)
CHINESE_NUMBER = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}\s*[、.．]|第[一二三四五六七八九十\d]{1,3}[章节節部]|"
    r"(?:Part|PART)\s*\.?\s*\d+\b|0\d\s*[.、．丨|｜]?\s*(?=\D))"
)
SUB_NUMBER = re.compile(r"^[(（][一二三四五六七八九十\d]{1,2}[)）]")
ITEM_NUMBER = re.compile(r"^(?P<number>\d{1,2})\s*(?:[.、．)）])\s*(?=\D)")
BULLET = re.compile(r"^(?:[•·●○▪■◆◇▶►*]|[-–—](?=\s))\s*\S")
CONTENTS = re.compile(
    r"^[\W_]*(?:目\s*[录錄]|本文目[录錄]|Contents|Table of contents)[\W_]*$", re.I
)
STANDARD_HEADING = re.compile(
    r"^(?:结[语語]|[结結][论論]|[总總][结結]|[写寫]在(?:最[后後]|前面)|尾[声聲]|前言|引言|"
    r"[导導][语語]|背景|小[结結]|[后後][记記]|Conclusion|Introduction)$",
    re.I,
)
UNFINISHED = re.compile(r"[。；;,，、.…:：]['\"”’」』)）]*$|[.…]$")
QUESTION = re.compile(r"[?？!！]$")
CONVERSATION = re.compile(
    r"^(?:那么|那麼|既|但|而|所以|[难難]道|究竟|于是|於是|可|不[过過]|因此|然而|如果|So\b|"
    r"But\b|And\b|Then\b)|[呢吗嗎吧啊么麼][?？!！]+$"
)
CAPTION_MARK = re.compile(
    r"^(?:[▲△▵↑]|[(（]?(?:图片?|圖片?|照片|配图|截图|视频)(?:来源|來源|源|摄|"
    r"攝)\s*[:：/｜丨|]|[(（]?(?:图|圖|表|Figure|Fig\.?|Photo|Image)\s*\d*\s*[:：/｜丨|]|"
    r"[左右上下中][图圖]?[为為]|[图圖][为為一二三四五六七八九\d])",
    re.I,
)
CAPTION_NOUN = re.compile(
    r"(?:[图圖]|界面|介面|截[图屏]|照片?|海[报報]|[画畫]面|[现現][场場]|[页頁]面|[图圖]片|"
    r"[视視][频頻]|logo|直播[间間]|[广廣]告|封面|合影|示意|数据|官网|screenshot|chart|diagram|"
    r"photo|interface|logo)$",
    re.I,
)
NAMING = re.compile(r"的[^的，,。“”\"?？!！]{1,12}$")
TELLING = re.compile(r"了|被|[于於]\d{4}年|上[线線]|[发發][布佈]会")
STOP_PIECES = re.compile(r"[的了和与與在是也]")


def blocks_of(lines: list[Line]) -> list[Block]:
    """The lines of a body as blocks: one line, one block."""
    reading = _Reading(lines)
    reading.mark_numbers()
    reading.mark_contents()
    reading.mark_items()
    reading.mark_short_lines()
    blocks = [
        Block(reading.kinds.get(i, "paragraph"), line.text, reading.levels.get(i))
        for i, line in enumerate(lines)
    ]
    return mark_ends(blocks)


def can_be_heading(text: str) -> bool:
    """Whether a line is short and ends like no sentence."""
    return len(text) <= LONGEST_HEADING and not UNFINISHED.search(text) and not is_byline(text)


@dataclass
class _Reading:
    """The kinds found so far, by a line's index; what is in neither is a paragraph."""

    lines: list[Line]
    kinds: dict[int, str] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)

    @property
    def usual_gap(self) -> int:
        """How many empty lines stand between two blocks."""
        return Counter(line.blank for line in self.lines).most_common(1)[0][0]

    def heading(self, index: int, level: int = STANDARD_LEVEL) -> None:
        self.kinds[index], self.levels[index] = "heading", level

    def item(self, index: int) -> None:
        self.kinds[index], self.levels[index] = "list_item", 1

    def text(self, index: int) -> str:
        return self.lines[index].text if 0 <= index < len(self.lines) else ""

    def mark_numbers(self) -> None:
        """`01.` alone is a heading, and so are the short lines that stand closest under it."""
        for index, line in enumerate(self.lines):
            if SECTION_NUMBER.match(line.text) and index + 1 < len(self.lines):
                self.heading(index)
                gap = self.lines[index + 1].blank
                for under in range(index + 1, min(index + 4, len(self.lines))):
                    below = self.lines[under]
                    first = under == index + 1
                    closer = below.blank <= gap and gap < self.usual_gap
                    goes_on = self.text(under - 1)[-1] in ":：,，"
                    if not (first or closer or goes_on) or not _under_number(below.text):
                        break
                    self.heading(under)
            elif CHINESE_NUMBER.match(line.text) and can_be_heading(line.text):
                self.heading(index)
            elif SUB_NUMBER.match(line.text) and can_be_heading(line.text):
                self.heading(index, STANDARD_LEVEL + 1)

    def mark_contents(self) -> None:
        """A table of contents: its lines are items, and the lines they name are headings."""
        label = next((i for i, ln in enumerate(self.lines) if CONTENTS.match(ln.text)), None)
        if label is None:
            return
        later = {_bare(line.text): i for i, line in enumerate(self.lines) if i > label}
        self.heading(label)
        index = label + 1
        while index < len(self.lines) and len(self.text(index)) <= LONGEST_CAPTION:
            named = later.get(_bare(self.text(index)))
            if named is None or named <= index:
                break
            self.item(index)
            self.levels.pop(named, None)
            self.heading(named)
            index += 1

    def mark_items(self) -> None:
        """Bullets, and numbers that count on from one line to the next; a number among
        paragraphs before a short line makes a heading."""
        numbers = [
            int(found["number"]) if (found := ITEM_NUMBER.match(line.text)) else 0
            for line in self.lines
        ]
        for index, number in enumerate(numbers):
            if index in self.kinds:
                continue
            if BULLET.match(self.text(index)):
                self.item(index)
            elif number:
                before = index > 0 and numbers[index - 1] == number - 1 > 0
                after = index + 1 < len(numbers) and numbers[index + 1] == number + 1
                if before or after:
                    self.item(index)
                elif can_be_heading(self.text(index)) and not QUESTION.search(self.text(index)):
                    self.heading(index, STANDARD_LEVEL + 1)

    def mark_short_lines(self) -> None:
        """Other short lines that end like no sentence are headings or captions."""
        candidates = [i for i in range(len(self.lines)) if self._is_candidate(i)]
        scores = {i: self._caption_score(i) for i in candidates}
        certain = any(
            CAPTION_MARK.match(self.text(i)) or CAPTION_NOUN.search(self.text(i))
            for i in candidates
        )
        needed = 2 if certain or self._has_numbered_headings() else 4
        captions = {i for i in candidates if scores[i] >= needed}
        captions |= {
            i for i in candidates if {i - 1, i + 1} & captions and not QUESTION.search(self.text(i))
        }
        for i in candidates:
            if i in captions:
                self.kinds[i] = "caption"
            elif len(self.text(i)) <= LONGEST_HEADING and self._can_divide(i):
                self.heading(i)

    def _is_candidate(self, index: int) -> bool:
        text = self.text(index)
        if index in self.kinds or len(text) > LONGEST_CAPTION or UNFINISHED.search(text):
            return bool(index not in self.kinds and len(text) < 80 and CAPTION_MARK.match(text))
        if CAPTION_MARK.match(text):
            return True
        if is_byline(text) or is_credit(text) or NUMBERED_REFERENCE.match(text):
            return False
        if REFERENCE_LABEL.match(text) or text.startswith("http"):
            return False
        return not QUESTION.search(text) or self._is_titular_question(index)

    def _is_titular_question(self, index: int) -> bool:
        text = self.text(index)
        if len(text) > LONGEST_QUESTION:
            return False
        labelled = re.search(r"[:：]|\bVS\b|\bvs\b", text)
        if not labelled and (CONVERSATION.search(text) or re.search(r"[“”\"]", text)):
            return False
        closing = len(self.text(index - 1)) < CLOSING_PARAGRAPH
        return bool(labelled) or (closing and self._can_divide(index))

    def _can_divide(self, index: int) -> bool:
        """A heading has text under it."""
        return any(
            len(self.text(under)) > LONGEST_HEADING or UNFINISHED.search(self.text(under))
            for under in range(index + 1, min(index + 3, len(self.lines)))
        )

    def _has_numbered_headings(self) -> bool:
        numbered = sum(
            bool(SECTION_NUMBER.match(self.text(i)) or CHINESE_NUMBER.match(self.text(i)))
            for i, kind in self.kinds.items()
            if kind == "heading"
        )
        return numbered > 1

    def _caption_score(self, index: int) -> int:
        """Points for what captions are like, less those for what headings are like.

        A caption names or tells what the paragraph beside it shows; a heading comes after a
        short closing paragraph, asks, or is a word every article divides itself with.
        """
        text, before, after = self.text(index), self.text(index - 1), self.text(index + 1)
        score = 3 * bool(CAPTION_MARK.match(text)) + 2 * bool(CAPTION_NOUN.search(text))
        score += bool(NAMING.search(text)) + bool(TELLING.search(text))
        score += max(_shared(text, before), _shared(text, after)) >= 0.5
        score += len(text) >= 20 and bool(re.search("[,，]", text))
        score -= 3 * bool(QUESTION.search(text)) + 5 * bool(STANDARD_HEADING.match(text))
        if index == 0 or self.kinds.get(index - 1) == "heading":
            return score + (index > 0)
        return score + (1 if len(before) >= CLOSING_PARAGRAPH else -2)


def _under_number(text: str) -> bool:
    return len(text) <= LONGEST_HEADING and not re.search(r"[。；;,，、.…]$", text)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", ITEM_NUMBER.sub("", CHINESE_NUMBER.sub("", text))).lower()


def _pieces(text: str) -> set[str]:
    words = set(re.findall(r"[A-Za-z0-9]{2,}", text.lower()))
    runs = re.findall(r"[\u4e00-\u9fff]+", STOP_PIECES.sub(" ", text))
    return words | {run[i : i + 2] for run in runs for i in range(len(run) - 1)}


def _shared(text: str, other: str) -> float:
    pieces = _pieces(text)
    return len(pieces & _pieces(other)) / len(pieces) if pieces else 0.0
