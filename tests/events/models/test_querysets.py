"""QuerySet methods, each with rows that it keeps and rows that it drops."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from events.models import Claim, Dispute, Event, Evidence, Platform, State
from tests.factories import (
    ClaimFactory,
    DisputeFactory,
    EventFactory,
    PlatformFactory,
    PositionFactory,
    SourceFactory,
    TagFactory,
    evidence_for,
    published_claim,
    published_event,
    snapshot_of,
    user_in,
)

pytestmark = pytest.mark.django_db


def titles(rows):
    return sorted(row.title_en for row in rows)


@pytest.fixture
def in_every_state():
    for state in ("draft", "in_review", "retracted"):
        EventFactory(title_en=state, state=state)
        ClaimFactory(statement_en=state, state=state)
    published_event(title_en="published")
    published_claim(statement_en="published")


def test_published_keeps_only_published_rows(in_every_state):
    assert titles(Event.objects.published()) == ["published"]
    assert [row.statement_en for row in Claim.objects.published()] == ["published"]


def test_visible_to_depends_on_the_user(in_every_state):
    everything = ["draft", "in_review", "published", "retracted"]
    for role in ("editor", "curator"):
        user = user_in(role)
        assert titles(Event.objects.visible_to(user)) == everything
        assert sorted(row.statement_en for row in Claim.objects.visible_to(user)) == everything
    assert titles(Event.objects.visible_to(AnonymousUser())) == ["published"]
    assert [row.statement_en for row in Claim.objects.visible_to(AnonymousUser())] == ["published"]


def test_failures_keeps_events_with_a_failing_outcome():
    for outcome in ["", *Event.Outcome.values]:
        EventFactory(title_en=outcome or "none", outcome=outcome)
    assert titles(Event.objects.failures()) == [
        "cancelled", "failed", "fell_through", "never_shipped", "restricted", "shelved", "shut_down",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2019-01-01", "2019-12-31", ["2018/2019", "2019", "2019-06", "2019/..", "[..2019]"]),
        ("2019-07-01", None, ["2018/2019", "2019", "2019/..", "2021", "[..2019]"]),
        (None, "2018-12-31", ["2017", "2018/2019", "[..2019]"]),
        ("2022-01-01", None, ["2019/.."]),
        (None, "2016-12-31", ["[..2019]"]),
        (None, None, ["2017", "2018/2019", "2019", "2019-06", "2019/..", "2021", "[..2019]"]),
    ],
)
def test_possibly_within_keeps_open_ends(since, until, expected):
    for when in ("2017", "2019", "2019-06", "2021", "2018/2019", "2019/..", "[..2019]"):
        EventFactory(title_en=when, when=when)
    day = datetime.date.fromisoformat
    rows = Event.objects.possibly_within(since and day(since), until and day(until))
    assert titles(rows) == expected


def test_with_descendants_keeps_every_depth_and_no_sibling():
    meta = PlatformFactory(slug="meta")
    instagram = PlatformFactory(slug="instagram", parent=meta)
    PlatformFactory(slug="checkout", parent=instagram)
    PlatformFactory(slug="facebook", parent=meta)
    PlatformFactory(slug="amazon")
    below = Platform.objects.with_descendants(["instagram"]).values_list("slug", flat=True)
    assert sorted(below) == ["checkout", "instagram"]
    both = Platform.objects.with_descendants(["meta", "amazon"]).values_list("slug", flat=True)
    assert sorted(both) == ["amazon", "checkout", "facebook", "instagram", "meta"]
    assert list(Platform.objects.with_descendants(["nothing"])) == []


def named(rows):
    return sorted(str(row) for row in rows)


@pytest.fixture(params=[EventFactory, ClaimFactory], ids=["event", "claim"])
def make(request):
    """Return a function that creates an event or claim with this name and primary key."""

    def create(name, **fields):
        label = "title_en" if request.param is EventFactory else "statement_en"
        return request.param(**{label: name}, **fields)

    create.model = request.param._meta.model
    create.other = ClaimFactory if request.param is EventFactory else EventFactory
    return create


def test_for_platforms_keeps_each_row_once(make):
    company, part, other = PlatformFactory(), PlatformFactory(), PlatformFactory()
    make("both").platforms.set([company, part])
    make("part").platforms.set([part])
    unrelated = make("other")
    unrelated.platforms.set([other])
    make("none")
    make.other(pk=unrelated.pk).platforms.set([company])
    rows = make.model.objects.for_platforms(Platform.objects.filter(pk__in=[company.pk, part.pk]))
    assert named(rows) == ["both", "part"]


def test_tagged_keeps_rows_of_this_model_with_any_of_the_tags(make):
    one, two, three = TagFactory(), TagFactory(), TagFactory()
    make("both").tags.add(one, two)
    make("two").tags.add(two)
    make("three").tags.add(three)
    untagged = make("none")
    make.other(pk=untagged.pk).tags.add(one)
    assert named(make.model.objects.tagged([one, two])) == ["both", "two"]


def test_from_sources_keeps_rows_with_evidence_from_any_article(make):
    snapshots = [
        snapshot_of(SourceFactory(), text=f"It closed in June 2019. {n}") for n in range(3)
    ]
    for number, snapshot in enumerate(snapshots):
        evidence_for(make(str(number)), snapshot)
    evidence_for(make.other(pk=make("none").pk), snapshots[0])
    wanted = [snapshots[0].source, snapshots[2].source]
    assert named(make.model.objects.from_sources(wanted)) == ["0", "2"]


def test_search_matches_either_script_single_characters_and_platform_names():
    lane = PlatformFactory(name_en="Harbour Lane", name_zh="港湾")
    lane.aliases.create(text="碼頭")
    event = EventFactory(title_en="Opening", title_zh="直播购物上线")
    event.platforms.set([lane])
    EventFactory(title_en="Other", title_zh="下架")
    Event.objects.all().index()
    for query in ("直播購物", "直播购物", "播", "harbour", "港灣", "码头", "opening 直播"):
        assert titles(Event.objects.search(query)) == ["Opening"], query
    for query in ("购直", "harbours", "，", "", "opening 下架"):
        assert titles(Event.objects.search(query)) == [], query


def test_claim_search_includes_the_claimant():
    claim = ClaimFactory(statement_en="Nobody came.", claimant__name_zh="示例研究所")
    ClaimFactory(statement_en="Everybody came.")
    assert Claim.objects.all().index() == 2
    assert list(Claim.objects.search("示例研究")) == [claim]
    assert list(Claim.objects.search("")) == []


def test_index_returns_its_row_count_and_does_not_change_other_rows():
    first, second = EventFactory(title_en="Quay"), EventFactory(title_en="Quay")
    assert Event.objects.filter(pk=first.pk).index() == 1
    assert list(Event.objects.search("quay")) == [first]
    assert Event.objects.all().index() == 2
    assert set(Event.objects.search("quay")) == {first, second}


@pytest.mark.slow
def test_source_count_counts_an_accepted_article_and_its_reposts_once(make):
    original = SourceFactory()
    cited, bare = make("cited"), make("bare")
    for source in (
        *(original, SourceFactory(repost_of=original), SourceFactory()),
        SourceFactory(state="new"),
    ):
        evidence_for(cited, snapshot_of(source))
    evidence_for(make.other(pk=bare.pk))
    counts = {str(row): row.source_count for row in make.model.objects.with_counts()}
    assert counts == {"cited": 2, "bare": 0}


def test_disputed_only_while_a_dispute_is_open(make):
    for state in ("open", "resolved"):
        dispute = DisputeFactory(state=state, resolution_en="" if state == "open" else "So.")
        row = make(state)
        for _ in range(2):
            row.positions.add(PositionFactory(dispute=dispute))
    undisputed = make("undisputed")
    make.other(pk=undisputed.pk).positions.add(PositionFactory())
    for rows in (make.model.objects.with_counts(), make.model.objects.with_disputed()):
        flags = {str(row): row.is_disputed for row in rows}
        assert flags == {"open": True, "resolved": False, "undisputed": False}


def test_disputed_keeps_each_event_in_an_open_dispute_once():
    for state in ("open", "resolved"):
        dispute = DisputeFactory(state=state, resolution_en="" if state == "open" else "So.")
        event = EventFactory(title_en=state)
        for _ in range(2):
            event.positions.add(PositionFactory(dispute=dispute))
    EventFactory(title_en="undisputed")
    assert titles(Event.objects.disputed()) == ["open"]


def test_causes_keeps_claims_of_that_kind():
    for kind in Claim.Kind.values:
        ClaimFactory(statement_en=kind, kind=kind)
    assert [row.statement_en for row in Claim.objects.causes()] == ["cause"]


@pytest.mark.parametrize("metric", ["", *Claim.Metric.values])
def test_beside_keeps_other_claims_of_the_same_metric_and_platform(metric):
    shared, own, other = PlatformFactory(), PlatformFactory(), PlatformFactory()
    claim = ClaimFactory(metric=metric)
    claim.platforms.set([shared, own])
    for name, fields, platforms in (
        ("same", {"metric": metric}, [shared, own]),
        ("other metric", {"metric": "lifespan" if metric != "lifespan" else "fine"}, [shared]),
        ("no metric", {"metric": ""}, [shared]),
        ("other platform", {"metric": metric}, [other]),
        ("no platform", {"metric": metric}, []),
    ):
        ClaimFactory(statement_en=name, **fields).platforms.set(platforms)
    assert named(Claim.objects.beside(claim)) == (["same"] if metric else [])


@pytest.mark.parametrize("state", State.values)
def test_disputes_are_about_the_platforms_of_published_rows(make, state):
    company, part = PlatformFactory(), PlatformFactory()
    row = make("position")
    row.platforms.set([part])
    evidence_for(row)
    row.state = state
    row.save()
    dispute = DisputeFactory()
    row.positions.add(PositionFactory(dispute=dispute))
    is_shown = state == State.PUBLISHED
    platforms = Platform.objects.without_tree_fields()
    about = Dispute.objects.for_platforms(platforms.filter(pk__in=[company.pk, part.pk]))
    assert list(about) == ([dispute] if is_shown else [])
    assert list(Dispute.objects.for_platforms(platforms.filter(pk=company.pk))) == []
    # Each platform that the list of disputes offers has a dispute.
    assert list(platforms.in_disputes()) == ([part] if is_shown else [])


def test_evidence_scopes():
    event = published_event()
    evidence = event.evidence.get()
    draft = evidence_for(EventFactory(), evidence.snapshot)
    assert list(Evidence.objects.of_published()) == [evidence]
    assert set(Evidence.objects.for_source(evidence.source)) == {evidence, draft}
    for state in Evidence.Anchor.values:
        evidence_for(EventFactory(), evidence.snapshot, anchor=state)
    in_doubt = Evidence.objects.in_doubt().values_list("anchor", flat=True)
    assert sorted(in_doubt) == ["ambiguous", "changed", "orphan"]
