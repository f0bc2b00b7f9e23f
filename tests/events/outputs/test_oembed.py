"""The endpoint, by https://oembed.com/."""

import re

import pytest
from lxml import etree

from tests.factories import PlatformFactory, published_event

pytestmark = pytest.mark.django_db
HERE = "http://testserver"


def ask(reader, url, **more):
    return reader.get("/oembed", {"url": url, **more})


@pytest.fixture
def event(db):
    return published_event(slug="harbour-opens", title_en='Harbour "opens" & <b>')


def test_timeline_is_shown_with_its_filter(reader, event):
    PlatformFactory(slug="quay")
    told = ask(reader, f"{HERE}/en/?platform=quay&kind=launch&cursor=2019-01-01.1.after").json()
    assert (told["type"], told["version"]) == ("rich", "1.0")
    assert f'src="{HERE}/en/embed/?kind=launch&amp;platform=quay"' in told["html"]
    assert told["title"].startswith("0 events")
    assert told["provider_url"] == f"{HERE}/"
    assert told["thumbnail_url"].startswith(HERE)


def test_event_is_shown_as_a_card_in_its_language(reader, event):
    told = ask(reader, f"{HERE}/zh-hans/events/harbour-opens/").json()
    assert f'src="{HERE}/zh-hans/embed/events/harbour-opens/"' in told["html"]
    assert 'title="Harbour &quot;opens&quot; &amp; &lt;b&gt;"' in told["html"]


def test_size_keeps_to_the_limits_and_so_does_the_thumbnail(reader, event):
    told = ask(reader, f"{HERE}/en/", maxwidth=300, maxheight=99999).json()
    assert (told["width"], told["height"]) == (300, 640)
    assert re.search('width="300" height="640"', told["html"])
    assert "thumbnail_url" not in told


def test_xml_says_the_same(reader, event):
    url = f"{HERE}/en/events/harbour-opens/"
    root = etree.fromstring(ask(reader, url, format="xml").content)
    assert root.tag == "oembed"
    told = ask(reader, url, format="json").json()
    assert {item.tag: item.text for item in root} == {name: str(v) for name, v in told.items()}


@pytest.mark.parametrize(
    "url",
    ["https://elsewhere.example/en/", f"{HERE}:81/en/", f"{HERE}/en/claims/", f"{HERE}/en/nowhere/x/",
     f"{HERE}/en/events/none/", f"{HERE}/en/?colour=1", f"{HERE}/", f"{HERE}/admin/", "rubbish",
     "http://[/", f"{HERE}.example/en/"],
)  # fmt: skip
def test_other_addresses_are_not_found(reader, url):
    assert ask(reader, url).status_code == 404


def test_unknown_format_is_not_implemented(reader):
    assert ask(reader, f"{HERE}/en/", format="yaml").status_code == 501


@pytest.mark.parametrize(
    "query",
    ["", "url=http://testserver/en/&maxwidth=wide", "url=http://testserver/en/&maxheight=0"],
)
def test_what_cannot_be_understood_is_a_bad_request(reader, query):
    assert reader.get(f"/oembed?{query}").status_code == 400


@pytest.mark.parametrize("address", ["/en/?kind=launch", "/zh-hans/events/harbour-opens/"])
def test_page_leads_to_what_describes_it(reader, event, address):
    html = etree.HTML(reader.get(address).content)
    for kind in ("application/json+oembed", "text/xml+oembed"):
        (link,) = html.xpath(f'//link[@rel="alternate"][@type="{kind}"]/@href')
        assert reader.get(link.removeprefix(HERE)).status_code == 200
