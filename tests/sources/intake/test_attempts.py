"""A document that stops the process or takes too long does not stop the others."""

import pytest

from sources.intake.ingest import ingest
from sources.models import IngestItem, IngestRun, Source
from tests.sources.intake.test_ingest import PARAGRAPHS, article

pytestmark = pytest.mark.django_db


def run(*names):
    """Ingest the inputs; return each item as (last part of the path, status, code, attempts)."""
    results = []
    ingest(names, report=results.append)
    return [
        (item.input.rsplit("/", 1)[1], item.status, item.error_code, item.attempts)
        for item in results
    ]


def killed_run(*items):
    """Leave a run as a killed process does, with the numbers of attempts of its items."""
    run = IngestRun.objects.create(inputs=[])
    for item in items:
        item.run, item.status = run, IngestItem.Status.PENDING
        item.save()


def begun(path, attempts=1):
    item = IngestItem.objects.filter(input=path).order_by("pk").last()
    sha256 = item.sha256 if item else ""
    return IngestItem(input=path, attempts=attempts, sha256=sha256)


@pytest.fixture
def folder(tmp_path):
    return str(tmp_path / "in")


@pytest.mark.slow
def test_document_that_fails_twice_is_parked_and_the_others_are_read(poison, write, folder):
    bad = write("fail it", "in/a.txt")
    write(name="in/b.txt")
    assert run(folder) == [("a.txt", "failed", "fault", 1), ("b.txt", "created", "", 0)]
    assert run(folder) == [("a.txt", "parked", "fault", 2), ("b.txt", "unchanged", "", 0)]
    # The reader is not asked again.
    write("exit it", "in/c.txt")
    IngestItem.objects.filter(input=bad).update(error="because")
    assert run(folder)[0] == ("a.txt", "parked", "fault", 2)
    assert IngestItem.objects.filter(input=bad).order_by("pk").last().error == "because"


@pytest.mark.slow
def test_parked_document_is_read_again_when_its_path_is_given(poison, write, folder):
    bad = write("fail it", "in/a.txt")
    for _ in range(3):
        run(folder)
    assert run(bad) == [("a.txt", "failed", "fault", 1)]
    assert run(bad) == [("a.txt", "parked", "fault", 2)]


@pytest.mark.slow
def test_parked_document_is_read_again_when_its_bytes_change(poison, write, folder):
    write("fail it", "in/a.txt")
    for _ in range(3):
        run(folder)
    write("fail it again", "in/a.txt")
    assert run(folder) == [("a.txt", "failed", "fault", 1)]
    write(name="in/a.txt")
    assert run(folder) == [("a.txt", "created", "", 0)]


@pytest.mark.slow
def test_retried_items_are_read_by_the_next_run(poison, write, folder):
    bad = write("fail it", "in/a.txt")
    for _ in range(3):
        run(folder)
    assert IngestItem.objects.all().retry() == 1
    assert IngestItem.objects.all().retry() == 0
    assert run() == [("a.txt", "failed", "fault", 1)]
    assert run(folder) == [("a.txt", "parked", "fault", 2)]
    assert IngestItem.objects.filter(input=bad).order_by("pk").last().error


def test_refusal_is_not_an_attempt(write, folder):
    write(b"", "in/a.txt")
    for _ in range(3):
        assert run(folder) == [("a.txt", "failed", "empty", 0)]


def test_attempt_is_saved_before_reading_begins(write, monkeypatch):
    seen = []

    def read_document(data, name):
        seen.append(IngestItem.objects.values_list("attempts", "status", "sha256").get())
        raise KeyboardInterrupt

    monkeypatch.setattr("sources.intake.ingest.read_document", read_document)
    with pytest.raises(KeyboardInterrupt):
        run(write())
    assert [(attempts, status, len(sha256)) for attempts, status, sha256 in seen] == [
        (1, "pending", 64)
    ]


@pytest.mark.slow
def test_document_during_which_the_process_was_killed_twice_is_parked(write):
    path = write()
    for attempts in (1, 2):
        run(path)
        Source.objects.all().delete()
        killed_run(begun(path, attempts))
        [(name, *result)] = run()
        assert name == "article.txt"
        assert result == [["created", "", 0], ["parked", "killed", 2]][attempts - 1]
    assert "ended each time" in IngestItem.objects.order_by("pk").last().error
    assert run(path) == [("article.txt", "created", "", 0)]


@pytest.mark.slow
def test_begun_documents_come_after_all_others(write, tmp_path):
    paths = [
        write(article(f"Title {n}", f"2021-0{n}-01", [f"{n} {p}" for p in PARAGRAPHS]), f"{n}.txt")
        for n in range(1, 6)
    ]
    killed_run(begun(paths[0]), begun(paths[1], 0), begun(paths[2], 0))
    names = [name for name, *_ in run(paths[4], paths[0], paths[2])]
    assert names == ["5.txt", "3.txt", "2.txt", "1.txt"]


@pytest.mark.slow
def test_fault_while_storing_fails_alone(write, folder, monkeypatch):
    write(name="in/a.txt")
    write(article("Other", "2020-01-01", ["Other words. " * 9]), "in/b.txt")
    from sources.intake import ingest as module

    store = module.ingest_draft

    def failing(item, data, draft):
        store(item, data, draft)
        if draft.title == "Other":
            raise KeyError("nothing")

    monkeypatch.setattr(module, "ingest_draft", failing)
    assert run(folder) == [("a.txt", "created", "", 0), ("b.txt", "failed", "fault", 1)]
    assert Source.objects.get().title == "A shop nobody needed"
    item = IngestItem.objects.failed().get()
    assert (item.source, item.snapshot) == (None, None)
    assert "KeyError" in item.error
