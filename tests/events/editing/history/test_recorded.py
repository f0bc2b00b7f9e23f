"""The content of a record at an earlier time."""

from __future__ import annotations

from uuid import uuid4

import pghistory
import pytest

from events.editing.history.recorded import RecordHistory, content_at
from events.editing.proposals.content import content_of, write
from events.editing.proposals.records import RECORD_TYPES
from events.models import Succession
from tests.events.editing.history.aging import DAY, a_day_passes
from tests.events.editing.proposals.complete import (
    complete,
    fields,
    named,
    parts,
    relations,
    with_other_value,
)
from tests.factories import PlatformFactory

pytestmark = pytest.mark.django_db

every_model = pytest.mark.parametrize("model", RECORD_TYPES, ids=lambda model: model.__name__)
every_place = pytest.mark.parametrize("place", [*fields(), *relations()], ids=named)


def fresh(row):
    return type(row)._base_manager.get(pk=row.pk)


def act(do):
    """Do something in one context of the history, and return its id."""
    with pghistory.context(test=str(uuid4())) as context:
        do()
    return context.id


@pytest.mark.slow
@every_place
def test_value_of_every_place_before_and_after_a_change(place):
    row = complete(place[0])
    before = content_of(row)
    moment = a_day_passes()
    change = act(lambda: write(fresh(row), with_other_value(before, place)))
    after = content_of(row)
    assert before != after
    history = RecordHistory(type(row), row.pk)
    assert content_at(row, moment) == history.before(change) == before
    assert content_at(row, moment + DAY) == history.after(change) == after


@pytest.mark.slow
@pytest.mark.parametrize("place", parts(), ids=named)
def test_row_that_was_added_and_removed(place):
    model, part = place
    row = complete(model)
    moment = a_day_passes()
    before = content_of(row)
    less = {**before, "parts": {**before["parts"], part: {}}}
    removal = act(lambda: write(fresh(row), less))
    noon = a_day_passes()
    return_ = act(lambda: write(fresh(row), before))
    history = RecordHistory(model, row.pk)
    assert content_at(row, moment - DAY) == before
    assert content_at(row, noon) == history.after(removal) == history.before(return_) == less
    assert history.after(return_) == before


@pytest.mark.slow
@every_model
def test_record_before_its_creation_and_after_its_deletion(model):
    a_day_passes()
    row = complete(model)
    before = content_of(row)
    moment = a_day_passes()
    assert content_at(row, moment - DAY) is None
    assert content_at(row, moment) == before


def test_row_that_was_moved_to_another_record():
    first, second = PlatformFactory(), PlatformFactory()
    link = Succession.objects.create(predecessor=first, successor=PlatformFactory(), kind="renamed")
    moment = a_day_passes()
    Succession.objects.filter(pk=link.pk).update(predecessor=second)
    assert list(content_at(first, moment)["parts"]["successions"]) == [str(link.pk)]
    assert content_at(second, moment)["parts"]["successions"] == {}
    assert content_at(first, moment + DAY) == content_of(first)
    assert content_at(second, moment + DAY) == content_of(second)


def test_act_beside_changes_of_others():
    row = complete(next(iter(RECORD_TYPES)))
    manager = type(row).objects.filter(pk=row.pk)
    act(lambda: manager.update(title_zh="一"))
    change = act(lambda: manager.update(title_en="Two"))
    act(lambda: manager.update(title_en="Three", summary_en="Later."))
    history = RecordHistory(type(row), row.pk)
    before, after = history.before(change), history.after(change)
    assert before["fields"] == {**after["fields"], "title_en": row.title_en}
    assert after["fields"]["title_en"] == "Two"


def test_queries_do_not_grow_with_the_history(django_assert_max_num_queries):
    row = complete(next(iter(RECORD_TYPES)))
    for number in range(5):
        type(row).objects.filter(pk=row.pk).update(title_en=str(number))
    moment = a_day_passes()
    with django_assert_max_num_queries(4):
        content_at(row, moment)
