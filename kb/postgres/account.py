"""The account the embedded server runs under: PostgreSQL refuses to be root.

An ordinary user's server is that user's own. Root's belongs to an account without privileges; one
that an ordinary user made earlier stays that user's, also when root starts it.
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
    """The server's account cannot be made; the message says what to do."""


def as_owner(data_dir: Path) -> dict[str, Any]:
    """How to run a program as the data's owner, as options of `subprocess`."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    options: dict[str, Any] = {"env": clean | {"LC_ALL": "C"}, "cwd": "/"}
    if os.geteuid() == 0:
        owner = data_dir.stat()
        options |= {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}
    return options


def account() -> pwd.struct_passwd:
    """The account, made if need be. Raises AccountError."""
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/bin/false", ACCOUNT]
    try:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as error:
        raise AccountError(
            f"PostgreSQL does not run as root, and the account {ACCOUNT!r} it would run as cannot "
            "be made. Make it, or run as an ordinary user."
        ) from error
    return pwd.getpwnam(ACCOUNT)


def allow_traversal(to: Path) -> None:
    """Let the server's account pass, not read, the folders above a path."""
    for folder in to.parents:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            folder.chmod(mode | 0o001)
            logger.warning("Let other accounts pass through %s (not read it).", folder)
