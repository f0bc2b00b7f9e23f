"""The rule that proposes which passages are quoted, and which words of them."""

import pytest

from events.editing.quotations.choice import Priority, proposed
from events.models import Claimant, Event, Evidence
from tests.factories import (
    ClaimantFactory,
    ClaimFactory,
    EventFactory,
    PositionFactory,
    SourceFactory,
    evidence_for,
    snapshot_of,
)

pytestmark = pytest.mark.django_db

TEXT = (
    "由于种种原因，该产品在2019年6月被亚马逊正式关闭了。公司表示，日活跃用户数就已突破17亿，营收下跌20%。"
    "“直播购物是零售业的未来，一定会成功”，他说。"
)


def choice(row, words):
    snapshot = snapshot_of(SourceFactory(language="zh-Hans", published="2020-03-25"), TEXT)
    evidence = evidence_for(row, snapshot, words)
    found = proposed(Evidence.objects.with_sources().get(pk=evidence.pk))
    return found.priority, found.span and words[slice(*found.span)]


@pytest.mark.parametrize("value", ["1700000000", "-1700000000"])
def test_claim_with_a_figure_shows_the_clause_with_the_figure(value):
    claim = ClaimFactory(value=value, unit="people", metric="users_daily")
    words = "公司表示，日活跃用户数就已突破17亿，营收下跌20%"
    assert choice(claim, words) == (Priority.FIGURE, "日活跃用户数就已突破17亿")


def test_figure_that_is_not_found_shows_the_passage():
    claim = ClaimFactory(value=5, unit="people", metric="users_daily")
    assert choice(claim, "营收下跌20%") == (Priority.FIGURE, "营收下跌20%")


def test_statistic_without_a_value_shows_its_figures():
    claim = ClaimFactory(kind="statistic")
    assert choice(claim, "公司表示，日活跃用户数就已突破17亿")[0] == Priority.FIGURE


@pytest.mark.parametrize("outcome", Event.Outcome.values)
def test_failing_verdict_shows_its_clause(outcome):
    event = EventFactory(outcome=outcome, when="2019-06")
    priority, words = choice(event, "由于种种原因，该产品在2019年6月被亚马逊正式关闭了")
    is_failure = outcome in Event.Outcome.failures()
    assert priority == (Priority.VERDICT if is_failure else Priority.DATE)
    assert words == "该产品在2019年6月被亚马逊正式关闭了"


@pytest.mark.parametrize(("when", "is_date"), [("2019-06", True), ("2019", True), ("2016", False)])
def test_date_counts_if_it_is_the_date_of_the_event(when, is_date):
    event = EventFactory(outcome="", when=when)
    priority, words = choice(event, "该产品在2019年6月被亚马逊正式关闭了")
    assert priority == (Priority.DATE if is_date else Priority.NONE)
    assert (words is not None) == is_date


@pytest.mark.parametrize("kind", Claimant.Kind.values)
def test_quoted_people_are_persons_and_organisations(kind):
    claim = ClaimFactory(kind="opinion", claimant=ClaimantFactory(kind=kind))
    priority, words = choice(claim, "“直播购物是零售业的未来，一定会成功”")
    assert priority == (Priority.PERSON if kind in ("person", "organisation") else Priority.NONE)
    assert words in (None, "“直播购物是零售业的未来，一定会成功”")


@pytest.mark.parametrize("make", [EventFactory, ClaimFactory])
@pytest.mark.parametrize("is_approved", [True, False])
def test_position_of_a_dispute(make, is_approved):
    author = {} if make is EventFactory else {"claimant": ClaimantFactory(kind="author")}
    row = make(**author)
    position = PositionFactory(dispute__is_approved=is_approved)
    getattr(position, "events" if isinstance(row, Event) else "claims").add(row)
    priority, _words = choice(row, "公司表示")
    assert priority == (Priority.DISPUTED if is_approved else Priority.NONE)


def test_every_priority_is_proposed_in_the_order_of_the_design():
    assert [item.name for item in sorted(Priority)] == [
        "FIGURE", "VERDICT", "DATE", "PERSON", "DISPUTED", "NONE",
    ]  # fmt: skip
