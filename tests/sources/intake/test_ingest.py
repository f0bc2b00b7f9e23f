"""Ingest: the result of each document, and what it must not change."""

import hashlib
import os
from dataclasses import replace

import pgtrigger
import pytest

from sources import adapters
from sources.intake import documents
from sources.intake import snapshots as storing
from sources.intake.ingest import ingest
from sources.models import IngestItem, IngestRun, Outlet, Passage, Snapshot, Source
from tests.factories import OutletFactory, SourceFactory

pytestmark = pytest.mark.django_db

OTHER_PARAGRAPHS = (
    "Three ferries a day will connect the islands from June on, said the harbour master on Monday.",
    "The library stays open until ten in the evening, and it has twice as many desks as before.",
    "Nobody could say when the bridge is going to be repaired, or which of the two towns pays.",
)
PARAGRAPHS = (
    "The company opened a shop inside its own application, and the merchants waited for buyers.",
    "A year later the shop was closed. Few people had bought anything, the company told us.",
    "The next attempt is planned for spring, in two cities, with other goods and smaller fees.",
)


def article(
    title="A shop nobody needed", date="2021-06-03", paragraphs=PARAGRAPHS, author="A. Writer"
):
    front = f"---\ntitle: '{title}'\nauthor: Mirror\ndate: {date}\n---\n\n"
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    return f"{front}<div>\n{body}<p>作者：{author}</p>\n</div>\n"


def run(*names):
    """Ingest the inputs and return each item as (status, error code)."""
    return [(item.status, item.error_code) for item in ingest(names).items.all()]


def everything():
    """Return all rows of which articles consist, to see whether a run changed any."""
    return [
        list(model.objects.order_by("pk").values()) for model in (Outlet, Source, Snapshot, Passage)
    ]


@pytest.mark.slow
def test_created_source_has_all_values_of_the_draft(write):
    path = write()
    assert run(path) == [("created", "")]
    source, snapshot = Source.objects.get(), Snapshot.objects.get()
    assert (source.title, source.language) == ("A shop nobody needed", "en")
    assert source.published == "2021-06-03"
    assert source.state == Source.State.NEW
    data = article().encode()
    assert bytes(snapshot.content) == data
    assert snapshot.sha256 == hashlib.sha256(data).hexdigest()
    assert snapshot.text_sha256 == hashlib.sha256(snapshot.text.encode()).hexdigest()
    passages = list(snapshot.passages.all())
    assert [row.position for row in passages] == list(range(1, len(passages) + 1))
    assert all(snapshot.text[row.start : row.end] == row.text for row in passages)
    assert [row.text for row in passages][:3] == list(PARAGRAPHS)
    item = IngestItem.objects.get()
    assert (item.source, item.snapshot, item.sha256) == (source, snapshot, snapshot.sha256)
    assert item.finished_at
    assert IngestRun.objects.get().finished_at


@pytest.mark.slow
def test_second_run_changes_nothing(write):
    path = write()
    run(path)
    before = everything()
    assert run(path) == [("unchanged", "")]
    assert everything() == before


@pytest.mark.slow
def test_changed_text_is_a_new_snapshot_of_the_same_source(write):
    path = write()
    run(path)
    write(article(paragraphs=(*PARAGRAPHS, "An addition appeared.")))
    assert run(path) == [("updated", "")]
    source = Source.objects.get()
    snapshots = list(source.snapshots.order_by("number").values_list("number", "is_current"))
    assert snapshots == [(1, False), (2, True)]
    assert source.snapshots.current().get().passages.filter(text__startswith="An addition").exists()
    assert run(path) == [("unchanged", "")]


@pytest.mark.slow
def test_same_article_from_two_paths_is_one_source(write):
    first, second = write(), write(name="copies/other.txt")
    assert run(first, second) == [("created", ""), ("unchanged", "")]
    assert Source.objects.count() == Snapshot.objects.count() == 1


@pytest.mark.slow
def test_same_text_in_other_bytes_is_the_same_source(write):
    run(write())
    assert run(write(article().replace("\n", "\r\n"), "windows.txt")) == [("updated", "")]
    assert Source.objects.count() == 1
    assert set(Snapshot.objects.values_list("number", "is_current")) == {(1, False), (2, True)}


@pytest.mark.slow
def test_same_title_on_another_day_is_another_source(write):
    other = article(date="2021-07-03", paragraphs=OTHER_PARAGRAPHS)
    assert run(write(), write(other, "other.txt")) == [("created", ""), ("created", "")]
    assert sorted(Source.objects.values_list("published", flat=True)) == [
        "2021-06-03",
        "2021-07-03",
    ]
    assert len(set(Source.objects.values_list("slug", flat=True))) == 2


@pytest.mark.slow
def test_other_article_in_the_same_file_is_another_source(write):
    path = write()
    run(path)
    write(article("Something else entirely", "2022-01-01", OTHER_PARAGRAPHS))
    assert run(path) == [("created", "")]
    assert Source.objects.count() == 2


@pytest.mark.slow
def test_new_title_in_the_same_file_is_still_the_same_source(write):
    path = write()
    run(path)
    write(article("A corrected headline", "2021-06-04"))
    assert run(path) == [("updated", "")]
    source = Source.objects.get()
    assert (source.title, source.published) == ("A corrected headline", "2021-06-04")


@pytest.mark.slow
def test_corrections_of_editors_are_kept(write):
    path = write()
    run(path)
    source = Source.objects.get()
    outlet = OutletFactory(name_en="The right one")
    source.title, source.published = "The right title", "2021-06-02"
    source.authors, source.outlet, source.language = ["The right author"], outlet, "zh-Hans"
    source.save()
    write(article(paragraphs=(*PARAGRAPHS, "An addition appeared.")))
    assert run(path) == [("updated", "")]
    source.refresh_from_db()
    assert (source.title, source.published) == ("The right title", "2021-06-02")
    assert (source.authors, source.outlet, source.language) == (
        ["The right author"],
        outlet,
        "zh-Hans",
    )


def test_source_known_from_its_front_matter_gets_the_original(write):
    digest = Snapshot.digest_of(adapters.read(article().encode(), "x").text)
    known = SourceFactory(slug="known", original_sha256=digest, title="Another title", published="")
    assert run(write()) == [("updated", "")]
    assert Snapshot.objects.get().source == known


@pytest.mark.slow
def test_folder_is_read_in_order_without_hidden_files(write, tmp_path):
    write(article("Second", "2021-01-02", OTHER_PARAGRAPHS), "in/b.txt")
    write(article("First", "2021-01-01"), "in/a/z.txt")
    write(article("Hidden", "2021-01-03"), "in/.hidden.txt")
    write(article("Hidden", "2021-01-03"), "in/.git/c.txt")
    items = ingest([str(tmp_path / "in"), str(tmp_path / "in" / "b.txt")]).items.all()
    assert [(item.input, item.status) for item in items] == [
        (str(tmp_path / "in" / "a" / "z.txt"), "created"),
        (str(tmp_path / "in" / "b.txt"), "created"),
    ]


def test_empty_folder_has_no_items(tmp_path):
    assert run(str(tmp_path)) == []
    assert IngestRun.objects.get().finished_at


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "binary"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 4, "binary"),
        (b"PK\x03\x04" + bytes(range(256)) * 4, "binary"),
        (b"x" * (20 * 1024 * 1024 + 1), "too_large"),
    ],
    ids=["empty", "white", "png", "pdf", "zip", "20MB"],
)
def test_file_without_an_article_fails_with_its_reason(write, data, code):
    assert run(write(data)) == [("failed", code)]
    assert len(IngestItem.objects.get().error) > 10
    assert not Source.objects.exists()


@pytest.mark.parametrize("name", ["missing.txt", "pipe", "loop", "x" * 300])
def test_path_that_is_not_a_file_fails_with_its_reason(tmp_path, name):
    path = tmp_path / name
    if name == "pipe":
        os.mkfifo(path)
    if name == "loop":
        path.symlink_to(path)
    assert run(str(path)) == [("failed", "file")]


def test_name_that_is_not_utf8_fails_with_advice(write, tmp_path):
    write(name="in/a.txt")
    (tmp_path / "in" / os.fsdecode(b"\xff.txt")).write_bytes(article("Other").encode())
    assert run(str(tmp_path / "in")) == [("created", ""), ("failed", "file")]
    assert "rename it" in IngestItem.objects.failed().get().error


@pytest.mark.parametrize("address", ["https://example.org/a", "HTTP://example.org/a"])
def test_address_is_rejected_with_advice(address):
    assert run(address) == [("failed", "address")]
    assert "Save the page" in IngestItem.objects.get().error


@pytest.mark.slow
def test_folder_with_a_pipe_and_a_broken_link_in_it(write, tmp_path):
    write(name="in/a.txt")
    os.mkfifo(tmp_path / "in" / "pipe")
    (tmp_path / "in" / "link").symlink_to(tmp_path / "nowhere")
    assert run(str(tmp_path / "in")) == [("created", ""), ("failed", "file")]


@pytest.mark.slow
def test_failed_item_changes_no_rows(write):
    good = write(name="in/b.txt")
    run(good)
    before = everything()
    names = [write(b"", "in/a.txt"), good, write(b"\x00\x01\x02" * 90, "in/c.txt"), "/nowhere"]
    assert [status for status, _code in run(*names)] == ["failed", "unchanged", "failed", "failed"]
    assert everything() == before


def test_item_is_saved_with_its_source_or_not_at_all(write, monkeypatch):
    path = write()
    monkeypatch.setattr(
        storing.Passage.objects, "bulk_create", lambda rows: (_ for _ in ()).throw(OSError("disk"))
    )
    assert run(path) == [("failed", "fault")]
    assert not Source.objects.exists()
    assert not Snapshot.objects.exists()


@pytest.mark.slow
def test_run_takes_over_items_of_a_killed_run(write):
    killed_run = IngestRun.objects.create(inputs=["x"])
    path, other = write(), write(article("Other", "2020-01-01", ["Other words. " * 9]), "b.txt")
    for name, status in ((path, "pending"), (other, "created")):
        IngestItem.objects.create(run=killed_run, input=name, status=status)
    assert run() == [("created", "")]
    assert Source.objects.get().title == "A shop nobody needed"
    killed_run.refresh_from_db()
    assert killed_run.finished_at
    assert not IngestItem.objects.unfinished().exists()
    assert killed_run.items.get().input == other


@pytest.mark.slow
def test_new_adapter_version_reads_the_same_bytes_again(write):
    path = write()
    run(path)
    snapshot = Snapshot.objects.get()
    assert adapters.is_current(snapshot)
    values = {
        field.attname: getattr(snapshot, field.attname)
        for field in Snapshot._meta.concrete_fields
        if not field.primary_key
    }
    Snapshot.objects.update(is_current=False)
    Snapshot.objects.create(**{**values, "number": 2, "adapter_version": 0, "text": PARAGRAPHS[0],
                               "text_sha256": Snapshot.digest_of(PARAGRAPHS[0])})  # fmt: skip
    assert run(path) == [("updated", "")]
    assert Source.objects.get().snapshots.current().get().adapter == snapshot.adapter
    assert Source.objects.get().snapshots.current().get().number == 3
    assert run(path) == [("unchanged", "")]


@pytest.mark.slow
def test_new_adapter_version_that_reads_the_same_stores_no_second_text(write):
    path = write()
    run(path)
    with pgtrigger.ignore("sources.Snapshot:snapshot_never_edited"):
        Snapshot.objects.update(adapter_version=0)
    assert run(path) == [("unchanged", "")]
    assert adapters.is_current(Snapshot.objects.get())


@pytest.mark.slow
def test_reverted_text_is_current_again(write):
    path = write()
    run(path)
    write(article(paragraphs=(*PARAGRAPHS, "An addition appeared.")))
    run(path)
    write()
    run(path)
    current = Source.objects.get().snapshots.current().get()
    assert not current.passages.filter(text__startswith="An addition").exists()
    assert bytes(current.content) == article().encode()


@pytest.mark.slow
def test_copies_in_other_bytes_do_not_replace_each_other(write):
    names = write(), write(article().replace("\n", "\r\n"), "windows.txt")
    run(*names)
    before = everything()
    assert run(*names) == [("unchanged", ""), ("unchanged", "")]
    assert everything() == before


@pytest.mark.slow
def test_outlet_is_created_once_for_all_its_articles(write):
    for number in range(2):
        text = article(
            f"Title {number}", f"2021-0{number + 1}-01", [f"{p} {number}" for p in PARAGRAPHS]
        )
        run(write(text.replace("author: Mirror", "author: Mirror"), f"{number}.txt"))
    names = [str(outlet.name) for outlet in Outlet.objects.all()]
    assert len(names) == len(set(names))


@pytest.mark.slow
def test_document_with_values_too_long_is_kept_with_a_doubt(write):
    assert run(write(article(title="Long " * 400))) == [("created", "")]
    source = Source.objects.get()
    assert len(source.title) <= 500
    assert "was cut to 500" in " ".join(source.doubts)


@pytest.mark.slow
def test_document_that_the_database_refuses_fails_alone(write, monkeypatch):
    first, second = write(article("First", "2020-01-01", ["Other. " * 9]), "a.txt"), write()
    new_source = documents.new_source

    def make_too_long(draft, repost_of):
        draft = replace(draft, title="t" * 501) if draft.title == "First" else draft
        return new_source(draft, repost_of)

    monkeypatch.setattr(documents, "new_source", make_too_long)
    assert run(first, second) == [("failed", "unstorable"), ("created", "")]
    assert run(second) == [("unchanged", "")]
