"""The timeline page and its fragments: windows, list and facets, for any query string."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree, html

from tests.factories import (
    EventFactory,
    PlatformFactory,
    SourceFactory,
    TagFactory,
    evidence_for,
    published_event,
    snapshot_of,
)

pytestmark = pytest.mark.django_db

FRAGMENTS = ["timeline_window", "timeline_list"]
STRANGE = [
    "q=%00", "platform=%00", "tag=%00", "source=%00", "kind=%00", "outcome=%00", "market=%00", "since=%00",
    "alive=%00", "dates=%00", "sort=%00", "from=%00", "at=%00", "cursor=%00", "%00=1", "open=%00&close=%00",
    "state=published", "platform=nowhere&platform=nowhere", "sort=newest&sort=sideways", "at=99999999999999999999999",
    "at=²", "cursor=2019-01-01.²." "after", "cursor=...", "cursor=2019-02-30.1.at", "from=9999&to=0001", "q=" + "a" * 3000,
    "since=9999&until=0001", "open=nowhere", "q=%ff%fe", "q=%ED%A0%80", "=", "&&&", "lanes=", "width=5", "alive=../2019",
]  # fmt: skip


@pytest.fixture(scope="class")
def world(shared_rows):
    with shared_rows():
        company = PlatformFactory(slug="company", name_en="Company")
        part = PlatformFactory(slug="part", name_en="Part", parent=company)
        tag = TagFactory(slug="cause", name="Too dear")
        published_event(
            platforms=[part], kind="launch", when="2015-03-01", title_en="Harbour opens", tags=[tag]
        )
        published_event(
            platforms=[part],
            kind="shutdown",
            outcome="shut_down",
            when="2018",
            title_en="Harbour closes",
        )
        published_event(platforms=[company], when="2020-01-05", title_en="Company grows")
        yield


def get(client, name, query="", *args, **more):
    return client.get(f"{reverse(name, args=args)}?{query}", **more)


def problems(response):
    return json.loads(response.content)["problems"]


class TestProblems:
    @pytest.mark.parametrize("name", FRAGMENTS)
    def test_every_problem_is_reported(self, reader, world, name):
        response = get(
            reader,
            name,
            "colour=1&platform=nowhere&since=soon&alive=2019/..&kind=party&sort=up&dates=maybe",
        )
        assert response.status_code == 400
        assert response["Content-Type"] == "application/json"
        sentences = problems(response)
        assert len(sentences) == 7
        for word in ("colour", "nowhere", "soon", "party", "“up”"):
            assert sum(word in sentence for sentence in sentences) == 1, word

    def test_problems_of_window_and_filter_are_reported_together(self, reader, world):
        response = get(reader, "timeline_window", "platform=nowhere&from=soon&to=late&width=9")
        assert response.status_code == 400
        assert len(problems(response)) == 4

    @pytest.mark.slow
    def test_unknown_position_in_the_list_is_reported(self, reader, world):
        draft = EventFactory()
        for query in ("at=0", "at=x", f"at={draft.pk}", "cursor=x"):
            response = get(reader, "timeline_list", query)
            assert (response.status_code, len(problems(response))) == (400, 1), query


@pytest.mark.slow
class TestStrangeInput:
    @pytest.mark.parametrize("query", STRANGE)
    @pytest.mark.parametrize("name", ["timeline", *FRAGMENTS])
    def test_strange_input_is_no_server_error(self, reader, world, name, query):
        status = get(reader, name, query).status_code
        assert status == 200 if name == "timeline" else status in (200, 400)

    @pytest.mark.parametrize("query", STRANGE)
    def test_facet_accepts_strange_input(self, reader, world, query):
        assert get(reader, "facet", query, "platform").status_code == 200


class TestFragments:
    @pytest.mark.slow
    @pytest.mark.parametrize("name", ["timeline", *FRAGMENTS])
    def test_ten_thousand_parameters_are_refused(self, reader, world, name):
        query = "&".join(f"open=p{number}" for number in range(10_000))
        assert get(reader, name, query).status_code == 400

    @pytest.mark.slow
    def test_page_shows_problems_and_still_the_chart(self, reader, world):
        response = get(reader, "timeline", "from=soon&colour=1")
        page = html.fromstring(response.content)
        assert response.status_code == 200
        assert len(page.cssselect(".problems li, .problems p")) >= 2
        assert page.cssselect("timeline-chart .mark")

    def test_window_is_well_formed_and_labelled(self, reader, world):
        response = get(reader, "timeline_window", "from=2014&to=2019&width=700")
        assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
        svg = etree.fromstring(response.content)
        labels = [mark.get("aria-label") for mark in svg.iter("a")]
        assert labels == [
            # Outside the window, in the margin that is drawn for panning.
            "5 January 2020, launch: Company grows",
            "1 March 2015, launch: Harbour opens",
            "2018, shutdown: Harbour closes (shut down)",
        ]
        for link in svg.iter("a"):
            assert link.get("href").startswith("/en/events/")

    def test_window_in_chinese_is_in_chinese(self, reader, world):
        response = reader.get("/zh-hans/timeline/window/?from=2014&to=2019")
        assert "/zh-hans/events/" in response.content.decode()
        assert "2015年3月1日" in response.content.decode()

    def test_window_with_lanes_is_the_chart_body(self, reader, world):
        body = html.fromstring(get(reader, "timeline_window", "close=company&lanes=1").content)
        assert [link.text_content() for link in body.cssselect(".lane__name")] == ["Company"]
        (fold,) = body.cssselect(".lane__fold")
        assert fold.get("href") == "?open=company"
        assert "lanes" not in fold.get("href")

    @pytest.mark.slow
    def test_window_of_the_page_equals_the_fragment(self, reader, world):
        page = html.fromstring(get(reader, "timeline", "from=2014&to=2019").content)
        (shown,) = page.cssselect(".plot__window")
        alone = etree.fromstring(
            get(reader, "timeline_window", "from=2014&to=2019&width=960").content
        )
        assert [item.get("href") for item in shown.iter("a")] == [
            item.get("href") for item in alone.iter("a")
        ]
        assert shown.get("data-first") == alone.get("data-first")

    @pytest.mark.slow
    def test_list_of_the_page_equals_the_fragment(self, reader, world):
        page = html.fromstring(get(reader, "timeline", "kind=launch").content)
        alone = html.fromstring(get(reader, "timeline_list", "kind=launch").content)
        whole, part = (
            (root.cssselect("#list")[0] for root in (page, alone))
            if alone.get("id") != "list"
            else (page.cssselect("#list")[0], alone)
        )
        assert [row.get("data-event") for row in whole.cssselect(".event-row")] == [
            row.get("data-event") for row in part.cssselect(".event-row")
        ]
        # Its links lead to the page, not to the fragment.
        assert all(link.get("href").startswith("/en/") for link in part.cssselect("a"))


@pytest.mark.slow
def test_list_at_an_event_begins_with_it(reader):
    events = [published_event(when=f"20{year}") for year in range(10, 20)]
    response = get(reader, "timeline_list", f"at={events[4].pk}")
    rows = html.fromstring(response.content).cssselect(".event-row")
    assert rows[0].get("data-event") == str(events[4].pk)
    assert len(rows) == 5


class TestHiddenRows:
    @pytest.mark.slow
    @pytest.mark.parametrize("name", ["timeline", *FRAGMENTS])
    def test_drafts_are_hidden_from_readers(self, reader, editor, world, name):
        draft = EventFactory(title_en="Secret plan", when="2016", kind="launch")
        draft.platforms.add(PlatformFactory(name_en="Hidden shop"))
        for query in ("", "from=2010&to=2022", "state=draft"):
            content = get(reader, name, query).content.decode()
            assert "Secret plan" not in content
            assert "Hidden shop" not in content
        assert "Secret plan" in get(editor, name, "state=draft").content.decode()
        assert "Secret plan" not in get(reader, name, "state=draft").content.decode()

    @pytest.mark.slow
    @pytest.mark.parametrize("key", ["source", "platform", "cause"])
    def test_unaccepted_sources_are_not_named_to_readers(self, reader, editor, world, key):
        source = SourceFactory(slug="rumour", title="A rumour", state="draft")
        evidence_for(published_event(), snapshot_of(source))
        for address in (
            reverse("timeline"),
            reverse("facet", args=["source"]),
            reverse("timeline_window"),
        ):
            for query in ("", "source=rumour", "q=harbour"):
                assert "A rumour" not in reader.get(f"{address}?{query}").content.decode()
        assert "A rumour" in get(editor, "facet", "", "source").content.decode()


def test_unknown_facet_is_not_found(reader):
    assert get(reader, "facet", "", "colour").status_code == 404


@pytest.mark.slow
def test_facet_links_keep_the_other_parameters(reader, world):
    query = "kind=launch&from=2014&to=2019&open=company&sort=oldest&cursor=2019-01-01.1.at"
    page = html.fromstring(get(reader, "facet", query, "cause").content)
    (link,) = page.cssselect(".facet__choices a")
    address, _, kept = link.get("href").partition("?")
    assert address == "/en/"
    assert kept == "kind=launch&from=2014&to=2019&open=company&sort=oldest&tag=cause"


def test_page_without_events_has_no_chart(reader):
    content = get(reader, "timeline").content.decode()
    assert "<timeline-chart" not in content
    assert get(reader, "timeline_window").status_code == 200


@pytest.mark.slow
def test_title_is_escaped_everywhere(reader):
    title = '<img src=x onerror="alert(1)">]]>'
    published_event(title_en=title, platforms=[PlatformFactory(name_en=title)], when="2019-05-01")
    for name in ("timeline", *FRAGMENTS):
        assert "<img" not in get(reader, name).content.decode()
    etree.fromstring(get(reader, "timeline_window").content)


@pytest.mark.parametrize("name", ["timeline", *FRAGMENTS])
def test_post_is_refused(name):
    client = Client(enforce_csrf_checks=True)
    assert client.post(reverse(name)).status_code in (403, 405)


@pytest.mark.slow
def test_page_reports_what_the_chart_cannot_show(reader):
    platforms = [PlatformFactory(slug=f"n{number}") for number in range(9)]
    published_event(platforms=platforms)
    query = "&".join(f"platform={platform.slug}" for platform in platforms)
    page = reader.get(reverse("timeline") + f"?{query}&open=nowhere")
    assert page.context["problems"] == [
        "“nowhere” is not a valid choice.",
        "The chart compares only the first eight platforms; the list includes all of them.",
    ]
    assert len(page.context["chart"].lanes) == 8
    page = reader.get(reverse("timeline") + "?platform=n0&platform=n1&close=n0")
    assert page.context["problems"] == []


@pytest.mark.slow
def test_citation_contains_the_filter(reader):
    published_event(kind="launch", when="2019")
    page = reader.get(reverse("timeline") + "?kind=launch&at=1&from=2018")
    address = "http://testserver/en/?kind=launch&from=2018"
    assert address in page.context["citation"].text
    assert page.context["sentence"] in page.context["citation"].text
    for format_name, part in (("bib", address), ("json", address), ("txt", address)):
        url = reverse("timeline-citation", args=[format_name])
        response = reader.get(url, {"kind": "launch", "from": "2018"})
        assert part in response.content.decode(), format_name
    refused = reader.get(reverse("timeline-citation", args=["bib"]), {"colour": "red"})
    assert refused.status_code == 400
