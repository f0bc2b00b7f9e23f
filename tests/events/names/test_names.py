import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.models import Platform
from events.names import Kind, Name, find, name_index, near_names, spelling
from events.names.matching import Fit
from events.names.near import nearness
from sources.models import Source
from tests.factories import (
    ClaimantFactory,
    ClaimFactory,
    DisputeFactory,
    PlatformFactory,
    SourceFactory,
    TagFactory,
    published_claim,
)

keys = st.text(st.sampled_from("abcde抖音"), max_size=7)


def name(*texts, pk=1):
    spellings = tuple(spelling(text) for text in texts)
    return Name(Kind.PLATFORM, pk, f"name-{pk}", texts[0], "", spellings)


def fit_of(query, *texts):
    matches = find([name(*texts)], query)
    return matches[0].fit if matches else None


@pytest.mark.parametrize(
    ("query", "text", "fit"),
    [
        ("TikTok", "TikTok", Fit.EXACT),
        ("tik tok", "TikTok", Fit.EXACT),
        ("tiktok", "Tik-Tok", Fit.EXACT),
        ("ｉｎｓ", "Ins", Fit.EXACT),
        ("直播帶貨", "直播带货", Fit.EXACT),
        ("直播带货", "直播帶貨", Fit.EXACT),
        ("spar", "Spark", Fit.PREFIX),
        ("抖", "抖音", Fit.PREFIX),
        ("spark", "Amazon Spark", Fit.WORD),
        ("tok", "TikTok", Fit.WORD),
        ("音", "抖音", Fit.WORD),
        ("park", "Spark", Fit.WITHIN),
        ("ar", "Spark", None),
        ("ins", "Douyin's great rout", None),
        ("spark amazon", "Amazon Spark", Fit.EACH),
        ("spark ama", "Amazon Spark", Fit.EACH),
        ("spark facebook", "Amazon Spark", None),
        ("抖音直播", "抖音", Fit.NAMED),
        ("why spark failed", "Spark", Fit.NAMED),
        ("instagram", "Ins", None),
        ("sparks", "Spark", None),
        ("，。", "Spark", None),
        ("", "Spark", None),
    ],
)
def test_find_returns_the_fit(query, text, fit):
    assert fit_of(query, text) is fit


def test_find_sorts_by_fit_then_length():
    names = [
        name("Amazon Spark Plus", pk=1),
        name("Sparkle", pk=2),
        name("Spark", pk=3),
        name("Sparkling", pk=4),
    ]
    assert [match.name.pk for match in find(names, "spark")] == [3, 2, 4, 1]


def test_find_returns_the_matching_spelling():
    (match,) = find([name("Douyin", "抖音")], "抖")
    assert match.spelling.text == "抖音"


@given(keys.filter(len))
def test_find_matches_every_name_with_itself(text):
    assert fit_of(text, text) is Fit.EXACT


@pytest.mark.parametrize(
    ("first", "second", "result"),
    [
        ("", "", 0),
        ("abc", "", 0),
        ("spark", "spark", 1),
        ("sprak", "spark", 4 / 5),  # Swapped.
        ("spak", "spark", 4 / 5),  # Missing; the pairs sp and rk give less.
        ("sparkk", "spark", 2 * 4 / (5 + 4)),  # The pairs give more than one edit of six letters.
        ("spbrk", "spark", 4 / 5),  # Replaced.
        ("kitten", "sitting", 4 / 7),  # Three edits.
        ("sparkamazon", "amazonspark", 2 * 9 / (10 + 10)),  # Words in another order.
        ("抖应", "抖音", 1 / 2),
        ("abc", "xyz", 0),
    ],
)
def test_nearness(first, second, result):
    assert nearness(first, second) == pytest.approx(result)


@given(keys, keys)
def test_nearness_is_symmetric_and_bounded(first, second):
    result = nearness(first, second)
    assert result == nearness(second, first)
    assert 0 <= result <= 1
    assert nearness(first, first) == (1 if first else 0)


@pytest.mark.parametrize(
    ("query", "nearest"),
    [
        ("sprak", "Spark"),
        ("Instgram", "Instagram"),
        ("amzon", "Amazon"),
        ("amazon sprak", "Amazon"),
        ("抖应", "抖音"),
        ("直播帶", "直播带货"),
        ("zzzz", None),
        ("a", None),
    ],
)
def test_near_names(query, nearest):
    texts = ["Spark", "Instagram", "Amazon", "抖音", "直播带货", "Pinterest"]
    results = near_names([name(text, pk=pk) for pk, text in enumerate(texts)], query)
    assert (results[0].label_en if results else None) == nearest


def test_near_names_are_limited():
    names = [name(f"Spark{letter}", pk=pk) for pk, letter in enumerate("abcdefgh")]
    assert len(near_names(names, "sparkx")) == 5


def labels(kind):
    return [row.label_en for row in name_index()[kind]]


@pytest.mark.django_db
def test_name_index_contains_only_names_that_readers_may_see():
    TagFactory(name="Old", merged_into=TagFactory(name="Live commerce"))
    SourceFactory(title="Read", state="accepted")
    SourceFactory(title="Unread", state="new")
    SourceFactory(title="Refused", state="rejected")
    published_claim(claimant=ClaimantFactory(name_en="Ann"))
    ClaimFactory(claimant=ClaimantFactory(name_en="Of a draft"))
    ClaimantFactory(name_en="Silent")
    DisputeFactory(question_en="Did it close?")
    assert labels(Kind.TAG) == ["Live commerce"]
    assert "Read" in labels(Kind.SOURCE)
    assert not {"Unread", "Refused"} & set(labels(Kind.SOURCE))
    assert labels(Kind.CLAIMANT) == ["Ann"]
    assert labels(Kind.DISPUTE) == ["Did it close?"]


@pytest.mark.django_db
def test_name_index_detects_every_kind_of_write(django_assert_num_queries):
    platform = PlatformFactory(name_en="Harbour")
    platform.aliases.create(text="港灣")
    assert find(name_index()[Kind.PLATFORM], "港湾")
    with django_assert_num_queries(1):
        name_index()
    Platform.objects.filter(pk=platform.pk).update(name_en="Quay")
    assert labels(Kind.PLATFORM) == ["Quay"]
    platform.aliases.all().delete()
    assert not find(name_index()[Kind.PLATFORM], "港湾")
    source = SourceFactory(title="Retracted later")
    assert labels(Kind.SOURCE) == ["Retracted later"]
    Source.objects.filter(pk=source.pk).update(state="rejected")
    assert labels(Kind.SOURCE) == []
    claim = published_claim(claimant=ClaimantFactory(name_en="Ann"))
    assert labels(Kind.CLAIMANT) == ["Ann"]
    claim.state = "retracted"
    claim.save()
    assert labels(Kind.CLAIMANT) == []
