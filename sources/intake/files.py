"""Inputs of a run: which files there are, and their bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from sources.adapters.base import (
    MAX_DOCUMENT_BYTES,
    DocumentTooLarge,
    EmptyDocument,
    SourceError,
)


class AddressNotSupported(SourceError):
    """An input that is a web address; fetching is not implemented."""

    code = "address"


class UnreadableFile(SourceError):
    """A path that does not exist, is not a regular file, or is not readable."""

    code = "file"


def expand(inputs: Iterable[str]) -> Iterator[str]:
    """Yield each file of each folder, sorted by path, without duplicates.

    Paths of files and web addresses are yielded unchanged.
    """
    seen = set()
    for name in inputs:
        paths = [name] if _is_address(name) else _files(Path(name))
        for path in map(storable, paths):
            if path not in seen:
                seen.add(path)
                yield path


def _files(path: Path) -> list[str]:
    """Return the path itself, or all files below a folder, without hidden ones."""
    try:
        if not path.is_dir():
            return [str(path)]
        return [
            str(file)
            for file in sorted(path.rglob("*"))
            if file.is_file()
            and not any(part.startswith(".") for part in file.relative_to(path).parts)
        ]
    except OSError:
        # Reading the path later reports the error.
        return [str(path)]


def storable(name: str) -> str:
    """Return a path as valid UTF-8 for the database; other bytes become backslash escapes."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def read_input(name: str) -> bytes:
    """Return the bytes of one input. Raise a SourceError whose message says what to do."""
    if _is_address(name):
        raise AddressNotSupported(
            "Addresses cannot be fetched yet. Save the page as a file and give its path."
        )
    path = Path(name)
    try:
        if not path.exists():
            hint = " Its name is not UTF-8: rename it." if "\\x" in name else ""
            raise UnreadableFile(f"There is no such file.{hint}")
        if not path.is_file():
            raise UnreadableFile("This is not a regular file.")
        if path.stat().st_size > MAX_DOCUMENT_BYTES:
            raise DocumentTooLarge("The file is over 20 MB. An article is smaller: save its text.")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"The file cannot be read: {error.strerror or error}.") from error
    if not data.strip():
        raise EmptyDocument("The file is empty.")
    return data


def _is_address(name: str) -> bool:
    return name.lower().startswith(("http://", "https://"))
