"""A pasted quotation is located in an article, or a message says why not."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from events.annotation.quotations import Step
from events.editing.quoting import locate_quotation, quoted_already
from sources.adapters.base import Block, Draft
from sources.intake.snapshots import store, store_aside
from sources.models import Snapshot, Source
from tests.factories import ClaimFactory, EventFactory, SourceFactory, evidence_for, snapshot_of

pytestmark = pytest.mark.django_db

TEXT = (
    "“海港直播”在2019年6月上线，首月收入17亿元。\n\n"
    "The café wasn’t able to sell coffee abroad – nobody came.\n\n"
    "后来，海港直播没有公布关闭的理由。"
)


@pytest.fixture
def source() -> Source:
    source = SourceFactory(title="Harbour")
    snapshot_of(source, TEXT)
    return source


def error_of(source: Source, quotation: str, block: int | None = None) -> ValidationError:
    with pytest.raises(ValidationError) as raised:
        locate_quotation(source, quotation, block)
    return raised.value


@pytest.mark.parametrize(
    ("quotation", "stored", "block", "step"),
    [
        ("首月收入１７\r\n亿元", "首月收入17亿元", 1, Step.SPELLING),
        ("The cafe\u0301 wasn't able\u00a0to", "The café wasn’t able to", 2, Step.SPELLING),
        ("NOBODY came", "nobody came", 2, Step.CASE),
        ("沒有公布關閉", "没有公布关闭", 3, Step.SCRIPT),
    ],
)
def test_location_has_the_characters_of_the_article(
    source: Source, quotation: str, stored: str, block: int, step: Step
) -> None:
    location = locate_quotation(source, quotation)
    ((anchor, passage),) = location.quotes
    assert (anchor.quotation, passage.position, location.step) == (stored, block, step)
    assert location.snapshot.text[anchor.start : anchor.end] == stored
    assert anchor.sha256 == Snapshot.digest_of(stored)
    assert not location.has_gaps


@pytest.mark.parametrize(
    ("quotation", "code", "message"),
    [
        ("", "too_short", "no letter or digit"),
        ("\u200b——“”", "too_short", "no letter or digit"),
        ("海港直播", "several", "occurs 2 times, in blocks 1, 3. Paste more"),
        ("e", "several", "times in block 2. Paste more"),
        ("首月收入19亿元", "not_found", "first 5 characters are in block 1. Then the text differs: "
         "“17亿元。 The café w…” in the article, “19亿元” in the quotation"),
        ("我们没有公布关闭的理由", "not_found", "last 9 characters are in block 3. Before them, the "
         "text differs: “…dy came. 后来，海港直播” in the article, “我们” in"),
        ("in the café wasn’t able to travel", "not_found", "longest part in the article has 19"),
        ("与此完全无关的话", "not_found", "original of this article, and no longer part"),
    ],
)  # fmt: skip
def test_message_says_why_a_quotation_is_not_located(
    source: Source, quotation: str, code: str, message: str
) -> None:
    error = error_of(source, quotation)
    assert error.code == code
    assert message in error.message


def test_block_chooses_among_several_places(source: Source) -> None:
    location = locate_quotation(source, "海港直播", block=3)
    assert [passage.position for _anchor, passage in location.quotes] == [3]
    assert "not in block 2. It is in: 1, 3." in error_of(source, "海港直播", 2).message
    assert "in block 2. Paste more" in error_of(source, "e", 2).message


@pytest.mark.slow
def test_many_places_are_counted_and_listed_up_to_a_limit() -> None:
    source = SourceFactory()
    snapshot_of(source, "\n\n".join(["Go on."] * 150))
    assert "100+ times, in blocks 1, 2, 3, 4, 5, 6, 7, 8, …." in error_of(source, "Go on").message


def test_quotation_in_another_text_of_the_article(source: Source) -> None:
    old = "Harbour closed in the spring of 2018."
    draft = Draft("test", 1, "utf-8", "Harbour", "en", (Block("paragraph", old),))
    store_aside(source, draft, old.encode(), "original")
    snapshot_of(source, "Our digest says that it went badly.", "digest")
    message = "in another one: "
    assert message + "original 2." in error_of(source, "closed in the  spring").message
    assert message + "digest 1." in error_of(source, "it went badly").message


def test_quotation_in_another_article(source: Source) -> None:
    other = SourceFactory(title="The other one")
    snapshot_of(other, "Nobody asked “why” the harbour was closed.")
    message = error_of(source, 'Nobody asked "why" the harbour').message
    assert "not in this article, but in another one: “" in message
    assert "The other one" in message
    snapshot_of(other, "Rewritten.")
    assert "another" not in error_of(source, 'Nobody asked "why" the harbour').message


def test_article_without_a_text() -> None:
    assert error_of(SourceFactory(), "anything").code == "no_text"


def test_digest_is_quoted_without_an_original() -> None:
    source = SourceFactory()
    digest = snapshot_of(source, "One.\n\nIt went “badly”.", "digest")
    assert locate_quotation(source, 'It went "badly"').snapshot == digest
    assert "digest of this article" in error_of(source, "与此完全无关的话").message


BLOCKS = (
    Block("paragraph", "It opened in May."),
    Block("heading", "What came next", 2),
    Block("caption", "The harbour"),
    Block("paragraph", "It closed in June."),
)


@pytest.mark.parametrize(
    "pasted",
    [
        "in May.\r\n\r\nWhat came next\r\n\r\nThe harbour\r\n\r\nIt closed",
        "in May.\n\nIt closed",
    ],
)
def test_heading_and_caption_between_two_paragraphs_are_left_out(pasted: str) -> None:
    source = SourceFactory()
    draft = Draft("test", 1, "utf-8", "Harbour", "en", BLOCKS)
    store(source, draft, b"x", "original")
    location = locate_quotation(source, pasted)
    assert [(passage.position, anchor.quotation) for anchor, passage in location.quotes] == [
        (1, "in May."),
        (4, "It closed"),
    ]
    assert location.has_gaps


def test_quoted_already_is_about_one_record_and_text(source: Source) -> None:
    location = locate_quotation(source, "首月收入17亿元。 The café")
    event, claim = EventFactory(), ClaimFactory()
    evidence_for(event, location.snapshot, "The café")
    evidence_for(claim, location.snapshot, "首月收入")
    assert quoted_already(event, location.snapshot, location.quotes) == [2]
    assert quoted_already(claim, location.snapshot, location.quotes) == []


def test_messages_are_translated(source: Source) -> None:
    with translation.override("zh-hans"):
        assert "前5个字符在第1个区块" in error_of(source, "首月收入19亿元").message
        assert "引文出现了2次" in error_of(source, "海港直播").message
