"""What the head of a page tells other machines."""

import pytest
from lxml import etree

from tests.factories import PlatformFactory, SourceFactory, published_claim, published_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(db):
    platform = PlatformFactory(slug="harbour", name_en="Harbour", summary_en="A shop.")
    event = published_event(
        slug="opens", title_en="Harbour opens", title_zh="港湾开放", summary_en="Doors & all.",
        platforms=[platform],
    )  # fmt: skip
    claim = published_claim(statement_en="It sold much.", platforms=[platform])
    source = SourceFactory(slug="gazette", title="A year")
    return {
        "timeline": ("/en/?kind=launch&cursor=2030-01-01.1.after", "1 event"),
        "event": (event.get_absolute_url(), "Harbour opens"),
        "platform": (platform.get_absolute_url(), "Harbour"),
        "claim": (claim.get_absolute_url(), "It sold much."),
        "source": (source.get_absolute_url(), "A year"),
    }


def meta_of(reader, address):
    head = etree.HTML(reader.get(address).content).find("head")
    told = {}
    for item in head.iterfind("meta"):
        told.setdefault(item.get("property") or item.get("name"), item.get("content"))
    return told | {"canonical": head.xpath('link[@rel="canonical"]/@href')[0]}


@pytest.mark.parametrize("name", ["timeline", "event", "platform", "claim", "source"])
def test_shared_page_has_title_words_address_and_card(reader, pages, name):
    address, title = pages[name]
    told = meta_of(reader, address)
    assert told["og:title"].startswith(title)
    assert told["og:url"] == told["canonical"]
    assert told["og:description"]
    assert (told["og:locale"], told["og:locale:alternate"]) == ("en_GB", "zh_CN")
    assert told["twitter:card"] == "summary_large_image"
    picture = reader.get(told["og:image"].removeprefix("http://testserver"))
    assert picture["Content-Type"] == "image/png"


def test_canonical_address_has_the_filter_in_order_and_no_place_in_the_list(reader, pages):
    told = meta_of(
        reader, "/en/?platform=harbour&kind=launch&cursor=2030-01-01.1.after&sort=newest"
    )
    assert told["canonical"] == "http://testserver/en/?kind=launch&platform=harbour"


def test_words_are_in_the_language_of_the_page(reader, pages):
    told = meta_of(reader, "/zh-hans/events/opens/")
    assert (told["og:title"], told["og:locale"]) == ("港湾开放", "zh_CN")
    assert told["canonical"] == "http://testserver/zh-hans/events/opens/"


@pytest.mark.parametrize("address", ["/en/failures/", "/en/nowhere/", "/en/sign-in/"])
def test_other_pages_say_nothing(reader, address):
    assert b"og:title" not in reader.get(address).content


@pytest.mark.parametrize("name", ["event", "platform", "claim", "source"])
def test_missing_thing_is_still_a_404(reader, name):
    key = "999" if name == "claim" else "none"
    assert reader.get(f"/en/{name}s/{key}/").status_code == 404
