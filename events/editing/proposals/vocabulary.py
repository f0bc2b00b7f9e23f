"""Public records refer only to approved ones: platforms, tags, claimants and outlets."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from events.editing.proposals.content import Content, references
from events.editing.proposals.records import RecordType
from events.models import Claim, Claimant, Event, Platform, Tag
from sources.models import Outlet, Source
from sources.models.approval import Approvable

MAX_NAMED = 5
FILTERED_PARTS = ("successions", "precessions")
"""Parts whose public queries leave out what is not approved."""


def require_approved(record_type: RecordType, content: Content) -> None:
    """Raise ValidationError if a public record would refer to one that is not approved.

    Its successors and predecessors may wait: readers do not see them. What it refers to stays
    approved until the end of the transaction.
    """
    names: list[str] = []
    shown: Content = {
        **content,
        "parts": {
            name: rows for name, rows in content["parts"].items() if name not in FILTERED_PARTS
        },
    }
    for model, keys in references(record_type, shown).items():
        if issubclass(model, Approvable):
            rows = model._base_manager.filter(pk__in=keys).order_by("pk")
            locked = rows.select_for_update(of=("self",), no_key=True)
            names += [str(row) for row in locked if not row.is_approved]
    if names:
        raise ValidationError(
            _("Not approved yet: %(names)s. Review that first."),
            params={"names": _listed(names)},
            code="not_approved",
        )


def require_unused(row: models.Model) -> None:
    """Raise ValidationError if public records refer to this one."""
    names = [str(user) for users in public_uses(row) for user in users[: MAX_NAMED + 1]]
    if names:
        raise ValidationError(
            _("Readers see records that refer to it: %(names)s. Change them first."),
            params={"names": _listed(names)},
            code="in_use",
        )


def public_uses(row: models.Model) -> list[models.QuerySet]:
    """Return the public records that refer to a record without a state."""
    if isinstance(row, Platform):
        events = Event.objects.published().filter(platforms=row)
        claims = Claim.objects.published().filter(platforms=row)
        return [events, claims, Platform.objects.approved().filter(parent=row)]
    if isinstance(row, Tag):
        tagged = [model.objects.published().tagged([row]) for model in (Event, Claim)]
        return [*tagged, Tag.objects.approved().filter(parent=row)]
    if isinstance(row, Claimant):
        return [Claim.objects.published().filter(claimant=row)]
    if isinstance(row, Outlet):
        return [Source.objects.for_readers().served_by([row])]
    return []


def _listed(names: list[str]) -> str:
    shown = [Truncator(name).chars(60) for name in names[:MAX_NAMED]]
    return ", ".join(shown) + (" …" if len(names) > MAX_NAMED else "")
