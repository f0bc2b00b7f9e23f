"""The parents of platforms and tags form no circle, however they are written."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from events.models import Platform, Tag
from tests.events.editing.racing import together
from tests.events.models.rejections import rejected_by
from tests.factories import PlatformFactory, TagFactory

both = pytest.mark.parametrize("make", [PlatformFactory, TagFactory])


def chain(make, length):
    """Return rows, each with the next one as its parent."""
    rows = [make() for _ in range(length)]
    for row, parent in zip(rows, rows[1:], strict=False):
        placed(row, parent)
    return rows


def placed(row, parent):
    type(row)._base_manager.filter(pk=row.pk).update(parent=parent)


@both
@pytest.mark.parametrize("length", [2, 3, 5])
@pytest.mark.django_db
def test_circle_is_rejected(make, length):
    rows = chain(make, length)
    with rejected_by("must not form a circle"):
        placed(rows[-1], rows[0])


@both
@pytest.mark.django_db
def test_tree_is_accepted_in_any_order(make):
    rows = chain(make, 4)
    placed(rows[3], make())
    placed(rows[0], rows[3])
    placed(rows[1], None)
    placed(rows[1], rows[0])


@both
@pytest.mark.django_db
def test_form_refuses_a_circle(make):
    rows = chain(make, 3)
    low, top = (type(row)._base_manager.get(pk=row.pk) for row in (rows[0], rows[-1]))
    top.parent = low
    with pytest.raises(ValidationError):
        top.full_clean()


@both
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_halves_of_a_circle_at_the_same_time_are_not_both_saved(make):
    for _round in range(5):
        # Neither step writes a row that the other one reads directly.
        low, high = chain(make, 3), chain(make, 3)
        outcomes = together(partial(placed, low[-1], high[0]), partial(placed, high[-1], low[0]))
        assert sum(isinstance(outcome, IntegrityError) for outcome in outcomes) == 1
        assert [outcome for outcome in outcomes if outcome is None] == [None]


@pytest.mark.django_db
def test_tag_that_is_new_has_any_parent():
    for model, make in ((Tag, TagFactory), (Platform, PlatformFactory)):
        row = make(parent=make())
        assert model._base_manager.get(pk=row.pk).parent is not None
