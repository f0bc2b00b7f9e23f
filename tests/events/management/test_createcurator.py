"""`manage.py createcurator`: the first account."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.slow
def test_createcurator_creates_an_account_that_can_log_in(
    client: Client, capsys: pytest.CaptureFixture
) -> None:
    call_command("createcurator", username="mei")
    password = capsys.readouterr().out.split()[-1]
    user = User.objects.get(username="mei")
    assert (user.is_staff, user.is_superuser, user.groups.get()) == (
        *(True, False),
        Group.objects.get(name="curator"),
    )
    sent = {"username": "mei", "password": password}
    page = client.post(reverse("admin:login"), sent, follow=True)
    assert page.request["PATH_INFO"] != reverse("admin:login")
    call_command("createcurator", username="other", if_none=True)
    assert not User.objects.filter(username="other").exists()
    with pytest.raises(CommandError, match="already"):
        call_command("createcurator", username="mei")
