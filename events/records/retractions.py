"""What readers see at the address of a record that was retracted."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime

from events.models import Claim, Event, State
from sources.dates import PartialDate


@dataclass(frozen=True)
class Retraction:
    """The retraction of a record: its day, and the reason, which is empty if none was given."""

    at: datetime.datetime
    reason: str

    @property
    def date(self) -> PartialDate:
        """The day of the retraction."""
        return PartialDate.from_date(localtime(self.at).date())


def retraction_of(row: Event | Claim) -> Retraction | None:
    """Return the last retraction of a record; None if it is public, or never was.

    Edits after the retraction are not meant, nor is a review before it is published again.
    """
    if row.state == State.PUBLISHED:
        return None
    public = row.history.filter(state=State.PUBLISHED).order_by("-pgh_id").first()
    writes = row.history.filter(state=State.RETRACTED, pgh_id__gt=public.pgh_id if public else 0)
    write = writes.select_related("pgh_context").order_by("pgh_id").first()
    if write is None:
        return None
    context = write.pgh_context.metadata if write.pgh_context else {}
    return Retraction(write.pgh_created_at, context.get("reason", ""))


def gone(request: HttpRequest, row: Event | Claim | None) -> HttpResponse:
    """Return the page of a retracted record, with status 410; raise Http404 for any other one.

    It does not repeat what was retracted.
    """
    retraction = retraction_of(row) if row is not None else None
    if retraction is None:
        raise Http404
    return render(request, "records/retracted.html", {"retraction": retraction}, status=410)
