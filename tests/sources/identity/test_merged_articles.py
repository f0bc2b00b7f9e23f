"""A document of an article that was merged belongs to the one that remains."""

from __future__ import annotations

import pytest

from events.editing.merging.merge import merge
from sources.intake.ingest import ingest
from sources.models import Snapshot, Source
from tests.factories import SourceFactory, snapshot_of
from tests.sources.identity.lantern_fair import OTHER, SENTENCES, page

pytestmark = pytest.mark.django_db

CORRECTION = "更正：此前的版本写错了一个年份，现已改正，编辑部向读者致歉。"
OWN = {"url": "", "site": "江口商报", "title": "第一题"}


def take(tmp_path, name, data):
    file = tmp_path / name
    file.write_bytes(data)
    return ingest([str(file)]).items.select_related("source").get().source


@pytest.mark.slow
@pytest.mark.parametrize("url", ["https://first.example/1", ""], ids=["by address", "by file"])
def test_new_text_of_a_merged_article(url, tmp_path):
    own = {**OWN, "url": url}
    other = {"url": "https://other.example/2", "site": "另一家报", "title": "第二题"}
    article = take(tmp_path, "a.html", page(**own))
    target = take(tmp_path, "b.html", page(**other, paragraphs=[*SENTENCES[:7], *OTHER]))
    assert article != target
    Source.objects.update(repost_of=None)
    title = target.title
    merge(Source, article.pk, target.pk)
    again = page(**own, paragraphs=[*SENTENCES, CORRECTION])
    assert take(tmp_path, "a.html", again) == target
    target.refresh_from_db()
    assert target.title == title


@pytest.mark.slow
def test_original_of_a_merged_digest(tmp_path):
    found = take(tmp_path, "a.html", page(**OWN))
    text = found.snapshots.get().text
    found.delete()
    article, target = SourceFactory(original_sha256=Snapshot.digest_of(text)), SourceFactory()
    snapshot_of(article, kind="digest")
    merge(Source, article.pk, target.pk)
    assert take(tmp_path, "a.html", page(**OWN)) == target
