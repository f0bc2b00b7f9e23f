"""What the whole suite shares: its own database, no network, and a client for each role."""

from __future__ import annotations

import os
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, connections
from django.test import Client
from django.utils import translation

from tests.factories import user_in

# A deadline measures the machine, which may be busy. Where a change is judged, the examples are
# the same every time; on a developer's machine each run looks for new ones.
hypothesis.settings.register_profile(
    "suite", deadline=None, max_examples=40, derandomize="CI" in os.environ
)
hypothesis.settings.load_profile("suite")


def pytest_configure(config: pytest.Config) -> None:
    """Settings in which tests differ from a running site."""
    # Hashed names come from collectstatic, which no test should need.
    storage = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": storage}
    settings.STATIC_ROOT = None
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # A test sees what it has just written.
    settings.PAGE_FRESH_FOR = 0
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browser tests last and in one worker: Playwright's event loop stays once it has begun."""
    has_workers = config.pluginmanager.hasplugin("xdist")
    for item in items:
        if has_workers and item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    # That event loop makes Django think it is called from asynchronous code. Nothing but browser
    # tests and the end of the session comes after, so it is not taken back.
    if item.get_closest_marker("browser"):
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        # Django keeps a connection a context, and the loop is another one: what ordinary tests
        # left open here could not be closed from there, and would keep the database from going.
        connections.close_all()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """A server of the suite's own beside the developer's, unless DATABASE_URL names one.

    On a server of one's own Django makes another database; the embedded one is a whole server
    that need not survive a power cut.
    """
    if embedded := connection.settings_dict.get("EMBEDDED"):
        data_dir = (settings.DATA_DIR / "test" / "postgres").resolve()
        embedded.update(data_dir=data_dir, durable=False)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test begins in English: a request leaves the language it was answered in behind."""
    with translation.override("en"):
        yield


@pytest.fixture
def database_url(db: None) -> str:
    """The address of the test database, for processes that a test starts."""
    connection.ensure_connection()
    given = connection.settings_dict
    account = quote(given["USER"], safe="")
    if given["PASSWORD"]:
        account += f":{quote(given['PASSWORD'], safe='')}"
    place = {"host": given["HOST"], "port": given["PORT"]}
    place = urlencode({name: value for name, value in place.items() if value})
    return f"postgresql://{account}@/{quote(given['NAME'], safe='')}?{place}"


@pytest.fixture
def process_environment(database_url: str, tmp_path: object) -> dict[str, str]:
    """The environment of a process that works on the test database and nothing else."""
    own = {"DATABASE_URL": database_url, "KB_DATA_DIR": str(tmp_path), "KB_SECRET_KEY": "x" * 50}
    return {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "kb.settings"}


@pytest.fixture
def editor_user(db: None) -> User:
    return user_in("editor")


@pytest.fixture
def curator_user(db: None) -> User:
    return user_in("curator")


@pytest.fixture
def reader(db: None) -> Client:
    """A client without an account."""
    return Client()


@pytest.fixture
def editor(editor_user: User) -> Client:
    """A client signed in as an editor."""
    client = Client()
    client.force_login(editor_user)
    return client


@pytest.fixture
def curator(curator_user: User) -> Client:
    """A client signed in as a curator."""
    client = Client()
    client.force_login(curator_user)
    return client
