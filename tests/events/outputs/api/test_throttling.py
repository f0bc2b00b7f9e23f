"""One address may ask so often and no more."""

import pytest

from events.outputs.api import throttling
from events.outputs.api.throttling import client_network


@pytest.fixture
def clock(monkeypatch):
    """The time of the limit, in seconds, which stands still unless moved."""
    now = {"time": 6000.0}
    monkeypatch.setattr(throttling.time, "time", lambda: now["time"])
    return now


@pytest.fixture
def three(settings):
    settings.API_RATE = (3, 60)


def statuses(ask, count, **extra):
    return [ask.client.get("/api/v1/tags/", **extra).status_code for _ in range(count)]


def test_limit_is_told_with_when_to_ask_again(ask, three, clock):
    clock["time"] += 12.5
    assert statuses(ask, 4) == [200, 200, 200, 429]
    response = ask("tags/", 429)
    assert response["Retry-After"] == "48"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response.json()["errors"] == [
        {"parameter": None, "message": "Too many requests. Ask again in 48 s."}
    ]


def test_limit_ends_with_its_time(ask, three, clock):
    statuses(ask, 5)
    clock["time"] += 60
    assert statuses(ask, 4) == [200, 200, 200, 429]


def test_limit_is_of_one_address(ask, three, clock):
    statuses(ask, 5)
    assert statuses(ask, 1, REMOTE_ADDR="192.0.2.7") == [200]


def test_limit_counts_everything_that_is_asked(ask, three, clock):
    ask.client.head("/api/v1/tags/")
    ask.client.get("/api/v1/nothing/")
    ask.client.get("/api/v1/tags/", headers={"If-None-Match": "*"})
    assert statuses(ask, 1) == [429]


def test_forged_address_is_not_believed(ask, three, clock):
    assert [
        ask.client.get("/api/v1/tags/", headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code
        for n in range(4)
    ] == [200, 200, 200, 429]


def test_address_behind_a_proxy_is_the_last_one_it_named(ask, three, clock, settings):
    settings.REST_FRAMEWORK = {"NUM_PROXIES": 1}

    def asked(forwarded):
        return ask.client.get("/api/v1/tags/", headers={"X-Forwarded-For": forwarded}).status_code

    assert [asked(f"10.0.0.{n}, 192.0.2.1") for n in range(4)] == [200, 200, 200, 429]
    assert asked("192.0.2.1, 192.0.2.2") == 200


def test_no_limit(ask, settings):
    settings.API_RATE = None
    assert statuses(ask, 5) == [200] * 5


def test_pages_have_no_limit(ask, three, clock):
    assert [ask.client.get("/en/tags/").status_code for _ in range(5)] == [200] * 5


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("unknown", "unknown"),
        ("", ""),
    ],
)
def test_network_of_an_address(address, network):
    assert client_network(address) == network
