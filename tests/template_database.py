"""A migrated database that is kept between runs: each worker clones it instead of migrating.

The migrations take several seconds, a clone half a second. The name of the template is a
fingerprint of the code that defines the tables, so a change there leads to a new template. Django
still runs `migrate` on the clone.
"""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from kb.build_stamp import fingerprint

PREFIX = "tables_"
LOCK_KEY = 0x6B62746573740000
"""Key of the advisory lock: one process creates the template, the others wait for it."""


def template_database() -> str:
    """Return the name of the template; create it, and drop earlier ones, if it does not exist."""
    folders = [
        settings.BASE_DIR / app / folder
        for app in ("sources", "events")
        for folder in ("migrations", "models")
    ]
    name = PREFIX + fingerprint([*folders, settings.BASE_DIR / "requirements.lock"])[:32]
    quote_name = connection.ops.quote_name
    with connection._nodb_cursor() as cursor:
        # Released with the connection, at the end of this block.
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK_KEY])
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        existing = [row[0] for row in cursor]
        if name not in existing:
            for old in existing:
                cursor.execute(f"DROP DATABASE {quote_name(old)} WITH (FORCE)")
            unfinished = f"{PREFIX}unfinished"
            cursor.execute(f"CREATE DATABASE {quote_name(unfinished)}")
            migrate(unfinished)
            cursor.execute(f"ALTER DATABASE {quote_name(unfinished)} RENAME TO {quote_name(name)}")
    return name


def migrate(name: str) -> None:
    """Apply all migrations to the database of this name, on the server of the suite."""
    config = connection.settings_dict
    before = config["NAME"]
    connection.close()
    config["NAME"] = name
    try:
        call_command("migrate", interactive=False, verbosity=0)
    finally:
        connection.close()
        config["NAME"] = before
