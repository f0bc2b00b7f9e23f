"""Set-up: bring an installation up to date in one process.

Run by `python -m kb.setup`, and by `kb.server` before it serves. Each step first checks whether
there is anything to do, prints what it does, and on failure says what the user can do.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
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
    """A set-up step failed; the message says what to do."""


def set_up() -> None:
    """Run every step that is not up to date. Raises StepError."""
    report("Setting up")
    with advice("Correct the file, or delete locale/*/LC_MESSAGES/*.mo, and try again."):
        for path in compile_catalogues():
            report(f"Compiled the translations {path}")
    with advice(
        "Correct the setting (.env.example shows safe values), or make the folder writable."
    ):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
        django.setup()
    with advice(database_advice), setup_lock():
        migrate()
        collect_static_files()
        if is_read_only():
            report("The database is read-only: no data is loaded into it")
        else:
            load_data()
    connections.close_all()


def migrate() -> None:
    """Apply the migrations that are not yet applied."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return
    report(f"Applying {len(plan)} database migrations")
    with advice(
        "The failed migration changed no data. If a newer version of this project created the "
        "database, run that version."
    ):
        call_command("migrate", interactive=False, verbosity=0)


def collect_static_files() -> None:
    """Collect and compress style sheets and scripts; in debug mode they are served uncollected."""
    from django.contrib.staticfiles.finders import get_finders

    if settings.DEBUG:
        return
    files = [Path(store.path(name)) for find in get_finders() for name, store in find.list([])]
    # Templates list the style sheets to join, and the code in `events/web` joins them.
    folders = [*settings.TEMPLATES[0]["DIRS"], settings.BASE_DIR / "events" / "web"]
    inputs = fingerprint([*files, *folders], extra=[settings.STORAGES["staticfiles"]])
    stamp = Stamp(settings.DATA_DIR / "stamps" / "static")
    if stamp.matches(inputs) and (settings.STATIC_ROOT / "staticfiles.json").exists():
        return
    report(f"Collecting {len(files)} style sheets, scripts and images")
    with advice(
        f"Check that {settings.STATIC_ROOT} is writable and every file in a style sheet exists."
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write(inputs)


def is_read_only() -> bool:
    """Return whether the database accepts no writes, as a streaming standby."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        return cursor.fetchone() == ("on",)


def load_data() -> None:
    """Run every step that writes to the database."""
    load_seeds()
    ingest_originals()
    create_curator()
    call_command("prunechanges", verbosity=0)


def load_seeds() -> None:
    """Load `seeds/` if the seeds, the code that reads them, or the database changed."""
    if (settings.SEEDS_DIR / "articles").exists():
        folders = [f for f in settings.SEEDS_DIR.iterdir() if f != settings.ORIGINALS_DIR]
        with advice("Correct the line named above; manage.py loadseeds --check checks it again."):
            load_once("seeds", folders, lambda: call_command("loadseeds", str(settings.SEEDS_DIR)))


def ingest_originals() -> None:
    """Ingest the folder of originals; the site also starts if some articles cannot be read."""
    folder = settings.ORIGINALS_DIR
    if not folder.is_dir():
        if os.environ.get("KB_ORIGINALS"):
            raise StepError(f"KB_ORIGINALS is {folder}, which is not a folder. Set it to a folder.")
        return
    if any(path.is_file() for path in folder.rglob("*") if not path.name.startswith(".")):
        try:
            load_once("originals", [folder], lambda: run_ingest(folder))
        except (CommandError, SystemExit) as error:
            report(f"Some originals were not read: {error}. See the reasons above. The site "
                "works without them, and the next start tries again.")  # fmt: skip


def run_ingest(folder: Path) -> None:
    """Ingest a folder in another process, which also ends the processes that read documents.

    Raise CommandError if a document could not be read; the reasons are printed.
    """
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "ingest", str(folder)]
    result = subprocess.run(command, check=False)  # noqa: S603  the program is this one
    if result.returncode:
        raise CommandError(f"`ingest` ended with exit code {result.returncode}")


def create_curator() -> None:
    """Create a curator account if there is no account; the command prints the password."""
    from django.contrib.auth import get_user_model

    if not get_user_model().objects.exists():
        with advice("Create one by hand: .venv/bin/python manage.py createcurator"):
            call_command("createcurator")


def load_once(name: str, folders: list[Path], load: Callable[[], None]) -> None:
    """Call `load` unless it last finished with these files, this code and this database.

    `name` identifies the stamp file.
    """
    from sources.models import Source

    code = [settings.BASE_DIR / "sources", settings.BASE_DIR / "events"]
    inputs = fingerprint([*sorted(folders), *code], extra=[database_identity()])
    stamp = Stamp(settings.DATA_DIR / "stamps" / name)
    # A database that was emptied has the same identity as before.
    if stamp.matches(inputs) and Source.objects.exists():
        return
    report(f"Loading the {name}")
    load()
    stamp.write(inputs)


def database_identity() -> tuple[str, ...]:
    """Return host, port, name and OID; a database that is dropped and re-created has a new OID."""
    config = connection.settings_dict
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid::text FROM pg_database WHERE datname = current_database()")
        return (config["HOST"], config["PORT"], config["NAME"], *cursor.fetchone())


@contextmanager
def setup_lock() -> Iterator[None]:
    """Hold the database's set-up lock; PostgreSQL releases it when the connection ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [SETUP_LOCK_KEY])
    try:
        yield
    finally:
        connection.close()


@contextmanager
def advice(text: str | Callable[[], str]) -> Iterator[None]:
    """Convert the expected errors of a step to StepError, with `text` added to the message."""
    try:
        yield
    except StepError:
        raise
    except (CommandError, DatabaseError, ImproperlyConfigured, OSError, ValueError) as error:
        hint = text() if callable(text) else text
        raise StepError(f"{str(error).strip()}\n{hint}".strip()) from error


def database_advice() -> str:
    """Return the advice for a database that does not answer."""
    if os.environ.get("DATABASE_URL"):
        return "Check that DATABASE_URL is correct, its server runs, and its user has access."
    # The errors of the embedded server contain advice.
    return ""


def report(message: str) -> None:
    """Print a message at once; without flushing, a pipe would delay it."""
    print(message, flush=True)


def exit_on_signals() -> None:
    """Make SIGTERM and SIGHUP exit the process normally, so that exit handlers run.

    An ignored signal stays ignored.
    """

    def exit_process(number: int, _frame: FrameType | None) -> NoReturn:
        sys.exit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, exit_process)


def main() -> None:
    """Set up; exit with the message of a failed step."""
    exit_on_signals()
    try:
        set_up()
    except StepError as error:
        sys.exit(f"Failed: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
