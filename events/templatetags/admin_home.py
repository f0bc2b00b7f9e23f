"""Template tags of the admin's index page: models in groups, and queues with counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django import template
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _

from events.editing.permissions import may_review
from events.editing.proposals.queues import mine, returned, waiting
from events.editing.proposals.records import RECORD_TYPES
from events.models import Evidence
from sources.models import IngestItem, Source

register = template.Library()


@dataclass(frozen=True, slots=True)
class Queue:
    """Rows that wait for a person: their number, and the URL of their list."""

    name: str
    count: int
    address: str


@register.simple_tag
def queues(user: User) -> list[Queue]:
    """Return the queues that this user may view, with one query per queue."""
    results = [*_reviews(user)] if user.has_perm("events.view_proposal") else []
    for name, permission, rows, page, query in _queues():
        if user.has_perm(permission):
            results.append(Queue(name, rows.count(), f"{reverse(page)}?{query}"))
    return results


@register.simple_tag
def by_purpose(app_list: list[dict]) -> list[tuple[str, list[dict]]]:
    """Return the models of Django's `app_list` in groups that follow the workflow.

    Models without a group come last.
    """
    models = {model["object_name"]: model for app in app_list for model in app["models"]}
    groups = [
        (name, [models.pop(object_name) for object_name in object_names if object_name in models])
        for name, object_names in _groups()
    ]
    groups.append((_("Other"), list(models.values())))
    return [(name, group) for name, group in groups if group]


def _groups() -> list[tuple[str, list[str]]]:
    return [
        (
            _("Events and evidence"),
            ["Event", "Claim", "Evidence", "Dispute", "Proposal", "TrashedRecord"],
        ),
        (_("Vocabulary"), ["Platform", "Tag", "Claimant", "Outlet"]),
        (_("Articles"), ["Source", "Snapshot", "Passage", "IngestRun", "IngestItem"]),
        (_("People"), ["User", "Group", "AccessAttempt", "AccessFailureLog", "AccessLog"]),
    ]


def _reviews(user: User) -> Iterator[Queue]:
    """Yield the queues of proposals. The one that waits opens at its first proposal."""
    page = reverse("admin:events_proposal_changelist")
    rows = waiting(user)
    first, address = rows.first(), f"{page}?queue=waiting"
    if first is not None:
        address = f"{reverse('admin:events_proposal_change', args=[first.pk])}?queue=waiting"
    if any(may_review(user, model) for model in RECORD_TYPES):
        yield Queue(_("Waiting for my review"), rows.count(), address)
    yield Queue(_("Returned to me"), returned(user).count(), f"{page}?queue=returned")
    yield Queue(_("My proposals in review"), mine(user).count(), f"{page}?queue=mine")


def _queues() -> list[tuple]:
    doubtful, new = Evidence.objects.in_doubt(), Source.objects.filter(state=Source.State.NEW)
    page = "admin:{}_changelist".format
    return [
        (_("Evidence in doubt"), "events.view_evidence", doubtful, page("events_evidence"),
         "doubt=yes"),
        (_("New articles"), "sources.view_source", new, page("sources_source"),
         "state__exact=new"),
        (_("Failed imports"), "sources.view_ingestitem", IngestItem.objects.failed(),
         page("sources_ingestitem"), "status__exact=failed"),
    ]  # fmt: skip
