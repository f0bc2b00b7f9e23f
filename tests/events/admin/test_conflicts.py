"""Two concurrent saves of one event, each in its own transaction."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse

from events.models import Event
from tests.events.admin.test_admin import form_data
from tests.factories import EventFactory


@pytest.fixture
def editors(transactional_db: None) -> list[Client]:
    """Return clients of two superusers.

    Transactional tests lose the roles that the migrations create.
    """
    clients = []
    for name in ("ana", "bo"):
        clients.append(Client())
        clients[-1].force_login(User.objects.create_superuser(name))
    return clients


@pytest.mark.slow
def test_concurrent_saves_report_one_conflict(editors: list[Client]) -> None:
    event = EventFactory(title_en="First")
    page = reverse("admin:events_event_change", args=[event.pk])
    sent = [
        form_data(client, event, title_en=title)
        for client, title in zip(editors, ("Ana's", "Bo's"), strict=True)
    ]
    answers: list[int] = []
    together = Barrier(2)

    def save(client: Client, data: dict) -> None:
        together.wait()
        try:
            answers.append(client.post(page, data).status_code)
        finally:
            connection.close()

    threads = [Thread(target=save, args=pair) for pair in zip(editors, sent, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 302]
    assert Event.objects.get().version == 2


def test_version_counts_every_save_of_stale_copies(db: None) -> None:
    event = EventFactory()
    copies = [Event.objects.get(pk=event.pk) for _number in range(3)]
    assert [save(copy) for copy in copies] == [2, 3, 4]


def save(row: Event) -> int:
    row.save(update_fields=["updated_at"])
    return row.version
