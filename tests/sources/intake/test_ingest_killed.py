"""Real ingest processes on a real database: concurrent, and killed while they run."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench.pages import write
from sources.models import IngestItem, IngestRun, Passage, Snapshot, Source

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parents[3]
DOCUMENTS = int(os.environ.get("KB_KILLED_DOCUMENTS", 16))
ROUNDS = int(os.environ.get("KB_KILLED_ROUNDS", 2))
"""KB_KILLED_DOCUMENTS=60 KB_KILLED_ROUNDS=60 tries harder than a daily run can."""


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    write(folder, DOCUMENTS)
    return folder


@pytest.fixture
def start(process_environment):
    """Start `manage.py ingest`; at the end of the test, kill processes still running."""
    started = []

    def start(*inputs):
        command = [sys.executable, "manage.py", "ingest", "--json", *map(str, inputs)]
        process = subprocess.Popen(
            command, cwd=ROOT, env=process_environment, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, start_new_session=True,
            # A suite in the background ignores the interrupt key, and so would its processes.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def finish(process):
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    return [json.loads(line) for line in out.splitlines()]


def kill_after_first_item(process, delay):
    """Kill a run `delay` seconds after its first item exists."""
    before = IngestItem.objects.count()
    while IngestItem.objects.count() == before and process.poll() is None:
        time.sleep(0.005)
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.communicate()


def assert_complete():
    """Assert that each source has its text, and each text its passages."""
    for source in Source.objects.all():
        snapshot = source.snapshots.current().get()
        passages = list(snapshot.passages.all())
        assert passages
        assert "\n\n".join(passage.text for passage in passages) == snapshot.text
        assert all(snapshot.text[row.start : row.end] == row.text for row in passages)
    assert Passage.objects.values("snapshot").distinct().count() == Snapshot.objects.count()
    settled = IngestItem.objects.exclude(status="pending")
    assert not settled.filter(source=None).exists()


def test_killed_runs_are_finished_by_the_next(folder, start):
    generator = random.Random()
    for _ in range(ROUNDS):
        kill_after_first_item(start(folder), generator.uniform(0, 2.4 / ROUNDS))
        assert_complete()
    source_count = Source.objects.count()
    items = finish(start(folder))
    assert len({item["source"] for item in items}) == DOCUMENTS
    assert Source.objects.count() == Snapshot.objects.count() == DOCUMENTS, (
        f"{source_count} were there"
    )
    assert_complete()
    assert not IngestItem.objects.unfinished().exists()
    assert not IngestRun.objects.filter(finished_at=None).exists()


def test_concurrent_runs_create_each_source_once(folder, start):
    runs = [start(folder) for _ in range(2)]
    results = [finish(process) for process in runs]
    assert Source.objects.count() == Snapshot.objects.count() == DOCUMENTS
    assert_complete()
    for number in range(DOCUMENTS):
        statuses = sorted(items[number]["status"] for items in results)
        assert statuses == ["created", "unchanged"], results[0][number]


def test_run_does_not_take_over_items_of_an_active_run(folder, start, tmp_path):
    active = start(folder)
    while not IngestItem.objects.filter(status="created").exists():
        time.sleep(0.01)
    assert finish(start(tmp_path / "articles" / "000000.txt"))[0]["status"] == "unchanged"
    assert len(finish(active)) == DOCUMENTS


@pytest.mark.parametrize(
    ("number", "send", "returncode"),
    [
        # The interrupt key reaches all processes of a terminal; a service manager may do either.
        (signal.SIGINT, os.killpg, 130),
        (signal.SIGTERM, os.kill, 143),
        (signal.SIGTERM, os.killpg, 143),
    ],
)
def test_interrupted_run_says_what_is_done_and_the_next_one_finishes(
    folder, start, number, send, returncode
):
    process = start(folder)
    while not IngestItem.objects.filter(status="created").exists():
        time.sleep(0.005)
    send(process.pid, number)
    out, err = process.communicate(timeout=60)
    done = len(out.splitlines())
    assert process.returncode == returncode, err
    assert err.startswith("CommandError: Interrupted. ")
    totals = f" ({done} created)" if done else ""
    assert f"{done} documents are done and kept{totals}. Run the same command again" in err
    assert "Traceback" not in err
    assert IngestRun.objects.get().finished_at is None
    unfinished = IngestItem.objects.unfinished()
    assert not unfinished.filter(attempts__gt=0).exists()
    left = unfinished.count()
    assert 0 < left < DOCUMENTS
    assert_complete()
    # Without a path, a run only continues what is left.
    assert [item["status"] for item in finish(start())] == ["created"] * left
    assert Source.objects.count() == DOCUMENTS
    assert not IngestItem.objects.unfinished().exists()
    assert not IngestRun.objects.filter(finished_at=None).exists()
