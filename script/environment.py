"""Create `.venv` and install `requirements.txt` into it; do nothing if it is up to date.

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
REQUIREMENTS = ROOT / "requirements.txt"
INSTALLED = FOLDER / "installed-requirements.txt"
"""Copy of the installed requirements; written only after all are installed."""


def main() -> None:
    """Create or update `.venv` if needed; only one process at a time does so."""
    # If this user is root, the embedded server runs as another account, which has to read .venv.
    os.umask(0o022)
    if is_complete():
        return
    with (ROOT / "requirements.txt").open() as lock:
        # If two scripts start at the same time, the second one waits and then has nothing to do.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_complete():
            create()
            install()


def is_complete() -> bool:
    """Return whether `.venv` works and has exactly the current requirements.txt installed."""
    same = INSTALLED.exists() and filecmp.cmp(REQUIREMENTS, INSTALLED, shallow=False)
    return same and works("import django")


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


def install() -> None:
    """Install the requirements, the pinned pip first, and record them in `INSTALLED`."""
    print("Installing the libraries of requirements.txt (about a minute)", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    pip += ["--root-user-action=ignore"]
    advice = (
        "Check that the package index is reachable (set in pip's configuration or PIP_INDEX_URL) "
        "and that 1 GB of disk space is free. Then run the script again; it continues from here."
    )
    pinned = [line.split()[0] for line in REQUIREMENTS.read_text().splitlines() if line.strip()]
    run([*pip, *(name for name in pinned if name.startswith("pip=="))], advice)
    run([*pip, "-r", str(REQUIREMENTS)], advice)
    unfinished = INSTALLED.with_suffix(".unfinished")
    shutil.copyfile(REQUIREMENTS, unfinished)
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
