"""The metadata in the head of a page."""

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
        "timeline": ("/en/?kind=launch&cursor=2030-01-01.1.after", "1 launch event"),
        "event": (event.get_absolute_url(), "Harbour opens"),
        "platform": (platform.get_absolute_url(), "Harbour"),
        "claim": (claim.get_absolute_url(), "It sold much."),
        "source": (source.get_absolute_url(), "A year"),
    }


def meta_of(reader, address):
    head = etree.HTML(reader.get(address).content).find("head")
    meta = {}
    for item in head.iterfind("meta"):
        meta.setdefault(item.get("property") or item.get("name"), item.get("content"))
    return meta | {"canonical": head.xpath('link[@rel="canonical"]/@href')[0]}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["timeline", "event", "platform", "claim", "source"])
def test_shared_page_has_title_description_address_and_card(reader, pages, name):
    address, title = pages[name]
    meta = meta_of(reader, address)
    assert meta["og:title"].startswith(title)
    assert meta["og:url"] == meta["canonical"]
    assert meta["og:description"]
    assert (meta["og:locale"], meta["og:locale:alternate"]) == ("en_GB", "zh_CN")
    assert meta["twitter:card"] == "summary_large_image"
    picture = reader.get(meta["og:image"].removeprefix("http://testserver"))
    assert picture["Content-Type"] == "image/png"


@pytest.mark.slow
def test_canonical_address_has_the_sorted_filter_without_cursor(reader, pages):
    meta = meta_of(
        reader, "/en/?platform=harbour&kind=launch&cursor=2030-01-01.1.after&sort=newest"
    )
    assert meta["canonical"] == "http://testserver/en/?kind=launch&platform=harbour"


@pytest.mark.slow
def test_texts_are_in_the_language_of_the_page(reader, pages):
    meta = meta_of(reader, "/zh-hans/events/opens/")
    assert (meta["og:title"], meta["og:locale"]) == ("港湾开放", "zh_CN")
    assert meta["canonical"] == "http://testserver/zh-hans/events/opens/"


@pytest.mark.parametrize("address", ["/en/failures/", "/en/nowhere/", "/en/sign-in/"])
def test_other_pages_have_no_open_graph(reader, address):
    assert b"og:title" not in reader.get(address).content


@pytest.mark.parametrize("name", ["event", "platform", "claim", "source"])
def test_missing_row_is_404(reader, name):
    key = "999" if name == "claim" else "none"
    assert reader.get(f"/en/{name}s/{key}/").status_code == 404
