"""Every template of the project compiles and has no line over 120 columns.

A missing tag, block or library shows here, not at two in the morning on the page nobody opened.
"""

import os
import sys
from pathlib import Path

import django
from django.template import TemplateSyntaxError, engines

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [ROOT / "templates", ROOT / "sources" / "templates", ROOT / "events" / "templates"]
MAX_COLUMNS = 120


def faults(folders: list[Path]) -> list[str]:
    """Return one message for each file that does not compile and for each line that is too long."""
    messages = []
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            try:
                text = path.read_text(encoding="utf-8")
                engines["django"].from_string(text)
            except (TemplateSyntaxError, UnicodeDecodeError) as error:
                messages.append(f"{path}: {error}")
            else:
                messages += long_lines(path, text)
    return messages


def long_lines(path: Path, text: str) -> list[str]:
    """Return one message with file and line number for each line over MAX_COLUMNS."""
    return [
        f"{path}:{number}: {len(line)} columns, more than {MAX_COLUMNS}"
        for number, line in enumerate(text.splitlines(), start=1)
        if len(line) > MAX_COLUMNS
    ]


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
    django.setup()
    wrong = faults(FOLDERS)
    sys.exit("\n".join(wrong) or None)
