"""Reading in another process: its limits, and what is left of it after a failure."""

import signal

import pytest

from sources import adapters
from sources.adapters.base import EmptyDocument, TooComplex
from sources.intake import reading
from sources.intake.reading import (
    ReaderUnavailable,
    ReadingFault,
    TooMuchMemory,
    TooSlow,
    read_document,
)
from tests.sources.intake.test_ingest import article
from tests.sources.written import SAMPLES, read_sample

pytestmark = pytest.mark.slow

FAILURES = {
    "compute": TooSlow,
    "wait": TooSlow,
    "allocate": TooMuchMemory,
    "oom": TooMuchMemory,
    "exit": ReadingFault,
    "crash": ReadingFault,
    "fail": ReadingFault,
    "recurse": ReadingFault,
    "garble": ReadingFault,
    "terminate": ReaderUnavailable,
}


@pytest.mark.parametrize("name", SAMPLES)
def test_draft_is_that_of_the_adapters(name):
    data = read_sample(name)
    assert read_document(data, name) == adapters.read(data, name)


def test_refusal_of_an_adapter_is_raised_here():
    with pytest.raises(EmptyDocument, match="only white space"):
        read_document("\u200b".encode(), "x")
    attributes = " ".join(f"a{number}=1" for number in range(2000))
    with pytest.raises(TooComplex, match="1000 attributes"):
        read_document(f"<p {attributes}>x</p>".encode(), "x")


@pytest.mark.parametrize("name", FAILURES)
def test_document_that_ends_the_process_is_refused_and_the_next_one_is_read(poison, name):
    with pytest.raises(FAILURES[name]):
        read_document(f"{name} it".encode(), "x")
    assert read_document(article().encode(), "x").title == "A shop nobody needed"


def test_fault_is_logged_with_its_traceback(poison, caplog):
    with pytest.raises(
        ReadingFault, match=r"IndexError: list index out of range\)\. Please report"
    ):
        read_document(b"fail it", "folder/x.txt")
    assert "adapter failed on folder/x.txt" in caplog.text
    assert "Traceback" in caplog.text


def test_limit_of_time_is_for_one_document_not_for_all(poison, monkeypatch):
    # The limit is of processor time; a busy machine may take long for it.
    monkeypatch.setattr(reading, "WALL_CLOCK_FACTOR", 60)
    read_document(b"work " + article().encode(), "x")
    process = reading._reader.process
    for _ in range(5):
        read_document(b"work " + article().encode(), "x")
    assert reading._reader.process is process


def test_process_ends_with_the_one_that_started_it(poison):
    read_document(article().encode(), "x")
    process = reading._reader.process
    # What remains when the parent is killed: its end of the connection is closed.
    reading._reader.connection.close()
    process.join(30)
    assert process.exitcode == 0


def test_reply_of_an_interrupted_reading_is_not_that_of_the_next_document(poison):
    def interrupt(number, frame):
        raise KeyboardInterrupt

    read_document(article().encode(), "x")
    previous = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    try:
        with pytest.raises(KeyboardInterrupt):
            read_document(b"work " + article("The first").encode(), "x")
    finally:
        signal.signal(signal.SIGALRM, previous)
    assert read_document(article("The second").encode(), "x").title == "The second"
