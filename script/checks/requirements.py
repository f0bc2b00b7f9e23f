"""Every line of requirements.txt is pinned, says why it is there, and is there once."""

import re
import sys
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "requirements.txt"
LINE = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s#]+)\s+# (?P<reason>\S.{9,})")


def faults(text: str) -> list[str]:
    """What is wrong with a requirements file, one sentence a fault, with line numbers."""
    found: list[str] = []
    seen: set[str] = set()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = LINE.fullmatch(line.strip())
        if not match:
            found.append(f"line {number}: write 'name==version  # why it is here', not {line!r}")
            continue
        name = re.sub(r"[-_.]+", "-", match["name"]).lower()
        if name in seen:
            found.append(f"line {number}: {name} is there twice")
        seen.add(name)
    return found


if __name__ == "__main__":
    wrong = faults(FILE.read_text())
    sys.exit("\n".join(f"requirements.txt, {fault}" for fault in wrong) or None)
