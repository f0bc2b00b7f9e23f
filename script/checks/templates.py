"""Every template of the project compiles: a missing tag, block or library shows here, not at two
in the morning on the page nobody opened."""

import os
import sys
from pathlib import Path

import django
from django.template import TemplateSyntaxError, engines

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [ROOT / "templates", ROOT / "sources" / "templates", ROOT / "events" / "templates"]


def faults(folders: list[Path]) -> list[str]:
    """Compile every file below the folders; one sentence for each that does not."""
    found = []
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            try:
                engines["django"].from_string(path.read_text(encoding="utf-8"))
            except (TemplateSyntaxError, UnicodeDecodeError) as error:
                found.append(f"{path}: {error}")
    return found


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
    django.setup()
    wrong = faults(FOLDERS)
    sys.exit("\n".join(wrong) or None)
