"""The `reread` command: report what a better adapter reads, then apply it."""

import io
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from sources import adapters
from sources.identity.records import new_source
from sources.intake.snapshots import store
from sources.models import Outlet, Snapshot, Source
from tests.factories import evidence_for, published_claim
from tests.sources.identity.lantern_fair import OTHER, SENTENCES, page

pytestmark = pytest.mark.django_db

DATA = page()
CURRENT = adapters.read(DATA, "x")


def reread(*args):
    out = io.StringIO()
    call_command("reread", *args, stdout=out)
    return out.getvalue()


@pytest.fixture
def read_before():
    """Return a function that stores the article as an older adapter read it."""

    def read_before(**values):
        draft = replace(CURRENT, adapter_version=0, **values)
        source = new_source(draft)
        store(source, draft, DATA, Snapshot.Kind.ORIGINAL)
        return source

    return read_before


def everything():
    models = (Source, Snapshot, Outlet)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.slow
def test_differences_are_reported_and_nothing_is_saved(read_before):
    source = read_before(title="灯会", authors=("某人",), blocks=CURRENT.blocks[:-1])
    before = everything()
    report = reread()
    assert source.slug in report
    assert f"title: 灯会 → {CURRENT.title}" in report
    assert f"+ {SENTENCES[-1][:20]}" in report
    assert "becomes current" in report
    assert "1 documents read, 1 with differences" in report
    assert everything() == before


@pytest.mark.slow
def test_applied_reading_becomes_current_and_evidence_follows(read_before):
    source = read_before(title="灯会", outlet="旧名", blocks=CURRENT.blocks[:-1])
    words = SENTENCES[3][2:20]
    evidence = evidence_for(published_claim(), source.snapshots.get(), words)
    reread("--apply")
    source.refresh_from_db()
    evidence.refresh_from_db()
    current = source.snapshots.current().get()
    assert (source.title, str(source.outlet), current.number) == (CURRENT.title, CURRENT.outlet, 2)
    assert current.text == CURRENT.text
    assert (evidence.snapshot, evidence.anchor, evidence.quotation) == (current, "exact", words)
    assert source.slug not in reread("--apply")


def test_reading_that_loses_text_is_kept_aside(read_before):
    longer = [*CURRENT.blocks, *(replace(CURRENT.blocks[0], text=text) for text in OTHER)]
    source = read_before(blocks=tuple(longer))
    report = reread("--apply")
    assert "is kept, but not current" in report
    assert source.snapshots.current().get().number == 1
    source.refresh_from_db()
    assert any(doubt.startswith("Text 2 is not current.") for doubt in source.doubts)


def test_edited_value_is_not_touched(read_before):
    source = read_before(title="灯会")
    source.title = "编者的标题"
    source.save()
    assert "title" not in reread("--apply")
    source.refresh_from_db()
    assert source.title == "编者的标题"


def test_document_of_the_present_adapter_is_read_only_on_demand(read_before):
    source = new_source(CURRENT)
    store(source, CURRENT, DATA, Snapshot.Kind.ORIGINAL)
    assert "0 documents read" in reread()
    assert "1 documents read, 0 with differences" in reread("--all")
    assert "1 documents read, 0 with differences" in reread(source.slug)


def test_unknown_article_is_an_error():
    with pytest.raises(CommandError, match="There is no article nowhere"):
        reread("nowhere")
