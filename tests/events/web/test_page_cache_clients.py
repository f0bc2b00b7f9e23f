"""Page cache: who gets which page."""

import pytest
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.test import RequestFactory

from tests.events.web.cached_pages import HOME, both_kinds, is_rendered
from tests.factories import EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("event")]


@pytest.fixture
def editor(new_client, editor_user):
    client = new_client()
    client.force_login(editor_user)
    return client


@pytest.mark.slow
@both_kinds
def test_page_of_an_editor_is_never_cached(reader, editor, address):
    reader.get(address)
    for _ in range(2):
        response = editor.get(address, headers={"if-none-match": "*"})
        assert (response.status_code, is_rendered(response)) == (200, True)
        assert "Sign out" in response.content.decode()
        assert "ETag" not in response
        assert "Cookie" in response["Vary"]
    assert "Sign out" not in reader.get(address).content.decode()


@pytest.mark.slow
def test_drafts_of_an_editor_are_not_shown_to_readers(reader, editor):
    EventFactory(title_en="Secret", when="2019")
    address = HOME + "?state=draft"
    assert "Secret" in editor.get(address).content.decode()
    assert "Secret" not in reader.get(address).content.decode()


@pytest.mark.slow
def test_page_after_signing_in_is_rendered_for_the_editor(new_client, editor_user):
    client = new_client()
    etag = client.get(HOME)["ETag"]
    client.force_login(editor_user)
    response = client.get(HOME, headers={"if-none-match": etag})
    assert response.status_code == 200
    assert "Sign out" in response.content.decode()
    client.logout()
    assert "Sign out" not in client.get(HOME).content.decode()


@pytest.mark.slow
@both_kinds
def test_message_is_shown_once_and_only_to_its_reader(reader, new_client, address):
    """A message for an editor who signed out is in a cookie."""
    client = new_client()
    etag = client.get(address)["ETag"]
    request, response = RequestFactory().get(address), HttpResponse()
    storage = CookieStorage(request)
    storage.add(constants.INFO, "For you alone")
    storage.update(response)
    client.cookies["messages"] = response.cookies["messages"].value
    shown = client.get(address, headers={"if-none-match": etag})
    assert "For you alone" in shown.content.decode()
    assert "ETag" not in shown
    # A message that was shown is deleted.
    assert shown.cookies["messages"].value == ""
    assert "For you alone" not in reader.get(address).content.decode()


@pytest.mark.slow
@both_kinds
def test_cached_page_sets_no_cookie(reader, address):
    for _ in range(2):
        assert reader.get(address).cookies == {}


@pytest.mark.slow
@both_kinds
@pytest.mark.parametrize("cookie", [settings.SESSION_COOKIE_NAME, "messages"])
def test_request_with_a_private_cookie_is_rendered(new_client, cookie, address):
    client = new_client()
    client.get(address)
    client.cookies[cookie] = "gone"
    response = client.get(address)
    assert is_rendered(response)
    assert "ETag" not in response
