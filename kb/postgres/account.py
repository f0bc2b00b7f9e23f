"""The account that runs the embedded server: PostgreSQL refuses to run as root.

For an ordinary user the server runs as that user. For root it runs as an unprivileged account. A
data directory that an ordinary user created keeps its owner, also when root starts the server.
"""

from __future__ import annotations

import logging
import os
import pwd
import subprocess
from pathlib import Path
from typing import Any

logger = logging.getLogger(__name__)

ACCOUNT = "pgserver"


class AccountError(Exception):
    """The server account cannot be created; the message says what to do."""


def as_owner(data_dir: Path) -> dict[str, Any]:
    """Return the `subprocess` options that run a program as the owner of the data directory.

    PG* variables are removed from its environment, and its messages are in English.
    """
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    options: dict[str, Any] = {"env": clean | {"LC_ALL": "C"}, "cwd": "/"}
    if os.geteuid() == 0:
        owner = data_dir.stat()
        options |= {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}
    return options


def account() -> pwd.struct_passwd:
    """Return the server account; create it if it does not exist. Raises AccountError."""
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/bin/false", ACCOUNT]
    try:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as error:
        raise AccountError(
            f"PostgreSQL does not run as root, and its account {ACCOUNT!r} cannot be created. "
            "Create the account, or run as an ordinary user."
        ) from error
    return pwd.getpwnam(ACCOUNT)


def allow_traversal(path: Path) -> None:
    """Let other accounts enter, but not list, the folders above a path.

    The server account needs this to reach the path.
    """
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            folder.chmod(mode | 0o001)
            logger.warning("Other accounts may now enter %s (not list it).", folder)
