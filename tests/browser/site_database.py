"""The database of a site for the browser tests: a clone of a template that has the data already.

Loading the seeds and the originals takes many seconds, a clone half a second. The template is kept
on the server of the suite, under a name that is a fingerprint of the data and of the code that
loads them. On a server in `DATABASE_URL` nothing is kept: each site loads the data itself.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection

from kb.build_stamp import fingerprint

PREFIX = "site_"
LOCK_KEY = 0x6B62736974650000
"""Key of the advisory lock: one worker loads the template, the other waits for it."""
SECONDS_TO_LOAD = 240
CODE = ("sources", "events", "kb", "seeds", "requirements.lock")


@contextmanager
def loaded_database(
    folder: Path, environment: dict[str, str], originals: list[Path]
) -> Iterator[str]:
    """Create a database with the seeds and originals, yield its URL, and drop it afterwards.

    `environment` is that of the site, whose files are in `folder`; `originals` are the files that
    it ingests.
    """
    connection.ensure_connection()
    config = connection.settings_dict
    # Each worker that runs browser tests has its own site.
    name = f"{config['NAME']}_site_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    tables = config["TEST"].get("TEMPLATE")
    if tables:
        create(name, site_template(folder, environment, originals, tables))
    else:
        create(name, "template1")
        load(name, folder, environment)
    connection.close()
    try:
        yield url_of(name)
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {quoted(name)} WITH (FORCE)")


def site_template(
    folder: Path, environment: dict[str, str], originals: list[Path], tables: str
) -> str:
    """Return the name of the template; load it, and drop earlier ones, if it does not exist.

    `tables` is the name of a migrated database without rows.
    """
    code = [settings.BASE_DIR / name for name in CODE]
    # The site has copies of the originals, at another path in each run.
    texts = sorted((path.name, path.read_bytes()) for path in originals)
    name = PREFIX + fingerprint(code, extra=texts)[:32]
    with connection._nodb_cursor() as cursor:
        # Released with the connection, at the end of this block.
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK_KEY])
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        existing = [row[0] for row in cursor]
        if name not in existing:
            for old in existing:
                cursor.execute(f"DROP DATABASE {quoted(old)} WITH (FORCE)")
            unfinished = f"{PREFIX}unfinished"
            create(unfinished, tables)
            load(unfinished, folder, environment)
            cursor.execute(f"ALTER DATABASE {quoted(unfinished)} RENAME TO {quoted(name)}")
    return name


def create(name: str, template: str) -> None:
    """Create a database as a clone of a template, in place of one left by a run that was killed."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted(name)} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {quoted(name)} TEMPLATE {quoted(template)}")


def load(name: str, folder: Path, environment: dict[str, str]) -> None:
    """Set up a database as `script/server` does. Raises RuntimeError with the output."""
    result = subprocess.run(
        [sys.executable, "-m", "kb.setup"],
        cwd=settings.BASE_DIR,
        env={**environment, "DATABASE_URL": url_of(name), "KB_DATA_DIR": str(folder / "loading")},
        capture_output=True,
        text=True,
        timeout=SECONDS_TO_LOAD,
    )
    if result.returncode:
        raise RuntimeError(f"The site was not set up:\n{result.stdout}{result.stderr}")


def url_of(name: str) -> str:
    """Return the URL of a database on the test server."""
    config = connection.settings_dict
    account = quote(config["USER"], safe="")
    if config["PASSWORD"]:
        account += f":{quote(config['PASSWORD'], safe='')}"
    query = urlencode({key: config[key.upper()] for key in ("host", "port") if config[key.upper()]})
    return f"postgresql://{account}@/{quote(name, safe='')}?{query}"


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)
