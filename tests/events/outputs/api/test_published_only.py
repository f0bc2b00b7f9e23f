"""Nothing leaves the API that a reader may not see, through any nesting or filter."""

import pytest

from events.models import State
from tests.factories import (
    ClaimantFactory,
    ClaimFactory,
    DisputeFactory,
    EventFactory,
    OutletFactory,
    PlatformFactory,
    PositionFactory,
    SourceFactory,
    TagFactory,
    evidence_for,
    published_claim,
    published_event,
    snapshot_of,
)

LISTS = ["events", "platforms", "claims", "sources", "tags", "disputes"]
HIDDEN = "hidden"
ORIGINAL = "The hidden original's whole text. It closed in June 2019."


@pytest.fixture(params=[State.DRAFT, State.IN_REVIEW, State.RETRACTED])
def entangled(request, db):
    """Published things with everything hidden that can hang on them, each named "hidden"."""
    state = request.param
    platform, tag = PlatformFactory(slug="lane"), TagFactory(slug="term")
    shown = SourceFactory(slug="shown")
    snapshot = snapshot_of(shown, "It closed in June 2019.")
    outlet = OutletFactory(slug="hidden-outlet", name_en="hidden outlet")
    pending = SourceFactory(
        slug="hidden-source", title="hidden source", title_en="hidden source", state="new",
        outlet=outlet, publisher=outlet,
    )  # fmt: skip
    pending_snapshot = snapshot_of(pending, ORIGINAL)
    shown.repost_of = pending
    shown.save()
    event = published_event(slug="event", platforms=[platform], tags=[tag], snapshot=snapshot)
    claim = published_claim(key="claim", platforms=[platform], snapshot=snapshot)
    claim.tags.add(tag)
    evidence_for(event, pending_snapshot, "hidden original's whole text")
    evidence_for(claim, pending_snapshot, "hidden original's whole text")
    claimant = ClaimantFactory(slug="hidden-claimant", name_en="hidden claimant")
    other_event = EventFactory(
        slug="hidden-event", title_en="hidden event", kind="shutdown", outcome="failed", when="2018"
    )
    other_claim = ClaimFactory(
        key="hidden-claim", statement_en="hidden claim", claimant=claimant, kind="cause"
    )
    for row in (other_event, other_claim):
        evidence_for(row, snapshot)
        row.tags.add(tag)
    other_event.event_platforms.create(platform=platform)
    other_claim.platforms.add(platform)
    other_claim.events.add(event)
    claim.events.add(other_event)
    position = PositionFactory(dispute=DisputeFactory(slug="dispute"))
    position.claims.add(claim, other_claim)
    position.events.add(event, other_event)
    lonely = PlatformFactory(slug="lonely")
    other_event.event_platforms.create(platform=lonely)
    other_claim.platforms.add(lonely)
    aside = PositionFactory(dispute=DisputeFactory(slug="aside"))
    aside.claims.add(other_claim)
    aside.events.add(other_event)
    for row in (other_event, other_claim):
        row.state = state
        row.save()
        type(row).objects.filter(pk=row.pk).index()


ONES = [
    "events/event/", "claims/claim/", "platforms/lane/", "platforms/lonely/", "sources/shown/",
    "tags/term/", "disputes/dispute/", "disputes/aside/",
]  # fmt: skip
FILTERED = [
    "events/?platform=lane", "events/?tag=term", "events/?source=shown", "events/?kind=shutdown",
    "events/?outcome=failure", "events/?q=hidden", "events/?since=2018&until=2018",
    "claims/?platform=lane", "claims/?tag=term", "claims/?source=shown", "claims/?kind=cause",
    "claims/?q=hidden", "sources/?q=hidden", "disputes/?platform=lane",
]  # fmt: skip


@pytest.fixture(params=["reader", "editor", "curator"])
def anyone(request):
    return request.getfixturevalue(request.param)


NOWHERE = ["events/hidden-event/", "claims/hidden-claim/", "sources/hidden-source/"]
NAMES = [
    "events/?source=hidden-source", "claims/?source=hidden-source", "sources/?outlet=hidden-outlet",
    "claims/?claimant=hidden-claimant",
]  # fmt: skip


def test_hidden_things_are_named_nowhere(ask, entangled, anyone):
    ask.client = anyone
    for address in (*(f"{name}/" for name in LISTS), *ONES, *FILTERED):
        body = ask(address).content.decode().replace("q=hidden", "")
        assert HIDDEN not in body, address


def test_hidden_things_are_not_there(ask, entangled, anyone):
    ask.client = anyone
    for address in NOWHERE:
        ask(address, 404)


def test_hidden_names_are_as_unknown_as_made_up_ones(ask, entangled, anyone):
    ask.client = anyone
    for address in NAMES:
        value = address.split("=")[1]
        hidden = ask(address, 400).content.replace(value.encode(), b"x")
        assert hidden == ask(address.replace(value, "x"), 400).content, address


def test_state_is_no_parameter_of_anybody(ask, entangled, anyone):
    ask.client = anyone
    for address in ("events/?state=draft", "claims/?state=retracted"):
        assert ask.errors(address) == [("state", "There is no parameter called “state” here.")]


def test_nothing_hidden_is_counted(ask, entangled):
    event, claim = ask("events/event/").json(), ask("claims/claim/").json()
    assert (event["source_count"], claim["source_count"]) == (1, 1)
    assert len(event["evidence"]) == len(claim["evidence"]) == 1
    assert (event["claims"], claim["events"]) == ([], [])


def test_life_is_told_by_published_events(ask, entangled):
    assert ask("platforms/lonely/").json()["life"]["ended"] is None


def test_filter_of_disputes_looks_at_published_positions(ask, entangled):
    assert ask.ids("disputes/?platform=lonely") == []
    assert ask.ids("disputes/?platform=lane") == ["dispute"]


def test_text_of_an_article_is_not_given(ask, entangled):
    for address in ("sources/", "sources/shown/"):
        assert "closed in June" not in ask(address).content.decode()


def test_api_asks_for_no_session(entangled, editor, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert editor.get("/api/v1/tags/").status_code == 200
