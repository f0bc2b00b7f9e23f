import pytest

from events.charts.positions import position_axis
from events.models import Dispute
from tests.factories import DisputeFactory, PositionFactory, published_claim


def dispute(question, *statements):
    row = DisputeFactory(question_en=question)
    for order, statement in enumerate(statements, 1):
        PositionFactory(dispute=row, order=order, statement_en=statement)
    return row


def axis_of(row):
    return position_axis(Dispute.objects.with_published_positions().get(pk=row.pk), "en")


@pytest.mark.django_db
def test_dates_in_the_statements_are_on_an_axis_of_years():
    result = axis_of(
        dispute("When did Harbour open?", "In April 2019.", "February 2019.", "Never.")
    )
    assert [(place.number, place.label) for place in result.places] == [
        (1, "April 2019"), (2, "February 2019"),
    ]  # fmt: skip
    assert result.axis.first == 2019
    assert result.places[1].x < result.places[0].x


@pytest.mark.django_db
def test_dates_are_used_only_for_a_question_about_time():
    assert axis_of(dispute("Does Harbour lead?", "Yes (2020).", "No (2021).")) is None


@pytest.mark.django_db
def test_positions_with_one_distinct_date_have_no_axis():
    assert axis_of(dispute("When?", "In 2019.", "In 2019.")) is None
    assert axis_of(dispute("When?", "In 2019.", "Later.")) is None


def add_claim(row, number, **claim):
    position = row.positions.get(order=number)
    position.claims.add(published_claim(metric="price_paid", unit="money", currency="USD", **claim))


@pytest.mark.django_db
def test_figures_of_the_claims_are_ordered_from_low_to_high():
    row = dispute("What was paid?", "Little.", "Much.")
    add_claim(row, 1, value=1_000_000_000)
    add_claim(row, 2, value=19_000_000_000, value_to=20_000_000_000)
    result = axis_of(row)
    assert [place.label for place in result.places] == ["$1 billion", "$19–20 billion"]
    assert result.axis is None
    assert result.places[0].x_to < result.places[1].x
    assert result.places[1].length > 0


@pytest.mark.django_db
def test_figures_of_different_kinds_are_not_compared():
    row = dispute("What was paid?", "Little.", "Much.")
    add_claim(row, 1, value=1)
    position = row.positions.get(order=2)
    position.claims.add(published_claim(metric="fine", unit="money", currency="USD", value=2))
    assert axis_of(row) is None


@pytest.mark.django_db
def test_unpublished_claims_are_ignored():
    row = dispute("What was paid?", "Little.", "Much.")
    add_claim(row, 1, value=1)
    add_claim(row, 2, value=2)
    claim = row.positions.get(order=2).claims.get()
    claim.state = "retracted"
    claim.save()
    assert axis_of(row) is None
