"""Make `.venv` and install `requirements.txt` into it; do nothing if that is done already.

Run by the machine's own Python, so it needs the standard library alone.
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
"""A copy of what was installed last, written when all of it was; so half an install is repeated."""


def main() -> None:
    # The embedded server runs under another account when this one is root: it has to read .venv.
    os.umask(0o022)
    if is_complete():
        return
    with (ROOT / "requirements.txt").open() as lock:
        # Two scripts started together: the second waits, then finds the work done.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_complete():
            make()
            install()


def is_complete() -> bool:
    """Whether `.venv` works and holds this very requirements.txt."""
    same = INSTALLED.exists() and filecmp.cmp(REQUIREMENTS, INSTALLED, shallow=False)
    return same and works("import django")


def works(statement: str) -> bool:
    """Whether the Python of `.venv` is there, new enough, and can do `statement`."""
    check = f"import sys; assert sys.version_info >= (3, 11); {statement}"
    try:
        return subprocess.run([PYTHON, "-c", check], capture_output=True).returncode == 0  # noqa: S603
    except OSError:
        return False


def make() -> None:
    """Make `.venv`, or make it anew if it is broken."""
    if works("import pip"):
        return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if not (find_spec("venv") and find_spec("ensurepip")):
        fail(
            f"Python {version} is here, but without venv, which makes a place for the libraries.",
            f"Install it: on Debian or Ubuntu 'apt-get install python{version}-venv' (or "
            "python3-venv).",
        )
    print(f"Making .venv with Python {version}", flush=True)
    shutil.rmtree(FOLDER, ignore_errors=True)
    run(
        [sys.executable, "-m", "venv", str(FOLDER)],
        "Is the disk full, the folder read-only, or .venv another user's? Mend that, or delete "
        ".venv, and try again.",
    )


def install() -> None:
    """Install the requirements, pip's own pin before the others, and remember which."""
    print("Installing the libraries of requirements.txt (about a minute)", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    pip += ["--root-user-action=ignore"]
    advice = (
        "Is the package index reachable (pip's own settings and PIP_INDEX_URL name it), and is "
        "there 1 GB of free disk? Run the script again; it goes on where it stopped."
    )
    pinned = [line.split()[0] for line in REQUIREMENTS.read_text().splitlines() if line.strip()]
    run([*pip, *(name for name in pinned if name.startswith("pip=="))], advice)
    run([*pip, "-r", str(REQUIREMENTS)], advice)
    unfinished = INSTALLED.with_suffix(".unfinished")
    shutil.copyfile(REQUIREMENTS, unfinished)
    unfinished.replace(INSTALLED)


def run(command: list[str], advice: str) -> None:
    """Run a command; if it fails, give the advice and stop."""
    if code := subprocess.run(command).returncode:  # noqa: S603
        fail(f"That failed (exit code {code}).", advice)


def fail(*lines: str) -> None:
    """Print lines to standard error and exit with 1."""
    print(*lines, sep="\n", file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except OSError as error:
        fail(f"{error}.", "Is this folder writable for you? Run the script as its owner.")
