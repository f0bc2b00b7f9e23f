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
def test_proposed_outlet_of_the_name_is_not_used(name):
    proposed = OutletFactory(slug="dock-gazette", name_en="Dock Gazette", is_approved=False)
    Outlet.objects.filter(pk=proposed.pk).update(aliases=["DG"])
    outlet = outlet_named(name)
    assert outlet != proposed
    assert outlet.is_approved
    Outlet.objects.filter(pk=proposed.pk).update(is_approved=True)
    outlet.delete()
    assert outlet_named(name) == proposed
