"""`manage.py prunechanges` deletes only what no process reads any more."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from events.models import IndexChange
from events.models.change_log import MAX_GAP

pytestmark = pytest.mark.django_db


def note(age):
    return IndexChange.objects.create(what="other", transaction=1, noted_at=timezone.now() - age)


def test_notes_older_than_two_days_are_deleted():
    IndexChange.objects.all().delete()
    minute, days = datetime.timedelta(minutes=1), datetime.timedelta(days=2)
    kept = [note(datetime.timedelta()), note(MAX_GAP + minute), note(days - minute)]
    note(days + minute)
    output = StringIO()
    call_command("prunechanges", stdout=output)
    assert list(IndexChange.objects.order_by("-noted_at")) == kept
    assert output.getvalue() == "Deleted 1 change notes.\n"


def test_a_process_relies_on_notes_for_a_shorter_time_than_they_are_kept():
    assert MAX_GAP < IndexChange.KEPT_FOR
