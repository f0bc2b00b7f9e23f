"""Configuration of the events app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """The app with the knowledge base: events, claims and their evidence."""

    name = "events"
    verbose_name = _("Events and evidence")
