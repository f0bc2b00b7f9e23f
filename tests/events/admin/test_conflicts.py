"""Two concurrent saves of one record, each in its own transaction."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from factory.django import DjangoModelFactory

from events.models import Claim, Claimant, Dispute, Event, Platform, Tag
from tests.events.admin.test_admin import change_url, form_data
from tests.factories import (
    ClaimantFactory,
    ClaimFactory,
    DisputeFactory,
    EventFactory,
    PlatformFactory,
    TagFactory,
)

pytestmark = pytest.mark.usefixtures("self_approval")
FACTORIES = [
    *(ClaimFactory, ClaimantFactory, DisputeFactory, EventFactory, PlatformFactory, TagFactory)
]


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


FIELDS = {
    Event: "title_en",
    Claim: "statement_en",
    Claimant: "name_en",
    Dispute: "question_en",
    Platform: "name_en",
    Tag: "name",
}


@pytest.mark.slow
@pytest.mark.parametrize("factory", FACTORIES, ids=lambda factory: factory.__name__)
def test_concurrent_saves_report_one_conflict(
    editors: list[Client], factory: type[DjangoModelFactory]
) -> None:
    row = factory()
    model, name = type(row), FIELDS[type(row)]
    page = change_url(row)
    texts = ("Ana's", "Bo's")
    sent = [
        form_data(client, row, **{name: text}) for client, text in zip(editors, texts, strict=True)
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
    assert getattr(model.objects.get(pk=row.pk), name) in texts


def test_version_counts_every_save_of_stale_copies(db: None) -> None:
    event = EventFactory()
    copies = [Event.objects.get(pk=event.pk) for _number in range(3)]
    assert [save(copy) for copy in copies] == [2, 3, 4]


def save(row: Event) -> int:
    row.save(update_fields=["updated_at"])
    return row.version
