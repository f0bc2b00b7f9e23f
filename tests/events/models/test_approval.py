"""Approval of rows without a state."""

import pytest
from django.contrib.auth.models import AnonymousUser, Permission

from events.models import Event, Platform, Succession
from events.models.change_log import data_version
from sources.models.history import history_of
from tests.factories import (
    ClaimantFactory,
    DisputeFactory,
    EventFactory,
    OutletFactory,
    PlatformFactory,
    PositionFactory,
    TagFactory,
    UserFactory,
    user_in,
)

pytestmark = pytest.mark.django_db

FACTORIES = [ClaimantFactory, DisputeFactory, OutletFactory, PlatformFactory, TagFactory]


@pytest.mark.parametrize("factory", FACTORIES)
def test_row_waits_until_it_is_approved(factory):
    model = factory._meta.model
    approved, waiting = factory(), factory(is_approved=False)
    assert model().is_approved is False
    assert list(model.objects.approved()) == [approved]
    assert list(model.objects.visible_to(AnonymousUser())) == [approved]
    assert list(model.objects.visible_to(UserFactory())) == [approved]
    assert set(model.objects.visible_to(user_in("curator"))) == {approved, waiting}


def test_waiting_rows_are_visible_to_users_who_may_change_their_model():
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="change_dispute"))
    for factory in FACTORIES:
        row = factory(is_approved=False)
        sees_it = factory is DisputeFactory
        assert type(row).objects.visible_to(user).exists() == sees_it, factory


@pytest.mark.parametrize("factory", FACTORIES)
def test_approval_is_in_the_history_and_changes_the_version_of_the_data(factory):
    row = factory(is_approved=False)
    version = data_version()
    type(row).objects.filter(pk=row.pk).update(is_approved=True)
    assert data_version() is not version
    history = history_of(type(row)).filter(pgh_obj=row).order_by("pgh_id")
    assert [item.is_approved for item in history] == [False, True]


def test_disputed_only_in_an_approved_dispute():
    for is_approved in (True, False):
        dispute = DisputeFactory(is_approved=is_approved)
        event = EventFactory(title_en=f"approved: {is_approved}")
        PositionFactory(dispute=dispute).events.add(event)
    assert [row.title_en for row in Event.objects.disputed()] == ["approved: True"]
    flags = {row.title_en: row.is_disputed for row in Event.objects.with_disputed()}
    assert flags == {"approved: True": True, "approved: False": False}


def test_tree_consists_of_approved_platforms():
    top = PlatformFactory(slug="top")
    part = PlatformFactory(parent=top, slug="part")
    waiting = PlatformFactory(parent=top, slug="waiting", is_approved=False)
    below = PlatformFactory(parent=waiting, slug="below")
    assert set(Platform.objects.with_descendants(["top"])) == {top, part}
    assert set(Platform.objects.with_descendants(["waiting"])) == {waiting}
    assert (part.public_parent, below.public_parent) == (top, None)


def test_successions_of_and_to_approved_platforms():
    one, other = PlatformFactory(), PlatformFactory(is_approved=False)
    out = Succession.objects.create(predecessor=one, successor=other, kind="renamed")
    back = Succession.objects.create(predecessor=other, successor=one, kind="renamed")
    assert list(Succession.objects.to_approved()) == [back]
    assert list(Succession.objects.from_approved()) == [out]
