import pytest
from django.urls import reverse

from tests.factories import (
    ClaimFactory,
    PlatformFactory,
    TagFactory,
    published_claim,
)

pytestmark = pytest.mark.django_db


def claim_list(reader, query=""):
    response = reader.get(f"{reverse('claims')}{query}")
    assert response.status_code == 200
    return response


def test_list_has_published_claims_newest_first(reader):
    first, second = published_claim(), published_claim()
    ClaimFactory()
    assert claim_list(reader).context["claims"] == [second, first]


@pytest.mark.slow
def test_filters_find_matching_claims(reader):
    platform = PlatformFactory(slug="main")
    part = PlatformFactory(parent=platform)
    tag = TagFactory(slug="why")
    cause = published_claim(kind="cause", statement_en="Nobody came.", platforms=[part])
    cause.tags.add(tag)
    figure = published_claim(kind="statistic", metric="revenue", platforms=[platform])
    published_claim(kind="opinion")
    for query, expected in (
        ("?kind=cause", [cause]),
        ("?metric=revenue", [figure]),
        ("?kind=cause&metric=revenue", []),
        ("?kind=cause&kind=statistic", [figure, cause]),
        ("?platform=main", [figure, cause]),
        ("?tag=why", [cause]),
        ("?q=Nobody", [cause]),
        ("?q=&kind=&metric=", None),
    ):
        page = claim_list(reader, query)
        assert page.context["problems"] == [], query
        assert expected is None or page.context["claims"] == expected, query
        assert page.context["count"] == len(page.context["claims"])


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("?colour=1", "Unknown parameter"),
        ("?kind=rumour", "rumour"),
        ("?platform=nowhere", "nowhere"),
        ("?cursor=1.beside", "Invalid position in the list"),
        ("?cursor=²", "Invalid position in the list"),
    ],
)
def test_invalid_query_is_reported(reader, query, text):
    published_claim()
    [problem] = claim_list(reader, query).context["problems"]
    assert text in problem


@pytest.mark.slow
def test_claim_shows_other_claims_of_the_same_figure(reader):
    platform = PlatformFactory()
    common = {"metric": "users_total", "unit": "people", "platforms": [platform]}
    claim = published_claim(value=2, period="2019", **common)
    other = published_claim(value=3, period="2020", **common)
    published_claim(value=9, **{**common, "metric": "revenue"})
    published_claim(value=9, **{**common, "platforms": [PlatformFactory()]})
    page = reader.get(claim.get_absolute_url())
    assert page.context["others"] == [other]
    assert [point.claim for point in page.context["series"].points] == [claim, other]


@pytest.mark.slow
def test_claim_without_a_metric_has_no_others(reader):
    platform = PlatformFactory()
    claim = published_claim(platforms=[platform])
    published_claim(platforms=[platform])
    assert reader.get(claim.get_absolute_url()).context["others"] == []


@pytest.mark.slow
def test_figure_is_shown_in_full(reader):
    claim = published_claim(value=30_000_000_000, unit="money", currency="USD", metric="revenue")
    page = reader.get(claim.get_absolute_url()).content.decode()
    assert "$30 billion" in page
    assert "$30,000,000,000" in page
    chinese = reader.get(f"/zh-hans/claims/{claim.pk}/").content.decode()
    assert "300亿美元" in chinese
    assert "30,000,000,000美元" in chinese
