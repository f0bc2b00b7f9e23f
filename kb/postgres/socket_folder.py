"""The folder of the embedded server's socket, which only the server's account can enter.

The server trusts every client that can open its socket, so access depends on the permissions of
this folder alone.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

MAX_PATH_BYTES = 103
"""Maximum for a socket path: `sun_path` has 104 bytes on macOS, 108 on Linux, with a zero byte."""

NAME = ".s.PGSQL.5432"


def path(data_dir: Path) -> Path:
    """Return the folder of the socket: the data directory, or a short path if that is too long.

    The short path is in the temporary folder. Its name is derived from the data directory, so that
    every process finds the same folder.
    """
    if len(os.fsencode(data_dir / NAME)) <= MAX_PATH_BYTES:
        return data_dir
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"kb-postgres-{digest}"


def make(data_dir: Path) -> None:
    """Create the folder if it does not exist.

    Raises PermissionError if it belongs to another user or others may enter it.
    """
    folder = path(data_dir)
    if folder == data_dir:
        return
    owner = data_dir.stat()
    try:
        folder.mkdir(mode=0o700)
        os.chown(folder, owner.st_uid, owner.st_gid)
    except FileExistsError:
        status = folder.lstat()
        if status.st_uid != owner.st_uid or status.st_mode & 0o7777 != 0o700 or folder.is_symlink():
            raise PermissionError(f"{folder} belongs to another user. Delete it.") from None
