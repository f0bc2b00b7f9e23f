"""The kind of each line in a dump's body, which has no markup."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from sources.adapters.base import Block
from sources.adapters.credits import is_byline, is_credit
from sources.adapters.dump_lines import Line
from sources.adapters.endings import NUMBERED_REFERENCE, REFERENCE_LABEL, mark_ends

MAX_HEADING_CHARACTERS = 40
MAX_CAPTION_CHARACTERS = 60
MAX_QUESTION_CHARACTERS = 26
MIN_PARAGRAPH_CHARACTERS = 40
DEFAULT_HEADING_LEVEL = 2
SECTION_NUMBER = re.compile(
    r"^(?:0?\d{1,2}\s*[.、．]?|(?:Part|PART|Chapter|Section)\s*(?:\.\s*)?\d{1,2}\.?|"
    r"[一二三四五六七八九十]{1,2}\s*[、.]?|[①-⑩]|[IVX]{1,4}\.)$"
)
CHINESE_NUMBER = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}\s*[、.．]|第[一二三四五六七八九十\d]{1,3}[章节節部]|"
    r"(?:Part|PART)\s*(?:\.\s*)?\d+\b|0\d\s*[.、．丨|｜]?\s*(?=\D))"
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
    r"攝)\s*[:：/｜丨|]|[(（]?(?:图|圖|表|Figure|Fig\.?|Photo|Image)\s*(?:\d+\s*)?[:：/｜丨|]|"
    r"[左右上下中][图圖]?[为為]|[图圖][为為一二三四五六七八九\d])",
    re.I,
)
CAPTION_NOUN = re.compile(
    r"(?:[图圖]|界面|介面|截[图屏]|照片?|海[报報]|[画畫]面|[现現][场場]|[页頁]面|[图圖]片|"
    r"[视視][频頻]|logo|直播[间間]|[广廣]告|封面|合影|示意|数据|官网|screenshot|chart|diagram|"
    r"photo|interface|logo)$",
    re.I,
)
NOUN_PHRASE = re.compile(r"的[^的，,。“”\"?？!！]{1,12}$")
PAST_EVENT = re.compile(r"了|被|[于於]\d{4}年|上[线線]|[发發][布佈]会")
STOP_CHARACTERS = re.compile(r"[的了和与與在是也]")


def classify_lines(lines: list[Line]) -> list[Block]:
    """Return the lines of a body as blocks, one block per line."""
    classifier = _Classifier(lines)
    classifier.mark_numbers()
    classifier.mark_contents()
    classifier.mark_items()
    classifier.mark_short_lines()
    blocks = [
        Block(classifier.kinds.get(i, "paragraph"), line.text, classifier.levels.get(i))
        for i, line in enumerate(lines)
    ]
    return mark_ends(blocks)


def can_be_heading(text: str) -> bool:
    """Return whether a line is short and does not end like a sentence."""
    return (
        len(text) <= MAX_HEADING_CHARACTERS and not UNFINISHED.search(text) and not is_byline(text)
    )


@dataclass
class _Classifier:
    """The kinds and levels found so far, by line index; other lines are paragraphs."""

    lines: list[Line]
    kinds: dict[int, str] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)

    @cached_property
    def usual_gap(self) -> int:
        """The most common number of empty lines between two blocks."""
        return Counter(line.blank for line in self.lines).most_common(1)[0][0]

    def heading(self, index: int, level: int = DEFAULT_HEADING_LEVEL) -> None:
        """Mark a line as a heading."""
        self.kinds[index], self.levels[index] = "heading", level

    def item(self, index: int) -> None:
        """Mark a line as a list item."""
        self.kinds[index], self.levels[index] = "list_item", 1

    def text(self, index: int) -> str:
        """Return the text of a line, empty outside the body."""
        return self.lines[index].text if 0 <= index < len(self.lines) else ""

    def mark_numbers(self) -> None:
        """Mark `01.` alone on a line as a heading, with the short lines directly below it."""
        for index, line in enumerate(self.lines):
            if SECTION_NUMBER.match(line.text) and index + 1 < len(self.lines):
                self.heading(index)
                gap = self.lines[index + 1].blank
                for next_index in range(index + 1, min(index + 4, len(self.lines))):
                    next_line = self.lines[next_index]
                    is_first = next_index == index + 1
                    is_closer = next_line.blank <= gap and gap < self.usual_gap
                    continues = self.text(next_index - 1)[-1] in ":：,，"
                    if not (is_first or is_closer or continues) or not _fits_under_number(
                        next_line.text
                    ):
                        break
                    self.heading(next_index)
            elif CHINESE_NUMBER.match(line.text) and can_be_heading(line.text):
                self.heading(index)
            elif SUB_NUMBER.match(line.text) and can_be_heading(line.text):
                self.heading(index, DEFAULT_HEADING_LEVEL + 1)

    def mark_contents(self) -> None:
        """Mark a table of contents.

        Its lines are list items, and the later lines with the same text are headings.
        """
        label = next((i for i, ln in enumerate(self.lines) if CONTENTS.match(ln.text)), None)
        if label is None:
            return
        index_by_text = {
            _normalized(line.text): i for i, line in enumerate(self.lines) if i > label
        }
        self.heading(label)
        index = label + 1
        while index < len(self.lines) and len(self.text(index)) <= MAX_CAPTION_CHARACTERS:
            target = index_by_text.get(_normalized(self.text(index)))
            if target is None or target <= index:
                break
            self.item(index)
            self.levels.pop(target, None)
            self.heading(target)
            index += 1

    def mark_items(self) -> None:
        """Mark bullets, and consecutive numbers on adjacent lines, as list items.

        A number before a short line among paragraphs makes a heading.
        """
        numbers = [
            int(match["number"]) if (match := ITEM_NUMBER.match(line.text)) else 0
            for line in self.lines
        ]
        for index, number in enumerate(numbers):
            if index in self.kinds:
                continue
            if BULLET.match(self.text(index)):
                self.item(index)
            elif number:
                follows = index > 0 and numbers[index - 1] == number - 1 > 0
                continues = index + 1 < len(numbers) and numbers[index + 1] == number + 1
                if follows or continues:
                    self.item(index)
                elif can_be_heading(self.text(index)) and not QUESTION.search(self.text(index)):
                    self.heading(index, DEFAULT_HEADING_LEVEL + 1)

    def mark_short_lines(self) -> None:
        """Mark other short lines that do not end like a sentence as headings or captions."""
        candidates = [i for i in range(len(self.lines)) if self._is_candidate(i)]
        scores = {i: self._caption_score(i) for i in candidates}
        has_certain_caption = any(
            CAPTION_MARK.match(self.text(i)) or CAPTION_NOUN.search(self.text(i))
            for i in candidates
        )
        min_score = 2 if has_certain_caption or self._has_numbered_headings() else 4
        captions = {i for i in candidates if scores[i] >= min_score}
        captions |= {
            i for i in candidates if {i - 1, i + 1} & captions and not QUESTION.search(self.text(i))
        }
        for i in candidates:
            if i in captions:
                self.kinds[i] = "caption"
            elif len(self.text(i)) <= MAX_HEADING_CHARACTERS and self._can_divide(i):
                self.heading(i)

    def _is_candidate(self, index: int) -> bool:
        text = self.text(index)
        if index in self.kinds or len(text) > MAX_CAPTION_CHARACTERS or UNFINISHED.search(text):
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
        if len(text) > MAX_QUESTION_CHARACTERS:
            return False
        has_label = re.search(r"[:：]|\bVS\b|\bvs\b", text)
        if not has_label and (CONVERSATION.search(text) or re.search(r"[“”\"]", text)):
            return False
        after_short_paragraph = len(self.text(index - 1)) < MIN_PARAGRAPH_CHARACTERS
        return bool(has_label) or (after_short_paragraph and self._can_divide(index))

    def _can_divide(self, index: int) -> bool:
        """Return whether the line has text below it, as a heading does."""
        return any(
            len(self.text(next_index)) > MAX_HEADING_CHARACTERS
            or UNFINISHED.search(self.text(next_index))
            for next_index in range(index + 1, min(index + 3, len(self.lines)))
        )

    def _has_numbered_headings(self) -> bool:
        numbered = sum(
            bool(SECTION_NUMBER.match(self.text(i)) or CHINESE_NUMBER.match(self.text(i)))
            for i, kind in self.kinds.items()
            if kind == "heading"
        )
        return numbered > 1

    def _caption_score(self, index: int) -> int:
        """Return the points for properties of captions, minus those for properties of headings.

        A caption describes what the paragraph next to it is about. A heading follows a short
        closing paragraph, asks a question, or is a common title such as "Conclusion".
        """
        text, before, after = self.text(index), self.text(index - 1), self.text(index + 1)
        score = 3 * bool(CAPTION_MARK.match(text)) + 2 * bool(CAPTION_NOUN.search(text))
        score += bool(NOUN_PHRASE.search(text)) + bool(PAST_EVENT.search(text))
        score += max(_overlap(text, before), _overlap(text, after)) >= 0.5
        score += len(text) >= 20 and bool(re.search("[,，]", text))
        score -= 3 * bool(QUESTION.search(text)) + 5 * bool(STANDARD_HEADING.match(text))
        if index == 0 or self.kinds.get(index - 1) == "heading":
            return score + (index > 0)
        return score + (1 if len(before) >= MIN_PARAGRAPH_CHARACTERS else -2)


def _fits_under_number(text: str) -> bool:
    return len(text) <= MAX_HEADING_CHARACTERS and not re.search(r"[。；;,，、.…]$", text)


def _normalized(text: str) -> str:
    return re.sub(r"[\W_]+", "", ITEM_NUMBER.sub("", CHINESE_NUMBER.sub("", text))).lower()


def _words_and_bigrams(text: str) -> set[str]:
    words = set(re.findall(r"[A-Za-z0-9]{2,}", text.lower()))
    runs = re.findall(r"[\u4e00-\u9fff]+", STOP_CHARACTERS.sub(" ", text))
    return words | {run[i : i + 2] for run in runs for i in range(len(run) - 1)}


def _overlap(text: str, other: str) -> float:
    pieces = _words_and_bigrams(text)
    return len(pieces & _words_and_bigrams(other)) / len(pieces) if pieces else 0.0
