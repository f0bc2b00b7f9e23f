"""An article of which only the digest is known gets its original, at once."""

import pytest

from events.models import Evidence
from sources import adapters
from sources.intake.ingest import ingest
from sources.models import Snapshot, Source
from tests.factories import (
    EventFactory,
    OutletFactory,
    SourceFactory,
    evidence_for,
    snapshot_of,
)
from tests.sources.identity.lantern_fair import ARTICLE, OTHER, SENTENCES, page

pytestmark = pytest.mark.django_db
DIGEST = "\n\n".join(f"Sentence {number} of our own." for number in range(1, 12))


@pytest.fixture
def known():
    """Return an article with a digest, on each block of which evidence rests."""
    source = SourceFactory(
        title=ARTICLE["title"], published=ARTICLE["date"], state="accepted", url="", outlet=None
    )
    digest = snapshot_of(source, DIGEST, "digest")
    passages = list(digest.passages.order_by("position"))
    # One of the eleven locators is of words that the original does not have.
    spans = [
        *(sentence[2:20] for sentence in (*SENTENCES, SENTENCES[0][3:], SENTENCES[1][3:])),
        "缺",
    ]
    for passage, words in zip(passages, spans, strict=False):
        evidence_for(
            EventFactory(), digest, passage.text, anchor="paragraph", block=passage.position,
            block_start=0, block_end=len(words), span_sha256=Snapshot.digest_of(words),
        )  # fmt: skip
    return source


def take(tmp_path, data):
    path = tmp_path / "article.html"
    path.write_bytes(data)
    return ingest([str(path)]).items.select_related("source", "snapshot").get()


@pytest.mark.slow
def test_text_with_nine_tenths_of_the_locators_is_the_original(known, tmp_path):
    item = take(tmp_path, page())
    assert (item.source, item.status, item.snapshot.is_current) == (known, "updated", True)
    states = list(Evidence.objects.for_source(known).values_list("anchor", flat=True))
    assert states.count("orphan") == 1
    assert len(states) == 11


@pytest.mark.slow
def test_text_with_the_hash_is_the_original_whatever_its_title_and_address(known, tmp_path):
    data = page(title="另一个标题", date="2024-01-01", url="https://elsewhere.example/1")
    text = adapters.read(data, "x").text
    Evidence.objects.for_source(known).delete()
    Source.objects.filter(pk=known.pk).update(
        original_sha256=Snapshot.digest_of(text), address_key="jk.example/a/1"
    )
    assert take(tmp_path, data).source == known


@pytest.mark.slow
@pytest.mark.parametrize("paragraphs", [OTHER, SENTENCES[:6]])
def test_text_with_fewer_locators_is_another_article(known, tmp_path, paragraphs):
    item = take(tmp_path, page(paragraphs=paragraphs))
    assert item.source != known
    assert item.source.doubts == [f"Possible duplicate of {known.slug}."]


@pytest.mark.slow
def test_copy_at_another_outlet_is_a_repost(known, tmp_path):
    Source.objects.filter(pk=known.pk).update(outlet=OutletFactory(name_zh="原载报"))
    item = take(tmp_path, page())
    assert (item.status, item.source.repost_of) == ("created", known)


@pytest.mark.slow
def test_original_that_would_take_the_last_support_waits_for_a_person(known, tmp_path):
    lost = Evidence.objects.for_source(known).get(span_sha256=Snapshot.digest_of("缺"))
    type(lost.event).objects.filter(pk=lost.event_id).update(state="published")
    first = take(tmp_path, page())
    assert (first.source, first.status) == (known, "kept")
    # Another copy is still recognised.
    again = take(tmp_path, page(url="", site=""))
    assert again.source == known
