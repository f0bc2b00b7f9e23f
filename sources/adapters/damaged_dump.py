"""A text dump whose page had readings of characters injected into it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from sources import repair
from sources.adapters.base import Draft, Gap, Page
from sources.adapters.dump_lines import is_teaser, lines_of
from sources.adapters.text_dump import TEASER_REACH, read_dump

LOST = "\ufffd"


class DamagedDump:
    """The damage is undone first, then the text is read as any other dump."""

    name = "damaged-dump"
    version = 1

    def recognises(self, page: Page) -> bool:
        """Whether readings in brackets stand in the text as the filter put them there."""
        return repair.is_damaged(page.text)

    def read(self, page: Page) -> Draft:
        """Repair and read the dump. Raises `ErrorPage` or `NothingToRead`."""
        repaired = repair.repair(page.text)
        text = repair.strip_remains(repaired.text).text
        draft = read_dump(text, page, self.name, self.version)
        doubts = draft.doubts
        if repaired.inferred:
            count = len(repaired.inferred)
            doubts += (f"{count} characters were half lost; the only fitting ones were put back.",)
        return replace(draft, gaps=tuple(_gaps(draft, _summary(draft, text))), doubts=doubts)


def _summary(draft: Draft, text: str) -> str | None:
    """The page's own summary of the first paragraphs, which may have words they lack."""
    following = [block.text for block in draft.blocks[:TEASER_REACH]]
    lines = (line.text for line in lines_of(text))
    return next((line for line in lines if is_teaser(line, following)), None)


def _gaps(draft: Draft, summary: str | None) -> list[Gap]:
    """Where words are missing, and each character that could not be restored."""
    starts = [start for start, _ in draft.spans]
    found = []
    for offset, reason in repair.gaps(draft.text, summary):
        block = bisect_right(starts, offset) - 1
        at = min(offset - starts[block], len(draft.blocks[block].text))
        found.append(Gap(block, at, 0, reason))
    for index, block in enumerate(draft.blocks):
        lost = (at for at, character in enumerate(block.text) if character == LOST)
        found += [Gap(index, at, 1, "a character that could not be restored") for at in lost]
    return sorted(found, key=lambda gap: (gap.block, gap.at))
