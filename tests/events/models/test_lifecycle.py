import pytest

from events.models import Event
from events.models.lifecycle import life_of


def event(kind, when, outcome="", pk=1):
    row = Event(pk=pk, kind=kind, when=when, outcome=outcome)
    row.sort_on = row.date.earliest or row.date.latest
    return row


def test_life_without_events():
    life = life_of([])
    assert (life.born, life.ended, life.outcome, life.is_failure, life.months) == (
        None, None, "", False, None,
    )  # fmt: skip
    assert life.outcome_label == ""


@pytest.mark.parametrize("kind", ["launch", "pilot"])
def test_life_begins_with_its_first_launch_or_pilot(kind):
    first, second = event(kind, "2017-03"), event("launch", "2018", pk=2)
    life = life_of([second, event("announcement", "2016", pk=3), first])
    assert (life.born, life.ended) == (first, None)


@pytest.mark.parametrize("kind", ["shutdown", "cancellation", "market_exit"])
def test_life_ends_with_its_last_ending(kind):
    ending = event(kind, "2019-06", pk=2)
    life = life_of([event("launch", "2017-03"), event("market_exit", "2018", pk=3), ending])
    assert life.ended == ending


ENDING = ["shut_down", "cancelled", "never_shipped", "shelved"]
FAILING = ["failed", "restricted", "fell_through"]
OTHER = ["", "ongoing", "succeeded", "mixed", "underperformed"]


def test_every_outcome_is_in_one_of_the_cases_below():
    assert sorted(ENDING + FAILING + OTHER) == sorted(["", *Event.Outcome.values])


@pytest.mark.parametrize("outcome", ENDING)
def test_life_ends_with_an_outcome_that_ends_it(outcome):
    row = event("result", "2019", outcome)
    life = life_of([event("launch", "2017", pk=2), row])
    assert (life.ended, life.outcome, life.is_failure) == (row, outcome, True)


@pytest.mark.parametrize("outcome", FAILING)
def test_life_that_failed_has_not_necessarily_ended(outcome):
    row = event("result", "2019", outcome)
    life = life_of([row, event("expansion", "2020", "ongoing", pk=2)])
    assert (life.ended, life.last, life.outcome, life.is_failure) == (None, row, outcome, True)


@pytest.mark.parametrize("outcome", OTHER)
def test_other_outcomes_end_nothing(outcome):
    life = life_of([event("launch", "2017"), event("result", "2019", outcome, pk=2)])
    assert (life.ended, life.outcome, life.is_failure) == (None, outcome, False)


def test_outcome_is_the_failure_even_if_another_outcome_follows():
    life = life_of(
        [event("launch", "2017", "succeeded"), event("shutdown", "2019", "shut_down", pk=2),
         event("result", "2020", "mixed", pk=3)]
    )  # fmt: skip
    assert life.outcome == "shut_down"


def test_outcome_without_a_failure_is_the_last_stated():
    rows = [event("launch", "2017", "succeeded"), event("milestone", "2019", pk=2)]
    assert life_of([*rows, event("result", "2018", "mixed", pk=3)]).outcome == "mixed"


def test_order_of_events_does_not_matter():
    rows = [
        event("launch", "2017", pk=1),
        event("launch", "2017", pk=2),
        event("shutdown", "2019", pk=3),
    ]
    assert life_of(rows) == life_of(rows[::-1])
    assert life_of(rows).born.pk == 1


@pytest.mark.parametrize(
    ("born", "ended", "months"),
    [
        ("2017-03-10", "2019-06-10", (27, 27)),
        ("2017-03-10", "2019-06-09", (26, 26)),
        ("2017", "2019", (12, 35)),
        ("2019", "2019", (0, 11)),
        ("2019-06", "2019-06", (0, 0)),
        ("[..2017]", "2019", None),
        ("2017", "2019/..", None),
    ],
)
def test_months_are_the_minimum_and_the_maximum(born, ended, months):
    assert life_of([event("launch", born), event("shutdown", ended, pk=2)]).months == months


@pytest.mark.parametrize(
    ("rows", "never_began"),
    [
        ([("announcement", "2017", ""), ("cancellation", "2018", "never_shipped")], True),
        ([("launch", "2017", ""), ("cancellation", "2018", "cancelled")], False),
        ([("result", "2018", "failed")], False),
    ],
)
def test_life_never_began(rows, never_began):
    events = [event(*row, pk=pk) for pk, row in enumerate(rows)]
    assert life_of(events).never_began is never_began
