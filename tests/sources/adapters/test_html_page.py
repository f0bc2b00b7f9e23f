"""Whole pages: doubts about the text that was found in them, and headings that are none."""

from sources.adapters.base import Block
from sources.adapters.html_page import Extractions, _disagreement


def test_share_in_a_doubt_is_rounded_down():
    blocks = [Block("paragraph", "a" * 849), Block("paragraph", "b" * 151)]
    assert _disagreement(blocks, Extractions("a" * 849, "a" * 849 + "b" * 151)) == [
        "Two ways of finding the text disagree: one has 84 % of it, the other 100 %."
    ]
