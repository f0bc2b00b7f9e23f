"""A process whose database accepts no writes, such as a streaming standby, serves every reader."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse

from events.index import store
from events.models import Event, change_log
from tests.factories import (
    DisputeFactory,
    PlatformFactory,
    SourceFactory,
    TagFactory,
    published_claim,
    published_event,
    restore_roles,
    snapshot_of,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def addresses():
    """Create a row of each kind; return the addresses of pages and outputs."""
    snapshot = snapshot_of(SourceFactory(slug="main"))
    platform, tag = PlatformFactory(slug="main"), TagFactory(slug="main")
    published_event(slug="main", platforms=[platform], tags=[tag], snapshot=snapshot)
    claim = published_claim(platforms=[platform], snapshot=snapshot)
    DisputeFactory(slug="main")
    lists = ("timeline", "platforms", "failures", "claims", "disputes", "tags", "sources")
    programs = ("feed", "sitemap_index", "api-events", "api-claims", "healthz", "suggest", "embed")
    records = ("event", "platform", "tag", "source", "dispute")
    yield [
        *map(reverse, (*lists, *programs)),
        *(reverse(name, args=["main"]) for name in records),
        reverse("claim", args=[claim.pk]),
        reverse("search") + "?q=main",
        reverse("export_events", args=["csv"]),
        reverse("login"),
    ]
    restore_roles()


@pytest.fixture
def read_only(addresses, monkeypatch):
    """Make the session read-only, and forget what this process knows about the database."""
    monkeypatch.setattr(store, "_stores", {})
    monkeypatch.setattr(change_log, "_versions", {})
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
    with pytest.raises(DatabaseError, match="read-only"):
        Event.objects.update(importance=1)
    yield
    connection.close()


@pytest.mark.slow
def test_read_only_process_serves_pages_and_outputs(addresses, read_only):
    client = Client()
    for address in addresses:
        response = client.get(address)
        assert (address, response.status_code) == (address, 200)
        assert b"".join(response)


@pytest.mark.slow
def test_set_up_of_a_read_only_database_loads_no_data(addresses, process_environment):
    environment = process_environment | {
        "PGOPTIONS": "-c default_transaction_read_only=on",
        "KB_DEBUG": "1",
    }
    result = subprocess.run(
        [sys.executable, "-m", "kb.setup"], env=environment, cwd=settings.BASE_DIR,
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout + result.stderr
    assert "read-only" in result.stdout
