"""Build stamps: skip a set-up step while its inputs are unchanged.

A stamp file holds the fingerprint of the inputs with which the step last finished.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(paths: Iterable[Path], *, extra: Iterable[object] = ()) -> str:
    """Return a SHA-256 over path, size and mtime of every file at or under `paths`, and `extra`.

    File contents are not read: that would cost the time that a stamp saves. `__pycache__` folders
    are skipped.
    """
    digest = hashlib.sha256(repr(list(extra)).encode())
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                status = file.stat()
                digest.update(repr((str(file), status.st_size, status.st_mtime_ns)).encode())
    return digest.hexdigest()


class Stamp:
    """A file with the fingerprint of the inputs with which a step last finished."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def matches(self, fingerprint: str) -> bool:
        """Return whether the step last finished with this fingerprint."""
        return self.file.exists() and self.file.read_text() == fingerprint

    def write(self, fingerprint: str) -> None:
        """Record that the step finished with this fingerprint; write the file atomically."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self.file.with_suffix(".unfinished")
        unfinished.write_text(fingerprint)
        unfinished.replace(self.file)
