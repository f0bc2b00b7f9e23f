"""A stored text gives back the draft that it was saved from."""

import pytest

from sources.adapters.base import Block, Draft, Figure, Gap
from sources.intake.snapshots import store_aside
from sources.intake.stored import draft_of
from sources.models import Snapshot
from tests.factories import SourceFactory

pytestmark = pytest.mark.django_db

FULL = Draft(
    adapter="html-page", adapter_version=2, encoding="gb18030", title="渡口", language="zh-Hans",
    blocks=(Block("heading", "旧码头", 2), Block("paragraph", "船停了。"), Block("caption", "渡口。")),
    authors=("Okafor, Jr.", "甲"), outlet="江口商报", publisher="热点号", url="https://a.example/1",
    published="2023-05", doubts=("No author.",),
    figures=(
        Figure("https://a.example/1.png", "https://proxy.example/1.png", 2, "船", 2),
        Figure("https://a.example/2.png", "https://a.example/2.png", 0),
    ),
    gaps=(Gap(0, 3, 0, "lost"), Gap(1, 0, 2, "damaged"), Gap(2, 3, 0, "lost")),
)  # fmt: skip
BARE = Draft("plain", 1, "utf-8", "A ferry", "en", (Block("paragraph", "Text."),))


@pytest.mark.parametrize("draft", [FULL, BARE], ids=["full", "bare"])
def test_draft_is_the_one_that_was_stored(draft):
    stored = store_aside(SourceFactory(), draft, b"x", Snapshot.Kind.ORIGINAL)
    assert draft_of(Snapshot.objects.get(pk=stored.pk)) == draft


def test_draft_of_an_older_text_has_the_title_of_its_article():
    source = SourceFactory(title="A ferry", language="en")
    stored = store_aside(source, FULL, b"x", Snapshot.Kind.ORIGINAL)
    stored.values_read = {}  # as before the field existed
    draft = draft_of(stored)
    assert (draft.title, draft.language, draft.url, draft.blocks) == (
        "A ferry",
        "en",
        "",
        FULL.blocks,
    )
