"""Check the requirements: each is pinned, has a reason, occurs once, and is in the locks."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUN, DEV = "requirements.txt", "requirements-dev.txt"
LINE = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s#]+)\s+# (?P<reason>\S.{9,})")
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def faults(text: str) -> list[str]:
    """Return the faults of a requirements file, one sentence each, with line numbers."""
    messages: list[str] = []
    seen: set[str] = set()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = LINE.fullmatch(line.strip())
        if not match:
            messages.append(f"line {number}: write 'name==version  # why it is here', not {line!r}")
            continue
        name = normalized(match["name"])
        if name in seen:
            messages.append(f"line {number}: {name} occurs twice")
        seen.add(name)
    return messages


def lock_faults(text: str, lock: str) -> list[str]:
    """Return one sentence for each requirement that a lock lacks or has in another version."""
    locked = {normalized(name): version for name, version in LOCKED.findall(lock)}
    messages = [
        f"{match['name']} {match['version']} is not locked: run script/lock"
        for match in map(LINE.fullmatch, map(str.strip, text.splitlines()))
        if match and locked.get(normalized(match["name"])) != match["version"]
    ]
    if "://" in lock:
        messages.append("the lock names a host; script/lock leaves it out")
    return messages


def normalized(name: str) -> str:
    """Return a project name in normal form (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    run, dev = ((ROOT / name).read_text() for name in (RUN, DEV))
    run_lock, dev_lock = ((ROOT / name).with_suffix(".lock").read_text() for name in (RUN, DEV))
    messages = [
        f"{name}, {fault}" for name, text in ((RUN, run), (DEV, dev)) for fault in faults(text)
    ]
    messages += [f"requirements.lock: {fault}" for fault in lock_faults(run, run_lock)]
    messages += [f"requirements-dev.lock: {fault}" for fault in lock_faults(run + dev, dev_lock)]
    sys.exit("\n".join(messages) or None)
