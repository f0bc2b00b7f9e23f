"""Whole pages: doubts about the text that was found in them, and headings that are none."""

import pytest

from sources import adapters
from sources.adapters.base import Block
from sources.adapters.html_page import Extractions, _disagreement
from tests.sources.adapters.hostile import SENTENCE


def test_share_in_a_doubt_is_rounded_down():
    blocks = [Block("paragraph", "a" * 849), Block("paragraph", "b" * 151)]
    assert _disagreement(blocks, Extractions("a" * 849, "a" * 849 + "b" * 151)) == [
        "Two ways of finding the text disagree: one has 84 % of it, the other 100 %."
    ]


@pytest.mark.parametrize("is_page", [True, False], ids=["page", "fragment"])
@pytest.mark.parametrize(
    ("title", "heading", "is_kept"),
    [
        ("•", "•", False),
        ("？ ！", "？！", False),
        ("A shop", "A shop!", False),
        ("A shop", "A merchant", True),
    ],
)
def test_heading_that_is_the_title_is_no_text(is_page, title, heading, is_kept):
    text = f"<h1>{heading}</h1>" + f"<p>{SENTENCE}</p>" * 3
    if is_page:
        head = f"<title>{title}</title>"
        text = f"<!doctype html><html><head>{head}</head><body>{text}</body></html>"
    else:
        text = f"---\ntitle: '{title}'\ndate: 2021-06-03\n---\n{text}"
    draft = adapters.read(text.encode())
    assert [block.text for block in draft.blocks] == [heading] * is_kept + [SENTENCE] * 3


def test_ornament_as_main_heading_is_no_text():
    head = "<title>A shop</title>"
    body = f"<h1>•</h1><p>{SENTENCE}</p><h2>***</h2><p>{SENTENCE}</p><h1>•</h1><p>{SENTENCE}</p>"
    text = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    draft = adapters.read(text.encode())
    # After the beginning, it separates parts of the text.
    assert [block.text for block in draft.blocks if block.kind == "heading"] == ["***", "•"]
