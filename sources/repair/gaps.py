"""Places where a site dropped words together with their links. They are reported, never filled in.

Each pattern is something that Chinese prose does not do on any subject. Precision is more important
than recall: a sentence that still reads well without its missing words is found only if another
copy of it, such as the page's own summary, still has them.
"""

from __future__ import annotations

import itertools
import re
from difflib import SequenceMatcher
from typing import NamedTuple

MAX_REFERENCE_CHARACTERS = 1_000
MAX_COMPARED_CHARACTERS = 5_000


class Gap(NamedTuple):
    """A place, as an offset in code points, where words are missing, and the evidence for it."""

    offset: int
    reason: str


RULES = [
    # A colon announces something; a full stop straight after it announces nothing.
    (r"(?<=[:：])(?=[。；;])", "a colon with nothing after it"),
    # Quotation marks and title marks are written around words.
    (r"(?<=[“「『《])(?=[”」』》])", "empty quotation marks"),
    # Brackets after a Chinese character, with nothing in them: not a function call.
    (r"(?<=[\u4e00-\u9fff][(（])(?=[)）])", "empty brackets"),
    # A conjunction joins two things; words that only end in one (飽和, 參與) are excluded.
    (
        r"(?:(?<=和)(?<![飽饱緩缓溫温柔平調调總总共祥謙谦隨随附中暖晴講讲求議议]和)"
        r"|(?<=與)(?<![參給賦干]與)|(?<=与)(?<![参给赋干]与)|(?<=以及)|(?<=或者))(?=[)）。，,；;！？])",
        "a conjunction with nothing after it",
    ),
    # These prepositions need an object before 的.
    (
        r"(?<=朝著|朝着|向著|向着|隨著|随着|對於|对于|關於|关于|鑒於|鉴于)(?=的)",
        "a preposition without its object",
    ),
    # 以 … 為例 names the example in between.
    (r"(?:(?<=以)|(?m:^))(?=[為为]例[,，])", "an example that is not named"),
    # A paragraph that begins with a conjunction and a name (except 和 X 一樣, "like X").
    (
        r"(?m:^)(?=(?:和|與|与|及|以及) ?[A-Za-z]"
        r"(?![^。！？\n]{0,40}(?:一樣|一样|不同|相比|類似|类似|相同|相反)))",
        "a paragraph that begins with a conjunction",
    ),
    # 在和其他…上: the first place is missing.
    (
        r"(?<=在)(?<![正實实現现存所]在)(?=[和與与及]其他[^，。,；;]{1,14}[上中裡里內内])",
        "a place that is not named",
    ),
    # The enumeration comma separates two items.
    (
        r"(?<=、)(?=[、。，,；;：:)）])|(?<=[，,。；;：:(（])(?=、)|(?m:^)(?=、)",
        "a list with an item missing",
    ),
    # Two marks that never follow each other.
    (r"(?<=[，,])(?=[，,。])|(?<=[。；;])(?=[，,。](?!\.))", "two marks with nothing between them"),
]
COMPILED = [(re.compile(pattern), reason) for pattern, reason in RULES]


def gaps(text: str, reference: str | None = None) -> list[Gap]:
    """Return where words are missing in `text`, sorted, with at most one gap per offset.

    `reference` is another copy of part of the text that still has its words, such as a summary of
    the same page, truncated or not; see `gaps_against`.
    """
    gaps_by_offset = (
        {} if reference is None else {gap.offset: gap for gap in gaps_against(text, reference)}
    )
    for pattern, reason in COMPILED:
        for match in pattern.finditer(text):
            gaps_by_offset.setdefault(match.start(), Gap(match.start(), reason))
    return sorted(gaps_by_offset.values())


def gaps_against(text: str, reference: str) -> list[Gap]:
    """Return where `reference` has words between two parts that are adjacent in `text`.

    If `text` contains the reference itself, that copy is skipped. Only the beginnings of both are
    compared, because the time grows with the product of their lengths. The match must have at
    least four characters on one side and one on the other; white space does not count as missing.
    """
    reference = reference.strip().rstrip(".…")
    start = text.find(reference) + len(reference) if reference and reference in text else 0
    reference = reference[:MAX_REFERENCE_CHARACTERS]
    compared = text[start : start + MAX_COMPARED_CHARACTERS]
    matcher = SequenceMatcher(None, compared, reference, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    results = []
    for before, after in itertools.pairwise(blocks):
        missing = reference[before.b + before.size : after.b].strip()
        joined = before.a + before.size == after.a
        if joined and missing and max(before.size, after.size) >= 4:
            results.append(Gap(start + after.a, f"the summary has “{missing}” here"))
    return results
