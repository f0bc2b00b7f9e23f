"""Originals to which the locators of the test seeds refer, written for the tests."""

from sources.adapters.base import Block, Draft
from sources.intake.snapshots import store
from sources.models import Source

CLOSES = (
    "港湾小巷要关门了",
    "去年春天，港湾公司在自己的应用里开了一家名叫“小巷”的店。",
    "到了六月，店里每天只有不到三百位客人，公司决定在2019年6月30日关门。",
    "“价格太高，没人愿意来。”前店长说。",
)
AGAIN = (
    "Harbour tries again",
    "Harbour will open a second shop in early 2021, its founder said.",
    "About 12,000 people have signed up, against 4,500 for the first one.",
)


def draft_of(texts, title="港湾小巷要关门了", language="zh-Hans"):
    """Return a draft with a heading and paragraphs."""
    blocks = (Block("heading", texts[0], 1), *(Block("paragraph", text) for text in texts[1:]))
    return Draft("test", 1, "utf-8", title, language, blocks)


def store_original(texts, slug="harbour-lane-closes"):
    """Store an original as ingest does."""
    draft = draft_of(texts)
    return store(Source.objects.get(slug=slug), draft, draft.text.encode(), "original")
