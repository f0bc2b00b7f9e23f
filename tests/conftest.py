"""Fixtures of the whole suite: its own database, settings, and a client for each role."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from urllib.parse import quote, urlencode

import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import translation
from hypothesis import Phase
from pytest_django import DjangoDbBlocker, Settings

from tests.factories import user_in
from tests.template_database import template_database

# No deadline: the machine may be busy. In CI the examples are the same in every run; on a
# developer's machine each run generates new ones. A failing example is reported as it was found:
# to look for a smaller one can take minutes. `--hypothesis-profile shrink` does so.
hypothesis.settings.register_profile(
    "shrink", deadline=None, max_examples=40, print_blob=True, derandomize="CI" in os.environ
)
hypothesis.settings.register_profile(
    "suite",
    hypothesis.settings.get_profile("shrink"),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
hypothesis.settings.load_profile("suite")


def pytest_configure(config: pytest.Config) -> None:
    """Change the settings in which tests differ from a running site."""
    # Hashed file names need collectstatic, which tests do not run.
    storage = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": storage}
    settings.STATIC_ROOT = None
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Without page caching, so that a test sees what it has just written.
    settings.PAGE_FRESH_FOR = 0
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run browser tests last, because Playwright's event loop keeps running once started.

    Each module of them is a group, which runs in one worker; each worker has its own site. Other
    groups come right before, so that a worker loads the site while the other has a group to run.
    """
    has_workers = config.pluginmanager.hasplugin("xdist")
    for item in items:
        if has_workers and item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    items.sort(
        key=lambda item: (
            item.get_closest_marker("browser") is not None,
            item.get_closest_marker("xdist_group") is not None,
        )
    )


def pytest_collection_finish(session: pytest.Session) -> None:
    """Exempt the modules and the collected tests from garbage collection: they stay until the end."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Allow database access from browser tests."""
    # Because of that event loop Django assumes asynchronous code. Only browser tests and the end of
    # the session follow, so the variable stays set.
    if item.get_closest_marker("browser"):
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        # Django keeps one connection per context, and the event loop has its own context. It could
        # not close the connections of earlier tests, which would prevent dropping the database.
        connections.close_all()


@pytest.fixture
def self_approval(settings: Settings) -> None:
    """Let curators approve what they changed themselves, so that they save at once."""
    settings.SELF_APPROVAL = True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Use a separate embedded server for the suite, unless DATABASE_URL names a server.

    On the server in DATABASE_URL Django creates a test database by migrations. The embedded server
    for tests keeps a template for it, and is not durable: it need not survive a power failure.
    """
    if embedded := connection.settings_dict.get("EMBEDDED"):
        data_dir = (settings.DATA_DIR / "test" / "postgres").resolve()
        embedded.update(data_dir=data_dir, durable=False)
        with django_db_blocker.unblock():
            connection.settings_dict["TEST"]["TEMPLATE"] = template_database()


@pytest.fixture(scope="session")
def shared_rows(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Callable[[], AbstractContextManager[None]]:
    """Return a context manager in which a fixture of scope "class" creates rows and yields.

    The rows are rolled back at its end, after the last test of the class. Each test runs in a
    savepoint, so its changes do not reach the next test. A test function outside a class, which
    such a fixture serves alone, shares nothing.
    """

    @contextmanager
    def share() -> Iterator[None]:
        with django_db_blocker.unblock(), transaction.atomic():
            yield
            transaction.set_rollback(True)

    return share


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Start each test in English: a request leaves its language active."""
    with translation.override("en"):
        yield


@pytest.fixture
def database_url(db: None) -> str:
    """Return the URL of the test database, for processes that a test starts."""
    connection.ensure_connection()
    config = connection.settings_dict
    account = quote(config["USER"], safe="")
    if config["PASSWORD"]:
        account += f":{quote(config['PASSWORD'], safe='')}"
    server = {"host": config["HOST"], "port": config["PORT"]}
    query = urlencode({name: value for name, value in server.items() if value})
    return f"postgresql://{account}@/{quote(config['NAME'], safe='')}?{query}"


@pytest.fixture
def process_environment(database_url: str, tmp_path: object) -> dict[str, str]:
    """Return the environment of a process that works only on the test database."""
    variables = {
        "DATABASE_URL": database_url,
        "KB_DATA_DIR": str(tmp_path),
        "KB_SECRET_KEY": "x" * 50,
    }
    return {**os.environ, **variables, "DJANGO_SETTINGS_MODULE": "kb.settings"}


@pytest.fixture
def editor_user(db: None) -> User:
    return user_in("editor")


@pytest.fixture
def curator_user(db: None) -> User:
    return user_in("curator")


@pytest.fixture
def reader(db: None) -> Client:
    """Return a client without an account."""
    return Client()


@pytest.fixture
def editor(editor_user: User) -> Client:
    """Return a client signed in as an editor."""
    client = Client()
    client.force_login(editor_user)
    return client


@pytest.fixture
def curator(curator_user: User) -> Client:
    """Return a client signed in as a curator."""
    client = Client()
    client.force_login(curator_user)
    return client
