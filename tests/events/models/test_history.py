"""The history that the database records for each row, for every way to write."""

import pghistory
import pytest
from django.apps import apps
from django.db import connection

from events import models
from events.models import Claim, Event, Tagged
from sources.models import Outlet
from tests.factories import (
    ClaimFactory,
    EventFactory,
    OutletFactory,
    PlatformFactory,
    PositionFactory,
    TagFactory,
    UserFactory,
    evidence_for,
)

pytestmark = pytest.mark.django_db

# SupportingSource is a proxy of an article, which is tracked itself.
UNTRACKED = {
    *("IndexChange", "PlatformLife", "Publishable", "State", "SeedRecord", "SupportingSource"),
}


def history_of(model):
    return apps.get_model(model._meta.app_label, f"{model.__name__}History").objects.order_by(
        "pgh_id"
    )


def labels(model):
    return [row.pgh_label for row in history_of(model)]


@pytest.mark.parametrize("name", sorted(set(models.__all__) - UNTRACKED))
def test_every_model_of_events_is_tracked(name):
    assert list(history_of(getattr(models, name))) == []


def test_insert_update_and_delete_by_save():
    event = EventFactory(title_en="One")
    event.title_en = "Two"
    event.save()
    event.delete()
    history = [(row.pgh_label, row.title_en) for row in history_of(Event)]
    assert history == [("insert", "One"), ("update", "Two"), ("delete", "Two")]


def test_update_by_queryset_and_by_raw_sql():
    outlet = OutletFactory(name_en="One")
    Outlet.objects.update(name_en="Two")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sources_outlet SET name_en = 'Three'")
        cursor.execute("DELETE FROM sources_outlet")
    history = [(row.pgh_label, row.name_en, row.pgh_obj_id) for row in history_of(Outlet)]
    assert history == [
        ("insert", "One", outlet.pk),
        ("update", "Two", outlet.pk),
        ("update", "Three", outlet.pk),
        ("delete", "Three", outlet.pk),
    ]


def test_bulk_create_is_recorded():
    Outlet.objects.bulk_create(Outlet(slug=slug, name_en=slug) for slug in ("a", "b"))
    assert [row.slug for row in history_of(Outlet)] == ["a", "b"]


def test_write_without_a_change_is_not_recorded():
    outlet = OutletFactory()
    Outlet.objects.update(name_en=outlet.name_en)
    assert labels(Outlet) == ["insert"]


def test_search_vector_is_not_recorded():
    EventFactory()
    Event.objects.all().index()
    assert labels(Event) == ["insert"]


def test_tags_added_and_removed():
    event, tag = EventFactory(), TagFactory()
    event.tags.add(tag)
    event.tags.remove(tag)
    history = [(row.pgh_label, row.tag_id, row.object_id) for row in history_of(Tagged)]
    assert history == [("insert", tag.pk, event.pk), ("delete", tag.pk, event.pk)]


@pytest.mark.parametrize(
    ("through", "relation", "make", "target"),
    [
        (models.EventPlatform, "platforms", EventFactory, PlatformFactory),
        (models.ClaimPlatform, "platforms", ClaimFactory, PlatformFactory),
        (models.ClaimEvent, "events", ClaimFactory, EventFactory),
        (models.PositionClaim, "claims", PositionFactory, ClaimFactory),
        (models.PositionEvent, "events", PositionFactory, EventFactory),
    ],
)
def test_relations_added_and_removed(through, relation, make, target):
    row, other = make(), target()
    getattr(row, relation).add(other)
    getattr(row, relation).clear()
    assert labels(through) == ["insert", "delete"]


def test_evidence_is_tracked():
    evidence = evidence_for(EventFactory())
    evidence.anchor = "orphan"
    evidence.save()
    assert [row.anchor for row in history_of(type(evidence))] == ["exact", "orphan"]


def test_user_and_reason_are_recorded():
    user = UserFactory()
    with pghistory.context(user=user.pk, reason="looked it up"):
        ClaimFactory()
    context = history_of(Claim).get().pgh_context
    assert context.metadata == {"user": user.pk, "reason": "looked it up"}


def test_user_of_a_request_is_recorded(curator, curator_user):
    event = EventFactory(title_en="One")
    from django.test import RequestFactory
    from pghistory.middleware import HistoryMiddleware

    request = RequestFactory().post("/")
    request.user = curator_user
    HistoryMiddleware(lambda _request: Event.objects.filter(pk=event.pk).update(title_en="Two"))(
        request
    )
    assert history_of(Event).last().pgh_context.metadata["user"] == curator_user.pk


def test_history_cannot_be_rewritten():
    OutletFactory()
    with pytest.raises(Exception, match="append_only"):
        history_of(Outlet).update(name_en="Never")
