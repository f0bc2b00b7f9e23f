"""Page cache: ETags and other headers of responses."""

import gzip

import pytest
from django.urls import reverse

from tests.events.web.cached_pages import HOME, both_kinds, is_rendered, rename

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("event")]


class TestHeaders:
    @pytest.mark.slow
    @both_kinds
    def test_etag_is_weak_and_changes_with_the_page(self, reader, event, address):
        first = reader.get(address)
        assert first["ETag"].startswith('W/"')
        assert first["Cache-Control"] == "private, no-cache"
        assert reader.get(address)["ETag"] == first["ETag"]
        rename(event, "Other")
        assert reader.get(address)["ETag"] != first["ETag"]

    @both_kinds
    @pytest.mark.parametrize("header", ["{}", '"other", {}', "*", '{}, W/"x"'])
    @pytest.mark.parametrize("method", ["get", "head"])
    def test_page_that_the_client_has_is_not_sent_again(self, reader, header, method, address):
        """RFC 9110, section 15.4.5: no body, and the cache headers of a 200 response."""
        first = reader.get(address)
        response = getattr(reader, method)(
            address, headers={"if-none-match": header.format(first["ETag"])}
        )
        assert response.status_code == 304
        assert response.content == b""
        for name in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy"):
            assert response[name] == first[name]
        for name in ("Content-Type", "Content-Length", "Content-Encoding"):
            assert name not in response

    @pytest.mark.parametrize("header", ['"other"', "", 'W/""', "nonsense"])
    def test_page_that_the_client_does_not_have_is_sent(self, reader, header):
        reader.get(HOME)
        assert reader.get(HOME, headers={"if-none-match": header}).status_code == 200

    def test_strong_etag_of_the_client_compares_weakly(self, reader):
        etag = reader.get(HOME)["ETag"].removeprefix("W/")
        assert reader.get(HOME, headers={"if-none-match": etag}).status_code == 304

    @both_kinds
    def test_page_is_compressed_if_the_client_accepts_gzip(self, reader, address):
        plain = reader.get(address)
        packed = reader.get(address, headers={"accept-encoding": "br, gzip"})
        assert "Content-Encoding" not in plain
        assert packed["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.content) == plain.content
        assert packed["Content-Length"] == str(len(packed.content))
        for response in (plain, packed):
            vary = {word.strip() for word in response["Vary"].split(",")}
            assert {"Accept-Encoding", "Cookie"} <= vary

    @both_kinds
    def test_cached_page_has_the_headers_of_the_first_response(self, reader, address):
        first, second = reader.get(address), reader.get(address)
        per_request = {"X-Request-ID"}
        assert {name: value for name, value in first.items() if name not in per_request} == {
            name: value for name, value in second.items() if name not in per_request
        }
        assert first["X-Request-ID"] != second["X-Request-ID"]


@pytest.mark.slow
@both_kinds
def test_head_has_the_headers_of_get_and_no_body(reader, address):
    head = reader.head(address)
    assert head.content == b""
    response = reader.get(address)
    assert not is_rendered(response)
    assert b"</html>" in response.content
    assert head["ETag"] == response["ETag"]


@pytest.mark.parametrize(
    "name", ["search", "failures", "platforms", "claims", "disputes", "tags", "sources"]
)
def test_lists_have_etags(reader, name):
    first = reader.get(reverse(name))
    again = reader.get(reverse(name), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, is_rendered(again)) == (304, False)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/en/timeline/window/?from=soon", 400),
        ("/en/events/nothing-of-that-name/", 404),
        ("/healthz", 200),
    ],
)
def test_other_responses_are_not_cached(reader, address, status):
    for _ in range(2):
        response = reader.get(address)
        assert response.status_code == status
        assert "ETag" not in response
