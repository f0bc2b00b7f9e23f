"""Hidden rows are in no count, filter, life cycle or text of the API.

That no response names them is tested for all outputs in `../test_published_only.py`.
"""

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

HIDDEN_TEXT = "The hidden original's whole text. It closed in June 2019."


@pytest.fixture(scope="class", params=[State.DRAFT, State.IN_REVIEW, State.RETRACTED])
def hidden_relations(request, shared_rows):
    """Create published rows that are related to hidden ones, each named "hidden"."""
    with shared_rows():
        state = request.param
        platform, tag = PlatformFactory(slug="lane"), TagFactory(slug="term")
        shown = SourceFactory(slug="shown")
        snapshot = snapshot_of(shown, "It closed in June 2019.")
        outlet = OutletFactory(slug="hidden-outlet", name_en="hidden outlet")
        pending = SourceFactory(
            slug="hidden-source", title="hidden source", title_en="hidden source", state="new",
            outlet=outlet, publisher=outlet,
        )  # fmt: skip
        pending_snapshot = snapshot_of(pending, HIDDEN_TEXT)
        shown.repost_of = pending
        shown.save()
        event = published_event(slug="event", platforms=[platform], tags=[tag], snapshot=snapshot)
        claim = published_claim(key="claim", platforms=[platform], snapshot=snapshot)
        claim.tags.add(tag)
        evidence_for(event, pending_snapshot, "hidden original's whole text")
        evidence_for(claim, pending_snapshot, "hidden original's whole text")
        claimant = ClaimantFactory(slug="hidden-claimant", name_en="hidden claimant")
        other_event = EventFactory(
            slug="hidden-event",
            title_en="hidden event",
            kind="shutdown",
            outcome="failed",
            when="2018",
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
        unrelated = PlatformFactory(slug="lonely")
        other_event.event_platforms.create(platform=unrelated)
        other_claim.platforms.add(unrelated)
        hidden_dispute = PositionFactory(dispute=DisputeFactory(slug="aside"))
        hidden_dispute.claims.add(other_claim)
        hidden_dispute.events.add(other_event)
        for row in (other_event, other_claim):
            row.state = state
            row.save()
            type(row).objects.filter(pk=row.pk).index()
        yield


@pytest.fixture(params=["reader", "editor", "curator"])
def any_client(request):
    return request.getfixturevalue(request.param)


FILTERS_BY_HIDDEN_ID = [
    "events/?source=hidden-source", "claims/?source=hidden-source", "sources/?outlet=hidden-outlet",
    "claims/?claimant=hidden-claimant",
]  # fmt: skip


@pytest.mark.django_db
class TestHiddenRows:
    @pytest.mark.slow
    def test_hidden_ids_are_refused_like_unknown_ids(self, api, hidden_relations, any_client):
        api.client = any_client
        for address in FILTERS_BY_HIDDEN_ID:
            value = address.split("=")[1]
            hidden = api(address, 400).content.replace(value.encode(), b"x")
            assert hidden == api(address.replace(value, "x"), 400).content, address

    def test_state_is_no_parameter_for_anyone(self, api, hidden_relations, any_client):
        api.client = any_client
        for address in ("events/?state=draft", "claims/?state=retracted"):
            assert api.errors(address) == [("state", "Unknown parameter: “state”.")]

    def test_counts_exclude_hidden_rows(self, api, hidden_relations):
        event, claim = api("events/event/").json(), api("claims/claim/").json()
        assert (event["source_count"], claim["source_count"]) == (1, 1)
        assert len(event["evidence"]) == len(claim["evidence"]) == 1
        assert (event["claims"], claim["events"]) == ([], [])

    def test_life_cycle_uses_published_events(self, api, hidden_relations):
        assert api("platforms/lonely/").json()["life"]["ended"] is None

    def test_dispute_filter_uses_published_positions(self, api, hidden_relations):
        assert api.ids("disputes/?platform=lonely") == []
        assert api.ids("disputes/?platform=lane") == ["dispute"]

    def test_article_text_is_not_included(self, api, hidden_relations):
        for address in ("sources/", "sources/shown/"):
            assert "closed in June" not in api(address).content.decode()


@pytest.mark.slow
def test_api_reads_no_session(hidden_relations, editor, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert editor.get("/api/v1/tags/").status_code == 200
