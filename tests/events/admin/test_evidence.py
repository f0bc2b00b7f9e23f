"""Evidence in the admin: adding it, changing its stance, anchoring it again."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Event, Evidence
from tests.events.admin.test_admin import change_url, evidence_form_data, form_data, run_action
from tests.factories import (
    ClaimFactory,
    EventFactory,
    SourceFactory,
    evidence_for,
    published_claim,
    published_event,
    snapshot_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("self_approval")]


@pytest.mark.slow
def test_evidence_is_added_by_its_quotation(curator: Client) -> None:
    claim, source = ClaimFactory(), SourceFactory()
    text = snapshot_of(source)
    data = form_data(curator, claim) | evidence_form_data(0, source, " closed in June 2019 ")
    assert curator.post(change_url(claim), data).status_code == 302
    row = claim.evidence.get()
    assert (row.snapshot, row.quotation, row.block) == (text, "closed in June 2019", 1)
    claim.refresh_from_db()
    assert claim.version == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("quotation", "message"),
    [
        ("never said", "Check the article and the wording"),
        ("it", "2 times, in blocks 1, 2"),
        ("closed in July 2019", "“June 2019. Nobod…” in the article, “July 2019” in the quotation"),
        ("…", "no letter or digit"),
        ("", "Paste a quotation"),
    ],
)
def test_evidence_that_is_not_one_passage_is_refused(
    curator: Client, quotation: str, message: str
) -> None:
    event, source = EventFactory(), SourceFactory()
    snapshot_of(source)
    response = curator.post(
        change_url(event), form_data(curator, event) | evidence_form_data(0, source, quotation)
    )
    assert response.status_code == 200
    assert message in response.content.decode()
    assert not event.evidence.exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("quotation", "message"),
    [("CLOSED in\r\nJune 2019", "upper and lower case"), ("closed in\r\nJune\u00a02019", "")],
)
def test_evidence_has_the_characters_of_the_article(
    curator: Client, quotation: str, message: str
) -> None:
    event, source = EventFactory(), SourceFactory()
    snapshot_of(source)
    data = form_data(curator, event) | evidence_form_data(0, source, quotation)
    page = curator.post(change_url(event), data, follow=True).content.decode()
    assert event.evidence.get().quotation == "closed in June 2019"
    assert ("upper and lower case" in page) == bool(message)


@pytest.mark.slow
def test_block_chooses_among_several_places(curator: Client) -> None:
    event, source = EventFactory(), SourceFactory()
    snapshot_of(source)
    data = form_data(curator, event) | evidence_form_data(0, source, "it")
    response = curator.post(change_url(event), data | {"evidence-0-in_block": "3"})
    assert "not in block 3. It is in: 1, 2." in response.content.decode()
    curator.post(change_url(event), data | {"evidence-0-in_block": "2"})
    assert [(row.block, row.quotation) for row in event.evidence.all()] == [(2, "it")]


@pytest.mark.slow
@pytest.mark.parametrize("factory", [EventFactory, ClaimFactory])
def test_quotation_over_paragraphs_is_saved_as_one_row_each(
    curator: Client, factory: object
) -> None:
    row, source = factory(), SourceFactory()
    snapshot_of(source, "One.\n\nIt opened in May.\n\nIt closed in June. The end.")
    data = form_data(curator, row) | evidence_form_data(
        0, source, "opened in May.\r\n\r\nIt closed in June."
    )
    data["evidence-0-stance"] = "disputes"
    page = curator.post(change_url(row), data, follow=True).content.decode()
    assert "spans 2 blocks (2, 3)" in page
    assert [(each.block, each.quotation, each.stance) for each in row.evidence.all()] == [
        (2, "opened in May.", "disputes"),
        (3, "It closed in June.", "disputes"),
    ]


@pytest.mark.slow
def test_quotation_over_paragraphs_of_a_new_event(curator: Client) -> None:
    source = SourceFactory()
    snapshot_of(source, "It opened in May.\n\nIt closed in June.")
    data = form_data(curator, EventFactory()) | evidence_form_data(0, source, "May. It closed")
    data |= {"slug": "another", "title_en": "Another", "opened": ""}
    address = reverse("admin:events_event_add")
    assert curator.post(address, data).status_code == 302
    rows = Event.objects.get(slug="another").evidence.all()
    assert [each.quotation for each in rows] == ["May.", "It closed"]


@pytest.mark.slow
@pytest.mark.parametrize("added", ["It closed in June.", "opened in May."])
def test_quotation_over_paragraphs_is_saved_whole_or_not_at_all(
    curator: Client, added: str
) -> None:
    event, source = EventFactory(), SourceFactory()
    text = snapshot_of(source, "It opened in May.\n\nIt closed in June. The end.")
    both = "opened in May.\n\nIt closed in June."
    data = form_data(curator, event)
    data |= evidence_form_data(0, source, added) | evidence_form_data(1, source, both)
    page = curator.post(change_url(event), data).content.decode()
    assert "The same passage was added twice" in page
    assert not event.evidence.exists()
    row = evidence_for(event, text, added)
    data = form_data(curator, event) | evidence_form_data(1, source, both)
    page = curator.post(change_url(event), data).content.decode()
    assert f"The passage in block {row.block} has already been added. Nothing was saved." in page
    assert list(event.evidence.all()) == [row]


@pytest.mark.slow
def test_evidence_given_twice_is_refused(curator: Client) -> None:
    event = EventFactory()
    row = evidence_for(event)
    data = form_data(curator, event) | evidence_form_data(1, row.source, row.quotation)
    response = curator.post(change_url(event), data)
    assert "has already been added" in response.content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("sent", [{"evidence-0-DELETE": "on"}, {"evidence-0-stance": "mentions"}])
@pytest.mark.parametrize("factory", [published_event, published_claim])
def test_last_evidence_of_a_published_row_cannot_be_removed(
    curator: Client, factory: object, sent: dict
) -> None:
    row = factory()
    response = curator.post(change_url(row), form_data(curator, row, **sent))
    assert response.status_code == 200
    assert "needs at least one passage" in response.content.decode()
    assert row.evidence.filter(stance="supports").count() == 1


@pytest.mark.slow
def test_last_evidence_can_be_replaced_in_one_save(curator: Client) -> None:
    event, source = published_event(), SourceFactory()
    snapshot_of(source)
    data = form_data(curator, event) | evidence_form_data(1, source, "Nobody used it")
    response = curator.post(change_url(event), data | {"evidence-0-DELETE": "on"})
    assert response.status_code == 302
    assert [row.quotation for row in event.evidence.all()] == ["Nobody used it"]


@pytest.mark.slow
def test_last_evidence_cannot_be_weakened_or_deleted_on_its_own_page(
    curator: Client,
) -> None:
    row = published_event().evidence.get()
    response = curator.post(change_url(row), {"stance": "mentions"})
    assert "only evidence that supports" in response.content.decode()
    address = reverse("admin:events_evidence_delete", args=[row.pk])
    page = curator.post(address, {"post": "yes"}).content.decode()
    assert "1 published record would lose its last support." in page
    assert row.owner.title_en in page
    assert Evidence.objects.get() == row


@pytest.mark.slow
def test_reanchor_follows_the_current_text(curator: Client) -> None:
    event, source = EventFactory(), SourceFactory()
    row = evidence_for(event, snapshot_of(source))
    later = snapshot_of(source, "An added line.\n\nHarbour closed in June 2019. Nobody used it.")
    Evidence.objects.filter(pk=row.pk).update(anchor="orphan")
    page = reverse("admin:events_evidence_changelist")
    assert "Articles checked: 1" in run_action(curator, page, "reanchor", [row])
    row.refresh_from_db()
    assert row.snapshot == later
