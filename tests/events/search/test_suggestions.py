import json

import pytest
from django.urls import reverse
from django.utils import translation

from events.models import Event
from tests.factories import (
    ClaimantFactory,
    DisputeFactory,
    EventFactory,
    PlatformFactory,
    SourceFactory,
    TagFactory,
    published_claim,
    published_event,
)

pytestmark = pytest.mark.django_db


def platform(name, *aliases, **fields):
    row = PlatformFactory(name_en=name, **fields)
    for text in (name, *aliases):
        row.aliases.create(text=text)
    return row


def suggest(client, query, language="en"):
    response = client.get(f"/{language}/suggest/", {"q": query})
    assert response.status_code == 200
    return response.json()["suggestions"]


def labels(client, query, language="en"):
    return [suggestion["label"] for suggestion in suggest(client, query, language)]


@pytest.mark.parametrize(
    "query", ["抖音", "抖", "Douyin", "ｄｏｕｙｉｎ", "dou yin", "ouyi", "DOUY"]
)
def test_suggest_finds_a_platform_by_any_spelling(reader, query):
    platform("Douyin", "抖音")
    platform("Facebook")
    assert labels(reader, query) == ["Douyin"]


@pytest.mark.parametrize("query", ["直播帶貨", "直播带货", "帶貨"])
def test_suggest_finds_both_chinese_scripts(reader, query):
    platform("Live selling", "直播带货")
    TagFactory(name="Live commerce", aliases=["直播帶貨"])
    assert labels(reader, query) == ["Live selling", "Live commerce"]


def test_suggest_describes_each_suggestion(reader):
    parent = platform("Quay", kind="company")
    row = platform("Harbour", "港湾", parent=parent)
    (suggestion,) = suggest(reader, "港")
    assert suggestion == {
        "kind": "platform",
        "label": "Harbour",
        "lang": "",
        "detail": "product, Quay, 港湾",
        "url": reverse("platform", args=[row.slug]),
        "marks": [],
    }


def test_suggest_orders_the_kinds(reader):
    platform("Harbour")
    TagFactory(name="Harbours")
    published_event(title_en="Harbour opens", importance=4)
    published_claim(claimant=ClaimantFactory(name_en="Harbour master"))
    SourceFactory(title="Harbour news")
    DisputeFactory(slug="when", question_en="When did Harbour open?")
    rows = suggest(reader, "harb")
    assert [row["kind"] for row in rows] == [
        "platform", "tag", "event", "claimant", "source", "dispute",
    ]  # fmt: skip
    assert rows[3]["url"] == "/en/claims/?q=Harbour+master"
    assert rows[5]["url"] == "/en/disputes/#when"


def test_suggest_returns_at_most_ten_and_some_of_each_kind(reader):
    for number in range(20):
        platform(f"Harbour {number}")
        DisputeFactory(question_en=f"Harbour {number}?")
    TagFactory(name="Harbours")
    kinds = [row["kind"] for row in suggest(reader, "harbour")]
    assert len(kinds) == 10
    assert kinds.count("tag") == 1
    assert "dispute" in kinds


@pytest.mark.slow
def test_suggest_returns_important_events_that_match_by_title(reader):
    harbour = platform("Harbour")
    published_event(title_en="Quay opens Harbour", importance=4, when="2020")
    published_event(title_en="Harbour closes", importance=5, when="2018")
    published_event(title_en="Harbour grows", importance=4, when="2021")
    published_event(title_en="Harbour is painted", importance=3)
    published_event(title_en="Named by its platform alone", importance=5, platforms=[harbour])
    titles = [row["label"] for row in suggest(reader, "harbour") if row["kind"] == "event"]
    assert titles == ["Harbour closes", "Harbour grows", "Quay opens Harbour"]


@pytest.mark.slow
def test_suggest_hides_unpublished_rows(reader, curator):
    EventFactory(title_en="Harbour drafted", importance=5)
    event = published_event(title_en="Harbour retracted", importance=5)
    Event.objects.filter(pk=event.pk).update(state="retracted")
    Event.objects.index()
    SourceFactory(title="Harbour unread", state="new")
    TagFactory(name="Harbours", merged_into=TagFactory(name="Ports"))
    ClaimantFactory(name_en="Harbour master")
    # The response is cached for everybody, so a curator gets the same.
    assert labels(reader, "harbour") == labels(curator, "harbour") == []


def test_suggest_in_chinese_gives_the_language_of_fallback_labels(reader):
    platform("Harbour", "港湾", name_zh="港湾")
    platform("Harbour Pay")
    rows = suggest(reader, "harbour", "zh-hans")
    assert [(row["label"], row["lang"]) for row in rows] == [
        ("港湾", ""),
        ("Harbour Pay", "en"),
    ]
    with translation.override("zh-hans"):
        assert "Harbour" in rows[0]["detail"]


def test_suggest_marks_count_in_utf16(reader):
    platform("𠮷🎉 Harbour")
    (suggestion,) = suggest(reader, "harb")
    units = suggestion["label"].encode("utf-16-le")
    ((start, end),) = suggestion["marks"]
    assert units[2 * start : 2 * end].decode("utf-16-le") == "Harb"


@pytest.mark.parametrize("query", ["", " ", "，。", "\0", "x" * 101, "'", "\\", "%", "🎉", "h\0"])
def test_suggest_accepts_any_query(reader, query):
    suggest(reader, query)


def test_suggest_reports_the_number_of_suggestions(reader):
    platform("Harbour")
    answer = json.loads(reader.get("/en/suggest/", {"q": "harb"}).content)
    assert (answer["query"], answer["status"]) == ("harb", "1 suggestion")
    assert reader.get("/en/suggest/", {"q": "zzz"}).json()["status"] == "No suggestions"


def test_suggest_response_may_be_cached_publicly(reader):
    response = reader.get("/en/suggest/", {"q": "harb"})
    assert response["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies
    assert reader.post("/en/suggest/").status_code == 405


def test_suggest_makes_at_most_three_queries(reader, django_assert_num_queries):
    published_event(title_en="Harbour opens", importance=4)
    suggest(reader, "harbour")
    with django_assert_num_queries(3):
        suggest(reader, "harbour")
    with django_assert_num_queries(1):
        suggest(reader, "ha")
