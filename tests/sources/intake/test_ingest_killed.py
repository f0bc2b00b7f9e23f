"""Real processes on a real database, several at once and killed in the middle."""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench.pages import write
from sources.models import IngestItem, IngestRun, Passage, Snapshot, Source

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[3]
DOCUMENTS, ROUNDS = 30, 3


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    write(folder, DOCUMENTS)
    return folder


@pytest.fixture
def start(process_environment):
    """Start `manage.py ingest`; whatever still runs in the end is killed."""
    started = []

    def start(folder):
        command = [sys.executable, "manage.py", "ingest", "--json", str(folder)]
        process = subprocess.Popen(
            command, cwd=ROOT, env=process_environment, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def finish(process):
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return [json.loads(line) for line in out.splitlines()]


def kill_once_begun(process, delay):
    """Kill a run `delay` seconds after its first item is there."""
    before = IngestItem.objects.count()
    while IngestItem.objects.count() == before and process.poll() is None:
        time.sleep(0.005)
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.communicate()


def assert_whole():
    """Every Source has its text, every text its passages; nothing is half there."""
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
    chance = random.Random()
    for _ in range(ROUNDS):
        kill_once_begun(start(folder), chance.uniform(0, 0.8))
        assert_whole()
    killed = Source.objects.count()
    items = finish(start(folder))
    assert len({item["source"] for item in items}) == DOCUMENTS
    assert Source.objects.count() == Snapshot.objects.count() == DOCUMENTS, f"{killed} were there"
    assert_whole()
    assert not IngestItem.objects.unfinished().exists()
    assert not IngestRun.objects.filter(finished_at=None).exists()


def test_concurrent_runs_make_each_source_once(folder, start):
    runs = [start(folder) for _ in range(2)]
    told = [finish(process) for process in runs]
    assert Source.objects.count() == Snapshot.objects.count() == DOCUMENTS
    assert_whole()
    for number in range(DOCUMENTS):
        statuses = sorted(items[number]["status"] for items in told)
        assert statuses == ["created", "unchanged"], told[0][number]


def test_run_leaves_the_work_of_a_living_one_alone(folder, start, tmp_path):
    living = start(folder)
    while not IngestItem.objects.filter(status="created").exists():
        time.sleep(0.01)
    assert finish(start(tmp_path / "articles" / "000000.txt"))[0]["status"] == "unchanged"
    assert len(finish(living)) == DOCUMENTS
