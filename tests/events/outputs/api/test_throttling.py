"""The rate limit per address."""

import pytest

from events.outputs.api import throttling
from events.outputs.api.throttling import client_network


@pytest.fixture
def clock(monkeypatch):
    """Replace the clock of the limit; it stands still unless a test moves it."""
    now = {"time": 6000.0}
    monkeypatch.setattr(throttling.time, "time", lambda: now["time"])
    return now


@pytest.fixture
def limit_of_three(settings):
    settings.API_RATE = (3, 60)


def statuses(api, count, **extra):
    return [api.client.get("/api/v1/tags/", **extra).status_code for _ in range(count)]


def test_limit_sends_retry_after(api, limit_of_three, clock):
    clock["time"] += 12.5
    assert statuses(api, 4) == [200, 200, 200, 429]
    response = api("tags/", 429)
    assert response["Retry-After"] == "48"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response.json()["errors"] == [
        {"parameter": None, "message": "Too many requests. Try again in 48 s."}
    ]


def test_limit_ends_with_its_window(api, limit_of_three, clock):
    statuses(api, 5)
    clock["time"] += 60
    assert statuses(api, 4) == [200, 200, 200, 429]


def test_limit_is_per_address(api, limit_of_three, clock):
    statuses(api, 5)
    assert statuses(api, 1, REMOTE_ADDR="192.0.2.7") == [200]


def test_limit_counts_every_request(api, limit_of_three, clock):
    api.client.head("/api/v1/tags/")
    api.client.get("/api/v1/nothing/")
    api.client.get("/api/v1/tags/", headers={"If-None-Match": "*"})
    assert statuses(api, 1) == [429]


def test_forged_address_is_ignored(api, limit_of_three, clock):
    assert [
        api.client.get("/api/v1/tags/", headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code
        for n in range(4)
    ] == [200, 200, 200, 429]


def test_address_behind_a_proxy_is_the_last_forwarded_one(api, limit_of_three, clock, settings):
    settings.REST_FRAMEWORK = {"NUM_PROXIES": 1}

    def status_via_proxy(forwarded):
        return api.client.get("/api/v1/tags/", headers={"X-Forwarded-For": forwarded}).status_code

    assert [status_via_proxy(f"10.0.0.{n}, 192.0.2.1") for n in range(4)] == [200, 200, 200, 429]
    assert status_via_proxy("192.0.2.1, 192.0.2.2") == 200


def test_rate_of_none_disables_the_limit(api, settings):
    settings.API_RATE = None
    assert statuses(api, 5) == [200] * 5


def test_pages_have_no_limit(api, limit_of_three, clock):
    assert [api.client.get("/en/tags/").status_code for _ in range(5)] == [200] * 5


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
