"""Check that every template compiles, so that a missing tag, block or library is found early.

Otherwise the error appears only when somebody opens the page.
"""

import os
import sys
from pathlib import Path

import django
from django.template import TemplateSyntaxError, engines

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [ROOT / "templates", ROOT / "sources" / "templates", ROOT / "events" / "templates"]


def faults(folders: list[Path]) -> list[str]:
    """Compile every file below the folders; return one message for each that does not compile."""
    messages = []
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            try:
                engines["django"].from_string(path.read_text(encoding="utf-8"))
            except (TemplateSyntaxError, UnicodeDecodeError) as error:
                messages.append(f"{path}: {error}")
    return messages


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
    django.setup()
    sys.exit("\n".join(faults(FOLDERS)) or None)
