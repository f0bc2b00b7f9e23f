import re

import pytest
from django.utils.html import escape

from events.models import Claim, Event
from events.search import ranking
from events.search.platform_card import card_of
from tests.factories import (
    ClaimantFactory,
    ClaimFactory,
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


def search(client, query, language="en", **more):
    response = client.get(f"/{language}/search/", {"q": query, **more})
    assert response.status_code == 200
    return response


def groups(response):
    """Return the groups of the page in order, by the ids of their headings."""
    return re.findall(r'<h2 id="results-(\w+)"', response.content.decode())


def text_of(response):
    main = response.content.decode().split("<main")[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


@pytest.mark.slow
def test_groups_have_a_fixed_order(reader):
    platform("Harbour")
    platform("Harbour Pay")
    TagFactory(name="Harbours")
    published_event(title_en="Harbour opens")
    published_claim(
        statement_en="Harbour is deep.", claimant=ClaimantFactory(name_en="Harbour master")
    )
    SourceFactory(title="Harbour news")
    DisputeFactory(question_en="When did Harbour open?")
    response = search(reader, "harbour")
    assert groups(response) == [
        "platform", "tag", "claimant", "source", "dispute", "event", "claim",
    ]  # fmt: skip
    content = response.content.decode()
    assert content.index("platform-card") < content.index("results-platform")
    assert 'href="/en/?q=harbour"' in content
    assert 'href="/en/claims/?q=harbour"' in content
    assert '<mark class="found">Harbour</mark> opens' in content


@pytest.mark.slow
@pytest.mark.parametrize("query", ["抖音", "ＤＯＵＹＩＮ", "dou yin", "douyin"])
def test_exact_alias_shows_the_card(reader, query):
    row = platform("Douyin", "抖音", kind="product", summary_en="Short videos.")
    published_event(
        title_en="It opens",
        platforms=[row],
        kind="launch",
        when="2017",
    )
    published_event(
        title_en="It closes", platforms=[row], kind="shutdown", outcome="shut_down", when="2019-06"
    )
    content = search(reader, query).content.decode()
    card = content.split('class="platform-card"')[1].split("</article>")[0]
    assert "Short videos." in card
    assert "life-bar" in card
    assert "shut down" in card
    assert "June 2019" in card


def test_alias_of_two_platforms_shows_no_card(reader):
    platform("Harbour", "Port")
    platform("Quay", "Port")
    response = search(reader, "port")
    assert "platform-card" not in response.content.decode()
    assert groups(response) == ["platform"]


@pytest.mark.slow
def test_card_takes_a_fixed_number_of_queries(reader, django_assert_num_queries):
    row = platform("Harbour")
    for number in range(6):
        published_event(platforms=[row], kind="launch" if number else "pilot", when="2017")
        with django_assert_num_queries(3):
            card = card_of(row.pk)
    assert card.life.born.kind == "pilot"
    assert (card.axis.first, card.axis.last) == (2017, 2017)
    assert "life-bar" in search(reader, "harbour").content.decode()


@pytest.mark.parametrize("query", ["直播帶貨", "直播带货", "直播 带货"])
def test_both_scripts_find_the_same(reader, query):
    published_event(title_en="A trial", title_zh="直播带货试点")
    published_event(title_en="Another", title_zh="直播帶貨试点")
    content = search(reader, query).content.decode()
    assert "A trial" in content
    assert "Another" in content
    # Only the Chinese titles match, so they are shown with their language.
    assert content.count('class="hit__other" lang="zh-Hans"') == 2


def test_event_summary_is_an_excerpt_around_the_match(reader):
    summary = "Long before. " * 40 + "Then the lighthouse was built. " + "After. " * 60
    published_event(title_en="Harbour grows", summary_en=summary)
    content = search(reader, "lighthouse").content.decode()
    assert '<mark class="found">lighthouse</mark>' in content
    assert "…" in content
    assert content.count("Long before.") < 10


def test_word_prefix_finds_an_event(reader):
    published_event(title_en="Lighthouse built")
    assert groups(search(reader, "lightho")) == ["event"]


@pytest.mark.slow
def test_title_matches_come_before_summary_matches(reader):
    published_event(title_en="In passing", summary_en="Of the lighthouse.")
    published_event(title_en="Lighthouse built")
    published_event(title_en="In passing again", summary_en="Of the lighthouse.")
    content = search(reader, "lighthouse").content.decode()
    titles = re.findall(r'event-row__title">\s*<a[^>]*>(.*?)</a>', content)
    assert "built" in titles[0]
    assert len(titles) == 3


def leaking(client, query):
    return [
        secret
        for secret in ("drafted", "in review", "withdrawn", "unread", "refused", "unsaid")
        if f"Lighthouse {secret}" in client.get("/en/search/", {"q": query}).content.decode()
    ]


@pytest.mark.slow
def test_nothing_unpublished_is_shown(reader, curator):
    EventFactory(title_en="Lighthouse drafted")
    EventFactory(title_en="Lighthouse in review", state="in_review")
    Event.objects.index()
    event = published_event(title_en="Lighthouse withdrawn")
    Event.objects.filter(pk=event.pk).update(state="retracted")
    ClaimFactory(
        statement_en="Lighthouse drafted.", claimant=ClaimantFactory(name_en="Lighthouse unsaid")
    )
    SourceFactory(title="Lighthouse unread", state="new")
    SourceFactory(title="Lighthouse refused", state="rejected")
    for client in (reader, curator):
        assert leaking(client, "lighthouse") == []
        assert groups(search(client, "lighthouse")) == []
        assert leaking(client, "lighthuose") == []


@pytest.mark.slow
def test_nothing_unpublished_is_counted_or_ranked(reader):
    published_event(title_en="Lighthouse built")
    for state in ("draft", "in_review", "retracted"):
        EventFactory(title_en="Lighthouse hidden", state=state)
        ClaimFactory(statement_en="Lighthouse hidden.", state=state)
    published_claim(statement_en="The lighthouse is high.")
    Event.objects.index()
    Claim.objects.index()
    content = search(reader, "lighthouse").content.decode()
    assert 'Events <span class="count">1</span>' in content
    assert 'Claims <span class="count">1</span>' in content
    assert "Lighthouse hidden" not in content


@pytest.mark.slow
def test_group_is_limited_and_has_its_own_full_page(reader):
    for number in range(30):
        platform(f"Harbour {number:02}")
    page = search(reader, "harbour")
    content = page.content.decode()
    assert content.count('class="name-hit"') == 8
    assert "Show all 30" in text_of(page)
    assert 'href="?q=harbour&amp;kind=platform"' in content
    alone = search(reader, "harbour", kind="platform").content.decode()
    assert alone.count('class="name-hit"') == 30


def test_unknown_kind_is_a_problem(reader):
    platform("Harbour")
    response = search(reader, "harbour", kind="<b>")
    assert "Unknown result type: “&lt;b&gt;”." in response.content.decode()
    assert "platform-card" in response.content.decode()


@pytest.mark.slow
def test_events_are_limited_and_counted(reader):
    for _ in range(25):
        published_event(title_en="Lighthouse built")
    content = search(reader, "lighthouse").content.decode()
    assert content.count('class="event-row hit"') == 20
    assert 'Events <span class="count">25</span>' in content
    assert "Too many" not in content


@pytest.mark.slow
def test_frequent_words_show_only_important_events(reader, monkeypatch):
    monkeypatch.setattr(ranking, "TIER_THRESHOLDS", {5: 3, 4: 5})
    important = [
        published_event(title_en="In passing", summary_en="Of the lighthouse.", importance=5)
        for _ in range(3)
    ]
    published_event(title_en="Lighthouse built", importance=2)
    response = search(reader, "lighthouse")
    assert "Showing 3 of the most important" in text_of(response)
    assert "Lighthouse built" not in text_of(response)
    assert all(row.get_absolute_url() in response.content.decode() for row in important)


@pytest.mark.slow
def test_words_without_enough_important_events_rank_all_candidates(monkeypatch):
    monkeypatch.setattr(ranking, "RANK_LIMIT", 4)
    for number in range(6):
        published_event(title_en="Lighthouse built", importance=4 if number < 2 else 1)
    wide = ranking.search_events("lighthouse", limit=3)
    assert (len(wide.hits), wide.count, wide.is_partial) == (3, 4, True)
    narrow = ranking.search_events("lighthouse", limit=2)
    assert {hit.row.importance for hit in narrow.hits} == {4}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "search_rows"),
    [
        (lambda: published_event(title_en="Lighthouse built"), ranking.search_events),
        (lambda: published_claim(statement_en="The lighthouse shines."), ranking.search_claims),
    ],
    ids=["events", "claims"],
)
def test_more_matches_than_are_ranked_are_partial(monkeypatch, make, search_rows):
    monkeypatch.setattr(ranking, "RANK_LIMIT", 3)
    for number in range(1, 6):
        make()
        results = search_rows("lighthouse", limit=2)
        assert len(results.hits) == min(number, 2)
        assert (results.count, results.is_partial) == (min(number, 3), number > 3)


def test_empty_results_offer_similar_names(reader):
    platform("Instagram", "Ins")
    TagFactory(name="Live commerce")
    response = search(reader, "instgram chekout")
    assert "No results for “instgram chekout”" in text_of(response)
    assert 'href="?q=Instagram"' in response.content.decode()
    assert "Search only for “chekout”" in text_of(response)
    assert 'href="/en/platforms/"' in response.content.decode()


def test_empty_results_offer_nothing_if_no_name_is_similar(reader):
    platform("Instagram")
    assert "Did you mean" not in text_of(search(reader, "zzzz"))


@pytest.mark.parametrize("address", ["/en/search/", "/en/search/?q=", "/en/search/?q=%20"])
def test_empty_query_shows_the_field_and_examples_with_results(reader, address):
    platform("Amazon Spark", "Spark")
    content = reader.get(address).content.decode()
    assert 'id="search-words"' in content
    assert 'href="?q=Spark"' in content
    assert "TikTok" not in content


def test_examples_on_an_empty_site(reader):
    assert reader.get("/en/search/").status_code == 200


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("，。！", "“，。！” contains no letters or digits."),
        ("🎉", "“🎉” contains no letters or digits."),
        ("x" * 201, "The search text is too long. Enter at most 200 characters."),
        ("\0", "The search text contained an invalid character"),
        ("<script>alert(1)</script>" * 9, "The search text is too long"),
    ],
)
def test_query_that_cannot_be_searched_is_a_problem(reader, query, problem):
    response = search(reader, query)
    assert problem in text_of(response)
    assert groups(response) == []
    assert "<script>alert" not in response.content.decode()
    assert 'id="search-words"' in response.content.decode()


def test_nul_character_is_removed_from_the_query(reader):
    platform("Harbour")
    response = search(reader, "harbour\0")
    assert "The search text contained an invalid character" in text_of(response)
    assert "platform-card" in response.content.decode()


@pytest.mark.slow
def test_one_letter_finds_only_names(reader):
    platform("Harbour")
    published_event(title_en="Harbour opens")
    response = search(reader, "h")
    assert groups(response) == ["platform"]
    assert "at least two letters" in text_of(response)
    assert groups(search(reader, "ha")) == ["platform", "event"]


def test_query_is_escaped(reader):
    platform("<b>Harbour</b>")
    query = '<b>Harbour"'
    content = search(reader, query).content.decode()
    assert query not in content
    assert f'value="{escape(query)}"' in content
    assert "<b>" not in content


@pytest.mark.slow
def test_chinese_page_shows_chinese(reader):
    platform("Harbour", "港湾", name_zh="港湾")
    published_event(title_en="Harbour opens", title_zh="港湾开放")
    content = search(reader, "港灣", "zh-hans").content.decode()
    assert '<mark class="found">港湾</mark>开放' in content
    assert "platform-card" in content


def test_search_refuses_post(reader):
    assert reader.post("/en/search/").status_code == 405
