import pytest
from django.urls import reverse

from events.models import PlatformLife
from events.platforms.failure_views import FAILURES_SHOWN
from events.platforms.failures import CAUSES_SHOWN, failing, stated_causes
from tests.factories import (
    PlatformFactory,
    SourceFactory,
    TagFactory,
    published_claim,
    published_event,
    snapshot_of,
)

pytestmark = pytest.mark.django_db


def failure(snapshot=None, **fields):
    platform = PlatformFactory()
    values = {"kind": "shutdown", "outcome": "shut_down", **fields}
    return platform, published_event(platforms=[platform], snapshot=snapshot, **values)


def rows():
    return PlatformLife.objects.everywhere().failures().with_events()


@pytest.mark.slow
def test_failures_are_platforms_with_a_final_event():
    gone, _ = failure()
    for outcome in ("ongoing", "underperformed", ""):
        failure(kind="result", outcome=outcome)
    assert [row.platform for row in failing(rows())] == [gone]


@pytest.mark.slow
def test_causes_are_claims_about_the_platform_or_its_last_event():
    platform, end = failure()
    about = published_claim(kind="cause", platforms=[platform])
    on_end = published_claim(kind="cause")
    on_end.events.add(end)
    published_claim(kind="opinion", platforms=[platform])
    other, _ = failure()
    published_claim(kind="cause", platforms=[other])
    tag = TagFactory()
    about.tags.add(tag, TagFactory(facet="theme"))
    [failure_row] = [row for row in failing(rows()) if row.platform == platform]
    assert failure_row.causes == ((about, (tag,)), (on_end, ()))
    assert not failure_row.has_more_causes


@pytest.mark.slow
def test_causes_beyond_the_limit_set_has_more():
    platform, _ = failure()
    snapshot = snapshot_of(SourceFactory())
    for _ in range(CAUSES_SHOWN + 1):
        published_claim(kind="cause", platforms=[platform], snapshot=snapshot)
    [failure_row] = failing(rows())
    assert (len(failure_row.causes), failure_row.has_more_causes) == (CAUSES_SHOWN, True)


def test_stated_causes_count_claims_about_the_last_event():
    platform, end = failure()
    tag = TagFactory()
    claim = published_claim(kind="cause")
    claim.events.add(end)
    claim.tags.add(tag)
    both = published_claim(kind="cause", platforms=[platform])
    both.events.add(end)
    both.tags.add(tag)
    [cause] = stated_causes()
    assert (cause.tag, cause.count, cause.voices) == (tag, 2, (claim, both))


@pytest.mark.slow
def test_stated_causes_count_only_published_claims_about_failures():
    platform, _ = failure()
    alive, _ = failure(kind="launch", outcome="succeeded")
    frequent, rare = TagFactory(), TagFactory()
    for tags in ([frequent, rare], [frequent]):
        published_claim(kind="cause", platforms=[platform]).tags.add(*tags)
    published_claim(kind="cause", platforms=[alive]).tags.add(rare)
    draft = published_claim(kind="cause", platforms=[platform])
    draft.tags.add(rare)
    draft.state = "draft"
    draft.save()
    causes = stated_causes()
    assert [(cause.tag, cause.count) for cause in causes] == [(frequent, 2), (rare, 1)]
    assert [claim.claimant.name_en for claim in causes[0].voices]


@pytest.mark.slow
def test_failures_are_paginated(reader):
    snapshot = snapshot_of(SourceFactory())
    for number in range(FAILURES_SHOWN + 2):
        failure(snapshot, when=f"{1900 + number}")
    first = reader.get(reverse("failures"))
    assert len(first.context["ended"]) == FAILURES_SHOWN
    assert first.context["count"] == FAILURES_SHOWN + 2
    second = reader.get(f"{reverse('failures')}?{first.context['next_query']}")
    assert len(second.context["ended"]) == 2
    shown = [row.platform for page in (first, second) for row in page.context["ended"]]
    assert len(set(shown)) == FAILURES_SHOWN + 2
    assert first.context["axis"] == second.context["axis"]


def test_invalid_cursor_is_reported(reader):
    failure()
    page = reader.get(f"{reverse('failures')}?cursor=nonsense").content.decode()
    assert "Invalid position in the list" in page


def test_page_without_failures_shows_a_message(reader):
    assert "No published failures yet." in reader.get(reverse("failures")).content.decode()
