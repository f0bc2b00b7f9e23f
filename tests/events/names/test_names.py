import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.models import Platform
from events.names import Kind, Name, find, name_index, near_names, spelling
from events.names.matching import Fit
from events.names.near import distance, nearness
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
    own = tuple(spelling(text) for text in texts)
    return Name(Kind.PLATFORM, pk, f"name-{pk}", texts[0], "", own)


def fits(words, *texts):
    found = find([name(*texts)], words)
    return found[0].fit if found else None


@pytest.mark.parametrize(
    ("words", "text", "fit"),
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
def test_find_each_way_to_fit(words, text, fit):
    assert fits(words, text) is fit


def test_find_the_best_first_and_the_shorter_of_equals():
    names = [
        name("Amazon Spark Plus", pk=1),
        name("Sparkle", pk=2),
        name("Spark", pk=3),
        name("Sparkling", pk=4),
    ]
    assert [match.name.pk for match in find(names, "spark")] == [3, 2, 4, 1]


def test_find_says_under_which_spelling():
    (match,) = find([name("Douyin", "抖音")], "抖")
    assert match.spelling.text == "抖音"


@given(keys.filter(len))
def test_find_each_name_under_itself(text):
    assert fits(text, text) is Fit.EXACT


@pytest.mark.parametrize(
    ("one", "other", "changes"),
    [
        ("", "", 0),
        ("spark", "spark", 0),
        ("sprak", "spark", 1),
        ("spak", "spark", 1),
        ("sparkk", "spark", 1),
        ("spbrk", "spark", 1),
        ("abc", "", 3),
        ("kitten", "sitting", 3),
        ("ca", "abc", 3),
    ],
)
def test_distance(one, other, changes):
    assert distance(one, other) == changes


@given(keys, keys)
def test_distance_is_the_same_both_ways_and_bounded(one, other):
    found = distance(one, other)
    assert found == distance(other, one)
    assert abs(len(one) - len(other)) <= found <= max(len(one), len(other))
    assert (found == 0) == (one == other)


@given(keys, keys)
def test_nearness_skips_no_pair_that_is_near(one, other):
    longer = max(len(one), len(other), 1)
    if one and other and 1 - distance(one, other) / longer >= 0.5:
        assert nearness(one, other) >= 1 - distance(one, other) / longer


@pytest.mark.parametrize(
    ("words", "nearest"),
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
def test_near_names(words, nearest):
    texts = ["Spark", "Instagram", "Amazon", "抖音", "直播带货", "Pinterest"]
    found = near_names([name(text, pk=at) for at, text in enumerate(texts)], words)
    assert (found[0].label_en if found else None) == nearest


def test_near_names_are_few():
    names = [name(f"Spark{letter}", pk=at) for at, letter in enumerate("abcdefgh")]
    assert len(near_names(names, "sparkx")) == 5


def known(kind):
    return [row.label_en for row in name_index()[kind]]


@pytest.mark.django_db
def test_name_index_has_what_readers_may_see():
    TagFactory(name="Old", merged_into=TagFactory(name="Live commerce"))
    SourceFactory(title="Read", state="accepted")
    SourceFactory(title="Unread", state="new")
    SourceFactory(title="Refused", state="rejected")
    published_claim(claimant=ClaimantFactory(name_en="Ann"))
    ClaimFactory(claimant=ClaimantFactory(name_en="Of a draft"))
    ClaimantFactory(name_en="Silent")
    DisputeFactory(question_en="Did it close?")
    assert known(Kind.TAG) == ["Live commerce"]
    assert "Read" in known(Kind.SOURCE)
    assert not {"Unread", "Refused"} & set(known(Kind.SOURCE))
    assert known(Kind.CLAIMANT) == ["Ann"]
    assert known(Kind.DISPUTE) == ["Did it close?"]


@pytest.mark.django_db
def test_name_index_follows_every_way_to_write(django_assert_num_queries):
    platform = PlatformFactory(name_en="Harbour")
    platform.aliases.create(text="港灣")
    assert find(name_index()[Kind.PLATFORM], "港湾")
    with django_assert_num_queries(1):
        name_index()
    Platform.objects.filter(pk=platform.pk).update(name_en="Quay")
    assert known(Kind.PLATFORM) == ["Quay"]
    platform.aliases.all().delete()
    assert not find(name_index()[Kind.PLATFORM], "港湾")
    source = SourceFactory(title="Retracted later")
    assert known(Kind.SOURCE) == ["Retracted later"]
    Source.objects.filter(pk=source.pk).update(state="rejected")
    assert known(Kind.SOURCE) == []
    claim = published_claim(claimant=ClaimantFactory(name_en="Ann"))
    assert known(Kind.CLAIMANT) == ["Ann"]
    claim.state = "retracted"
    claim.save()
    assert known(Kind.CLAIMANT) == []
