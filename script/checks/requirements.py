"""Check that each requirement is pinned to a version, has a reason, and occurs once."""

import re
import sys
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "requirements.txt"
LINE = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s#]+)\s+# (?P<reason>\S.{9,})")


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
        name = re.sub(r"[-_.]+", "-", match["name"]).lower()
        if name in seen:
            messages.append(f"line {number}: {name} occurs twice")
        seen.add(name)
    return messages


if __name__ == "__main__":
    messages = faults(FILE.read_text())
    sys.exit("\n".join(f"requirements.txt, {message}" for message in messages) or None)
