"""Bringing an installation up to date in one process: `python -m kb.setup`, and `kb.server` first.

Every step looks whether there is anything to do, says what it does, and, failing, what to do.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections

from kb.build_stamp import Stamp, fingerprint
from kb.translations import compile_catalogues

SETUP_LOCK_KEY = 0x6B62736574757000
"""Key of the advisory lock: installations that share a database are set up one after another."""


class StepError(Exception):
    """A step of the set-up failed; the message says what to do."""


def set_up() -> None:
    """Do every step that has something to do. Raises StepError."""
    report("Setting up")
    with advice("Mend the file, or delete locale/*/LC_MESSAGES/*.mo and try again."):
        for path in compile_catalogues():
            report(f"Compiled the translations {path}")
    with advice("Mend that setting (.env.example shows safe ones), or make the folder writable."):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
        django.setup()
    with advice(database_advice), setup_lock():
        migrate()
        collect_static_files()
        load_seeds()
        ingest_originals()
        create_curator()
    connections.close_all()


def migrate() -> None:
    """Bring the tables up to date."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return
    report(f"Bringing the database up to date ({len(plan)} migrations)")
    with advice(
        "The data is as it was before the migration that failed. If it was made by a newer version "
        "of this project, run that version."
    ):
        call_command("migrate", interactive=False, verbosity=0)


def collect_static_files() -> None:
    """Gather and compress style sheets and scripts, unless settings serve them uncollected."""
    from django.contrib.staticfiles.finders import get_finders

    if settings.DEBUG:
        return
    files = [Path(store.path(name)) for find in get_finders() for name, store in find.list([])]
    # Templates name the files that are joined, and the code in `web` joins them.
    folders = [*settings.TEMPLATES[0]["DIRS"], settings.BASE_DIR / "events" / "web"]
    print_ = fingerprint([*files, *folders], extra=[settings.STORAGES["staticfiles"]])
    stamp = Stamp(settings.DATA_DIR / "stamps" / "static")
    if stamp.matches(print_) and (settings.STATIC_ROOT / "staticfiles.json").exists():
        return
    report(f"Gathering {len(files)} style sheets, scripts and images")
    with advice(f"Is {settings.STATIC_ROOT} writable, and is every file named in a style sheet?"):
        call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write(print_)


def load_seeds() -> None:
    """Load `seeds/` if it, the code that reads it, or the database changed."""
    if (settings.SEEDS_DIR / "articles").exists():
        folders = [f for f in settings.SEEDS_DIR.iterdir() if f != settings.ORIGINALS_DIR]
        with advice("Mend the line named above; manage.py loadseeds --check looks again."):
            load_once("seeds", folders, lambda: call_command("loadseeds", str(settings.SEEDS_DIR)))


def ingest_originals() -> None:
    """Ingest the originals' folder; articles that cannot be read do not keep the site from it."""
    folder = settings.ORIGINALS_DIR
    if not folder.is_dir():
        if os.environ.get("KB_ORIGINALS"):
            raise StepError(f"KB_ORIGINALS names {folder}, which is not a folder. Name another.")
        return
    if any(path.is_file() for path in folder.rglob("*") if not path.name.startswith(".")):
        try:
            load_once("originals", [folder], lambda: call_command("ingest", str(folder)))
        except (CommandError, SystemExit) as error:
            report(f"Some originals were not read: {error}. The list above says which and why; the "
                "site works without them, and the next start tries again.")  # fmt: skip


def create_curator() -> None:
    """On the first run, make a curator's account; the command prints the password."""
    from django.contrib.auth import get_user_model

    if not get_user_model().objects.exists():
        with advice("Make one by hand: .venv/bin/python manage.py createcurator"):
            call_command("createcurator")


def load_once(name: str, folders: list[Path], load: Callable[[], None]) -> None:
    """Call `load` unless it was done with these files, this code and this database before."""
    from sources.models import Source

    code = [settings.BASE_DIR / "sources", settings.BASE_DIR / "events"]
    print_ = fingerprint([*sorted(folders), *code], extra=[database_identity()])
    stamp = Stamp(settings.DATA_DIR / "stamps" / name)
    # An emptied database looks like the one before.
    if stamp.matches(print_) and Source.objects.exists():
        return
    report(f"Loading the {name}")
    load()
    stamp.write(print_)


def database_identity() -> tuple[object, ...]:
    """What tells one database from another: also one dropped and made again under its name."""
    where = connection.settings_dict
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid::text FROM pg_database WHERE datname = current_database()")
        return (where["HOST"], where["PORT"], where["NAME"], *cursor.fetchone())


@contextmanager
def setup_lock() -> Iterator[None]:
    """Hold the database's set-up lock; it goes with the connection, however that ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [SETUP_LOCK_KEY])
    try:
        yield
    finally:
        connection.close()


@contextmanager
def advice(what: str | Callable[[], str]) -> Iterator[None]:
    """Turn the errors a step is known to raise into StepError, with what to do about it."""
    try:
        yield
    except StepError:
        raise
    except (CommandError, DatabaseError, ImproperlyConfigured, OSError, ValueError) as error:
        hint = what() if callable(what) else what
        raise StepError(f"{str(error).strip()}\n{hint}".strip()) from error


def database_advice() -> str:
    """What to do when the database does not answer."""
    if os.environ.get("DATABASE_URL"):
        return "DATABASE_URL names the server: is it right, does it run, and may this user enter?"
    # The embedded server's own errors say it.
    return ""


def report(words: str) -> None:
    """Print a step at once, also into a pipe."""
    print(words, flush=True)


def exit_on_signals() -> None:
    """Let SIGTERM and SIGHUP end the process as Ctrl+C does, so that exit handlers run."""

    def leave(number: int, _frame: object) -> NoReturn:
        sys.exit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, leave)


def main() -> None:
    exit_on_signals()
    try:
        set_up()
    except StepError as error:
        sys.exit(f"Failed: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
