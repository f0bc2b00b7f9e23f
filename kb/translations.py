"""Compilation of message catalogues without the gettext tools, which may not be installed."""

from __future__ import annotations

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

FOLDER = Path(__file__).resolve().parent.parent / "locale"


def compile_catalogues(folder: Path = FOLDER) -> list[Path]:
    """Compile every `.po` under `folder` whose `.mo` is missing or older; return those files.

    Raises ValueError with the file and line if a catalogue cannot be parsed.
    """
    stale = [path for path in sorted(folder.glob("*/LC_MESSAGES/*.po")) if is_stale(path)]
    for path in stale:
        compile_catalogue(path)
    return stale


def is_stale(catalogue: Path) -> bool:
    """Return whether a `.po` has no `.mo` or is newer than it."""
    compiled = catalogue.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime


def compile_catalogue(catalogue: Path) -> None:
    """Write the `.mo` next to a `.po`, atomically, so that no process reads an incomplete file."""
    try:
        with catalogue.open("rb") as source:
            messages = read_po(source, abort_invalid=True)
    except PoFileError as error:
        raise ValueError(f"{catalogue}: {error}. Correct that line and try again.") from error
    unfinished = catalogue.with_suffix(f".mo.{os.getpid()}")
    with unfinished.open("wb") as target:
        write_mo(target, messages)
    unfinished.replace(catalogue.with_suffix(".mo"))
