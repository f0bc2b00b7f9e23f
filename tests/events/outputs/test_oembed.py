"""The oEmbed endpoint, by https://oembed.com/."""

import re

import pytest
from lxml import etree

from tests.factories import PlatformFactory, published_event

pytestmark = pytest.mark.django_db
ROOT = "http://testserver"


def oembed(reader, url, **parameters):
    return reader.get("/oembed", {"url": url, **parameters})


@pytest.fixture
def event(db):
    return published_event(slug="harbour-opens", title_en='Harbour "opens" & <b>')


def test_timeline_is_embedded_with_its_filter(reader, event):
    PlatformFactory(slug="quay")
    response = oembed(
        reader, f"{ROOT}/en/?platform=quay&kind=launch&cursor=2019-01-01.1.after"
    ).json()
    assert (response["type"], response["version"]) == ("rich", "1.0")
    assert f'src="{ROOT}/en/embed/?kind=launch&amp;platform=quay"' in response["html"]
    assert response["title"].startswith("0 launch events")
    assert response["provider_url"] == f"{ROOT}/"
    assert response["thumbnail_url"].startswith(ROOT)


def test_event_is_embedded_as_a_card_in_its_language(reader, event):
    response = oembed(reader, f"{ROOT}/zh-hans/events/harbour-opens/").json()
    assert f'src="{ROOT}/zh-hans/embed/events/harbour-opens/"' in response["html"]
    assert 'title="Harbour &quot;opens&quot; &amp; &lt;b&gt;"' in response["html"]


def test_size_and_thumbnail_are_within_the_limits(reader, event):
    response = oembed(reader, f"{ROOT}/en/", maxwidth=300, maxheight=99999).json()
    assert (response["width"], response["height"]) == (300, 640)
    assert re.search('width="300" height="640"', response["html"])
    assert "thumbnail_url" not in response


def test_xml_matches_json(reader, event):
    url = f"{ROOT}/en/events/harbour-opens/"
    root = etree.fromstring(oembed(reader, url, format="xml").content)
    assert root.tag == "oembed"
    response = oembed(reader, url, format="json").json()
    assert {item.tag: item.text for item in root} == {name: str(v) for name, v in response.items()}


@pytest.mark.parametrize(
    "url",
    ["https://elsewhere.example/en/", f"{ROOT}:81/en/", f"{ROOT}/en/claims/", f"{ROOT}/en/nowhere/x/",
     f"{ROOT}/en/events/none/", f"{ROOT}/en/?colour=1", f"{ROOT}/", f"{ROOT}/admin/", "rubbish",
     "http://[/", f"{ROOT}.example/en/"],
)  # fmt: skip
def test_other_addresses_are_404(reader, url):
    assert oembed(reader, url).status_code == 404


def test_unknown_format_is_not_implemented(reader):
    assert oembed(reader, f"{ROOT}/en/", format="yaml").status_code == 501


@pytest.mark.parametrize(
    "query",
    ["", "url=http://testserver/en/&maxwidth=wide", "url=http://testserver/en/&maxheight=0"],
)
def test_invalid_parameters_are_a_400(reader, query):
    assert reader.get(f"/oembed?{query}").status_code == 400


@pytest.mark.slow
@pytest.mark.parametrize("address", ["/en/?kind=launch", "/zh-hans/events/harbour-opens/"])
def test_page_links_to_its_oembed_responses(reader, event, address):
    html = etree.HTML(reader.get(address).content)
    for kind in ("application/json+oembed", "text/xml+oembed"):
        (link,) = html.xpath(f'//link[@rel="alternate"][@type="{kind}"]/@href')
        assert reader.get(link.removeprefix(ROOT)).status_code == 200
