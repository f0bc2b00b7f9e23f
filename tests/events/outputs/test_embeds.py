"""Embeds set no cookie and any site may frame them; other pages may not be framed."""

import pytest
from django.urls import reverse
from lxml import etree

from tests.factories import PlatformFactory, published_event

pytestmark = pytest.mark.django_db
EMBEDS = ("/en/embed/", "/en/embed/events/harbour-opens/")


@pytest.fixture
def event(db):
    return published_event(slug="harbour-opens", title_en="Harbour opens", when="2017-37")


@pytest.mark.parametrize("address", [*EMBEDS, "/en/embed/?colour=1"])
def test_any_site_may_frame_an_embed(event, reader, address):
    response = reader.get(address)
    policy = response["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src 'self'" in policy
    assert "default-src 'none'" in policy
    assert "X-Frame-Options" not in response
    assert not response.cookies


@pytest.mark.parametrize("name", ["timeline", "failures", "claims", "feed", "login"])
def test_no_other_page_may_be_framed(event, reader, name):
    response = reader.get(reverse(name))
    assert response["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


@pytest.mark.slow
def test_embed_shows_twenty_events_and_links_to_the_rest(reader):
    platform = PlatformFactory(slug="harbour")
    for number in range(22):
        published_event(title_en=f"Event number {number}", platforms=[platform], when="2019")
    page = etree.HTML(reader.get("/en/embed/?platform=harbour").content)
    links = page.xpath('//ol[@class="embed__events"]//a')
    assert len(links) == 20
    assert {(link.get("target"), link.get("rel")) for link in links} == {("_blank", "noopener")}
    (explore,) = page.xpath('//footer//a[contains(., "Explore")]/@href')
    assert explore == "http://testserver/en/?platform=harbour"
    assert page.xpath('//link[@rel="canonical"]/@href') == [explore]
    assert "22 events" in page.xpath("string(//h1)")
    assert not page.xpath("//header | //form")


def test_order_is_that_of_the_filter(reader):
    published_event(title_en="Old", when="2010")
    published_event(title_en="New", when="2020")
    page = etree.HTML(reader.get("/en/embed/?sort=oldest").content)
    assert page.xpath('//ol[@class="embed__events"]//a/text()') == ["Old", "New"]


def test_every_problem_is_named(reader):
    response = reader.get("/en/embed/?colour=1&since=soon&cursor=x")
    assert response.status_code == 400
    assert all(word in response.content.decode() for word in ("colour", "soon", "cursor"))


def test_card_shows_the_event_and_its_date(event, reader):
    html = reader.get("/en/embed/events/harbour-opens/").content.decode()
    assert "early 2017" in html
    assert (
        'href="http://testserver/en/events/harbour-opens/" target="_blank" rel="noopener"' in html
    )


def test_event_page_offers_the_code_of_its_card(event, reader):
    page = etree.HTML(reader.get("/en/events/harbour-opens/").content)
    code = page.xpath("string(//textarea)")
    frame = etree.HTML(code).xpath("//iframe")[0]
    assert frame.get("src") == "http://testserver/en/embed/events/harbour-opens/"
    assert frame.get("title") == "Harbour opens"
