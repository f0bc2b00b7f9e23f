"""The reference page describes what the API does."""

import re
from html import unescape

import pytest
from django.test import Client

from events.outputs.api.schema import schema_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "prefix"), [("en", "/en/"), ("zh-CN", "/zh-hans/")])
def test_address_without_a_language_redirects(language, prefix):
    response = Client().get("/api/", headers={"Accept-Language": language})
    assert (response.status_code, response["Location"]) == (302, f"{prefix}api/")


@pytest.mark.slow
@pytest.mark.parametrize("prefix", ["en", "zh-hans"])
def test_page_lists_every_path_parameter_and_object(prefix):
    text = unescape(Client().get(f"/{prefix}/api/").content.decode())
    document = schema_in("en")
    for path, item in document["paths"].items():
        assert path in text
        for parameter in item["get"]["parameters"]:
            assert f"<code>{parameter['name']}</code>" in text or parameter["name"] == "id"
    for name, component in document["components"]["schemas"].items():
        if not name.endswith("List"):
            assert f'id="shape-{name}"' in text
            for field in component["properties"]:
                assert f"<code>{field}</code>" in text


@pytest.mark.slow
def test_every_link_within_the_page_has_a_target():
    text = Client().get("/en/api/").content.decode()
    ids = set(re.findall(r'id="([^"]+)"', text))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= ids


@pytest.mark.slow
def test_example_on_the_page_works():
    text = unescape(Client().get("/en/api/").content.decode())
    address = re.search(r"curl 'http://testserver(/api/[^']+)'", text)[1]
    assert Client().get(address).status_code == 200


@pytest.mark.slow
def test_page_states_the_rate_limit(settings):
    settings.API_RATE = (7, 60)
    assert "7 requests in 60 seconds" in Client().get("/en/api/").content.decode()
    settings.API_RATE = None
    assert "Retry-After" not in Client().get("/en/api/").content.decode()
