import hashlib
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from sources.intake import attempts, documents, reading
from sources.intake import ingest as running
from sources.intake.reading import ReaderUnavailable
from sources.models import IngestItem, IngestRun, Source
from tests.sources.intake.test_ingest import PARAGRAPHS, article

pytestmark = pytest.mark.django_db


def call(*arguments):
    """Run the command; return its output, its error output and its CommandError or None."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("ingest", *map(str, arguments), stdout=out, stderr=err, no_color=True)
    except CommandError as error:
        return out.getvalue(), err.getvalue(), error
    return out.getvalue(), err.getvalue(), None


def test_json_is_one_object_per_line(tmp_path):
    good, bad = tmp_path / "a.txt", tmp_path / "b.txt"
    good.write_text(article())
    bad.write_bytes(b"")
    out, err, error = call("--json", good, bad)
    first, second = map(json.loads, out.splitlines())
    assert first == {
        "input": str(good),
        "status": "created",
        "source": Source.objects.get().slug,
        "title": "A shop nobody needed",
        "repost_of": None,
        "doubts": [],
        "language": "en",
        "outlet": first["outlet"],
        "published": "2021-06-03",
        "passages": 4,
        "attempts": 0,
        "error": None,
        "error_code": None,
    }
    assert second == {
        "input": str(bad),
        "status": "failed",
        "source": None,
        "title": None,
        "repost_of": None,
        "doubts": [],
        "language": None,
        "outlet": None,
        "published": None,
        "passages": 0,
        "attempts": 0,
        "error": "The file is empty.",
        "error_code": "empty",
    }
    assert err == ""
    assert "1 of 2 documents failed" in str(error)


@pytest.mark.slow
def test_success_prints_the_result_of_each_input(tmp_path):
    (tmp_path / "a.txt").write_text(article())
    out, _err, error = call(tmp_path)
    assert error is None
    assert out.splitlines()[-1] == "1 created"
    assert "A shop nobody needed" in out


def test_failure_is_printed_with_its_reason(tmp_path):
    _out, err, error = call(tmp_path / "nowhere.txt")
    assert "There is no such file." in err
    assert error.returncode == 1


def test_nothing_to_ingest(tmp_path):
    assert call(tmp_path)[0] == "Nothing to ingest.\n"
    assert call()[0] == "Nothing to ingest.\n"


@pytest.mark.slow
def test_parked_document_is_a_failure_with_its_reason(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(article())
    IngestItem.objects.create(
        run=IngestRun.objects.create(finished_at=timezone.now()), input=str(path),
        status="parked", attempts=2, sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        error_code="too_slow", error="Reading it takes more than 30 seconds.",
    )  # fmt: skip
    out, err, error = call(tmp_path)
    assert out == "1 parked\n"
    assert f"parked    {path}: Reading it takes more than 30 seconds." in err
    assert "1 of 1 documents failed" in str(error)
    assert call(path)[0].splitlines()[-1] == "1 created"


@pytest.mark.slow
def test_without_a_path_the_items_left_by_an_earlier_run_are_read(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(article())
    IngestItem.objects.create(run=IngestRun.objects.create(), input=str(path))
    assert call()[0].splitlines()[-1] == "1 created"


@pytest.fixture
def four(tmp_path):
    """Write four articles; return their folder."""
    for number in range(4):
        paragraphs = [f"{number}. {text}" for text in PARAGRAPHS]
        text = article(f"Number {number} of them all", f"2021-06-0{number + 1}", paragraphs)
        (tmp_path / f"{number}.txt").write_text(text)
    return tmp_path


def fail_at(number, monkeypatch, module, name, error):
    """Let one call of a function fail."""
    function, calls = getattr(module, name), []

    def failing(*args):
        calls.append(args)
        if len(calls) == number:
            raise error
        return function(*args)

    monkeypatch.setattr(module, name, failing)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("place", "name", "error", "message", "returncode"),
    [
        (documents, "store_aside", OperationalError("server closed the connection\n"),
         "The database failed: server closed the connection\n", 1),
        (documents, "store_aside", InterfaceError("connection already closed"),
         "The database failed: connection already closed\n", 1),
        (documents, "store_aside", KeyboardInterrupt(), "Interrupted. ", 130),
        (running, "read_document", KeyboardInterrupt(), "Interrupted. ", 130),
        (running, "read_document", ReaderUnavailable("It did not start."), "It did not start.\n", 1),
    ],
    ids=["database", "connection", "interrupted writing", "interrupted reading", "no reader"],
)  # fmt: skip
def test_run_that_is_ended_says_what_to_do_and_the_next_run_finishes(
    four, monkeypatch, place, name, error, message, returncode
):
    # Twice, because a document that ends the process twice is parked.
    for number, done in ((3, "2 documents are done and kept (2 created)."), (1, "2 unchanged")):
        with monkeypatch.context() as patch:
            fail_at(number, patch, place, name, error)
            raised = call(four)[2]
        assert str(raised).startswith(message)
        assert done in str(raised)
        assert "Run the same command again" in str(raised)
        assert raised.returncode == returncode
        assert list(IngestItem.objects.unfinished().values_list("attempts", flat=True)) == [0, 0]
        assert IngestRun.objects.filter(finished_at=None).count() == 1
    assert call(four)[2] is None
    assert Source.objects.count() == 4
    assert not IngestItem.objects.unfinished().exists()
    assert not IngestRun.objects.filter(finished_at=None).exists()


@pytest.mark.slow
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("earlier", [0, 1])
def test_interruption_while_an_attempt_is_counted_counts_none(tmp_path, monkeypatch, when, earlier):
    path = tmp_path / "a.txt"
    path.write_text(article())
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    run = IngestRun.objects.create()
    IngestItem.objects.create(run=run, input=str(path), attempts=earlier, sha256=digest)
    count = attempts.count_attempt

    def interrupted(item, data, *, is_named):
        if when == "after":
            count(item, data, is_named=is_named)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(attempts, "count_attempt", interrupted)
        assert call()[2].returncode == 130
    assert IngestItem.objects.unfinished().get().attempts == earlier
    assert call()[0].splitlines()[-1] == "1 created"


@pytest.mark.slow
def test_process_that_does_not_start_is_no_fault_of_a_document(four, monkeypatch):
    def refuse(process):
        raise BlockingIOError("Resource temporarily unavailable")

    reading.end_reader()
    with monkeypatch.context() as patch:
        patch.setattr(reading, "_start", refuse)
        raised = call(four)[2]
    assert "did not start (Resource temporarily unavailable)" in str(raised)
    assert "0 documents are done and kept. Run the same command again" in str(raised)
    assert call(four)[0].splitlines()[-1] == "4 created"
