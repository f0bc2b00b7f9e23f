import pytest
from django.urls import reverse

from events.records.views.claims import CLAIMS_SHOWN
from tests.factories import (
    ClaimFactory,
    PlatformFactory,
    SourceFactory,
    TagFactory,
    published_claim,
    snapshot_of,
)

pytestmark = pytest.mark.django_db


def found(reader, query=""):
    response = reader.get(f"{reverse('claims')}{query}")
    assert response.status_code == 200
    return response


def test_list_holds_published_claims_newest_first(reader):
    first, second = published_claim(), published_claim()
    ClaimFactory()
    assert found(reader).context["claims"] == [second, first]


def test_each_filter_finds_its_own(reader):
    platform = PlatformFactory(slug="main")
    part = PlatformFactory(parent=platform)
    tag = TagFactory(slug="why")
    cause = published_claim(kind="cause", statement_en="Nobody came.", platforms=[part])
    cause.tags.add(tag)
    figure = published_claim(kind="statistic", metric="revenue", platforms=[platform])
    published_claim(kind="opinion")
    for query, wanted in (
        ("?kind=cause", [cause]),
        ("?metric=revenue", [figure]),
        ("?kind=cause&metric=revenue", []),
        ("?kind=cause&kind=statistic", [figure, cause]),
        ("?platform=main", [figure, cause]),
        ("?tag=why", [cause]),
        ("?q=Nobody", [cause]),
        ("?q=&kind=&metric=", None),
    ):
        page = found(reader, query)
        assert page.context["problems"] == [], query
        assert wanted is None or page.context["claims"] == wanted, query
        assert page.context["count"] == len(page.context["claims"])


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?colour=1", "There is no filter called"),
        ("?kind=rumour", "rumour"),
        ("?platform=nowhere", "nowhere"),
        ("?cursor=1.beside", "The place in the list"),
        ("?cursor=²", "The place in the list"),
    ],
)
def test_what_is_not_understood_is_said(reader, query, words):
    published_claim()
    [problem] = found(reader, query).context["problems"]
    assert words in problem


def test_pages_go_there_and_back(reader):
    snapshot = snapshot_of(SourceFactory())
    rows = [published_claim(snapshot=snapshot) for _ in range(CLAIMS_SHOWN + 3)][::-1]
    first = found(reader)
    assert first.context["claims"] == rows[:CLAIMS_SHOWN]
    assert first.context["previous_query"] == ""
    second = found(reader, f"?{first.context['next_query']}")
    assert second.context["claims"] == rows[CLAIMS_SHOWN:]
    assert second.context["next_query"] == ""
    back = found(reader, f"?{second.context['previous_query']}")
    assert back.context["claims"] == rows[:CLAIMS_SHOWN]
    assert back.context["previous_query"] == ""


def test_others_say_what_they_say_of_the_same_figure(reader):
    platform = PlatformFactory()
    common = {"metric": "users_total", "unit": "people", "platforms": [platform]}
    claim = published_claim(value=2, period="2019", **common)
    other = published_claim(value=3, period="2020", **common)
    published_claim(value=9, **{**common, "metric": "revenue"})
    published_claim(value=9, **{**common, "platforms": [PlatformFactory()]})
    page = reader.get(claim.get_absolute_url())
    assert page.context["others"] == [other]
    assert [point.claim for point in page.context["series"].points] == [claim, other]


def test_claim_without_a_metric_has_no_others(reader):
    platform = PlatformFactory()
    claim = published_claim(platforms=[platform])
    published_claim(platforms=[platform])
    assert reader.get(claim.get_absolute_url()).context["others"] == []


def test_figure_is_given_in_full(reader):
    claim = published_claim(value=30_000_000_000, unit="money", currency="USD", metric="revenue")
    page = reader.get(claim.get_absolute_url()).content.decode()
    assert "$30 billion" in page
    assert "$30,000,000,000" in page
    chinese = reader.get(f"/zh-hans/claims/{claim.pk}/").content.decode()
    assert "300亿美元" in chinese
    assert "30,000,000,000美元" in chinese
