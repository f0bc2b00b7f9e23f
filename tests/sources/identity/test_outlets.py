"""The outlet that a name in a document means."""

import pytest

from sources.identity.outlets import outlet_named
from sources.models import Outlet
from tests.factories import OutletFactory

pytestmark = pytest.mark.django_db


def test_new_outlet_is_approved():
    assert outlet_named("Gazette").is_approved
    assert Outlet.objects.approved().count() == 1


@pytest.mark.parametrize("name", ["Dock Gazette", "Ｄｏｃｋ Gazette", "DG"])
def test_proposed_outlet_of_the_name_is_used_for_articles_that_readers_do_not_see(name):
    proposed = OutletFactory(slug="dock-gazette", name_en="Dock Gazette", is_approved=False)
    Outlet.objects.filter(pk=proposed.pk).update(aliases=["DG"])
    assert outlet_named(name) == proposed
    assert outlet_named(name, is_public=True) is None
    Outlet.objects.filter(pk=proposed.pk).update(is_approved=True)
    assert outlet_named(name, is_public=True) == proposed
    assert Outlet.objects.count() == 1
