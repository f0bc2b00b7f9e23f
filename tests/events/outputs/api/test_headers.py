"""Conditional requests, caching, CORS, and methods other than GET."""

import pytest

from tests.factories import published_event

ADDRESSES = ["events/", "events/harbour-closed/", "claims/", "schema/"]


class TestCaching:
    @pytest.mark.slow
    @pytest.mark.parametrize("address", ADDRESSES)
    def test_response_has_a_strong_etag_and_is_cacheable(self, api, knowledge, address):
        response = api(address)
        tag = response["ETag"]
        assert tag.startswith('"')
        assert tag == api(address)["ETag"]
        assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
        varies = {name.strip() for name in response["Vary"].split(",")}
        assert varies == {"Accept", "Accept-Encoding", "Accept-Language"}
        assert "Last-Modified" not in response
        assert response["Content-Language"] == "en, zh-Hans"


class TestConditions:
    @pytest.mark.parametrize("address", ADDRESSES)
    @pytest.mark.parametrize(
        "condition", ["{tag}", "W/{tag}", '"other", {tag}', '"other", W/{tag}', "*"]
    )
    def test_known_response_is_a_304(self, api, knowledge, address, condition):
        full = api(address)
        tag = full["ETag"]
        response = api(address, 304, If_None_Match=condition.format(tag=tag))
        assert response.content == b""
        for name in ("ETag", "Cache-Control", "Vary", "Access-Control-Allow-Origin"):
            assert response[name] == full[name]

    @pytest.mark.parametrize("condition", ['"other"', 'W/"other"', "nonsense", ""])
    def test_unknown_etag_gets_the_response(self, api, knowledge, condition):
        assert api("events/", If_None_Match=condition).content


class TestChanges:
    @pytest.mark.slow
    def test_etag_changes_with_the_content(self, api, knowledge):
        tag = api("events/")["ETag"]
        assert api("events/", Accept_Language="zh")["ETag"] != tag
        published_event(slug="another")
        assert api("events/", If_None_Match=tag)["ETag"] != tag

    @pytest.mark.slow
    def test_etag_of_an_event_changes_with_its_relations(self, api, knowledge):
        tag = api("events/harbour-closed/")["ETag"]
        knowledge["tag"].name = "Weaker demand"
        knowledge["tag"].save()
        assert api("events/harbour-closed/", If_None_Match=tag)["ETag"] != tag

    def test_if_modified_since_is_ignored(self, api, knowledge):
        assert api("events/", If_Modified_Since="Fri, 01 Jan 2100 00:00:00 GMT").content

    def test_if_match_of_another_response_fails(self, api, knowledge):
        response = api("events/", 412, If_Match='"other"')
        assert response["Content-Type"] == "application/problem+json"
        assert api("events/", If_Match=api("events/")["ETag"]).content


def test_errors_are_not_cacheable_and_have_no_etag(api):
    response = api("events/nothing/", 404, If_None_Match="*")
    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response


class TestHead:
    @pytest.mark.slow
    @pytest.mark.parametrize("address", ADDRESSES)
    def test_head_has_the_headers_of_get_without_the_body(self, api, knowledge, address):
        full, head = api(address), api.client.head(f"/api/v1/{address}")
        assert head.status_code == 200
        assert head.content == b""
        for name in ("ETag", "Content-Type", "Cache-Control", "Vary"):
            assert head[name] == full[name]
        known = api.client.head(f"/api/v1/{address}", headers={"If-None-Match": full["ETag"]})
        assert known.status_code == 304

    def test_every_site_may_read_the_response(self, api, knowledge):
        response = api("events/", Origin="https://elsewhere.example")
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response
        assert "ETag" in response["Access-Control-Expose-Headers"]
        assert "Link" in response["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("address", [*ADDRESSES, "nothing/", "events/nothing/"])
def test_preflight_allows_reading(api, address):
    headers = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    response = api.client.options(f"/api/v1/{address}", headers=headers)
    assert (response.status_code, response.content) == (204, b"")
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Headers"] == "if-none-match"


@pytest.mark.parametrize("address", ["/en/", "/en/claims/", "/healthz"])
def test_pages_are_not_open_to_other_sites(api, address):
    response = api.client.get(address, headers={"Origin": "https://elsewhere.example"})
    assert "Access-Control-Allow-Origin" not in response


@pytest.mark.slow
def test_response_depends_on_no_cookie(api, knowledge, editor):
    editor_response = editor.get("/api/v1/events/")
    assert "Cookie" not in editor_response["Vary"]
    assert not editor_response.cookies
    assert editor_response.content == api("events/").content


@pytest.mark.slow
def test_known_list_is_not_computed_again(api, knowledge, django_assert_max_num_queries):
    full = api("events/")
    with django_assert_max_num_queries(2):
        again = api("events/", 304, If_None_Match=f'W/{full["ETag"]}, "other"')
    assert again["ETag"] == full["ETag"]
    knowledge["tag"].name = "Weaker demand"
    knowledge["tag"].save()
    assert api("events/", If_None_Match=full["ETag"])["ETag"] != full["ETag"]
