"""Conditional GET: 304 without rendering while nothing was written, and never afterwards."""

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
def rendered(monkeypatch):
    """Record each rendering of an event page."""
    from events.records.views import events

    calls, original = [], events.cited
    monkeypatch.setattr(events, "cited", lambda *args: calls.append(args) or original(*args))
    return calls


def get(client: Client, address: str, etag: str = "", **headers: str) -> HttpResponse:
    conditions = {"if-none-match": etag} if etag else {}
    return client.get(address, headers={**conditions, **headers})


def test_unchanged_page_is_304_without_rendering(reader, event, rendered):
    first = get(reader, event.get_absolute_url())
    again = get(reader, event.get_absolute_url(), first["ETag"])
    assert (first.status_code, again.status_code, len(rendered)) == (200, 304, 1)
    assert again["ETag"] == first["ETag"]
    assert again.content == b""


def test_etag_is_weak_and_the_page_is_revalidated(reader, event):
    answer = get(reader, event.get_absolute_url())
    assert answer["ETag"].startswith('W/"')
    assert answer["Cache-Control"] == "private, no-cache"
    assert "Cookie" in answer["Vary"]


def test_change_is_visible_immediately(reader, event):
    etag = get(reader, event.get_absolute_url())["ETag"]
    Event.objects.filter(pk=event.pk).update(title_en="Spark closes")
    answer = get(reader, event.get_absolute_url(), etag)
    assert answer.status_code == 200
    assert "Spark closes" in answer.content.decode()


def test_unrelated_change_renders_the_page_but_answers_304(reader, event, rendered):
    etag = get(reader, event.get_absolute_url())["ETag"]
    PlatformFactory()
    assert get(reader, event.get_absolute_url(), etag).status_code == 304
    assert len(rendered) == 2


def test_rollback_does_not_hide_a_later_change(reader, event):
    etag = get(reader, event.get_absolute_url())["ETag"]
    with transaction.atomic():
        Event.objects.filter(pk=event.pk).update(title_en="Never")
        transaction.set_rollback(True)
    assert get(reader, event.get_absolute_url(), etag).status_code == 304
    Event.objects.filter(pk=event.pk).update(title_en="Now")
    assert get(reader, event.get_absolute_url(), etag).status_code == 200


def test_uncommitted_change_is_visible_in_its_transaction(reader, event):
    etag = get(reader, event.get_absolute_url())["ETag"]
    with transaction.atomic():
        Event.objects.filter(pk=event.pk).update(title_en="Within")
        assert "Within" in get(reader, event.get_absolute_url(), etag).content.decode()


def test_no_cache_request_is_rendered(reader, event, rendered):
    etag = get(reader, event.get_absolute_url())["ETag"]
    get(reader, event.get_absolute_url(), etag, **{"cache-control": "no-cache"})
    assert len(rendered) == 2


def test_page_of_a_signed_in_user_is_rendered_without_etag(event, editor_user, rendered):
    editor = Client()
    editor.force_login(editor_user)
    answer = get(editor, event.get_absolute_url())
    assert "ETag" not in answer
    assert get(editor, event.get_absolute_url(), '"any"').status_code == 200


def test_message_is_shown_once(reader, event):
    address = event.get_absolute_url()
    etag = get(reader, address)["ETag"]
    request = RequestFactory().get(address)
    storage, carrier = CookieStorage(request), HttpResponse()
    storage.add(constants.INFO, "For you alone")
    storage.update(carrier)
    reader.cookies.update(carrier.cookies)
    shown = get(reader, address, etag)
    assert "For you alone" in shown.content.decode()
    assert "ETag" not in shown
    reader.cookies.clear()  # As a browser does with expired cookies.
    assert get(reader, address, etag).status_code == 304


def test_two_urls_have_different_etags(reader, event):
    address = event.get_absolute_url()
    other = get(reader, address.replace("/en/", "/zh-hans/"))
    assert get(reader, address, other["ETag"]).status_code == 200


def test_missing_page_has_no_etag(reader):
    assert "ETag" not in get(reader, "/en/events/nothing-of-that-name/")


def test_number_of_cached_etags_is_limited(reader, monkeypatch):
    monkeypatch.setattr(unchanged, "MOST", 1)
    addresses = [f"{reverse('search')}?q={word}" for word in ("spark", "lasso")]
    etags = [get(reader, address)["ETag"] for address in addresses]
    # The first page is rendered again, and is the same.
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
