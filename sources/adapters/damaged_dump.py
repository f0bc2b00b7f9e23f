"""A text dump of a page into which a filter inserted readings of characters."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from sources import repair
from sources.adapters.base import Draft, Gap, Page
from sources.adapters.dump_lines import four_grams, is_teaser, split_lines
from sources.adapters.text_dump import MAX_LINES_AFTER_TEASER, read_dump

LOST_CHARACTER = "\ufffd"


class DamagedDump:
    """Adapter of damaged dumps: repairs the damage, then reads the text like any other dump."""

    name = "damaged-dump"
    version = 1

    def recognises(self, page: Page) -> bool:
        """Return whether the text contains readings in brackets as the filter inserts them."""
        return repair.is_damaged(page.text)

    def read(self, page: Page) -> Draft:
        """Repair and read the dump. Raise `ErrorPage` or `NothingToRead`."""
        repaired = repair.repair(page.text)
        text = repair.strip_remains(repaired.text).text
        draft = read_dump(text, page, self.name, self.version)
        doubts = draft.doubts
        if repaired.inferred:
            count = len(repaired.inferred)
            doubts += (f"{count} damaged characters were restored by elimination; check them.",)
        return replace(draft, gaps=tuple(_gaps(draft, _summary(draft, text))), doubts=doubts)


def _summary(draft: Draft, text: str) -> str | None:
    """Return the page's own summary of the first paragraphs, which may have words they lack."""
    following = four_grams("".join(block.text for block in draft.blocks[:MAX_LINES_AFTER_TEASER]))
    lines = (line.text for line in split_lines(text))
    return next((line for line in lines if is_teaser(line, following)), None)


def _gaps(draft: Draft, summary: str | None) -> list[Gap]:
    """Return where words are missing, and each character that could not be restored."""
    starts = [start for start, _ in draft.spans]
    gaps = []
    for offset, reason in repair.gaps(draft.text, summary):
        index = bisect_right(starts, offset) - 1
        position = min(offset - starts[index], len(draft.blocks[index].text))
        gaps.append(Gap(index, position, 0, reason))
    for index, block in enumerate(draft.blocks):
        positions = (
            position for position, character in enumerate(block.text) if character == LOST_CHARACTER
        )
        gaps += [
            Gap(index, position, 1, "a character that could not be restored")
            for position in positions
        ]
    return sorted(gaps, key=lambda gap: (gap.block, gap.at))
