"""Time in one test transaction, in which the database's clock stands still."""

from __future__ import annotations

import datetime

import pgtrigger
from django.apps import apps
from django.db import models
from django.utils import timezone
from pghistory.models import Event

DAY = datetime.timedelta(days=1)


def a_day_passes() -> datetime.datetime:
    """Make all that was written a day older, and return the moment after it."""
    with pgtrigger.ignore():  # the history is append-only
        for model in apps.get_models():
            if issubclass(model, Event) and model._meta.managed:
                model.objects.update(pgh_created_at=models.F("pgh_created_at") - DAY)
    return timezone.now() - DAY / 2
