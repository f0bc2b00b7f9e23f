"""Conditional requests, caches, other sites, and the methods that are not GET."""

import pytest

from tests.factories import published_event

ADDRESSES = ["events/", "events/harbour-closed/", "claims/", "schema/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_answer_has_a_strong_tag_and_may_be_kept(ask, knowledge, address):
    response = ask(address)
    tag = response["ETag"]
    assert tag.startswith('"')
    assert tag == ask(address)["ETag"]
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    varies = {name.strip() for name in response["Vary"].split(",")}
    assert varies == {"Accept", "Accept-Encoding", "Accept-Language"}
    assert "Last-Modified" not in response
    assert response["Content-Language"] == "en, zh-Hans"


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "condition", ["{tag}", "W/{tag}", '"other", {tag}', '"other", W/{tag}', "*"]
)
def test_known_answer_is_not_sent_again(ask, knowledge, address, condition):
    full = ask(address)
    tag = full["ETag"]
    response = ask(address, 304, If_None_Match=condition.format(tag=tag))
    assert response.content == b""
    for name in ("ETag", "Cache-Control", "Vary", "Access-Control-Allow-Origin"):
        assert response[name] == full[name]


@pytest.mark.parametrize("condition", ['"other"', 'W/"other"', "nonsense", ""])
def test_unknown_tag_gets_the_answer(ask, knowledge, condition):
    assert ask("events/", If_None_Match=condition).content


def test_tag_changes_with_what_is_said(ask, knowledge):
    tag = ask("events/")["ETag"]
    assert ask("events/", Accept_Language="zh")["ETag"] != tag
    published_event(slug="another")
    assert ask("events/", If_None_Match=tag)["ETag"] != tag


def test_tag_of_an_event_changes_with_its_relations(ask, knowledge):
    tag = ask("events/harbour-closed/")["ETag"]
    knowledge["tag"].name = "Weaker demand"
    knowledge["tag"].save()
    assert ask("events/harbour-closed/", If_None_Match=tag)["ETag"] != tag


def test_date_alone_is_no_condition(ask, knowledge):
    assert ask("events/", If_Modified_Since="Fri, 01 Jan 2100 00:00:00 GMT").content


def test_condition_that_asks_for_another_answer_fails(ask, knowledge):
    response = ask("events/", 412, If_Match='"other"')
    assert response["Content-Type"] == "application/problem+json"
    assert ask("events/", If_Match=ask("events/")["ETag"]).content


def test_errors_are_not_kept_and_have_no_tag(ask):
    response = ask("events/nothing/", 404, If_None_Match="*")
    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_says_what_get_says_without_the_body(ask, knowledge, address):
    full, head = ask(address), ask.client.head(f"/api/v1/{address}")
    assert head.status_code == 200
    assert head.content == b""
    for name in ("ETag", "Content-Type", "Cache-Control", "Vary"):
        assert head[name] == full[name]
    known = ask.client.head(f"/api/v1/{address}", headers={"If-None-Match": full["ETag"]})
    assert known.status_code == 304


def test_every_site_may_read_the_answer(ask, knowledge):
    response = ask("events/", Origin="https://elsewhere.example")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert "ETag" in response["Access-Control-Expose-Headers"]
    assert "Link" in response["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("address", [*ADDRESSES, "nothing/", "events/nothing/"])
def test_preflight_allows_to_read(ask, address):
    asked = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    response = ask.client.options(f"/api/v1/{address}", headers=asked)
    assert (response.status_code, response.content) == (204, b"")
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Headers"] == "if-none-match"


@pytest.mark.parametrize("address", ["/en/", "/en/claims/", "/healthz"])
def test_pages_are_not_open_to_other_sites(ask, address):
    response = ask.client.get(address, headers={"Origin": "https://elsewhere.example"})
    assert "Access-Control-Allow-Origin" not in response


def test_answer_depends_on_no_cookie(ask, knowledge, editor):
    own = editor.get("/api/v1/events/")
    assert "Cookie" not in own["Vary"]
    assert not own.cookies
    assert own.content == ask("events/").content


def test_list_that_is_known_is_not_made_again(ask, knowledge, django_assert_max_num_queries):
    full = ask("events/")
    with django_assert_max_num_queries(2):
        again = ask("events/", 304, If_None_Match=f'W/{full["ETag"]}, "other"')
    assert again["ETag"] == full["ETag"]
    knowledge["tag"].name = "Weaker demand"
    knowledge["tag"].save()
    assert ask("events/", If_None_Match=full["ETag"])["ETag"] != full["ETag"]
