"""The `reread` command: report what a better adapter reads, then apply it."""

import io
from contextlib import closing
from dataclasses import replace

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from sources import adapters
from sources.adapters.base import Figure, Gap
from sources.identity.records import new_source
from sources.intake import reread as module
from sources.intake.locks import WRITE_LOCK
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


@pytest.mark.slow
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


@pytest.fixture
def longer():
    """Return the blocks of an older reading that holds much more than a present one."""
    return (*CURRENT.blocks, *(replace(CURRENT.blocks[0], text=text) for text in OTHER))


@pytest.mark.slow
def test_reading_that_is_kept_aside_is_stored_once(read_before, longer):
    source = read_before(blocks=longer)
    reread("--apply")
    source.refresh_from_db()
    source.doubts = []
    source.save()
    before = everything()
    for arguments in ([], ["--apply"], ["--apply", "--all"], ["--apply", source.slug]):
        assert "is kept, but not current" in reread(*arguments)
        assert everything() == before


@pytest.mark.slow
def test_reading_that_was_kept_aside_becomes_current_once_nothing_objects(read_before):
    source = read_before(blocks=(*CURRENT.blocks, replace(CURRENT.blocks[0], text=OTHER[0])))
    Source.objects.update(state="accepted")
    assert "It is shorter than the current text" in reread("--apply")
    Source.objects.update(state="new")
    assert "becomes current" in reread("--apply")
    assert [(row.number, row.is_current) for row in source.snapshots.order_by("number")] == [
        (1, False),
        (2, True),
    ]
    source.refresh_from_db()
    assert not any("is not current" in doubt for doubt in source.doubts)
    assert "0 documents read" in reread("--apply")


@pytest.mark.slow
def test_text_that_is_read_like_before_is_marked_as_read(read_before):
    source = read_before(title="灯会")
    assert "1 documents read, 1 with differences" in reread()
    assert "1 documents read, 1 with differences" in reread("--apply")
    snapshot = source.snapshots.get()
    assert (snapshot.adapter_version, snapshot.text) == (CURRENT.adapter_version, CURRENT.text)
    assert snapshot.values_read["title"] == CURRENT.title
    assert "0 documents read" in reread()


@pytest.mark.slow
@pytest.mark.parametrize(
    "values",
    [
        {"gaps": (Gap(0, 1, 0, "words are missing"),)},
        {"figures": (Figure("https://jk.example/a.png", "/a.png", 1),)},
        {"blocks": (replace(CURRENT.blocks[0], kind="quote"), *CURRENT.blocks[1:])},
    ],
    ids=["gaps", "figures", "kinds"],
)
def test_better_reading_of_the_same_text_is_a_difference(read_before, values):
    source = read_before(**values)
    assert "1 documents read, 1 with differences" in reread("--apply")
    snapshot = source.snapshots.current().get()
    assert (snapshot.number, snapshot.gaps, snapshot.figures.count()) == (2, [], 0)
    assert snapshot.passages.first().kind == CURRENT.blocks[0].kind
    assert "0 documents read" in reread("--apply")


@pytest.mark.slow
def test_document_is_written_while_no_other_process_writes(read_before, database_url):
    read_before(title="灯会")
    other = psycopg2.connect(database_url)
    other.cursor().execute("SELECT pg_advisory_lock(%s, 0)", [WRITE_LOCK])
    with closing(other), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '50ms'")
        for arguments in ([], ["--apply"]):
            with pytest.raises(CommandError, match=r"lock timeout(.|\n)*0 documents read"):
                reread(*arguments)


def test_value_that_is_edited_during_the_reading_is_not_touched(read_before, monkeypatch):
    source = read_before(title="灯会", outlet="旧名")
    read = module.read_document

    def read_while_editing(*args):
        Source.objects.filter(pk=source.pk).update(title="编者的标题")
        return read(*args)

    monkeypatch.setattr(module, "read_document", read_while_editing)
    report = reread("--apply")
    assert "title" not in report
    assert "outlet" in report
    source.refresh_from_db()
    assert source.title == "编者的标题"


def test_text_that_is_replaced_during_the_reading_is_left_alone(read_before, monkeypatch, longer):
    source = read_before(title="灯会")
    read = module.read_document

    def read_while_replacing(*args):
        store(source, replace(CURRENT, blocks=longer), b"", Snapshot.Kind.ORIGINAL)
        return read(*args)

    monkeypatch.setattr(module, "read_document", read_while_replacing)
    assert "1 documents read, 0 with differences" in reread("--apply")
    assert source.snapshots.current().get().number == 2
    source.refresh_from_db()
    assert source.title == "灯会"


@pytest.mark.slow
def test_interruption_keeps_what_is_done_and_says_so(read_before, monkeypatch):
    first, second = read_before(title="灯会"), read_before(title="灯会")
    read, calls = module.read_document, []

    def interrupted(*args):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return read(*args)

    monkeypatch.setattr(module, "read_document", interrupted)
    out = io.StringIO()
    with pytest.raises(CommandError) as raised:
        call_command("reread", "--apply", stdout=out)
    assert raised.value.returncode == 130
    assert "1 documents read, 1 with differences. Their differences are saved." in str(raised.value)
    assert first.slug in out.getvalue()
    assert second.slug not in out.getvalue()
    assert list(Source.objects.order_by("pk").values_list("title", flat=True)) == [
        CURRENT.title,
        "灯会",
    ]
    monkeypatch.setattr(module, "read_document", read)
    assert "1 documents read, 1 with differences" in reread("--apply")
