"""Template tags of the admin's index page: models in groups, and queues with counts."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Claim, Event, Evidence, State
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
    results = []
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
        (_("Events and evidence"), ["Event", "Claim", "Evidence", "Dispute"]),
        (_("Vocabulary"), ["Platform", "Tag", "Claimant", "Outlet"]),
        (_("Articles"), ["Source", "Snapshot", "Passage", "IngestRun", "IngestItem"]),
        (_("People"), ["User", "Group", "AccessAttempt", "AccessFailureLog", "AccessLog"]),
    ]


def _queues() -> list[tuple]:
    in_review = "state__exact=in_review"
    events = Event.objects.filter(state=State.IN_REVIEW)
    claims = Claim.objects.filter(state=State.IN_REVIEW)
    doubtful, new = Evidence.objects.in_doubt(), Source.objects.filter(state=Source.State.NEW)
    page = "admin:{}_changelist".format
    return [
        (_("Events in review"), "events.view_event", events, page("events_event"), in_review),
        (_("Claims in review"), "events.view_claim", claims, page("events_claim"), in_review),
        (_("Evidence in doubt"), "events.view_evidence", doubtful, page("events_evidence"),
         "doubt=yes"),
        (_("New articles"), "sources.view_source", new, page("sources_source"),
         "state__exact=new"),
        (_("Failed imports"), "sources.view_ingestitem", IngestItem.objects.failed(),
         page("sources_ingestitem"), "status__exact=failed"),
    ]  # fmt: skip
