"""Pages that a reader has are not made again while nothing was written, and never held back after."""

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from events.models import Event, Platform
from events.web import unchanged
from tests.factories import PlatformFactory, published_event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def event():
    return published_event(title_en="Spark opens")


@pytest.fixture
def reader():
    return Client()


@pytest.fixture
def made(monkeypatch):
    """How many pages of events were made."""
    from events.records.views import events

    found, before = [], events.cited
    monkeypatch.setattr(events, "cited", lambda *given: found.append(given) or before(*given))
    return found


def get(client: Client, address: str, etag: str = "", **headers: str) -> HttpResponse:
    known = {"if-none-match": etag} if etag else {}
    return client.get(address, headers={**known, **headers})


def test_reader_who_has_a_page_is_told_so_without_making_it(reader, event, made):
    first = get(reader, event.get_absolute_url())
    again = get(reader, event.get_absolute_url(), first["ETag"])
    assert (first.status_code, again.status_code, len(made)) == (200, 304, 1)
    assert again["ETag"] == first["ETag"]
    assert again.content == b""


def test_etag_is_weak_and_page_is_asked_for_again(reader, event):
    answer = get(reader, event.get_absolute_url())
    assert answer["ETag"].startswith('W/"')
    assert answer["Cache-Control"] == "private, no-cache"
    assert "Cookie" in answer["Vary"]


def test_change_is_seen_at_once(reader, event):
    etag = get(reader, event.get_absolute_url())["ETag"]
    Event.objects.filter(pk=event.pk).update(title_en="Spark closes")
    answer = get(reader, event.get_absolute_url(), etag)
    assert answer.status_code == 200
    assert "Spark closes" in answer.content.decode()


def test_change_of_something_else_makes_the_page_but_does_not_send_it(reader, event, made):
    etag = get(reader, event.get_absolute_url())["ETag"]
    PlatformFactory()
    assert get(reader, event.get_absolute_url(), etag).status_code == 304
    assert len(made) == 2


def test_rollback_does_not_hold_a_page_back(reader, event):
    etag = get(reader, event.get_absolute_url())["ETag"]
    with transaction.atomic():
        Event.objects.filter(pk=event.pk).update(title_en="Never")
        transaction.set_rollback(True)
    assert get(reader, event.get_absolute_url(), etag).status_code == 304
    Event.objects.filter(pk=event.pk).update(title_en="Now")
    assert get(reader, event.get_absolute_url(), etag).status_code == 200


def test_own_uncommitted_change_is_seen(reader, event):
    etag = get(reader, event.get_absolute_url())["ETag"]
    with transaction.atomic():
        Event.objects.filter(pk=event.pk).update(title_en="Within")
        assert "Within" in get(reader, event.get_absolute_url(), etag).content.decode()


def test_reader_who_insists_gets_the_page_made(reader, event, made):
    etag = get(reader, event.get_absolute_url())["ETag"]
    get(reader, event.get_absolute_url(), etag, **{"cache-control": "no-cache"})
    assert len(made) == 2


def test_somebody_signed_in_gets_a_page_made_for_them(event, editor_user, made):
    editor = Client()
    editor.force_login(editor_user)
    answer = get(editor, event.get_absolute_url())
    assert "ETag" not in answer
    assert get(editor, event.get_absolute_url(), '"any"').status_code == 200


def test_message_to_one_reader_is_neither_held_back_nor_shown_again(reader, event):
    address = event.get_absolute_url()
    etag = get(reader, address)["ETag"]
    request = RequestFactory().get(address)
    storage, carrier = CookieStorage(request), HttpResponse()
    storage.add(constants.INFO, "For you alone")
    storage.update(carrier)
    reader.cookies.update(carrier.cookies)
    told = get(reader, address, etag)
    assert "For you alone" in told.content.decode()
    assert "ETag" not in told
    reader.cookies.clear()  # As a browser does with what has ended.
    assert get(reader, address, etag).status_code == 304


def test_two_addresses_have_pages_of_their_own(reader, event):
    address = event.get_absolute_url()
    other = get(reader, address.replace("/en/", "/zh-hans/"))
    assert get(reader, address, other["ETag"]).status_code == 200


def test_missing_page_has_no_etag(reader):
    assert "ETag" not in get(reader, "/en/events/nothing-of-that-name/")


def test_only_so_many_are_remembered(reader, monkeypatch):
    monkeypatch.setattr(unchanged, "MOST", 1)
    addresses = [f"{reverse('search')}?q={word}" for word in ("spark", "lasso")]
    etags = [get(reader, address)["ETag"] for address in addresses]
    # The first is made again, and is the same.
    assert [get(reader, *pair).status_code for pair in zip(addresses, etags, strict=True)] == [
        304,
        304,
    ]


@pytest.mark.parametrize(
    "name", ["search", "failures", "platforms", "claims", "disputes", "tags", "sources"]
)
def test_lists_have_etags(reader, name):
    Platform.objects.all().delete()
    first = get(reader, reverse(name))
    assert get(reader, reverse(name), first["ETag"]).status_code == 304
