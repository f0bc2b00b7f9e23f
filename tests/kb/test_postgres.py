"""Life cycle of the embedded server, with real processes and data directories."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg2
import pytest
from django.db import ConnectionHandler

from kb.database import database_settings
from kb.postgres import cluster, socket_folder
from kb.postgres.base import DatabaseWrapper
from kb.postgres.server import Server, ServerUnavailableError

USER_PROGRAM = """
import sys
from pathlib import Path
from kb.postgres.server import Server
Server(Path(sys.argv[1])).use()
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def cluster_dir(tmp_path_factory):
    """Create a data directory once per module: initdb takes most of the start time."""
    data_dir = tmp_path_factory.mktemp("postgres").resolve() / "data"
    cluster.create(data_dir)
    return data_dir


@pytest.fixture
def data_dir(cluster_dir):
    """Return the data directory; stop its server after the test."""
    yield cluster_dir
    cluster.stop(cluster_dir, seconds=5)


def start_user(data_dir):
    """Start a process that uses the server until its standard input closes."""
    return subprocess.Popen(
        [sys.executable, "-c", USER_PROGRAM, str(data_dir)],
        cwd=Path(__file__).resolve().parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@contextmanager
def running_users(data_dir, count):
    started = [start_user(data_dir) for _ in range(count)]
    try:
        for process in started:
            assert process.stdout.readline() == "ready\n"
        yield started
    finally:
        for process in started:
            end_user(process)


def end_user(process):
    process.communicate(timeout=120)


def fetch_one(data_dir, query):
    connection = psycopg2.connect(
        host=str(socket_folder.path(data_dir)), port="5432", user="postgres", dbname="postgres"
    )
    try:
        with connection.cursor() as cursor:
            cursor.execute(query)
            row = cursor.fetchone()
        connection.commit()
        return row
    finally:
        connection.close()


@pytest.mark.slow
def test_server_uses_utf8_and_sorts_by_code_point(data_dir):
    with running_users(data_dir, 1):
        row = fetch_one(
            data_dir, "SELECT current_setting('server_encoding'), '抖' ~ '^\\w$', 'é' > 'z'"
        )
    assert row == ("UTF8", True, True)


@pytest.mark.slow
def test_server_listens_on_no_network_address(data_dir):
    with running_users(data_dir, 1):
        assert fetch_one(data_dir, "SHOW listen_addresses") == ("",)
    assert stat.S_IMODE(data_dir.stat().st_mode) == 0o700


@pytest.mark.slow
def test_server_started_by_several_processes_at_once_is_one(data_dir):
    with running_users(data_dir, 3):
        assert len(cluster_processes(data_dir)) == 1


@pytest.mark.slow
def test_server_stops_with_its_last_user_not_before(data_dir):
    server = Server(data_dir)
    with running_users(data_dir, 2) as (first, second):
        end_user(first)
        assert server.is_running()
        end_user(second)
        assert not server.is_running()


@pytest.mark.slow
def test_server_does_not_run_on_for_a_killed_user(data_dir):
    server = Server(data_dir)
    with running_users(data_dir, 2) as (first, second):
        first.kill()
        first.wait()
        assert server.is_running()
        end_user(second)
        assert not server.is_running()


@pytest.mark.slow
def test_server_whose_users_were_all_killed_is_reused_and_stopped(data_dir):
    with running_users(data_dir, 1) as (first,):
        first.kill()
        first.wait()
        before = cluster_processes(data_dir)
        with running_users(data_dir, 1):
            assert cluster_processes(data_dir) == before
    assert not Server(data_dir).is_running()


@pytest.mark.slow
def test_server_that_was_killed_restarts_at_once(data_dir):
    with running_users(data_dir, 1):
        fetch_one(data_dir, "CREATE TABLE IF NOT EXISTS kept AS SELECT 1 AS one; SELECT 1")
        os.kill(cluster_processes(data_dir)[0], signal.SIGKILL)
        with running_users(data_dir, 1):
            assert fetch_one(data_dir, "SELECT one FROM kept") == (1,)


@pytest.mark.slow
def test_lock_file_with_the_process_id_of_another_program_is_ignored(data_dir):
    other = subprocess.Popen(["sleep", "60"])
    try:
        lines = f"{other.pid}\n{data_dir}\n1\n5432\n{data_dir}\n\n0 0\nready\n"
        (data_dir / "postmaster.pid").write_text(lines)
        with running_users(data_dir, 1):
            assert fetch_one(data_dir, "SELECT 1") == (1,)
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


@pytest.mark.slow
def test_django_reconnects_to_a_server_that_was_killed(data_dir, django_db_blocker):
    settings = ConnectionHandler({"default": database_settings(None, data_dir)}).settings
    connection = DatabaseWrapper(settings["default"])
    with django_db_blocker.unblock():
        try:
            connection.ensure_connection()
            (server,) = cluster_processes(data_dir)
            os.kill(server, signal.SIGKILL)
            connection.close()
            connection.ensure_connection()
            assert cluster_processes(data_dir) not in ([], [server])
        finally:
            connection.close()
            Server(data_dir).release()


@pytest.mark.slow
def test_interrupted_creation_is_repeated(tmp_path):
    data_dir = tmp_path.resolve() / "postgres"
    (tmp_path / "postgres.unfinished" / "base").mkdir(parents=True)
    cluster.create(data_dir)
    assert (data_dir / "PG_VERSION").exists()
    assert not (tmp_path / "postgres.unfinished").exists()


def test_folder_without_a_database_is_left_unchanged(tmp_path):
    (tmp_path / "letters").write_text("dear")
    with pytest.raises(ServerUnavailableError, match=r"no PostgreSQL database.*\n.*KB_DATA_DIR"):
        Server(tmp_path).use()
    assert (tmp_path / "letters").read_text() == "dear"


def test_data_of_another_version_is_an_error_with_advice(tmp_path):
    (tmp_path / "PG_VERSION").write_text("15\n")
    with pytest.raises(ServerUnavailableError, match="made by PostgreSQL 15; this is 18"):
        Server(tmp_path).use()


def test_data_dir_below_a_file_is_an_error_with_advice(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ServerUnavailableError, match="DATABASE_URL"):
        Server(tmp_path / "file" / "postgres").use()


def test_socket_is_in_the_data_dir_if_its_path_is_short():
    assert socket_folder.path(Path("/srv/kb/var/postgres")) == Path("/srv/kb/var/postgres")


def test_socket_folder_for_a_long_path_is_short_and_private(tmp_path):
    data_dir = tmp_path / ("long" * 25) / ("知识" * 10)
    data_dir.mkdir(parents=True)
    folder = socket_folder.path(data_dir)
    try:
        socket_folder.make(data_dir)
        assert len(str(folder / socket_folder.NAME)) <= socket_folder.MAX_PATH_BYTES
        assert folder.parent == Path(tempfile.gettempdir())
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        socket_folder.make(data_dir)
        folder.chmod(0o777)
        with pytest.raises(PermissionError, match="Delete it"):
            socket_folder.make(data_dir)
    finally:
        folder.rmdir()


def cluster_processes(data_dir):
    """Return the ids of the postmaster processes on this data directory."""
    return [
        process.pid
        for process in psutil.process_iter()
        if (command := command_of(process))[1:3] == ["-D", str(data_dir)]
        and command[0].endswith("postgres")
    ]


def command_of(process):
    try:
        return process.cmdline()
    except psutil.Error:
        return []
