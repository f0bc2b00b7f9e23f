"""The platforms that take part in an event."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.lifecycle_triggers import lives_follow_links
from events.models.platform import Platform
from sources.models.history import tracked
from sources.models.merging import refers_to_records_in_use


@tracked()
class EventPlatform(models.Model):
    """One platform that takes part in an event, with its role. Written by editors."""

    class Role(models.TextChoices):
        SUBJECT = "subject", _("subject")
        OPERATOR = "operator", _("operator")
        PARTNER = "partner", _("partner")
        TARGET = "target", _("target")
        COMPETITOR = "competitor", _("competitor")
        AFFECTED = "affected", _("affected")

    event = models.ForeignKey(
        "events.Event", models.CASCADE, related_name="event_platforms", verbose_name=_("event")
    )
    platform = models.ForeignKey(
        Platform, models.PROTECT, related_name="event_platforms", verbose_name=_("platform")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.SUBJECT)
    position = models.PositiveSmallIntegerField(pgettext_lazy("in a list", "position"), default=0)

    class Meta:
        ordering = ["event", "position", "pk"]
        verbose_name = _("platform of an event")
        verbose_name_plural = _("platforms of events")
        constraints = [
            models.UniqueConstraint(name="platform_once_in_an_event", fields=["event", "platform"])
        ]
        indexes = [models.Index(name="events_of_a_platform", fields=["platform", "event"])]
        triggers = [
            *lives_follow_links(),
            refers_to_records_in_use("event", "events_event"),
            refers_to_records_in_use("platform", "events_platform"),
        ]

    def __str__(self) -> str:
        return f"{self.platform} ({self.get_role_display()})"
