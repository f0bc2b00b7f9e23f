"""Invalid requests are refused, and every problem is named."""

import json
import logging

import pytest
from django.test import Client

from events.outputs.api import views

LISTS = ["events", "platforms", "claims", "sources", "tags", "disputes"]


@pytest.mark.parametrize("name", LISTS)
def test_unknown_parameter_is_refused(api, name):
    assert api.errors(f"{name}/?colour=red&format=xml") == [
        ("colour", "Unknown parameter: “colour”."),
        ("format", "Unknown parameter: “format”."),
    ]


class TestNoParameters:
    @pytest.mark.parametrize("address", ["events/harbour-closed/", "tags/weak-demand/", "schema/"])
    def test_address_without_parameters_refuses_any(self, api, knowledge, address):
        body = api.client.get(f"/api/v1/{address}?limit=1&colour=red").json()
        assert [item["parameter"] for item in body["errors"]] == ["limit", "colour"]


@pytest.mark.parametrize(
    ("address", "parameters"),
    [
        ("events/?kind=parade&outcome=x&platform=a&tag=b&source=c", ["kind", "outcome", "platform", "source", "tag"]),
        ("events/?since=soon&until=late&dates=maybe", ["dates", "since", "until"]),
        ("events/?since=2020&until=2019", ["until"]),
        ("events/?sort=sideways", ["sort"]),
        ("events/?since=2020&until=2019&sort=sideways", ["sort", "until"]),
        ("events/?sort=sideways&colour=1&kind=x", ["colour", "kind", "sort"]),
        ("events/?q=%00", ["q"]),
        ("events/?q=&since=+&until=&dates=&sort=&kind=&tag=", ["dates", "kind", "q", "since", "sort", "tag", "until"]),
        ("claims/?q=&rank=&source=&cursor=1.after", ["q", "rank", "source"]),
        ("events/?q=" + "x" * 201, ["q"]),
        ("events/?platform=%00&tag=%00&source=%00&kind=%00", ["kind", "platform", "source", "tag"]),
        ("claims/?kind=x&metric=y&rank=z&claimant=a&platform=b&tag=c&source=d", ["claimant", "kind", "metric", "platform", "rank", "source", "tag"]),
        ("claims/?page=2", ["page"]),
        ("platforms/?kind=x&parent=y&q=%00", ["kind", "parent", "q"]),
        ("sources/?language=x&outlet=y", ["language", "outlet"]),
        ("tags/?facet=x", ["facet"]),
        ("disputes/?state=x&platform=y", ["platform", "state"]),
    ],
)  # fmt: skip
def test_every_bad_value_is_named(api, address, parameters):
    assert sorted(name for name, _message in api.errors(address)) == parameters


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "limit", ["0", "201", "-1", "x", "", "1.5", "٣", "9" * 5000, "%00", "1&limit=2"]
)
def test_bad_limit_is_refused(api, name, limit):
    assert {name for name, _message in api.errors(f"{name}/?limit={limit}")} == {"limit"}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "cursor",
    ["", "x", "1", ".after", "1.beside", "a.b.c.after", "%00.after", "%ED%A0%80.after",
     "2019-13-01.1.after", "2019-13-01.a.after", "x.2019-01-01.after", "a.after&cursor=b.after"],
)  # fmt: skip
def test_bad_cursor_is_refused(api, name, cursor):
    assert {name for name, _message in api.errors(f"{name}/?cursor={cursor}")} == {"cursor"}


class TestHugeNumbers:
    @pytest.mark.slow
    @pytest.mark.parametrize("number", ["9" * 18, "9" * 19, "9" * 400])
    def test_huge_number_in_a_cursor_is_no_server_error(self, api, knowledge, number):
        for address in (
            f"claims/?cursor={number}.after",
            f"events/?cursor=2019-01-01.{number}.after",
        ):
            response = api.client.get(f"/api/v1/{address}")
            assert response.status_code == (200 if len(number) < 19 else 400)


@pytest.mark.parametrize(
    "address",
    ["events/nothing/", "platforms/nothing/", "claims/nothing/", "sources/nothing/", "tags/nothing/",
     "disputes/nothing/", "", "nothing/", "events/a/b/", "events/%00/", "tags/%00/", "events/a%20b/",
     "events/" + "x" * 500 + "/"],
)  # fmt: skip
def test_unknown_address_is_404(api, address):
    response = api(address, 404)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert [message for _name, message in api.errors(address, 404)] == [
        "Not found. Check the address."
    ]


@pytest.mark.parametrize("address", ["events", "events/harbour-closed", "nothing"])
def test_missing_slash_redirects(api, address):
    response = api(f"{address}?limit=2&q=a%2Bb", 301)
    assert response["Location"] == f"/api/v1/{address}/?limit=2&q=a%2Bb"
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("address", ["events/", "events/harbour-closed/", "schema/", "nothing/"])
def test_other_methods_are_refused(api, address, method):
    response = getattr(api.client, method)(f"/api/v1/{address}")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["errors"][0]["message"].startswith("The API is read-only")


@pytest.mark.parametrize("accepted", ["text/html", "application/xml", "text/*", "application/yaml"])
def test_other_media_types_are_refused(api, accepted):
    response = api("events/", 406, Accept=accepted)
    assert response["Content-Type"] == "application/problem+json"


class TestAccept:
    @pytest.mark.slow
    @pytest.mark.parametrize(
        "accepted",
        [
            "*/*",
            "application/*",
            "application/json",
            "text/html, */*;q=0.1",
            "application/json; indent=4",
        ],
    )
    def test_json_is_the_same_for_every_accept_header(self, api, knowledge, accepted):
        response = api("events/", Accept=accepted)
        assert response["Content-Type"] == "application/json"
        assert response.content == api("events/").content
        assert "港湾关闭".encode() in response.content


def test_server_error_is_problem_details_and_logged(api, monkeypatch, caplog):
    def fail(self, rows):
        raise RuntimeError("a secret of the server")

    monkeypatch.setattr(views.EventListView, "complete", fail)
    client = Client(raise_request_exception=False)
    with caplog.at_level(logging.ERROR):
        response = client.get("/api/v1/events/")
    assert response.status_code == 500
    assert response["Content-Type"] == "application/problem+json"
    assert "secret" not in response.content.decode()
    assert "a secret of the server" in caplog.text
    assert response["Cache-Control"] == "no-store"


def test_server_error_is_raised_in_the_test_client(api, monkeypatch):
    def fail(self, rows):
        raise RuntimeError("a bug")

    monkeypatch.setattr(views.EventListView, "complete", fail)
    with pytest.raises(RuntimeError, match="a bug"):
        api.client.get("/api/v1/events/")


def test_messages_are_in_the_accepted_language(api):
    response = api("events/nothing/", 404, Accept_Language="zh-CN")
    assert response["Content-Language"] == "zh-hans"
    assert json.loads(response.content)["title"] == "Not Found"
