"""Admin pages of texts that were stored under a wrong article, and of doubts about an article."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sources.identity.records import add_doubts
from sources.intake.ingest import ingest
from sources.models import Snapshot, Source
from tests.events.admin.test_admin import run_action
from tests.events.admin.test_support import SOURCES, source_data, source_url
from tests.factories import SourceFactory, snapshot_of
from tests.sources.identity.lantern_fair import ARTICLE, OTHER, page

DOUBTS = ["No date.", "Text 2 is not current. It is short.", "Possible duplicate of x."]


@pytest.fixture
def stranger(db: None, tmp_path: object) -> Snapshot:
    """Return a text that states the address of another article, and was stored under that."""
    for name, values in {"a": {}, "b": {"title": "公交改线", "paragraphs": OTHER}}.items():
        (tmp_path / f"{name}.html").write_bytes(page(**values))
    items = ingest([str(tmp_path)]).items.order_by("pk")
    assert [item.status for item in items] == ["created", "kept"]
    return items[1].snapshot


def separate_url(snapshot: Snapshot) -> str:
    return reverse("admin:sources_snapshot_separate", args=[snapshot.pk])


@pytest.mark.slow
def test_text_of_another_article_becomes_an_article(
    curator: Client, stranger: Snapshot, tmp_path: object
) -> None:
    former = stranger.source
    former.refresh_from_db()
    assert former.doubts == ["Text 2 is not current. It has 0% of the current text."]
    shown = curator.get(reverse("admin:sources_snapshot_change", args=[stranger.pk]))
    assert separate_url(stranger) in shown.content.decode()
    assert "公交改线" not in curator.get(separate_url(stranger)).context["snapshot"].source.title
    response = curator.post(separate_url(stranger), {"reason": "It is about buses."})
    source = Source.objects.get(title="公交改线")
    assert response.headers["Location"] == source_url(source)
    text = source.snapshots.get()
    assert (text.is_current, text.text, text.sha256) == (True, stranger.text, stranger.sha256)
    assert list(text.passages.values_list("text", flat=True)) == OTHER
    # The address belongs to the other article, which is as it was without the document.
    assert (source.url, source.published) == ("", ARTICLE["date"])
    former.refresh_from_db()
    assert (former.title, former.doubts) == (ARTICLE["title"], [])
    # The same document is known from now on.
    item = ingest([str(tmp_path / "b.html")]).items.get()
    assert (item.source, item.status) == (source, "unchanged")
    changed = page(title="公交改线", paragraphs=[*OTHER, "更正：末班车是十一点。"])
    (tmp_path / "b.html").write_bytes(changed)
    item = ingest([str(tmp_path / "b.html")]).items.get()
    assert "not current" in item.error or item.source == source


@pytest.mark.slow
@pytest.mark.parametrize("refusal", ["current", "twice", "reason"])
def test_text_that_cannot_be_separated_is_refused_with_a_reason(
    curator: Client, stranger: Snapshot, refusal: str
) -> None:
    text = stranger.source.snapshots.get(is_current=True) if refusal == "current" else stranger
    if refusal == "twice":
        curator.post(separate_url(text), {"reason": "It is about buses."})
    number = Source.objects.count()
    shown = curator.post(separate_url(text), {"reason": " " if refusal == "reason" else "x"})
    expected = {
        "current": "Make another text of the article current first.",
        "twice": "an article of its own already",
        "reason": "This field is required.",
    }
    assert expected[refusal] in shown.content.decode()
    assert Source.objects.count() == number


@pytest.mark.slow
def test_separating_is_for_curators(
    reader: Client, editor: Client, curator: Client, stranger: Snapshot
) -> None:
    url = separate_url(stranger)
    assert [client.get(url).status_code for client in (reader, editor, curator)] == [302, 403, 200]
    assert editor.post(url, {"reason": "x"}).status_code == 403
    assert curator.get(url.replace(str(stranger.pk), "999999")).status_code == 404


@pytest.mark.slow
def test_doubts_are_settled_on_the_page_of_the_article(editor: Client) -> None:
    source = SourceFactory(doubts=DOUBTS)
    snapshot_of(source)
    data = source_data(editor, source, settled=[DOUBTS[0], DOUBTS[2], "Settled by another."])
    assert editor.post(source_url(source), data).status_code == 302
    source.refresh_from_db()
    assert source.doubts == [DOUBTS[1]]
    add_doubts(source, ("New.",))
    assert Source.objects.get().doubts == [DOUBTS[1], "New."]


@pytest.mark.slow
def test_doubts_of_several_articles_are_settled(editor: Client) -> None:
    sources = [SourceFactory(doubts=DOUBTS[:number]) for number in range(3)]
    shown = run_action(editor, SOURCES, "settle", sources)
    assert "The doubts about 2 articles are settled." in shown
    assert list(Source.objects.values_list("doubts", flat=True)) == [[], [], []]
