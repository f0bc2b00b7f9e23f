"""All that readers can fetch gives at most `KB_QUOTATION_SHARE` of each article."""

import os
import random
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from events.editing.actions import annotate
from events.editing.quotations.share import SIDE_BY_SIDE, share_of
from events.models import Claim, Evidence, Platform, State
from sources.models import Snapshot, Source
from tests.events.editing.reviewing import publish
from tests.events.outputs.test_published_only import OUTPUTS
from tests.events.quotations.crawl import Crawl
from tests.factories import ClaimFactory, EventFactory, SourceFactory, snapshot_of, user_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def no_rate_limit(settings):
    settings.API_RATE = None


ORIGINALS = Path(os.environ.get("KB_ORIGINALS") or Path(__file__).parents[4] / "shared" / "seeds")
SENTENCE_LENGTH, SENTENCES, PARAGRAPHS = 24, 4, 3


def originals():
    return Snapshot.objects.originals().current().select_related("source")


def shares(crawl):
    return {row.source.slug: crawl.share(row.text) for row in originals()}


@pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the originals are not here")
def test_readers_get_at_most_the_budget_of_each_original(monkeypatch, capsys):
    call_command("loadseeds")
    call_command("ingest", str(ORIGINALS))
    assert Evidence.objects.filter(quoted=True, snapshot__kind="original").count() > 50
    queries = set(Platform.objects.values_list("name_en", flat=True)[:20])
    # Words of the articles: a search that showed them would give them away.
    for text in originals().values_list("text", flat=True):
        queries |= {text[at : at + 3].strip() for at in range(0, len(text), 700)}
    crawl = Crawl(monkeypatch).follow(sorted(queries))
    assert crawl.names >= OUTPUTS.keys() - {"healthz"}
    assert crawl.failed == {}
    found = shares(crawl)
    assert len(found) == 5
    assert max(found.values()) <= settings.QUOTATION_SHARE, found
    # Readers do see quotations, and what the project counts is what they see.
    for row in Source.objects.all():
        counted = share_of(row)
        assert 0.05 < found[row.slug] <= counted.share + SIDE_BY_SIDE, (row.slug, found[row.slug])


def made_article(seed):
    """Return an article of characters in an order that nobody wrote, with figures and dates."""
    chance = random.Random(seed)
    characters = [chr(code) for code in range(0x4E00, 0x9FA0)]

    def sentence(number):
        words = "".join(chance.choices(characters, k=SENTENCE_LENGTH))
        return (
            f"{words[:9]}，2019年{chance.randint(1, 12)}月{words[9:15]}{number}万人{words[15:]}。"
        )

    return "\n\n".join(
        "".join(sentence(chance.randint(2, 99)) for _ in range(SENTENCES))
        for _ in range(PARAGRAPHS)
    )


def overlapping_spans(text):
    """Yield spans of each sentence that overlap: its whole, its halves and what is between."""
    for paragraph in text.split("\n\n"):
        start = text.index(paragraph)
        for number in range(SENTENCES):
            length = len(paragraph) // SENTENCES
            low = start + number * length
            yield low, low + length
            yield low, low + length // 2 + 4
            yield low + length // 2 - 4, low + length
            yield low + length // 4, low + length


def test_overlapping_passages_of_one_article_stay_within_the_budget(monkeypatch):
    source = SourceFactory(state="accepted", language="zh-Hans", slug="made")
    snapshot = snapshot_of(source, made_article(3))
    editor, curator = user_in("editor"), user_in("curator")
    for number, (start, end) in enumerate(overlapping_spans(snapshot.text)):
        row = (
            ClaimFactory(key=f"claim-{number}", kind="statistic")
            if number % 2
            else EventFactory(slug=f"event-{number}", when="2019", outcome="shut_down")
        )
        annotate(row=row, snapshot=snapshot, start=start, end=end, by=editor)
        if number % 7 == 0:
            Evidence.objects.filter(**{row._meta.model_name: row}).update(
                quoted=True, quote_start=None, quote_end=None
            )
        publish(row, curator)
    share = share_of(source)
    assert share.is_within_budget
    assert share.share > 0.1, "the budget is used"
    assert Claim.objects.filter(state=State.PUBLISHED).exists()
    crawl = Crawl(monkeypatch).follow([snapshot.text[at : at + 3] for at in range(0, 900, 90)])
    found = shares(crawl)["made"]
    assert 0.05 < found <= settings.QUOTATION_SHARE
