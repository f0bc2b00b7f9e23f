"""Inputs of a run: which files there are, and their bytes."""

from __future__ import annotations

import os
import stat
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

    Paths of files and web addresses are yielded unchanged, except that a symbolic link becomes the
    path of its target.
    """
    seen = set()
    for name in inputs:
        paths = _files(name) if os.path.isdir(name) else [target_of(name)]
        for path in map(storable, paths):
            if path not in seen:
                seen.add(path)
                yield path


def target_of(name: str) -> str:
    """Return the path to which a symbolic link leads, or any other name unchanged."""
    return os.path.realpath(name) if os.path.islink(name) else name


def _files(folder: str) -> list[str]:
    """Return all files below a folder, without hidden ones.

    Links to files outside, and folders that cannot be listed, are returned too: reading them
    reports the reason. A link to a file inside is left out, because that file is returned itself.
    """
    paths: list[Path] = []
    root = os.path.realpath(folder)

    def add_unreadable(error: OSError) -> None:
        paths.append(Path(error.filename))

    # os.walk does not follow links to folders.
    for parent, folders, files in os.walk(folder, onerror=add_unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in (*folders, *files):
            path = Path(parent, name)
            if not name.startswith(".") and _is_document(path, root):
                paths.append(path)
    return [str(path) for path in sorted(paths)]


def _is_document(path: Path, root: str) -> bool:
    """Return whether a path is a regular file, or a link that leads out of `root` or nowhere."""
    if not path.is_symlink():
        return path.is_file()
    target = os.path.realpath(path)
    return not os.path.exists(target) or os.path.commonpath([root, target]) != root


def storable(name: str) -> str:
    """Return a path as valid UTF-8 for the database; other bytes become backslash escapes."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def read_input(name: str) -> bytes:
    """Return the bytes of one input. Raise a SourceError whose message says what to do."""
    if _is_address(name):
        raise AddressNotSupported(
            "Addresses cannot be fetched yet. Save the page as a file and give its path."
        )
    try:
        data = _read_file(name)
    except FileNotFoundError as error:
        hint = " Its name is not UTF-8: rename it." if "\\x" in name else ""
        raise UnreadableFile(f"There is no such file.{hint}") from error
    except OSError as error:
        raise UnreadableFile(f"The file cannot be read: {error.strerror or error}.") from error
    if len(data) > MAX_DOCUMENT_BYTES:
        raise DocumentTooLarge("The file is over 20 MB. An article is smaller: save its text.")
    if not data.strip():
        raise EmptyDocument("The file is empty.")
    return data


def _read_file(name: str) -> bytes:
    """Return the first bytes of a regular file, one more than the limit at most.

    A device or pipe is not opened. The path may be replaced between the test and the opening, so
    that a link is not followed, a pipe is not waited for, and the open file is tested again.
    """
    _refuse_special(os.lstat(name))
    descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb") as file:
        _refuse_special(os.fstat(descriptor))
        return file.read(MAX_DOCUMENT_BYTES + 1)


def _refuse_special(status: os.stat_result) -> None:
    """Raise `UnreadableFile` unless the status is that of a regular file."""
    if stat.S_ISLNK(status.st_mode):
        raise UnreadableFile(
            "This is a symbolic link that leads out of its folder, or nowhere; it is not followed. "
            "Give the path of the file itself."
        )
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableFile("This folder cannot be listed.")
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFile("This is not a regular file.")


def _is_address(name: str) -> bool:
    return name.lower().startswith(("http://", "https://"))
