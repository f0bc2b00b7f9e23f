"""Where the embedded server's socket is: a folder only the server's own account can enter.

The server trusts whoever can reach its socket, so the folder's permissions are the password.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

MAX_PATH_BYTES = 103
"""Bytes in a socket's path: `sun_path` holds 104 on macOS and 108 on Linux, with a final zero."""

NAME = ".s.PGSQL.5432"


def path(data_dir: Path) -> Path:
    """The data directory itself, or where that path is too long a short one under the temporary
    folder, named after the data directory so that every process finds the same."""
    if len(os.fsencode(data_dir / NAME)) <= MAX_PATH_BYTES:
        return data_dir
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"kb-postgres-{digest}"


def make(data_dir: Path) -> None:
    """Make the folder if it is not there. Raises PermissionError if somebody else made it."""
    folder = path(data_dir)
    if folder == data_dir:
        return
    owner = data_dir.stat()
    try:
        folder.mkdir(mode=0o700)
        os.chown(folder, owner.st_uid, owner.st_gid)
    except FileExistsError:
        found = folder.lstat()
        if found.st_uid != owner.st_uid or found.st_mode & 0o7777 != 0o700 or folder.is_symlink():
            raise PermissionError(f"{folder} belongs to somebody else. Delete it.") from None
