"""The feed, parsed with feedparser as feed readers do, and with atoma strictly by RFC 4287."""

import datetime

import atoma
import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree

from events.index import get_index
from events.models import Event
from events.outputs.feeds.atom import ATOM, feed_page, without_non_xml
from events.web.pagination import CursorError
from tests.factories import PlatformFactory, TagFactory, published_event

pytestmark = pytest.mark.django_db
FEED = "/feeds/events.atom"


def read(reader, address=FEED):
    response = reader.get(address)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    parsed = feedparser.parse(response.content)
    assert not parsed.bozo, parsed.get("bozo_exception")
    return parsed, atoma.parse_atom_bytes(response.content)


def links(thing):
    return {link["rel"]: link["href"] for link in thing.links}


@pytest.mark.slow
def test_entry_describes_the_event(reader):
    platform = PlatformFactory(slug="harbour", name_en="Harbour")
    tag = TagFactory(slug="early", name="Too early")
    event = published_event(
        slug="harbour-opens", title_en="Harbour <opens> & 开放", when="2017-37", outcome="shut_down",
        summary_en="It <b>opens</b>.", platforms=[platform], tags=[tag],
    )  # fmt: skip
    parsed, strict = read(reader)
    (entry,) = parsed.entries
    assert strict.entries[0].title.value == "Harbour <opens> & 开放"
    assert entry.id == f"tag:social-commerce-timeline.example,2026:en/events/{event.pk}"
    assert links(entry)["alternate"] == "http://testserver/en/events/harbour-opens/"
    assert {item.term for item in entry.tags} == {"launch", "shut_down", "harbour", "early"}
    content = entry.content[0].value
    assert "early 2017" in content
    assert "shut down" in content
    assert "It &lt;b&gt;opens" in content
    source = event.evidence.get().source
    assert f'href="http://testserver/en/sources/{source.slug}/"' in content
    assert strict.entries[0].published == event.created_at
    assert strict.entries[0].updated == event.updated_at
    assert strict.updated == event.updated_at


def test_feed_links_to_itself_and_its_page_with_the_filter(reader):
    parsed, strict = read(reader, f"{FEED}?kind=pilot&outcome=failure&kind=launch")
    query = "kind=launch&kind=pilot&outcome=failure"
    assert links(parsed.feed) == {
        "self": f"http://testserver{FEED}?lang=en&{query}",
        "alternate": f"http://testserver/en/?{query}",
    }
    assert strict.id_.endswith(f":en/events?{query}")
    assert parsed.feed.title == "0 pilot or launch events with the outcome failure"


def test_feed_without_entries_has_a_fixed_updated(reader):
    _found, strict = read(reader, f"{FEED}?q=zzzz")
    assert strict.updated == datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


@pytest.mark.slow
def test_feed_in_chinese_has_its_own_entry_ids(reader):
    published_event(slug="a", title_en="Opens", title_zh="开放")
    published_event(slug="b", title_en="Closes")
    response = reader.get(f"{FEED}?lang=zh-hans")
    parsed, strict = read(reader, f"{FEED}?lang=zh-hans")
    assert {entry.title.value for entry in strict.entries} == {"开放", "Closes"}
    assert parsed.entries[0].id.startswith("tag:social-commerce-timeline.example,2026:zh-hans/")
    root = etree.fromstring(response.content)
    languages = [
        title.get("{http://www.w3.org/XML/1998/namespace}lang")
        for title in root.iterfind(f"{{{ATOM}}}entry/{{{ATOM}}}title")
    ]
    assert set(languages) == {None, "en"}


@pytest.mark.slow
def test_pages_list_every_event_once_by_last_change(reader):
    for _ in range(5):
        published_event()
    first = Event.objects.earliest("pk")
    first.title_en = "Changed"
    first.save()
    seen, cursor = [], ""
    while True:
        page = feed_page(Event.objects.published(), cursor, size=2)
        seen += [row.event.pk for row in page.rows]
        cursor = page.next
        if not cursor:
            break
    assert seen[0] == first.pk
    assert sorted(seen) == sorted(Event.objects.values_list("pk", flat=True))
    assert seen == list(Event.objects.order_by("-updated_at", "-pk").values_list("pk", flat=True))


@pytest.mark.slow
def test_next_link_opens_the_next_page(reader, monkeypatch):
    monkeypatch.setattr("events.outputs.feeds.atom.feed_page.__defaults__", (2,))
    for _ in range(3):
        published_event()
    parsed, _strict = read(reader)
    following, _strict = read(reader, links(parsed.feed)["next"].removeprefix("http://testserver"))
    assert len(parsed.entries) == 2
    assert len(following.entries) == 1
    assert "next" not in links(following.feed)
    assert links(following.feed)["self"] == links(parsed.feed)["next"]


@pytest.mark.parametrize(
    "cursor", ["x", "2019-01-01T00:00:00", "2019~5", "~", "2019-01-01T00:00:00+00:00~x"]
)
def test_invalid_cursor_is_refused(reader, cursor):
    assert reader.get(FEED, {"cursor": cursor}).status_code == 400
    with pytest.raises(CursorError):
        feed_page(Event.objects.all(), cursor)


@pytest.mark.slow
def test_known_etag_gets_a_304(reader):
    published_event()
    etag = reader.get(FEED)["ETag"]
    assert reader.get(FEED, headers={"If-None-Match": etag}).status_code == 304
    Event.objects.get().save()
    assert reader.get(FEED, headers={"If-None-Match": etag}).status_code == 200


def test_characters_invalid_in_xml_are_left_out():
    assert without_non_xml("a\x00b\x0bc\ufffe\ud800港\n") == "abc港\n"


@pytest.mark.slow
def test_number_of_queries_does_not_grow(reader):
    def count():
        get_index()  # The first request after a change updates the index.
        with CaptureQueriesContext(connection) as captured:
            read(reader)
        return len(captured)

    published_event(platforms=[PlatformFactory()], tags=[TagFactory()])
    reader.get(FEED)
    expected = count()
    for _ in range(5):
        published_event(platforms=[PlatformFactory()], tags=[TagFactory()])
    assert count() == expected


def test_timeline_links_to_the_feed_of_its_filter(reader):
    html = reader.get("/en/?outcome=failure&kind=launch&sort=oldest").content.decode()
    assert (
        'type="application/atom+xml" title="Social Commerce Timeline" '
        f'href="http://testserver{FEED}?lang=en&amp;kind=launch&amp;outcome=failure"'
    ) in html
