import pytest
from lxml import etree

from events.outputs.sitemaps import files as sitemaps
from tests.factories import (
    EventFactory,
    PlatformFactory,
    SourceFactory,
    published_claim,
    published_event,
)

pytestmark = pytest.mark.django_db
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def read(reader, address):
    response = reader.get(address)
    assert response.status_code == 200
    return etree.fromstring(response.getvalue())


def all_addresses(reader):
    """Return every address of every file in the index."""
    addresses = []
    for location in read(reader, "/sitemap.xml").iter(f"{MAP}loc"):
        file = read(reader, location.text.removeprefix("http://testserver"))
        addresses += [item.text for item in file.iter(f"{MAP}loc")]
    return addresses


@pytest.mark.slow
def test_every_public_page_is_listed_once_in_both_languages_and_exists(reader):
    published_event(slug="opens", platforms=[PlatformFactory(slug="harbour")])
    published_claim()
    EventFactory(slug="draft")
    SourceFactory(slug="new", state="new")
    addresses = all_addresses(reader)
    assert len(addresses) == len(set(addresses))
    assert "http://testserver/en/events/opens/" in addresses
    assert "http://testserver/zh-hans/platforms/harbour/" in addresses
    assert not [address for address in addresses if "/draft/" in address or "/new/" in address]
    for address in addresses:
        assert reader.get(address.removeprefix("http://testserver")).status_code == 200, address


def test_addresses_have_alternates_and_last_change(reader):
    event = published_event(slug="opens")
    first, second = read(reader, "/sitemap-event-0.xml")
    assert first.find(f"{MAP}lastmod").text == event.updated_at.isoformat()
    alternates = {link.get("hreflang"): link.get("href") for link in first.iter(LINK)}
    assert alternates == {
        "en": "http://testserver/en/events/opens/",
        "zh-Hans": "http://testserver/zh-hans/events/opens/",
    }
    assert {first.find(f"{MAP}loc").text, second.find(f"{MAP}loc").text} == set(alternates.values())


@pytest.mark.slow
def test_large_sections_have_several_files(reader, monkeypatch):
    monkeypatch.setattr(sitemaps, "ROWS_PER_FILE", 2)
    slugs = {published_event().slug for _ in range(5)}
    files = [location.text for location in read(reader, "/sitemap.xml").iter(f"{MAP}loc")]
    assert len([file for file in files if "sitemap-event-" in file]) >= 3
    listed = [address for address in all_addresses(reader) if "/en/events/" in address]
    assert {address.split("/")[-2] for address in listed} == slugs
    assert len(listed) == 5


def test_file_size_is_within_the_protocol_limit():
    assert sitemaps.ROWS_PER_FILE * len(sitemaps.LANGUAGES) <= 50_000


@pytest.mark.parametrize("name", ["sitemap-drafts-0", "sitemap-event-9999999999"])
def test_other_files_are_404(reader, name):
    assert reader.get(f"/{name}.xml").status_code == 404


def test_robots_has_the_sitemap(reader):
    text = reader.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml\n" in text
    assert "Disallow: /admin/" in text
