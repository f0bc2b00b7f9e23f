"""Create `.venv` and install the locked libraries into it; do nothing if it is up to date.

`python script/environment.py` installs what the site needs to run (requirements.lock); with `--dev`
also what tests and checks need (requirements-dev.lock, which contains the former).

The system Python runs this module, so it uses only the standard library.
"""

import fcntl
import filecmp
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
PYTHON = FOLDER / "bin" / "python"
LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
INSTALLED = FOLDER / "installed-requirements.lock"
"""Copy of the installed lock; written only after everything in it is installed."""


def main() -> None:
    """Create or update `.venv` if needed; only one process at a time does so."""
    # If this user is root, the embedded server runs as another account, which has to read .venv.
    os.umask(0o022)
    is_dev = "--dev" in sys.argv
    if is_complete(is_dev):
        return
    with LOCK.open() as file:
        # If two scripts start at the same time, the second one waits and then has nothing to do.
        fcntl.flock(file, fcntl.LOCK_EX)
        if not is_complete(is_dev):
            create()
            # An environment that has the test libraries keeps them.
            install(DEV_LOCK if is_dev or is_installed(DEV_LOCK) else LOCK)


def is_complete(is_dev: bool) -> bool:
    """Return whether `.venv` works and has the current libraries, those for tests if `is_dev`."""
    return (is_installed(DEV_LOCK) or (not is_dev and is_installed(LOCK))) and works(
        "import django"
    )


def is_installed(lock: Path) -> bool:
    """Return whether exactly this lock was installed last."""
    return INSTALLED.exists() and filecmp.cmp(lock, INSTALLED, shallow=False)


def works(statement: str) -> bool:
    """Return whether the Python of `.venv` exists, is 3.11 or newer, and can run `statement`."""
    check = f"import sys; assert sys.version_info >= (3, 11); {statement}"
    try:
        return subprocess.run([PYTHON, "-c", check], capture_output=True).returncode == 0  # noqa: S603
    except OSError:
        return False


def create() -> None:
    """Create `.venv`; replace it if it is broken."""
    if works("import pip"):
        return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if not (find_spec("venv") and find_spec("ensurepip")):
        fail(
            f"Python {version} is installed, but its module venv is not.",
            f"Install it: on Debian or Ubuntu 'apt-get install python{version}-venv' (or "
            "python3-venv).",
        )
    print(f"Creating .venv with Python {version}", flush=True)
    shutil.rmtree(FOLDER, ignore_errors=True)
    run(
        [sys.executable, "-m", "venv", str(FOLDER)],
        "Check that the disk is not full, the folder is writable and .venv belongs to this user. "
        "Then try again, or delete .venv first.",
    )


def install(lock: Path) -> None:
    """Install everything in the lock, checking hashes, and record it in `INSTALLED`."""
    print(f"Installing the libraries of {lock.name} (about a minute)", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    # The lock is complete; older versions of pip stumble over dependencies with extras.
    pip += ["--root-user-action=ignore", "--require-hashes", "--no-deps"]
    run(
        [*pip, "-r", str(lock)],
        "Check that the package index is reachable (set in pip's configuration or PIP_INDEX_URL) "
        "and that 1 GB of disk space is free. Then run the script again; it continues from here.",
    )
    unfinished = INSTALLED.with_suffix(".unfinished")
    shutil.copyfile(lock, unfinished)
    unfinished.replace(INSTALLED)


def run(command: list[str], advice: str) -> None:
    """Run a command; if it fails, print the advice and exit."""
    if code := subprocess.run(command).returncode:  # noqa: S603
        fail(f"The command failed (exit code {code}).", advice)


def fail(*lines: str) -> None:
    """Print lines to standard error and exit with code 1."""
    print(*lines, sep="\n", file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except OSError as error:
        fail(
            f"{error}.", "Check that you can write to this folder, or run the script as its owner."
        )
