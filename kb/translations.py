"""Compiling message catalogues, without the gettext tools a fresh machine lacks."""

from __future__ import annotations

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

FOLDER = Path(__file__).resolve().parent.parent / "locale"


def compile_catalogues(folder: Path = FOLDER) -> list[Path]:
    """Compile every `.po` under `folder` whose `.mo` is missing or older; return those compiled.

    Raises ValueError, naming the file and line, for a catalogue that cannot be read.
    """
    stale = [path for path in sorted(folder.glob("*/LC_MESSAGES/*.po")) if is_stale(path)]
    for path in stale:
        compile_catalogue(path)
    return stale


def is_stale(catalogue: Path) -> bool:
    """Whether a `.po` is newer than its `.mo`."""
    compiled = catalogue.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime


def compile_catalogue(catalogue: Path) -> None:
    """Write the `.mo` beside a `.po`, in one step so that no reader sees half of it."""
    try:
        with catalogue.open("rb") as source:
            messages = read_po(source, abort_invalid=True)
    except PoFileError as error:
        raise ValueError(f"{catalogue}: {error}. Mend that line and try again.") from error
    unfinished = catalogue.with_suffix(f".mo.{os.getpid()}")
    with unfinished.open("wb") as target:
        write_mo(target, messages)
    unfinished.replace(catalogue.with_suffix(".mo"))
