"""The dump of the published knowledge base to the files of `seeds/`."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from events.seeding.record_types import RECORD_TYPES
from events.seeding.record_types.base import RecordType
from events.seeding.records import write_records


def dump(folder: Path) -> list[Path]:
    """Write every seed file; return the paths of files that were changed, created or deleted.

    Each file is replaced in one step, so that a reader never sees a partial file.
    """
    changed = []
    for kind in RECORD_TYPES:
        texts = texts_of(kind)
        for name, text in texts.items():
            path = folder / name
            if not path.exists() or path.read_bytes() != text.encode():
                _replace(path, text)
                changed.append(path)
        if "*" in kind.files:
            for path in set(folder.glob(kind.files)) - {folder / name for name in texts}:
                path.unlink()
                changed.append(path)
    return changed


def texts_of(kind: RecordType) -> dict[str, str]:
    """Return the text of each file of one record type, by its name in the seeds folder."""
    files: dict[str, list[dict[str, object]]] = {}
    for row in kind.rows():
        values = kind.values_of(row)
        files.setdefault(kind.file_of(values), []).append(kind.canonical(values))
    if kind.name == "article":
        return {name: records[0]["text"] for name, records in files.items()}
    return {name: write_records(records) for name, records in files.items()}


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as handle:
        handle.write(text)
    Path(temporary).chmod(0o644)
    Path(temporary).replace(path)
