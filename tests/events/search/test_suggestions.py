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


def suggest(client, words, language="en"):
    response = client.get(f"/{language}/suggest/", {"q": words})
    assert response.status_code == 200
    return response.json()["suggestions"]


def labels(client, words, language="en"):
    return [suggestion["label"] for suggestion in suggest(client, words, language)]


@pytest.mark.parametrize(
    "words", ["抖音", "抖", "Douyin", "ｄｏｕｙｉｎ", "dou yin", "ouyi", "DOUY"]
)
def test_suggest_platform_by_any_spelling(reader, words):
    platform("Douyin", "抖音")
    platform("Facebook")
    assert labels(reader, words) == ["Douyin"]


@pytest.mark.parametrize("words", ["直播帶貨", "直播带货", "帶貨"])
def test_suggest_in_either_script(reader, words):
    platform("Live selling", "直播带货")
    TagFactory(name="Live commerce", aliases=["直播帶貨"])
    assert labels(reader, words) == ["Live selling", "Live commerce"]


def test_suggest_says_what_each_is(reader):
    parent = platform("Quay", kind="company")
    row = platform("Harbour", "港湾", parent=parent)
    (found,) = suggest(reader, "港")
    assert found == {
        "kind": "platform",
        "label": "Harbour",
        "lang": "",
        "detail": "product, Quay, 港湾",
        "url": reverse("platform", args=[row.slug]),
        "marks": [],
    }


def test_suggest_every_kind_in_order(reader):
    platform("Harbour")
    TagFactory(name="Harbours")
    published_event(title_en="Harbour opens", importance=4)
    published_claim(claimant=ClaimantFactory(name_en="Harbour master"))
    SourceFactory(title="Harbour news")
    DisputeFactory(slug="when", question_en="When did Harbour open?")
    found = suggest(reader, "harb")
    assert [row["kind"] for row in found] == [
        "platform", "tag", "event", "claimant", "source", "dispute",
    ]  # fmt: skip
    assert found[3]["url"] == "/en/claims/?q=Harbour+master"
    assert found[5]["url"] == "/en/disputes/#when"


def test_suggest_at_most_ten_and_something_of_each_kind(reader):
    for at in range(20):
        platform(f"Harbour {at}")
        DisputeFactory(question_en=f"Harbour {at}?")
    TagFactory(name="Harbours")
    found = [row["kind"] for row in suggest(reader, "harbour")]
    assert len(found) == 10
    assert found.count("tag") == 1
    assert "dispute" in found


def test_suggest_important_events_by_title_alone_the_foremost_first(reader):
    harbour = platform("Harbour")
    published_event(title_en="Quay opens Harbour", importance=4, when="2020")
    published_event(title_en="Harbour closes", importance=5, when="2018")
    published_event(title_en="Harbour grows", importance=4, when="2021")
    published_event(title_en="Harbour is painted", importance=3)
    published_event(title_en="Named by its platform alone", importance=5, platforms=[harbour])
    found = [row["label"] for row in suggest(reader, "harbour") if row["kind"] == "event"]
    assert found == ["Harbour closes", "Harbour grows", "Quay opens Harbour"]


def test_suggest_nothing_that_readers_may_not_see(reader, curator):
    EventFactory(title_en="Harbour drafted", importance=5)
    event = published_event(title_en="Harbour retracted", importance=5)
    Event.objects.filter(pk=event.pk).update(state="retracted")
    Event.objects.index()
    SourceFactory(title="Harbour unread", state="new")
    TagFactory(name="Harbours", merged_into=TagFactory(name="Ports"))
    ClaimantFactory(name_en="Harbour master")
    # The answer is kept for everybody, so that a curator's is no other.
    assert labels(reader, "harbour") == labels(curator, "harbour") == []


def test_suggest_in_chinese_with_the_language_of_what_has_none(reader):
    platform("Harbour", "港湾", name_zh="港湾")
    platform("Harbour Pay")
    found = suggest(reader, "harbour", "zh-hans")
    assert [(row["label"], row["lang"]) for row in found] == [
        ("港湾", ""),
        ("Harbour Pay", "en"),
    ]
    with translation.override("zh-hans"):
        assert "Harbour" in found[0]["detail"]


def test_suggest_marks_count_in_utf16(reader):
    platform("𠮷🎉 Harbour")
    (found,) = suggest(reader, "harb")
    units = found["label"].encode("utf-16-le")
    ((start, end),) = found["marks"]
    assert units[2 * start : 2 * end].decode("utf-16-le") == "Harb"


@pytest.mark.parametrize("words", ["", " ", "，。", "\0", "x" * 101, "'", "\\", "%", "🎉", "h\0"])
def test_suggest_takes_anything(reader, words):
    suggest(reader, words)


def test_suggest_says_how_many(reader):
    platform("Harbour")
    said = json.loads(reader.get("/en/suggest/", {"q": "harb"}).content)
    assert (said["query"], said["status"]) == ("harb", "1 suggestion")
    assert reader.get("/en/suggest/", {"q": "zzz"}).json()["status"] == "No suggestions"


def test_suggest_may_be_kept_by_anybody(reader):
    response = reader.get("/en/suggest/", {"q": "harb"})
    assert response["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies
    assert reader.post("/en/suggest/").status_code == 405


def test_suggest_asks_three_queries_at_most(reader, django_assert_num_queries):
    published_event(title_en="Harbour opens", importance=4)
    suggest(reader, "harbour")
    with django_assert_num_queries(3):
        suggest(reader, "harbour")
    with django_assert_num_queries(1):
        suggest(reader, "ha")
