"""The embedded server's life, with real processes on real data directories."""

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

USER = """
import sys
from pathlib import Path
from kb.postgres.server import Server
Server(Path(sys.argv[1])).use()
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with a data directory in it, made once: initdb is most of a start's time."""
    data_dir = tmp_path_factory.mktemp("postgres").resolve() / "data"
    cluster.create(data_dir)
    return data_dir


@pytest.fixture
def data_dir(made):
    yield made
    cluster.stop(made, seconds=5)


def start_user(data_dir):
    """A process that uses the server until its standard input closes."""
    return subprocess.Popen(
        [sys.executable, "-c", USER, str(data_dir)],
        cwd=Path(__file__).resolve().parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@contextmanager
def users(data_dir, count):
    started = [start_user(data_dir) for _ in range(count)]
    try:
        for process in started:
            assert process.stdout.readline() == "ready\n"
        yield started
    finally:
        for process in started:
            leave(process)


def leave(process):
    process.communicate(timeout=20)


def ask(data_dir, query):
    connection = psycopg2.connect(
        host=str(socket_folder.path(data_dir)), port="5432", user="postgres", dbname="postgres"
    )
    try:
        with connection.cursor() as cursor:
            cursor.execute(query)
            found = cursor.fetchone()
        connection.commit()
        return found
    finally:
        connection.close()


def test_server_speaks_utf8_and_sorts_by_code_point(data_dir):
    with users(data_dir, 1):
        found = ask(
            data_dir, "SELECT current_setting('server_encoding'), '抖' ~ '^\\w$', 'é' > 'z'"
        )
    assert found == ("UTF8", True, True)


def test_server_listens_on_no_network_address(data_dir):
    with users(data_dir, 1):
        assert ask(data_dir, "SHOW listen_addresses") == ("",)
    assert stat.S_IMODE(data_dir.stat().st_mode) == 0o700


def test_server_started_by_several_at_once_is_one(data_dir):
    with users(data_dir, 3):
        assert len(cluster_processes(data_dir)) == 1


def test_server_stops_with_its_last_user_not_before(data_dir):
    server = Server(data_dir)
    with users(data_dir, 2) as (first, second):
        leave(first)
        assert server.is_running()
        leave(second)
        assert not server.is_running()


def test_killed_user_does_not_keep_the_server(data_dir):
    server = Server(data_dir)
    with users(data_dir, 2) as (first, second):
        first.kill()
        first.wait()
        assert server.is_running()
        leave(second)
        assert not server.is_running()


def test_server_all_of_whose_users_were_killed_is_found_and_stopped(data_dir):
    with users(data_dir, 1) as (first,):
        first.kill()
        first.wait()
        before = cluster_processes(data_dir)
        with users(data_dir, 1):
            assert cluster_processes(data_dir) == before
    assert not Server(data_dir).is_running()


def test_killed_server_starts_again_at_once(data_dir):
    with users(data_dir, 1):
        ask(data_dir, "CREATE TABLE IF NOT EXISTS kept AS SELECT 1 AS one; SELECT 1")
        os.kill(cluster_processes(data_dir)[0], signal.SIGKILL)
        with users(data_dir, 1):
            assert ask(data_dir, "SELECT one FROM kept") == (1,)


def test_lock_file_with_the_number_of_a_stranger_is_no_obstacle(data_dir):
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        lines = f"{stranger.pid}\n{data_dir}\n1\n5432\n{data_dir}\n\n0 0\nready\n"
        (data_dir / "postmaster.pid").write_text(lines)
        with users(data_dir, 1):
            assert ask(data_dir, "SELECT 1") == (1,)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_django_connects_again_to_a_server_that_was_killed(data_dir, django_db_blocker):
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


def test_interrupted_creation_is_begun_again(tmp_path):
    data_dir = tmp_path.resolve() / "postgres"
    (tmp_path / "postgres.unfinished" / "base").mkdir(parents=True)
    cluster.create(data_dir)
    assert (data_dir / "PG_VERSION").exists()
    assert not (tmp_path / "postgres.unfinished").exists()


def test_folder_that_is_no_database_is_left_alone(tmp_path):
    (tmp_path / "letters").write_text("dear")
    with pytest.raises(ServerUnavailableError, match=r"no PostgreSQL database.*\n.*KB_DATA_DIR"):
        Server(tmp_path).use()
    assert (tmp_path / "letters").read_text() == "dear"


def test_data_of_another_version_is_refused_with_advice(tmp_path):
    (tmp_path / "PG_VERSION").write_text("15\n")
    with pytest.raises(ServerUnavailableError, match="made by PostgreSQL 15; this is 18"):
        Server(tmp_path).use()


def test_data_below_a_file_is_refused_with_advice(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ServerUnavailableError, match="DATABASE_URL"):
        Server(tmp_path / "file" / "postgres").use()


def test_socket_is_beside_the_data_while_its_path_is_short():
    assert socket_folder.path(Path("/srv/kb/var/postgres")) == Path("/srv/kb/var/postgres")


def test_socket_of_a_long_path_is_short_and_private(tmp_path):
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
    """Numbers of the postmasters that have this data directory on their command line."""
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
