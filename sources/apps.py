"""Django application configuration of `sources`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SourcesConfig(AppConfig):
    """Configuration of the app: articles, their texts and how they were ingested."""

    name = "sources"
    verbose_name = _("Sources and texts")
